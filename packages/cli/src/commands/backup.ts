import { CoreError } from "@latchkey/core"
import { askPassword } from "../ask.ts"
import { runDaemonProgram } from "../daemon-program.ts"
import { canAsk, readSecret, stdinArgument } from "../io.ts"

export interface BackupOptions {
  readonly passphraseFile?: string
  readonly json?: boolean
}

/** `latchkey backup`: the daemon's own program does it, beside the daemon that serves. */
export async function backup(file: string, { passphraseFile, json }: BackupOptions): Promise<void> {
  const isStdout = file === stdinArgument
  if (isStdout && json) {
    throw new CoreError("invalid", "the backup and the JSON cannot both go to standard output", {
      hint: "name a file, or leave out --json",
    })
  }
  if (isStdout && process.stdout.isTTY) {
    throw new CoreError("invalid", "a backup is no text for a terminal", {
      hint: "name a file, or send it into a pipe",
    })
  }
  const passphrase = passphraseFile === undefined ? await askTwice() : await readSecret(passphraseFile)
  await runDaemonProgram(["backup", ...(json ? ["--json"] : []), "--", file], passphrase)
}

async function askTwice(): Promise<string> {
  requireTerminal()
  const passphrase = await askPassword("Passphrase for the backup (without it nobody can restore it)")
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
