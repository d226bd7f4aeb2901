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
  const hasCarriageReturns = text.includes("\r")
  let start = 0
  for (let end = lineEnd(text, start, hasCarriageReturns); end !== -1; end = lineEnd(text, start, hasCarriageReturns)) {
    lines.push({ text: text.slice(start, end), start, end })
    start = end + (text.startsWith("\r\n", end) ? 2 : 1)
  }
  lines.push({ text: text.slice(start), start, end: text.length })
  return lines
}

function lineEnd(text: string, start: number, hasCarriageReturns: boolean): number {
  if (!hasCarriageReturns) return text.indexOf("\n", start)
  for (let index = start; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (code === 0x0a || code === 0x0d) return index
  }
  return -1
}
