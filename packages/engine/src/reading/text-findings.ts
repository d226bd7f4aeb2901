import { KeyError } from "../error.ts"
import type { InspectionFinding, RepairCode } from "../inspection.ts"
import { isKeyTypeName } from "../key-type.ts"
import { MAX_FINDINGS } from "../limits.ts"
import { repairs } from "../repairs.ts"
import { readArmoredBlock } from "./armored-block.ts"
import { endsInsideType, findKeyStart } from "./key-start.ts"
import { isPrompt } from "./prefix.ts"
import { firstError, type KeyText, type LineReading, readPublicLine, withoutInvisible } from "./public-line.ts"
import { recogniseLine, unknownLine } from "./recognise.ts"
import type { SourceLine } from "./source-line.ts"

/** Most lines that a key type's name is put together from. */
const MAX_TYPE_LINES = 4

/** What the lines of a text hold. */
export interface TextFindings {
  readonly findings: readonly InspectionFinding[]
  /** Lines that nothing is known about, as findings of their own: worth reporting when the text holds any key. */
  readonly unknown: readonly InspectionFinding[]
  /** Prompts, Markdown fences and JSON brackets, which belong to the keys around them. */
  readonly surroundings: readonly RepairCode[]
}

/** Reads all lines in order, until there are more findings than {@link MAX_FINDINGS}. */
export function readText(lines: readonly SourceLine[]): TextFindings {
  const findings: InspectionFinding[] = []
  const unknown: InspectionFinding[] = []
  const surroundings = new Set<RepairCode>()
  let index = 0
  while (index < lines.length) {
    const source = lines[index]
    if (source === undefined) break
    const { text, line } = source
    const surrounding = surroundingOf(text)
    if (/^[\s>|]*(?:#.*)?$/.test(text) && !text.includes("\0")) {
      index++
    } else if (surrounding !== undefined) {
      surroundings.add(surrounding)
      index++
    } else {
      const reading = readAt(lines, index)
      if (reading === undefined) {
        const place = { line, lineEnd: line, kind: "refused" } as const
        const error = text.includes("\0") ? nulError(line) : recogniseLine(text)
        if (error !== undefined) findings.push({ ...place, error: error.atLine(line) })
        else if (unknown.length <= MAX_FINDINGS) unknown.push({ ...place, error: unknownLine(line) })
        index++
      } else {
        findings.push(...reading.findings)
        index = reading.next
      }
    }
    // One more than may be reported tells that there were too many.
    if (findings.length > MAX_FINDINGS) break
  }
  return { findings, unknown, surroundings: [...surroundings] }
}

function readAt(lines: readonly SourceLine[], index: number): LineReading | undefined {
  const block = readArmoredBlock(lines, index)
  if (block !== undefined) return { findings: [block.finding], next: block.next }
  const source = lines[index]
  if (source === undefined || source.text.includes("\0")) return undefined
  const plain: KeyText = { text: source.text, first: index, next: index + 1, repairs: source.repairs }
  const reading = readPublicLine(plain, lines)
  if (reading !== undefined && firstError(reading) === undefined) return reading
  const visible = withoutInvisible(source.text)
  if (visible !== undefined) {
    const cleaned: KeyText = { ...plain, text: visible, repairs: [...plain.repairs, "invisible_characters_removed"] }
    const second = readPublicLine(cleaned, lines)
    if (second !== undefined && firstError(second) === undefined) return second
  }
  return reading ?? readSplitType(lines, index)
}

/** A line that breaks off inside the name of a key type, with the lines behind it. */
function readSplitType(lines: readonly SourceLine[], index: number): LineReading | undefined {
  const source = lines[index]
  if (source === undefined || !endsInsideType(source.text)) return undefined
  let text = source.text
  for (let next = index + 1; next < Math.min(index + MAX_TYPE_LINES, lines.length); next++) {
    const following = lines[next]?.text ?? ""
    if (isKeyTypeName(findKeyStart(following)?.type ?? "")) return undefined
    text += following.replace(/^[\s>|]+/, "")
    const start = findKeyStart(text)
    if (start !== undefined && start.start < source.text.length) {
      const joined: KeyText = {
        text,
        first: index,
        next: next + 1,
        repairs: [...source.repairs, "wrapped_lines_joined"],
      }
      return readPublicLine(joined, lines)
    }
  }
  return undefined
}

function surroundingOf(text: string): RepairCode | undefined {
  if (/^\s*(?:`{3,}|~{3,})[\w-]*\s*$/.test(text)) return "markdown_removed"
  // What JSON lists have around and between their strings.
  if (/^[\s{}[\]",:]+$|^\s*"[\w-]{1,64}"\s*:\s*[[{]\s*$/.test(text)) return "text_around_removed"
  return isPrompt(text.trim()) && !text.includes("AAAA") ? "prompt_removed" : undefined
}

/** At most {@link MAX_FINDINGS} findings; a `limit_exceeded` one says when there were more. */
export function limited(findings: readonly InspectionFinding[]): readonly InspectionFinding[] {
  if (findings.length <= MAX_FINDINGS) return findings
  const kept = findings.slice(0, MAX_FINDINGS)
  const { line = 1, lineEnd = 1 } = kept.at(-1) ?? {}
  const error = new KeyError("limit_exceeded", `there are more than ${MAX_FINDINGS} keys in this text`, {
    line,
    hint: "import them in parts",
  })
  return [...kept, { kind: "refused", line, lineEnd, error }]
}

function nulError(line: number): KeyError {
  return new KeyError("format_invalid", "this line holds a NUL character, which ends the line for some programs", {
    line,
    hint: "copy the key again from its .pub file",
  })
}

/** The findings with further repairs, which concern every key of the text, in front of their own. */
export function withRepairs(
  findings: readonly InspectionFinding[],
  codes: readonly RepairCode[],
): readonly InspectionFinding[] {
  if (codes.length === 0) return findings
  return findings.map((finding) => {
    if (finding.kind === "refused") return finding
    return { ...finding, repairs: repairs([...codes, ...finding.repairs.map((repair) => repair.code)]) }
  })
}
