import type { Reader } from "../wire.ts"

/**
 * What stands in a public-key blob after the type name (RFC 4253 section 6.6). Every field of every type is written
 * as an RFC 4251 `string`, so type name and fields are the whole key.
 */
export interface PublicFields {
  /** Size as OpenSSH counts it: the RSA or DSA modulus, the EC field, 256 for Ed25519. */
  readonly bits: number
  /** Contents in canonical form and in order, without their lengths. */
  readonly fields: readonly Uint8Array[]
}

/** How much of a key is checked when it is decoded. */
export interface DecodeOptions {
  /**
   * `"checked"` (the default) refuses Ed25519 keys that are not points of the curve, or of small order. `"trusted"` skips that one
   * check: it is for keys that passed it before, such as those that a database holds.
   */
  readonly points?: "checked" | "trusted"
}

/** Reads the fields of one key type. Throws `truncated`, `format_invalid`, `key_mismatch`, `limit_exceeded`. */
export type DecodeFields = (reader: Reader, options: DecodeOptions) => PublicFields
