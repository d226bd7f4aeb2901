import { KeyError } from "../error.ts"
import type { Reader } from "../wire.ts"
import { hasSmallOrder, isEdwardsPoint } from "./edwards25519.ts"
import type { DecodeOptions, PublicFields } from "./fields.ts"

/** Length of an Ed25519 public key in bytes (RFC 8032 section 5.1.5). */
export const ED25519_LENGTH = 32

/**
 * `ssh-ed25519` (RFC 8709 section 4): one string, the 32-byte encoded point.
 *
 * Throws `truncated`, `format_invalid` (length, not a point, or one of small order).
 */
export function decodeEd25519(reader: Reader, options: DecodeOptions): PublicFields {
  const point = reader.string()
  if (point.length !== ED25519_LENGTH) {
    throw new KeyError("format_invalid", `an Ed25519 key has 32 bytes and this one has ${point.length}`, {
      hint: "copy the key again from its .pub file",
    })
  }
  if (options.points !== "trusted") checkPoint(point)
  return { bits: 256, fields: [point] }
}

/**
 * Requires that 32 bytes encode a point of edwards25519 (RFC 8032 section 5.1.3) that a private key can have. OpenSSH takes
 * any 32 bytes, but no private key exists for the half of them that are not on the curve, and for the eight points of small
 * order everybody can make signatures that OpenSSH accepts.
 *
 * The check costs about twenty times what all the rest of reading a key does, so `DecodeOptions` can leave it out for
 * keys that passed it before; every door that admits a key makes it.
 *
 * Throws `format_invalid`.
 */
export function checkPoint(point: Uint8Array): void {
  if (point.length !== ED25519_LENGTH || !isEdwardsPoint(point)) {
    throw new KeyError("format_invalid", "this Ed25519 key is not a point on the curve, so no private key fits it", {
      hint: "a character was probably changed: copy the key again from its .pub file",
    })
  }
  if (hasSmallOrder(point)) {
    throw new KeyError("format_invalid", "this Ed25519 key is a point of small order, for which everybody can sign", {
      hint: "generate a new key instead, and remove this one wherever it opens something",
    })
  }
}
