import {
  fingerprintSha256,
  type InspectionFinding,
  inspect,
  KeyError,
  MAX_FINDINGS,
  MAX_INPUT_LENGTH,
  optionWarnings,
  parseOptions,
  type RefusedFinding,
} from "@latchkey/engine"
import { type Encryption, parsePrivateKey, readEncryption, readPublicHalf } from "@latchkey/engine/private"
import type { ContentsOptions, Entry } from "./entry.ts"
import { readKeyLines } from "./key-lines.ts"
import { readOther } from "./other-contents.ts"

/** All that a file holds: keys of every format, certificates, signatures, and lists of keys of any length. */
export async function readContents(bytes: Uint8Array, options: ContentsOptions): Promise<readonly Entry[]> {
  const encryptions = new Map<number, Encryption>()
  const { findings, advice } = inspect(bytes, {
    ...options,
    readPublicHalf(block, passphrase) {
      const encryption = attempt(() => readEncryption(block))
      if (encryption !== undefined) encryptions.set(block.line, encryption)
      return readPublicHalf(block, passphrase)
    },
  })
  // In these files a line counts as sshd and ssh read it, which repair nothing.
  const isList = /^(?:authorized_keys|(?:ssh_)?known_hosts)/.test(options.fileName ?? "")
  if (isList || bytes.length > MAX_INPUT_LENGTH || findings.length >= MAX_FINDINGS) {
    const listed = await readKeyLines(bytes, options)
    if (listed !== undefined) return listed
  }
  if (findings.length === 0) {
    return [
      { error: new KeyError("format_unknown", "there is no key in it", advice === undefined ? {} : { hint: advice }) },
    ]
  }
  const lines = new TextDecoder().decode(bytes).split(/\r\n|\r|\n/)
  const entries: Entry[] = []
  for (const finding of findings) {
    if (finding.kind === "refused") entries.push(await readRefused(finding, lines, options))
    else entries.push(entryOf(finding, encryptions))
  }
  const isAlone = findings.filter(({ kind }) => kind === "private_key").length === 1
  const { passphrase } = options
  if (!isAlone || passphrase === undefined) return entries
  return Promise.all(
    entries.map((entry, index) => (findings[index]?.kind === "private_key" ? open(entry, bytes, passphrase) : entry)),
  )
}

async function readRefused(
  { line, lineEnd, error }: RefusedFinding,
  lines: readonly string[],
  { fileName }: ContentsOptions,
): Promise<Entry> {
  const text = lines.slice(line - 1, lineEnd).join("\n")
  return (await readOther(text, line, fileName)) ?? { line, error }
}

function entryOf(
  finding: Exclude<InspectionFinding, RefusedFinding>,
  encryptions: ReadonlyMap<number, Encryption>,
): Entry {
  const { line, format, repairs } = finding
  if (finding.kind === "public_key") {
    const { key, droppedOptions } = finding
    if (droppedOptions === undefined) return { line, format, key, repairs }
    const warnings = attempt(() => optionWarnings(parseOptions(droppedOptions))) ?? []
    return { line, format, key, repairs, options: droppedOptions, warnings }
  }
  const { publicHalf: key, encrypted: isEncrypted } = finding
  if (key === undefined) return { line, error: finding.error ?? unreadable }
  const encryption = encryptions.get(line)
  const privateHalf = { isEncrypted, isOpened: !isEncrypted, ...(encryption !== undefined && { encryption }) }
  return { line, format, key, repairs, privateHalf }
}

const unreadable = new KeyError("format_invalid", "the public half of this private key cannot be read")

/** Opens the one private key of a file: its halves are compared, and the comment may stand inside. */
async function open(entry: Entry, bytes: Uint8Array, passphrase: string): Promise<Entry> {
  if ("error" in entry || entry.privateHalf?.isEncrypted !== true) return entry
  try {
    const key = await parsePrivateKey(bytes, { passphrase })
    key.wipe()
    if (fingerprintSha256(key.publicKey.blob) !== fingerprintSha256(entry.key.blob)) return entry
    return { ...entry, key: key.publicKey, privateHalf: { ...entry.privateHalf, isOpened: true } }
  } catch (error) {
    if (!(error instanceof KeyError)) throw error
    return { line: entry.line, error }
  }
}

function attempt<Value>(work: () => Value): Value | undefined {
  try {
    return work()
  } catch (error) {
    if (error instanceof KeyError) return undefined
    throw error
  }
}
