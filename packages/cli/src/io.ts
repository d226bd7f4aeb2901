import { createReadStream } from "node:fs"
import { styleText } from "node:util"
import { CoreError } from "@latchkey/core"
import { toPrintable } from "@latchkey/engine"

// The rules of the terminal: results go to stdout and everything else to stderr; an error is followed by its hint;
// both start in lower case and end without a full stop; foreign text never reaches the terminal unescaped.

/** Text that is ready to be shown: its line ends are ours. */
export function print(text: string): void {
  process.stdout.write(`${text}\n`)
}

export function printJson(value: unknown): void {
  print(toJson(value, 2))
}

/** JSON as RFC 8259 has it leaves unescaped what some terminals obey or rearrange: C1 controls and format characters. */
export function toJson(value: unknown, indent?: number): string {
  return JSON.stringify(value, null, indent).replace(
    /[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  )
}

/** What happened that the person should know, and is no failure. */
export function printNote(text: string): void {
  printToStderr("note", text)
}

/** Says what failed. Sets no exit status: the caller knows which. */
export function printError(message: string, hint?: string): void {
  printToStderr("error", message)
  if (hint !== undefined) printHint(hint)
}

export function printHint(text: string): void {
  printToStderr("hint", text)
}

/** The exit status of a command is that of its worst part. */
export function worsenExitStatus(status: number): void {
  process.exitCode = Math.max(Number(process.exitCode ?? 0), status)
}

/** Whether somebody is there to be asked. */
export function canAsk(): boolean {
  return process.stdin.isTTY && process.stderr.isTTY
}

/** Whether stdout is read by a person rather than by a program. */
export function isForPeople(): boolean {
  return process.stdout.isTTY
}

type Style = Parameters<typeof styleText>[0]

/** Coloured on a terminal, unless NO_COLOR is set; the same text elsewhere. */
export function styled(style: Style, text: string): string {
  return styleText(style, text, { stream: process.stdout })
}

/** The argument that means stdin. */
export const stdinArgument = "-"

/** How a file is called in messages. */
export function fileLabel(path: string): string {
  return path === stdinArgument ? "stdin" : path
}

/** Reads a file, or stdin for `-`: at most one byte more than `limit`, so that whoever judges the size can. */
export async function readInput(path: string, limit: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let length = 0
  const stream = path === stdinArgument ? process.stdin : createReadStream(path, { end: limit })
  for await (const chunk of stream) {
    const bytes = Buffer.from(chunk)
    chunks.push(bytes)
    length += bytes.length
    if (length > limit) break
  }
  return Buffer.concat(chunks).subarray(0, limit + 1)
}

const longestSecret = 64 * 1024

/**
 * The password or passphrase in a file: all of it but a byte order mark before it and the line end after it.
 *
 * @throws CoreError `invalid` for what is not UTF-8, and for more than 64 KiB
 */
export async function readSecret(path: string): Promise<string> {
  const bytes = await readInput(path, longestSecret)
  const text = bytes.length > longestSecret ? undefined : decodeUtf8(bytes)
  if (text !== undefined) return text.replace(/\r?\n$/, "")
  throw new CoreError("invalid", `${fileLabel(path)} holds no password or passphrase: it is too long, or not UTF-8`, {
    hint: "write it as UTF-8 text: in Windows PowerShell with Set-Content -Encoding utf8, elsewhere with printf",
  })
}

function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

function printToStderr(kind: string, text: string): void {
  process.stderr.write(`latchkey: ${kind}: ${toPrintable(asClause(text))}\n`)
}

/** Advice is written as sentences for pages; here it is a clause. */
function asClause(text: string): string {
  const clause = text.replaceAll(/\s*\n\s*/g, " ").replace(/\.$/, "")
  return /^[A-Z][a-z]* /.test(clause) && !clause.startsWith("Latchkey ")
    ? clause.charAt(0).toLowerCase() + clause.slice(1)
    : clause
}
