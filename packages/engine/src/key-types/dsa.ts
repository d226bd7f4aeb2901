import { KeyError } from "../error.ts"
import { MAX_DSA_BITS } from "../limits.ts"
import type { Reader } from "../wire.ts"
import type { PublicFields } from "./fields.ts"
import { mpintBits } from "./rsa.ts"

/**
 * `ssh-dss` (RFC 4253 section 6.6): mpint p, q, g, y. Read only, so that an old key can be named; it opens nothing.
 *
 * Throws `truncated`, `format_invalid`, `limit_exceeded`.
 */
export function decodeDsa(reader: Reader): PublicFields {
  const fields = [reader.mpint(), reader.mpint(), reader.mpint(), reader.mpint()]
  const bits = mpintBits(fields[0] ?? new Uint8Array(0))
  if (bits > MAX_DSA_BITS) throw new KeyError("limit_exceeded", `DSA ${bits} is longer than any tool makes`)
  return { bits, fields }
}
