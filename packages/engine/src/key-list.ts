import { KeyError } from "./error.ts"
import { MAX_KEY_LIST_LENGTH, MAX_KEY_LIST_LINES, MAX_LINE_LENGTH } from "./limits.ts"
import { type PublicKey, parsePublicKey } from "./public-key.ts"
import { attempt } from "./reading/attempt.ts"

/** A line as it stands in its file. */
interface TextLine {
  /** Without the line end. */
  readonly text: string
  /** Empty for a last line that lacks it. */
  readonly end: "\n" | "\r\n" | ""
}

/** A line of a file that lists keys: what it holds, and its text, so that nothing is lost when it is written again. */
export type KeyListLine<Entry> =
  /** White space, or a comment that `#` begins. */
  | (TextLine & { readonly kind: "blank" })
  | (TextLine & { readonly kind: "entry"; readonly entry: Entry })
  /** OpenSSH ignores such a line without a word. The error names its number. */
  | (TextLine & { readonly kind: "refused"; readonly error: KeyError })

/** Reads every line of a text. Throws `limit_exceeded` for the whole; what is wrong with one line is told in its place. */
export function readKeyList<Entry>(text: string, readEntry: (line: string) => Entry): readonly KeyListLine<Entry>[] {
  if (text.length > MAX_KEY_LIST_LENGTH) {
    throw new KeyError("limit_exceeded", `this list of keys is longer than ${MAX_KEY_LIST_LENGTH} characters`)
  }
  return splitLines(text).map((line, index) => {
    if (/^[ \t\r]*(?:#|$)/.test(line.text)) return { ...line, kind: "blank" }
    const outcome = attempt(() => {
      if (line.text.length > MAX_LINE_LENGTH)
        throw new KeyError("limit_exceeded", "this line is too long to hold a key")
      if (line.text.includes("\0")) throw new KeyError("format_invalid", "this line holds a NUL character")
      return readEntry(line.text.replace(/^[ \t]+/, ""))
    })
    if (outcome.error !== undefined) return { ...line, kind: "refused", error: outcome.error.atLine(index + 1) }
    return { ...line, kind: "entry", entry: outcome.value }
  })
}

/** The text of the lines: exactly the one that was read when they are the ones that were read. */
export function formatKeyList(lines: readonly TextLine[]): string {
  return lines.map(({ text, end }) => text + end).join("")
}

/** Reads `type base64[ comment]` with white space of any length between them. Throws as `parsePublicKey`. */
export function readKeyFields(text: string): PublicKey {
  const [, type = "", base64 = "", comment = ""] = /^(\S+)[ \t]+(\S+)(?:[ \t]+(.*))?$/.exec(text.trimEnd()) ?? []
  return parsePublicKey(comment === "" ? `${type} ${base64}` : `${type} ${base64} ${comment}`)
}

function splitLines(text: string): readonly TextLine[] {
  const lines: TextLine[] = []
  let start = 0
  while (start < text.length) {
    if (lines.length === MAX_KEY_LIST_LINES) {
      throw new KeyError("limit_exceeded", `this list of keys has more than ${MAX_KEY_LIST_LINES} lines`)
    }
    const feed = text.indexOf("\n", start)
    const stop = feed === -1 ? text.length : feed
    const hasReturn = feed > start && text[feed - 1] === "\r"
    lines.push({
      text: text.slice(start, hasReturn ? stop - 1 : stop),
      end: feed === -1 ? "" : hasReturn ? "\r\n" : "\n",
    })
    start = stop + 1
  }
  return lines
}
