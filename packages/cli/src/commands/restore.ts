import { CoreError } from "@latchkey/core"
import { askForWord, askPassword } from "../ask.ts"
import { runDaemonProgram } from "../daemon-program.ts"
import { canAsk, printNote, readSecret, stdinArgument } from "../io.ts"
import { requireTerminal } from "../passphrase.ts"

export interface RestoreOptions {
  readonly passphraseFile?: string
  readonly replace?: boolean
  readonly yes?: boolean
  readonly json?: boolean
}

/** `latchkey restore`: the daemon's own program does it, while no daemon serves. */
export async function restore(file: string, { passphraseFile, replace, yes, json }: RestoreOptions): Promise<void> {
  if (file === stdinArgument && passphraseFile === stdinArgument) {
    throw new CoreError("invalid", "the backup and its passphrase cannot both come from stdin", {
      hint: "name a file for one of them",
    })
  }
  if (replace && !yes && !(await isMeant())) return printNote("nothing was restored")
  const flags = [...(replace ? ["--replace"] : []), ...(json ? ["--json"] : [])]
  const passphrase = passphraseFile === undefined ? await ask() : await readSecret(passphraseFile)
  await runDaemonProgram(["restore", ...flags, "--", file], passphrase)
}

async function isMeant(): Promise<boolean> {
  if (!canAsk()) {
    throw new CoreError("invalid", "there is no terminal to ask on whether to replace what is there", {
      hint: "add --yes to replace it without being asked",
    })
  }
  return askForWord("All accounts, keys and tokens that are there now are replaced. Type replace to go on", "replace")
}

async function ask(): Promise<string> {
  requireTerminal()
  return askPassword("Passphrase of the backup")
}
