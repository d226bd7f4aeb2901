import { decodeBase64, encodeBase64 } from "../base64.ts"
import { KeyError } from "../error.ts"
import { MAX_RFC4716_HEADER } from "../limits.ts"
import { toPrintable } from "../printable.ts"
import { decodePublicKey, type PublicKey } from "../public-key.ts"

/** Longest comment, in bytes, that fits on a header line of 72 with its tag and quotes (RFC 4716 section 3.1). */
const COMMENT_LENGTH = 61

/**
 * A key as an SSH2 public key file (RFC 4716), with a final line end. The comment is UTF-8 (section 3.3). Only what
 * fits on one line of it is kept: PuTTY cannot read a continued header, and `"` or a backslash, which end or continue
 * it, become `?`.
 */
export function formatRfc4716(key: PublicKey): string {
  const comment = startOf(toPrintable(key.comment).replace(/["\\]/g, "?"))
  const header = comment === "" ? [] : [`Comment: "${comment}"`]
  const body = encodeBase64(key.blob).match(/.{1,70}/g) ?? []
  return ["---- BEGIN SSH2 PUBLIC KEY ----", ...header, ...body, "---- END SSH2 PUBLIC KEY ----", ""].join("\n")
}

/**
 * Reads the lines between BEGIN and END of an SSH2 public key file (RFC 4716 section 3.3): header lines `Tag: value`,
 * continued after a backslash, then base64. Blank lines are skipped.
 *
 * Throws `format_invalid`, `limit_exceeded` (header over 1024 bytes) and every code of `decodePublicKey`.
 */
export function decodeRfc4716(lines: readonly string[]): PublicKey {
  let comment = ""
  let index = 0
  for (; index < lines.length; index++) {
    const header = /^([^:\s]{1,64}):[ \t]*(.*)$/.exec(lines[index] ?? "")
    if (header === null) {
      if ((lines[index] ?? "").trim() === "") continue
      break
    }
    let value = header[2] ?? ""
    while (value.endsWith("\\") && index + 1 < lines.length) {
      index++
      value = value.slice(0, -1) + (lines[index] ?? "")
      if (value.length > MAX_RFC4716_HEADER) throw new KeyError("limit_exceeded", "a header of this file is too long")
    }
    if (value.length > MAX_RFC4716_HEADER) throw new KeyError("limit_exceeded", "a header of this file is too long")
    if (header[1]?.toLowerCase() === "comment") comment = unquoted(value.trim())
  }
  const base64 = lines.slice(index).join("").replace(/[ \t]/g, "")
  return decodePublicKey(decodeBase64(base64), comment)
}

/** What fits, in whole characters. */
function startOf(comment: string): string {
  const bytes = new TextEncoder().encode(comment).subarray(0, COMMENT_LENGTH)
  // A stream is waited on for the rest of its last character.
  return new TextDecoder().decode(bytes, { stream: true })
}

/** PuTTYgen writes a backslash before quotes and backslashes inside the quotes. */
function unquoted(value: string): string {
  const quoted = /^"(.*)"$/.exec(value)?.[1]
  return quoted?.replace(/\\(["\\])/g, "$1") ?? value
}
