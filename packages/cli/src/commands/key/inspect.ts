import {
  fingerprintMd5,
  fingerprintSha256,
  type InspectionFinding,
  inspect,
  KeyError,
  keyTypes,
  MAX_INPUT_LENGTH,
  type PublicKey,
  type RefusedFinding,
  randomart,
  toPrintable,
} from "@latchkey/engine"
import { readPublicHalf } from "@latchkey/engine/private"
import { describeFileError, isFileError } from "../../file-error.ts"
import {
  fileLabel,
  print,
  printError,
  printNote,
  readInput,
  readSecret,
  styled,
  toJson,
  worsenExitStatus,
} from "../../io.ts"

export interface InspectFilesOptions {
  readonly json?: boolean
  readonly passphraseFile?: string
}

/** What one place of a file holds: a key, or why there is none. */
type Entry = KeyEntry | ErrorEntry

interface KeyEntry {
  readonly line: number
  readonly finding: Exclude<InspectionFinding, RefusedFinding>
  readonly key: PublicKey
}

interface ErrorEntry {
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
    if (json) print(entries.map((entry) => toJson(facts(file, entry))).join("\n"))
    else for (const entry of entries) show(file, entry, files.length > 1)
  }
}

async function entriesOf(file: string, passphrase: string | undefined): Promise<readonly Entry[]> {
  try {
    const bytes = await readInput(file, MAX_INPUT_LENGTH)
    const { findings, advice } = inspect(bytes, { readPublicHalf, ...(passphrase !== undefined && { passphrase }) })
    if (findings.length > 0) return findings.map(entryOf)
    return [{ error: { code: "format_unknown", message: "there is no key in it", ...(advice && { hint: advice }) } }]
  } catch (error) {
    if (!isFileError(error)) throw error
    return [{ error: describeFileError(error, { namesFile: false }) }]
  }
}

function entryOf(finding: InspectionFinding): Entry {
  const { line } = finding
  if (finding.kind === "refused") return { line, error: errorOf(finding.error) }
  const key = finding.kind === "public_key" ? finding.key : finding.publicHalf
  if (key !== undefined) return { line, finding, key }
  const error = finding.kind === "private_key" ? finding.error : undefined
  return { line, error: errorOf(error ?? unreadable) }
}

const unreadable = new KeyError("format_invalid", "the public half of this private key cannot be read")

function errorOf({ code, message, hint }: KeyError): ErrorEntry["error"] {
  return { code, message, ...(hint !== undefined && { hint }) }
}

/** The object that `--json` prints for an entry. */
function facts(file: string, entry: Entry): Record<string, unknown> {
  if ("error" in entry) return { file, ...entry }
  const { line, finding, key } = entry
  return {
    file,
    line,
    format: finding.format,
    keyType: key.type,
    bits: key.bits,
    fingerprint: fingerprintSha256(key.blob),
    md5: fingerprintMd5(key.blob),
    comment: toPrintable(key.comment),
    encrypted: finding.kind === "private_key" && finding.encrypted,
    repairs: finding.repairs,
    ...(finding.kind === "public_key" && { droppedOptions: finding.droppedOptions }),
  }
}

/** The same for a person, as `ssh-keygen -lv` shows a key. */
function show(file: string, entry: Entry, isOneOfMany: boolean): void {
  const place = entry.line === undefined ? fileLabel(file) : `${fileLabel(file)}:${entry.line}`
  if ("error" in entry) {
    printError(`${place}: ${entry.error.message}`, entry.error.hint)
    return
  }
  const { finding, key } = entry
  if (isOneOfMany) print(styled("dim", toPrintable(place)))
  const comment = key.comment === "" ? "no comment" : toPrintable(key.comment)
  print(`${key.bits} ${fingerprintSha256(key.blob)} ${comment} (${keyTypes[key.type].shortName})`)
  print(randomart(key))
  if (finding.kind === "private_key") {
    printNote(`${place}: this is ${finding.encrypted ? "an encrypted" : "a"} private key; its public half is shown`)
  }
  for (const repair of finding.repairs) printNote(`${place}: ${repair.message}`)
  if (finding.kind === "public_key" && finding.droppedOptions !== undefined) {
    printNote(`${place}: options before the key: ${finding.droppedOptions}`)
  }
}
