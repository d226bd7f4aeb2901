import type { RepairCode } from "./inspection.ts"

/** Text of an input and what had to be done to get it. */
export interface SourceText {
  readonly text: string
  readonly repairs: readonly RepairCode[]
}

/** How much of an input decides whether it is UTF-16 without a byte order mark. */
const SAMPLE_LENGTH = 512

/**
 * The text of a file or paste: byte order marks removed, UTF-16 recognised with or without one (PowerShell's `>`
 * writes it), UTF-8, and Latin-1 for bytes that are not UTF-8. Each Latin-1 byte becomes the character of that number.
 */
export function decodeSource(input: string | Uint8Array): SourceText {
  if (typeof input === "string") return withoutMark(withoutAlternateNuls(input))
  const utf16 = utf16Label(input)
  if (utf16 !== undefined) return decoded(new TextDecoder(utf16).decode(input), "utf16_decoded")
  try {
    return withoutMark({ text: new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(input), repairs: [] })
  } catch {
    let text = ""
    for (const byte of input) text += String.fromCharCode(byte)
    return decoded(text, "latin1_decoded")
  }
}

/** Whether a text is a binary file: more than one character in ten is a control character that text does not use. */
export function isBinary(text: string): boolean {
  const sample = text.slice(0, SAMPLE_LENGTH * 8)
  let controls = 0
  for (let index = 0; index < sample.length; index++) {
    const code = sample.charCodeAt(index)
    if (code < 0x20 ? code < 0x09 || code > 0x0d : code >= 0x7f && code <= 0x9f) controls++
  }
  return controls * 10 > sample.length
}

function decoded(text: string, repair: RepairCode): SourceText {
  return { text, repairs: [repair] }
}

function withoutMark(source: SourceText): SourceText {
  if (!source.text.startsWith("\ufeff")) return source
  return { text: source.text.slice(1), repairs: [...source.repairs, "byte_order_mark_removed"] }
}

function utf16Label(bytes: Uint8Array): "utf-16le" | "utf-16be" | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le"
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be"
  const sample = bytes.subarray(0, SAMPLE_LENGTH)
  const nuls = [0, 0]
  sample.forEach((byte, index) => {
    if (byte === 0) nuls[index % 2] = (nuls[index % 2] ?? 0) + 1
  })
  const [even = 0, odd = 0] = nuls
  // In Western text nearly every second byte is zero; in a binary file both halves hold zeros.
  if (odd > sample.length * 0.4 && even < sample.length * 0.05) return "utf-16le"
  if (even > sample.length * 0.4 && odd < sample.length * 0.05) return "utf-16be"
  return undefined
}

/** A string that was read from UTF-16 bytes as if they were one byte a character. */
function withoutAlternateNuls(text: string): SourceText {
  const sample = text.slice(0, SAMPLE_LENGTH)
  const nuls = sample.split("\0").length - 1
  if (nuls < sample.length * 0.4) return { text, repairs: [] }
  const rest = text.replace(/[\0\ufffd]/g, "")
  const looksLikeText = !isBinary(rest)
  return looksLikeText ? decoded(rest, "utf16_decoded") : { text, repairs: [] }
}
