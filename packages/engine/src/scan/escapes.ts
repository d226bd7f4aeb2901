const ESCAPE = /\\u00[0-9a-fA-F]{2}|\\["'/nrt]|%(?:0[aAdD]|2[0bBdDfF]|3[aAdD])/g
const LETTERS: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t" }

/**
 * The text with JSON and URL escapes decoded and padded with spaces in front, so that every other character keeps its
 * offset: what is found in the result stands at the same place in `text`.
 */
export function decodeEscapesInPlace(text: string): string {
  if (!/[\\%]/.test(text)) return text
  return text.replace(ESCAPE, (sequence) => decodeEscape(sequence).padStart(sequence.length))
}

/** The text with JSON escapes decoded, for what was cut out of a JSON document. */
export function decodeJsonEscapes(text: string): string {
  return text.replace(/\\u[0-9a-fA-F]{4}|\\["'/nrt\\]/g, decodeEscape)
}

function decodeEscape(sequence: string): string {
  if (sequence.startsWith("\\u")) return String.fromCharCode(Number.parseInt(sequence.slice(2), 16))
  if (sequence.startsWith("%")) return String.fromCharCode(Number.parseInt(sequence.slice(1), 16))
  const letter = sequence.slice(1)
  return LETTERS[letter] ?? letter
}
