import { createReadStream } from "node:fs"
import { text } from "node:stream/consumers"
import { parseArgs } from "node:util"
import { CoreError } from "@latchkey/core"
import { type ArchiveResult, backUp, type RestoreResult, restore } from "./archive.ts"
import type { Config } from "./config.ts"
import { showProgress, sizeWords } from "./progress.ts"

/** The file descriptor on which the command line hands over the passphrase: no argument or variable ever holds it. */
const passphraseDescriptor = 3

/** Characters. A backup can be tried against for ever, on any machine. */
const shortestPassphrase = 12

/**
 * `backup FILE [--json]` and `restore FILE [--json] [--replace]`, as `latchkey` starts them; the passphrase comes on file
 * descriptor 3. Results go to stdout, what else there is to say to stderr.
 *
 * @throws CoreError
 */
export async function runArchiveCommand(
  command: "backup" | "restore",
  args: readonly string[],
  config: Config,
): Promise<void> {
  const { positionals, values } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { json: { type: "boolean", default: false }, replace: { type: "boolean", default: false } },
  })
  const [name = "-"] = positionals
  const file = name === "-" ? undefined : name
  // What is half done is taken back as the process ends.
  for (const [signal, status] of [
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGHUP", 129],
  ] as const) {
    process.on(signal, () => process.exit(status))
  }
  const passphrase = await readPassphrase()
  const progress = showProgress(command === "backup" ? "backing up" : "restoring")
  try {
    if (command === "backup") {
      requireStrong(passphrase)
      const result = await backUp(config, file, passphrase, progress)
      progress.end()
      return tellOfBackup(result, file, values.json)
    }
    const result = await restore(config, file, passphrase, { ...progress, replace: values.replace })
    progress.end()
    tellOfRestore(result, values.json)
  } catch (error) {
    progress.end()
    throw error
  }
}

function tellOfBackup(result: Awaited<ReturnType<typeof backUp>>, file: string | undefined, json: boolean): void {
  const said = `backed up ${contentWords(result)} (${sizeWords(result.bytes)})`
  if (file === undefined) note(`${said}; what went to standard output was not read back`)
  else if (json) process.stdout.write(`${JSON.stringify(result, null, 2)}\n`)
  else process.stdout.write(`${said} to ${file}, and read it back\n`)
  if (!result.audited) note("this program is newer than the database, so the backup is not in its audit events")
}

function tellOfRestore(result: RestoreResult, json: boolean): void {
  if (json) return void process.stdout.write(`${JSON.stringify(result, null, 2)}\n`)
  process.stdout.write(`restored ${contentWords(result)}, as they were at ${result.createdAt}\n`)
  note("keys and tokens that were deleted after that time are back; everyone has to sign in again")
  const { endedLinks: count, replaced } = result
  if (count > 0)
    note(`${count} one-time ${count === 1 ? "link" : "links"} of that time did not come back: make new ones`)
  if (replaced !== null) {
    note(`what was replaced is kept in ${replaced}, with the same passphrase; remove it when nobody needs it`)
  }
}

function contentWords({ rows, files }: ArchiveResult): string {
  return `${rows.toLocaleString("en")} ${rows === 1 ? "row" : "rows"} and ${files.length} files`
}

function note(text: string): void {
  process.stderr.write(`latchkey: note: ${text}\n`)
}

async function readPassphrase(): Promise<string> {
  try {
    return await text(createReadStream("", { fd: passphraseDescriptor }))
  } catch (cause) {
    throw new CoreError("invalid", "no passphrase came on file descriptor 3", {
      hint: "use `latchkey backup` and `latchkey restore`, which ask for it",
      cause,
    })
  }
}

function requireStrong(passphrase: string): void {
  if (passphrase.length >= shortestPassphrase) return
  throw new CoreError("invalid", `a passphrase has at least ${shortestPassphrase} characters`, {
    hint: "five or more words that nobody would guess are easy to keep and hard to find",
  })
}
