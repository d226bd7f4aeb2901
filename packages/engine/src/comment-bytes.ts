/** The text of a comment: UTF-8, or else Latin-1, where each byte is the character of that number. */
export function decodeComment(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return Array.from(bytes, (byte) => String.fromCharCode(byte)).join("")
  }
}
