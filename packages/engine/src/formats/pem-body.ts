import { decodeBase64 } from "../base64.ts"
import { KeyError } from "../error.ts"

/** The parts of a PEM block (RFC 7468; RFC 1421 for the headers). */
export interface PemBody {
  readonly headers: ReadonlyMap<string, string>
  readonly bytes: Uint8Array
}

/**
 * Reads the lines between BEGIN and END: `Name: value` headers first, then base64 of any line length. Marks of mail
 * quotes and white space around a line are skipped.
 *
 * Throws `format_invalid`, `truncated`.
 */
export function readPemBody(lines: readonly string[]): PemBody {
  const headers = new Map<string, string>()
  let base64 = ""
  for (const line of lines) {
    const content = line.replace(/^[\s>|]+/, "").trim()
    const header = base64 === "" ? /^([A-Za-z0-9-]{1,64}): *(.*)$/.exec(content) : null
    if (header !== null) headers.set((header[1] ?? "").toLowerCase(), header[2] ?? "")
    else base64 += content.replace(/[\s"',\\]/g, "")
  }
  if (base64 === "") throw new KeyError("truncated", "there is nothing inside the frame of this key")
  return { headers, bytes: decodeBase64(base64) }
}
