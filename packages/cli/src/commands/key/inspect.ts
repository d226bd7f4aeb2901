import { basename } from "node:path"
import { fingerprintSha256, KeyError, keyTypes, MAX_KEY_LIST_LENGTH, randomart, toPrintable } from "@latchkey/engine"
import { describeFileError, isFileError } from "../../file-error.ts"
import {
  fileLabel,
  print,
  printError,
  printNote,
  readInput,
  readSecret,
  stdinArgument,
  styled,
  toJson,
  worsenExitStatus,
} from "../../io.ts"
import { readContents } from "../../key-files/contents.ts"
import type { KeyEntry } from "../../key-files/entry.ts"
import { factsOf, wordsOf } from "../../key-files/key-facts.ts"
import { fieldList } from "../../table.ts"

export interface InspectFilesOptions {
  readonly json?: boolean
  readonly passphraseFile?: string
}

/** A place where there is no key, or a file that cannot be read. */
interface Failure {
  readonly line?: number
  readonly error: { readonly code: string; readonly message: string; readonly hint?: string }
}

const failed = 2

/** `latchkey key inspect`. Loads the engine and nothing else: it may be called for many files, many times. */
export async function inspectFiles(files: readonly string[], options: InspectFilesOptions): Promise<void> {
  const { json, passphraseFile } = options
  const passphrase = passphraseFile === undefined ? undefined : await readSecret(passphraseFile)
  for (const file of files) {
    const entries = await entriesOf(file, passphrase)
    if (entries.some((entry) => "error" in entry)) worsenExitStatus(failed)
    if (json) print(entries.map((entry) => toJson(objectOf(file, entry))).join("\n"))
    else for (const entry of entries) show(file, entry, files.length > 1 || entries.length > 1)
  }
}

async function entriesOf(file: string, passphrase: string | undefined): Promise<readonly (KeyEntry | Failure)[]> {
  try {
    const bytes = await readInput(file, MAX_KEY_LIST_LENGTH)
    const named = file === stdinArgument ? {} : { fileName: basename(file) }
    const entries = await readContents(bytes, { ...named, ...(passphrase !== undefined && { passphrase }) })
    return entries.map((entry) => ("error" in entry ? { ...entry, error: wordsOfError(entry.error) } : entry))
  } catch (error) {
    if (error instanceof KeyError) return [{ error: wordsOfError(error) }]
    if (!isFileError(error)) throw error
    return [{ error: describeFileError(error, { namesFile: false }) }]
  }
}

function wordsOfError({ code, message, hint }: KeyError): Failure["error"] {
  if (code === "passphrase_required") return { code, message, hint: "use --passphrase-file FILE, or the .pub file" }
  return { code, message, ...(hint !== undefined && { hint }) }
}

function objectOf(file: string, entry: KeyEntry | Failure): Record<string, unknown> {
  return "error" in entry ? { file, ...entry } : { file, ...factsOf(entry) }
}

/** For a person: what `ssh-keygen -lv` shows, and what it does not. */
function show(file: string, entry: KeyEntry | Failure, isOneOfMany: boolean): void {
  const place = entry.line === undefined ? fileLabel(file) : `${fileLabel(file)}:${entry.line}`
  if ("error" in entry) {
    printError(`${place}: ${entry.error.message}`, entry.error.hint)
    return
  }
  const { key, repairs, warnings = [], privateHalf } = entry
  if (isOneOfMany) print(styled("dim", toPrintable(place)))
  print(`${key.bits} ${fingerprintSha256(key.blob)} ${commentWords(entry)} (${keyTypes[key.type].shortName})`)
  print(randomart(key))
  print(fieldList(wordsOf(entry)))
  if (privateHalf !== undefined) {
    printNote(
      `${place}: this is ${privateHalf.isEncrypted ? "an encrypted" : "a"} private key; its public half is shown`,
    )
  }
  for (const repair of repairs) printNote(`${place}: ${repair.message}`)
  for (const warning of warnings) printNote(`${place}: ${warning}`)
}

/** OpenSSH's format encrypts the comment with the private half. */
function commentWords({ key, format, privateHalf }: KeyEntry): string {
  if (key.comment !== "") return toPrintable(key.comment)
  return format === "openssh-key-v1" && privateHalf?.isOpened === false ? "comment encrypted" : "no comment"
}
