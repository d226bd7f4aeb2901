import type { KeyError } from "../error.ts"
import type { InspectionFinding, PublicKeyFinding, RepairCode } from "../inspection.ts"
import { isKeyTypeName, keyTypes } from "../key-type.ts"
import { MAX_COMMENT_LENGTH } from "../limits.ts"
import { mismatchError, type PublicKey, typeError } from "../public-key.ts"
import { repairs } from "../repairs.ts"
import type { Outcome } from "./attempt.ts"
import { type KeyData, readKeyData } from "./key-data.ts"
import { findKeyStart, type KeyStart } from "./key-start.ts"
import { type Prefix, readPrefix } from "./prefix.ts"
import type { SourceLine } from "./source-line.ts"

/** The findings of a line and the lines that continue it. */
export interface LineReading {
  readonly findings: readonly InspectionFinding[]
  /** Index behind the last line used. */
  readonly next: number
}

/** A text to read keys from: usually a line, or several that were joined. */
export interface KeyText {
  readonly text: string
  /** Index of its first line, and of the first line behind it. */
  readonly first: number
  readonly next: number
  readonly repairs: readonly RepairCode[]
}

const BARE_DATA = /^[\s>|"'`“‘*-]*(?=AAAA[A-Za-z0-9+/]{16})/

/** Reads all keys of one line, in order; undefined when nothing in it looks like one. */
export function readPublicLine(source: KeyText, lines: readonly SourceLine[]): LineReading | undefined {
  const findings: InspectionFinding[] = []
  let { text, next } = source
  let start = findKeyStart(text) ?? bareStart(text)
  if (start === undefined) return undefined
  for (let position = 0; start !== undefined; position++) {
    const prefix = readPrefix(text.slice(0, start.start))
    const data = readKeyData(text.slice(start.dataStart), lines, next)
    const tail = splitTail(data.rest, prefix)
    const line = lines[source.first]?.line ?? 1
    const place = { line, lineEnd: lines[data.next - 1]?.line ?? line }
    const outcome = judge(start, prefix, data)
    const separated: readonly RepairCode[] = position > 0 || tail.remainder !== "" ? ["second_key_split"] : []
    const made: RepairCode[] = [...source.repairs, ...prefix.repairs, ...data.repairs, ...tail.repairs, ...separated]
    if (outcome.value !== undefined && outcome.value.blob.length < data.blobLength) made.push("key_shortened")
    if (outcome.error !== undefined) findings.push({ ...place, kind: "refused", error: outcome.error.atLine(line) })
    else findings.push(publicKeyFinding(place, outcome.value, start, prefix, tail.comment, made, text))
    text = tail.remainder
    next = data.next
    start = tail.remainder === "" ? undefined : findKeyStart(tail.remainder)
  }
  return { findings, next }
}

function judge(start: KeyStart, prefix: Prefix, data: KeyData): Outcome<PublicKey> {
  const type = typeThatSigns(start.type) ?? start.type
  if (type.includes("-cert-v0")) return { error: typeError(type) }
  if (prefix.error !== undefined) return { error: prefix.error }
  if (type !== "" && !isKeyTypeName(type)) return { error: typeError(type) }
  const { outcome } = data
  if (outcome.error !== undefined || type === "" || outcome.value.type === type) return outcome
  return { error: mismatchError(type, outcome.value.type) }
}

function publicKeyFinding(
  place: { readonly line: number; readonly lineEnd: number },
  key: PublicKey,
  start: KeyStart,
  prefix: Prefix,
  comment: string,
  made: readonly RepairCode[],
  text: string,
): PublicKeyFinding {
  const codes = [...made]
  if (start.type === "") codes.push("key_type_added")
  if (typeThatSigns(start.type) !== undefined) codes.push("key_type_renamed")
  if (/[ \t]{2}|\t/.test(text.slice(start.start, start.dataStart)) || /^(?:\s{2}|\t)\s*\S/.test(comment))
    codes.push("spaces_removed")
  const kept = comment.trim()
  if (kept.length > MAX_COMMENT_LENGTH) codes.push("comment_cut")
  return {
    ...place,
    kind: "public_key",
    key: { ...key, comment: kept.slice(0, MAX_COMMENT_LENGTH) },
    format: "openssh",
    repairs: repairs(codes),
    ...(prefix.options === undefined ? {} : { droppedOptions: prefix.options }),
  }
}

interface Tail {
  readonly comment: string
  /** The rest of the line when it holds another key. */
  readonly remainder: string
  readonly repairs: readonly RepairCode[]
}

/** Divides what stands behind a key into its comment and further keys. */
function splitTail(rest: string, prefix: Prefix): Tail {
  const second = findKeyStart(rest)
  const isKey = second !== undefined && rest.startsWith("AAAA", second.dataStart)
  const own = isKey ? rest.slice(0, second.start).trimEnd() : rest
  const closing = prefix.closingQuote === undefined ? -1 : own.indexOf(prefix.closingQuote)
  const quoted = closing === -1 ? own : own.slice(0, closing)
  const comment = /^[,;)\]}<\\"'`]/.test(quoted) ? "" : quoted.replace(/(?<!\\[nr])(?:\\[nr])+$|<\/[a-z]+>.*$/i, "")
  const isCut = closing === -1 && comment.length < own.trimEnd().length
  return {
    comment,
    remainder: isKey ? rest.slice(closing === -1 ? second.start : closing + 1) : "",
    repairs: isCut ? ["text_around_removed"] : [],
  }
}

/** Key data without the type in front, which stands inside the data, too. */
function bareStart(text: string): KeyStart | undefined {
  const prefix = BARE_DATA.exec(text)?.[0].length
  return prefix === undefined ? undefined : { type: "", start: prefix, dataStart: prefix }
}

/** The key type that makes signatures by this name (RFC 8332), for a name that is not itself a key type. */
function typeThatSigns(algorithm: string): string | undefined {
  if (isKeyTypeName(algorithm)) return undefined
  return Object.values(keyTypes).find(({ signatureAlgorithms }) => signatureAlgorithms.includes(algorithm))?.name
}

/** The same line without invisible characters, with plain spaces and hyphens; undefined when there is nothing to do. */
export function withoutInvisible(text: string): string | undefined {
  if (/^[\x20-\x7e\t]*$/.test(text)) return undefined
  const plain = text
    .replace(/[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]/g, "")
    .replace(/[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/g, " ")
    .replace(/[\u2010-\u2015\u2212]/g, "-")
  return plain === text ? undefined : plain
}

/** The first error among findings, or undefined when all are keys. */
export function firstError(reading: LineReading): KeyError | undefined {
  for (const finding of reading.findings) if (finding.kind === "refused") return finding.error
  return undefined
}
