import { fromBase64, toBase64 } from "#crypto"
import { KeyError } from "./error.ts"

/** Base64 of `bytes` with padding and without line breaks (RFC 4648 section 4). */
export function encodeBase64(bytes: Uint8Array): string {
  return toBase64(bytes)
}

/**
 * Decodes canonical base64: standard alphabet, padded, unused bits zero (RFC 4648 sections 3.2 and 3.5), no white
 * space. Two different texts never decode to the same bytes.
 *
 * Throws `format_invalid` (`truncated` when only the length is wrong).
 */
export function decodeBase64(text: string): Uint8Array {
  const bytes = fromBase64(text)
  // The decoder is lenient; encoding again finds every leniency at once and costs less than a regular expression.
  if (toBase64(bytes) !== text) throw base64Error(text)
  return bytes
}

function base64Error(text: string): KeyError {
  if (/[-_]/.test(text) && /^[A-Za-z0-9_=-]*$/.test(text)) {
    return new KeyError("format_invalid", "this is URL-safe base64, with - and _ in place of + and /", {
      hint: "copy the key from its .pub file",
    })
  }
  const odd = /[^A-Za-z0-9+/=]/.exec(text)
  if (odd !== null || /=[^=]/.test(text)) {
    const position = odd === null ? text.indexOf("=") : odd.index
    return new KeyError("format_invalid", `character ${position + 1} of the key data is not base64`, {
      hint: "copy the key again from its .pub file",
    })
  }
  if (text.replace(/=+$/, "").length % 4 === 1 || !text.includes("=")) {
    return new KeyError("truncated", "the key data stops in the middle of a base64 group", {
      hint: "copy the whole line, to its last character",
    })
  }
  return new KeyError("format_invalid", "the key data does not end as base64 must", {
    hint: "copy the key again from its .pub file",
  })
}
