import { CoreError } from "@latchkey/core"
import { askPassword } from "./ask.ts"
import { canAsk, readSecret } from "./io.ts"

/** How a command was told which passphrase a file gets: commander's values of `--passphrase-file` and `--no-passphrase`. */
export interface NewPassphraseOptions {
  readonly passphraseFile?: string
  /** False after `--no-passphrase`. */
  readonly passphrase?: boolean
}

/**
 * The passphrase for a private key that is about to be written; undefined when none is wanted. None is never the
 * default: without a terminal to ask on, the command line has to say it.
 *
 * @param fileOption the name of the option that names a file
 * @throws CoreError `invalid`
 * @throws Cancelled
 */
export async function newKeyPassphrase(options: NewPassphraseOptions, fileOption: string): Promise<string | undefined> {
  const { passphraseFile, passphrase: isWanted } = options
  if (isWanted === false && passphraseFile !== undefined) {
    throw new CoreError("invalid", `${fileOption} and --no-passphrase exclude each other`, { hint: "use one of them" })
  }
  if (isWanted === false) return undefined
  if (passphraseFile === undefined && !canAsk()) {
    throw new CoreError("invalid", "there is no terminal to ask for the passphrase of the key on", {
      hint: `use ${fileOption} FILE (- is stdin), or --no-passphrase to leave the private key unencrypted`,
    })
  }
  const given =
    passphraseFile === undefined ? await askTwice("Passphrase for the private key") : await readSecret(passphraseFile)
  if (/[\0\r\n]/.test(given)) {
    throw new CoreError(
      "invalid",
      "the passphrase holds a line end or a NUL, which nobody can type; nothing was written",
      {
        hint: "use a passphrase of one line",
      },
    )
  }
  if (given !== "") return given
  throw new CoreError("invalid", "the passphrase is empty; nothing was written", {
    hint: "use --no-passphrase to leave the private key unencrypted",
  })
}

/** Asks for a passphrase that nobody knows yet. @throws CoreError `invalid` when the two differ @throws Cancelled */
export async function askTwice(question: string): Promise<string> {
  requireTerminal()
  const passphrase = await askPassword(question)
  if (passphrase === (await askPassword("The same passphrase again"))) return passphrase
  throw new CoreError("invalid", "the two passphrases differ; nothing was written", { hint: "try again" })
}

/** Without a terminal the passphrase comes from a file. @throws CoreError `invalid` */
export function requireTerminal(): void {
  if (canAsk()) return
  throw new CoreError("invalid", "there is no terminal to ask for the passphrase on", {
    hint: "use --passphrase-file FILE, or --passphrase-file - for stdin",
  })
}
