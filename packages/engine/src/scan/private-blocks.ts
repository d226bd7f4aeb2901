import { MAX_FINDINGS } from "../limits.ts"
import type { PrivateFormatName } from "../private-format.ts"
import { decodeEscapesInPlace, decodeJsonEscapes } from "./escapes.ts"
import { findPrivateBody } from "./private-body.ts"
import { findPrivateMarks, type PrivateMark } from "./private-marks.ts"
import { type TextLine, textLines } from "./text-lines.ts"

/** A private key's place in a text. */
export interface PrivateBlock {
  readonly format: PrivateFormatName
  readonly encrypted: boolean
  /** Offset of the first character. */
  readonly start: number
  /** Offset behind the last character. */
  readonly end: number
  /** 1-based lines of the text, both included. */
  readonly line: number
  readonly lineEnd: number
  /** Whether its first line is there, without which it cannot be read. */
  readonly framed: boolean
  /** The block with escapes decoded, where it has any. Secret: only for reading the public half. */
  readonly body: string
}

type Span = Omit<PrivateBlock, "body" | "line" | "lineEnd">

// Bounded: with no limit, each of many starts would read to the end of the text.
const PUBLIC_LINE = /(?:ssh|ecdsa|sk)-[\w@.-]{1,60}[ \t]+AAAA/
const PUBLIC_DATA = /(?:ssh|ecdsa|sk)-[\w@.-]{1,60}[ \t]+AAAA[A-Za-z0-9+/]*={0,3}/g
const OTHER_FRAME = /BEGIN [A-Z0-9 ]{0,40}(?:PUBLIC KEY|CERTIFICATE)/
/** A .ppk file with line ends of its own: backslashes and percent signs in its comment are no escapes. */
const PPK_LINES = /^PuTTY-User-Key-File-\d:[ \t]*[\w@.-]{1,64}[ \t]*[\r\n]/i
/** A .ppk file in a JSON string. */
const PPK_JSON = /^PuTTY-User-Key-File-\d:[ \t]*[\w@.-]{1,64}[ \t]*\\[nr]/i
const EC_PARAMETERS = /-----BEGIN EC PARAMETERS-----[A-Za-z0-9+/=\s]{0,2000}-----END EC PARAMETERS-----\s*$/

/**
 * Every private key in a text, in order: whole ones, ones whose frame is damaged or escaped, and bare bodies that are
 * recognised by their contents. Where the end is not marked, all that could belong to the body counts as private; so
 * does the rest of a text with more of them than `MAX_FINDINGS`.
 */
export function findPrivateBlocks(source: string): readonly PrivateBlock[] {
  const text = decodeEscapesInPlace(source)
  const lines = textLines(text)
  const spans = markedSpans(text, lines)
  spans.push(...bareSpans(lines, spans))
  if (spans.length === 0) return []
  spans.sort((left, right) => left.start - right.start)
  const sourceLines = textLines(source)
  return spans.map((span) => {
    const start = withParameters(text, span)
    const body = bodyOf(source.slice(span.start, span.end), text.slice(span.start, span.end))
    const encrypted = span.encrypted || isEncrypted(span.format, body)
    const line = lineIndex(sourceLines, start) + 1
    const lineEnd = lineIndex(sourceLines, Math.max(span.end - 1, start)) + 1
    return { ...span, encrypted, start, body, line, lineEnd }
  })
}

/** A .ppk file's comment is part of what its MAC is over: its backslashes are to be what they were. */
function bodyOf(raw: string, decodedInPlace: string): string {
  if (PPK_LINES.test(raw)) return raw
  // The span ends inside the escape of the last line's end.
  return PPK_JSON.test(raw) ? decodeJsonEscapes(raw.replace(/\\$/, "")) : decodedInPlace
}

function markedSpans(text: string, lines: readonly TextLine[]): Span[] {
  const marks = findPrivateMarks(text)
  const spans: Span[] = []
  let covered = 0
  for (const [index, mark] of marks.entries()) {
    if (mark.start < covered) continue
    if (spans.length >= MAX_FINDINGS) {
      spans.push({ ...mark, end: text.length })
      break
    }
    const start = mark.kind === "begin" ? mark.start : bodyStart(lines, mark.start, covered)
    const end = mark.kind === "begin" ? blockEnd(text, lines, marks, index) : lineEnd(lines, mark.end)
    spans.push({ format: mark.format, encrypted: mark.encrypted, framed: mark.framed, start, end })
    covered = end
  }
  return spans
}

/** The end of the block that a begin mark opens: its end mark, or else the last line that could be its body. */
function blockEnd(text: string, lines: readonly TextLine[], marks: readonly PrivateMark[], index: number): number {
  const begin = marks[index]
  if (begin === undefined) return text.length
  const isPpk = begin.format === "ppk"
  if (begin.format === "jwk-private" || begin.format === "ssh1-private") return begin.end
  for (let following = index + 1; following < marks.length; following++) {
    const mark = marks[following]
    if (mark === undefined) break
    if (isPpk && mark.kind === "begin" && !mark.framed) continue
    if (mark.kind === "begin" && mark.framed) break
    if (mark.kind !== "end" || (mark.format === "ppk") !== isPpk) continue
    if (OTHER_FRAME.test(text.slice(begin.end, mark.start))) break
    return isPpk ? lineEnd(lines, mark.end) : mark.end
  }
  return bodyEnd(lines, begin.end)
}

function bodyEnd(lines: readonly TextLine[], offset: number): number {
  let index = lineIndex(lines, offset)
  let end = lines[index]?.end ?? offset
  for (index++; index < lines.length; index++) {
    const line = lines[index]
    if (line === undefined || (!isBlank(line) && !mayBeBody(line.text))) break
    if (!isBlank(line)) end = line.end
  }
  return end
}

function bodyStart(lines: readonly TextLine[], offset: number, covered: number): number {
  let index = lineIndex(lines, offset)
  let start = lines[index]?.start ?? offset
  for (index--; index >= 0; index--) {
    const line = lines[index]
    if (line === undefined || line.start < covered || (!isBlank(line) && !mayBeBody(line.text))) break
    if (!isBlank(line)) start = line.start
  }
  return start
}

/** Bodies without any mark: runs of base64 lines whose contents give them away. */
function bareSpans(lines: readonly TextLine[], taken: readonly Span[]): Span[] {
  const spans: Span[] = []
  let cluster: TextLine[] = []
  const finish = () => {
    const span = bareSpan(cluster)
    if (span !== undefined) spans.push(span)
    cluster = []
  }
  let next = 0
  for (const line of lines) {
    while ((taken[next]?.end ?? Number.POSITIVE_INFINITY) <= line.start) next++
    const inside = (taken[next]?.start ?? Number.POSITIVE_INFINITY) < line.end
    if (!inside && base64Runs(line.text).length > 0) cluster.push(line)
    else if (!isBlank(line) || inside) finish()
  }
  finish()
  return spans
}

function bareSpan(cluster: readonly TextLine[]): Span | undefined {
  let joined = ""
  const runStarts: number[] = []
  const runLines: TextLine[] = []
  for (const line of cluster) {
    for (const run of base64Runs(line.text)) {
      runStarts.push(joined.length)
      runLines.push(line)
      joined += run
    }
  }
  const found = findPrivateBody(joined, runStarts)
  if (found === undefined) return undefined
  const first = runLines[runStarts.findLastIndex((start) => start <= found.offset)]
  const last = cluster.at(-1)
  if (first === undefined || last === undefined) return undefined
  return { format: found.format, encrypted: found.encrypted, framed: false, start: first.start, end: last.end }
}

/** Base64 that may be a body or a part of one. A public key's own data is none, but what stands around it may be. */
function base64Runs(line: string): readonly string[] {
  const text = line.includes("AAAA") ? line.replace(PUBLIC_DATA, " ") : line
  const whole = /^[\s>|*"'`,;]*([A-Za-z0-9+/]+)={0,3}[\s"'`,;\\]*$/.exec(text)
  if (whole !== null) return [whole[1] ?? ""]
  return text.match(/[A-Za-z0-9+/]{16,}/g) ?? []
}

function mayBeBody(text: string): boolean {
  if (PUBLIC_LINE.test(text) || OTHER_FRAME.test(text)) return false
  return (
    base64Runs(text).length > 0 ||
    /^[\s>|*"'`]*[A-Za-z][\w-]{1,40}[ \t]*:/.test(text) ||
    /^[\sA-Za-z0-9+/=]+$/.test(text)
  )
}

function isEncrypted(format: PrivateFormatName, body: string): boolean {
  // The first one: what stands further on, as in a comment, is no header.
  if (format === "ppk") return !/^none/i.test(/Encryption[ \t]*:[ \t+]*([^\n]*)/i.exec(body)?.[1] ?? "")
  if (format === "openssh-key-v1") return !/b3BlbnNzaC1rZXktdjEAAAAABG5vbm/.test(body.replace(/[^A-Za-z0-9+/]/g, ""))
  return /Proc-Type[ \t]*:[ \t]*4,[ \t]*ENCRYPTED|DEK-Info[ \t]*:/i.test(body)
}

/** OpenSSL writes the curve in a block of its own in front of an EC key; it belongs to the key. */
function withParameters(text: string, span: Span): number {
  if (span.format !== "sec1") return span.start
  const before = EC_PARAMETERS.exec(text.slice(Math.max(span.start - 2200, 0), span.start))
  return before === null ? span.start : span.start - before[0].length
}

function isBlank(line: TextLine): boolean {
  return /^[\s>|]*$/.test(line.text)
}

function lineEnd(lines: readonly TextLine[], offset: number): number {
  return lines[lineIndex(lines, offset)]?.end ?? offset
}

/** The line that holds an offset, by bisection. */
function lineIndex(lines: readonly TextLine[], offset: number): number {
  let low = 0
  let high = lines.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((lines[middle]?.start ?? 0) <= offset) low = middle
    else high = middle - 1
  }
  return low
}
