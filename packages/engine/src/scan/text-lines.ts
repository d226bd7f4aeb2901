/** One line of a text, without its line end. */
export interface TextLine {
  readonly text: string
  /** Offset of its first character in the whole text. */
  readonly start: number
  /** Offset behind its last character. */
  readonly end: number
}

/** The lines of a text; LF, CR LF and CR end a line. */
export function textLines(text: string): readonly TextLine[] {
  const lines: TextLine[] = []
  let start = 0
  for (const match of text.matchAll(/\r\n|\n|\r/g)) {
    lines.push({ text: text.slice(start, match.index), start, end: match.index })
    start = match.index + match[0].length
  }
  lines.push({ text: text.slice(start), start, end: text.length })
  return lines
}
