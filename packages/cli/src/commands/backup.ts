import { CoreError } from "@latchkey/core"
import { runDaemonProgram } from "../daemon-program.ts"
import { readSecret, stdinArgument } from "../io.ts"
import { askTwice } from "../passphrase.ts"

export interface BackupOptions {
  readonly passphraseFile?: string
  readonly json?: boolean
}

const question = "Passphrase for the backup (without it nobody can restore it)"

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
  const passphrase = passphraseFile === undefined ? await askTwice(question) : await readSecret(passphraseFile)
  await runDaemonProgram(["backup", ...(json ? ["--json"] : []), "--", file], passphrase)
}
