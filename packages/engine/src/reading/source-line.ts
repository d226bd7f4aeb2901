import type { RepairCode } from "../inspection.ts"
import { decodeJsonEscapes } from "../scan/escapes.ts"
import { textLines } from "../scan/text-lines.ts"

/** One line to read keys from. Several may come from one line of the text, when that held escaped line ends. */
export interface SourceLine {
  readonly text: string
  /** 1-based line of the text. */
  readonly line: number
  readonly repairs: readonly RepairCode[]
}

const ARMOR = /-{2,8} ?(?:BEGIN|END) [A-Z0-9 ]{1,40}?(?: ?-{2,8})/g
/** A key that no quote stands before, or a header line of RFC 4716; and its comment. */
const COMMENTED =
  /^(?:[^"\\]{0,200}?(?:ssh|ecdsa|sk)-[\w@.-]{1,60}[ \t]+AAAA[A-Za-z0-9+/]*={0,2}[ \t]|[\s>|]*Comment:[ \t])(.*)$/i
/** An escaped line end behind which nothing follows, or a key. */
const LINE_END = /\\[nr](?:["'`,;\s\]})]*$|\\|[ \t]*(?:AAAA|(?:ssh|ecdsa|sk)-[\w@.-]{1,60}[ \t]+AAAA))/
const OPTION_START = /^\s*(?:command|environment|from|permitopen|permitlisten|principals)=/i

/** Splits a text into lines, undoing line ends of other systems and JSON escapes. */
export function sourceLines(text: string): readonly SourceLine[] {
  return textLines(text).flatMap((line, index) => {
    const repairs: readonly RepairCode[] = text[line.end] === "\r" ? ["carriage_returns_removed"] : []
    return splitLine(line.text, index + 1, repairs)
  })
}

function splitLine(content: string, line: number, repairs: readonly RepairCode[]): readonly SourceLine[] {
  if (isJson(content)) {
    const parts = decodeJsonEscapes(content).split(/[\r\n]+/)
    const decoded: readonly RepairCode[] = [...repairs, "json_escapes_removed"]
    return parts.flatMap((text) => splitArmor(text, line, decoded))
  }
  return splitArmor(content, line, repairs)
}

/**
 * An escape that only a JSON string has. authorized_keys options may hold backslashes of their own, and so do comments:
 * Windows puts a domain in front of who made a key, as in `corp\nick@laptop`.
 */
function isJson(content: string): boolean {
  if (!/\\(?:[nr/]|u00[0-9a-fA-F]{2})/.test(content) || OPTION_START.test(content)) return false
  const comment = COMMENTED.exec(content)?.[1]
  return comment === undefined || LINE_END.test(comment)
}

/** Puts the frame lines of a block that stands on one line onto lines of their own. */
function splitArmor(text: string, line: number, repairs: readonly RepairCode[]): readonly SourceLine[] {
  if (!text.includes("BEGIN ") && !text.includes("END ")) return [{ text, line, repairs }]
  const parts: string[] = []
  let start = 0
  for (const match of text.matchAll(ARMOR)) {
    parts.push(text.slice(start, match.index), match[0])
    start = match.index + match[0].length
  }
  parts.push(text.slice(start))
  // The first and last part of a frame line that stands alone are quote marks at most.
  if (parts.length <= 3 && (parts[2] ?? "").trim() === "") return [{ text, line, repairs }]
  return parts
    .filter((part, index) => index % 2 === 1 || part.trim() !== "")
    .map((part) => ({ text: part, line, repairs }))
}
