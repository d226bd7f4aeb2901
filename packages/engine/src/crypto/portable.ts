import { md5 as nobleMd5, sha1 as nobleSha1 } from "@noble/hashes/legacy.js"
import { sha256 as nobleSha256 } from "@noble/hashes/sha2.js"

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
const VALUES = new Uint8Array(128)
for (let index = 0; index < 64; index++) VALUES[ALPHABET.charCodeAt(index)] = index

/** SHA-256 of `bytes` in base64 with padding. */
export function sha256Base64(bytes: Uint8Array): string {
  return toBase64(nobleSha256(bytes))
}

/** SHA-256 of `bytes`. */
export function sha256(bytes: Uint8Array): Uint8Array {
  return nobleSha256(bytes)
}

/** MD5 of `bytes` (RFC 1321), for fingerprints of older panels only. */
export function md5(bytes: Uint8Array): Uint8Array {
  return nobleMd5(bytes)
}

/** SHA-1 of `bytes`, for fingerprints of X.509 certificates only. */
export function sha1(bytes: Uint8Array): Uint8Array {
  return nobleSha1(bytes)
}

/** Base64 of `bytes` with padding (RFC 4648 section 4). */
export function toBase64(bytes: Uint8Array): string {
  let text = ""
  for (let index = 0; index < bytes.length; index += 3) {
    const first = bytes[index] ?? 0
    const second = bytes[index + 1]
    const third = bytes[index + 2]
    text += ALPHABET.charAt(first >> 2) + ALPHABET.charAt(((first & 3) << 4) | ((second ?? 0) >> 4))
    text += second === undefined ? "=" : ALPHABET.charAt(((second & 15) << 2) | ((third ?? 0) >> 6))
    text += third === undefined ? "=" : ALPHABET.charAt(third & 63)
  }
  return text
}

/** The bytes of base64 text; for text that is not canonical base64, some other bytes. */
export function fromBase64(text: string): Uint8Array {
  const padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0
  const bytes = new Uint8Array(Math.max(Math.floor((text.length * 3) / 4) - padding, 0))
  let written = 0
  for (let index = 0; index < text.length; index += 4) {
    let group = 0
    for (let digit = 0; digit < 4; digit++) group = (group << 6) | (VALUES[text.charCodeAt(index + digit) & 127] ?? 0)
    // Bytes past the end, which stand for the padding, fall off the typed array.
    bytes[written++] = group >> 16
    bytes[written++] = group >> 8
    bytes[written++] = group
  }
  return bytes
}
