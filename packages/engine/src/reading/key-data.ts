import { fromBase64 } from "#crypto"
import { decodeBase64 } from "../base64.ts"
import { KeyError } from "../error.ts"
import type { RepairCode } from "../inspection.ts"
import { MAX_LINE_LENGTH, MAX_WRAPPED_PIECES } from "../limits.ts"
import { decodePublicKey, type PublicKey } from "../public-key.ts"
import { attempt, type Outcome } from "./attempt.ts"
import { findKeyStart } from "./key-start.ts"
import type { SourceLine } from "./source-line.ts"

/** Key data put together from one line and what follows it. */
export interface KeyData {
  readonly outcome: Outcome<PublicKey>
  /** Bytes that the data encode, which may be more than the canonical key has. */
  readonly blobLength: number
  /** Text behind the data, on the line where the data ends. */
  readonly rest: string
  /** Index behind the last line that was used. */
  readonly next: number
  readonly repairs: readonly RepairCode[]
}

const DATA = /^[A-Za-z0-9+/]*={0,3}/
const PIECE = /^(?:[A-Za-z0-9+/]+={0,2}|={1,2})(?=\s|$)/
const CUT = /^(?:\.{2,}|…)/
/** What may stand directly behind a key: white space, a closing quote or bracket, a separator, an escape. */
const BOUNDARY = /^[\s"'`”’»,;)\]}<\\]/

/**
 * Reads base64 at the start of `text`. While the key it begins is not complete, pieces behind a space and lines that
 * follow are added, as a terminal or a mail program may have wrapped them. `next` is the index of the line after
 * `text`, which ends with the line before.
 */
export function readKeyData(text: string, lines: readonly SourceLine[], next: number): KeyData {
  const start = DATA.exec(text)?.[0] ?? ""
  const rest = text.slice(start.length)
  const outcome = decodeData(start)
  const alone: KeyData = { outcome, blobLength: bytesOf(start), rest, next, repairs: [] }
  if (CUT.test(rest.trimStart())) return { ...alone, outcome: { error: cutError() }, rest: "" }
  if (rest !== "" && !BOUNDARY.test(rest)) {
    return { ...alone, outcome: attempt(() => decodePublicKey(decodeBase64(/^\S*/.exec(text)?.[0] ?? ""))) }
  }
  if (!/^(?:A{0,3}$|AAAA)/.test(start)) return { ...alone, outcome: { error: noDataError() } }
  if (outcome.error === undefined) return rest === "" ? withCommentLine(alone, lines) : alone
  if (start.endsWith("=") && start.length % 4 === 0) return alone
  return joinPieces(start, rest, lines, next) ?? { ...alone, next: behindRemains(lines, next, rest) }
}

function joinPieces(start: string, behind: string, lines: readonly SourceLine[], from: number): KeyData | undefined {
  const repairs = new Set<RepairCode>()
  let data = start
  let rest = behind
  let next = from
  let needed = neededLength(data)
  for (let pieces = 0; pieces < MAX_WRAPPED_PIECES && data.length <= MAX_LINE_LENGTH; pieces++) {
    const sameLine = rest.trim() !== ""
    const source = sameLine ? rest.trimStart() : withoutQuoteMarks(lines[next]?.text ?? "")
    const piece = PIECE.exec(source)?.[0]
    if (piece === undefined) return undefined
    repairs.add(sameLine ? "key_spaces_removed" : "wrapped_lines_joined")
    if (!sameLine) next++
    data += piece
    rest = source.slice(piece.length)
    if (data.length < needed) continue
    const outcome = decodeData(data)
    if (outcome.error === undefined)
      return withWrappedComment({ outcome, blobLength: bytesOf(data), rest, next, repairs: [...repairs] }, lines, from)
    if (outcome.error.code !== "truncated") return undefined
    needed = Math.max(neededLength(data), data.length + 1)
  }
  return undefined
}

/**
 * Adds a line that starts with the space in front of the comment. Every Ed25519 line breaks there in a terminal of 80
 * columns.
 */
function withCommentLine(data: KeyData, lines: readonly SourceLine[]): KeyData {
  const following = lines[data.next]?.text ?? ""
  if (!/^ [^\s>]/.test(following) || findKeyStart(following) !== undefined) return data
  return { ...data, rest: following, next: data.next + 1, repairs: ["wrapped_lines_joined"] }
}

/** Adds the lines behind a key whose last line was cut at the same column as its first: its comment was wrapped, too. */
function withWrappedComment(data: KeyData, lines: readonly SourceLine[], from: number): KeyData {
  const width = lines[from - 1]?.text.length
  let { rest, next } = data
  while (next > from && next < lines.length && lines[next - 1]?.text.length === width) {
    const following = withoutQuoteMarks(lines[next]?.text ?? "")
    if (following.trim() === "" || findKeyStart(following) !== undefined) break
    rest += following
    next++
  }
  return { ...data, rest, next }
}

function bytesOf(data: string): number {
  return Math.floor((data.replace(/=+$/, "").length * 3) / 4)
}

/** Characters of base64 that the fields begun in `data` need at least. */
function neededLength(data: string): number {
  const bytes = fromBase64(data.slice(0, data.length & ~3))
  let end = 0
  while (end + 4 <= bytes.length) {
    const length = new DataView(bytes.buffer, bytes.byteOffset + end, 4).getUint32(0)
    end += 4 + length
    if (end > bytes.length) return Math.ceil((end * 4) / 3)
  }
  return Math.ceil(((end + 4) * 4) / 3)
}

/** Decodes what is there; a cut inside a base64 group is reported by the bytes that are missing. */
function decodeData(data: string): Outcome<PublicKey> {
  const decoded = attempt(() => decodeBase64(data))
  if (decoded.error === undefined) return attempt(() => decodePublicKey(decoded.value))
  if (decoded.error.code !== "truncated" || data.length < 4) return decoded
  const partial = attempt(() => decodePublicKey(fromBase64(data.slice(0, data.length & ~3))))
  return partial.error?.code === "truncated" ? partial : decoded
}

/** The index behind the lines that can only be the rest of a broken key, so that it is reported once. */
function behindRemains(lines: readonly SourceLine[], from: number, rest: string): number {
  let next = from
  if (rest.trim() === "") while (/^[\s>|]*(?!AAAA)[A-Za-z0-9+/]{20,}={0,2}\s*$/.test(lines[next]?.text ?? "")) next++
  return next
}

function withoutQuoteMarks(text: string): string {
  return text.replace(/^[\s>|]+/, "").trimEnd()
}

function noDataError(): KeyError {
  return new KeyError("format_invalid", "what follows the key type is not key data", {
    hint: "the data of every key starts with AAAA: copy the whole line from the .pub file",
  })
}

function cutError(): KeyError {
  return new KeyError("truncated", "the middle or the end of this key was replaced by dots", {
    hint: "copy the whole line from the .pub file, not from a list that shortens it",
  })
}
