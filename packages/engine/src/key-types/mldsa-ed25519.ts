import { KeyError } from "../error.ts"
import type { Reader } from "../wire.ts"
import { checkPoint, ED25519_LENGTH } from "./ed25519.ts"
import type { DecodeOptions, PublicFields } from "./fields.ts"

/** Length of an ML-DSA-44 public key in bytes (FIPS 204 table 2). */
const MLDSA44_LENGTH = 1312

/**
 * `ssh-mldsa44-ed25519` and `ssh-mldsa44-ed25519@openssh.com` (OpenSSH's ssh-mldsa-eddsa.c): one string, the ML-DSA-44
 * key followed by the Ed25519 point. OpenSSH counts it as 256 bits.
 *
 * Throws `truncated`, `format_invalid`.
 */
export function decodeMldsaEd25519(reader: Reader, options: DecodeOptions): PublicFields {
  const composite = reader.string()
  if (composite.length !== MLDSA44_LENGTH + ED25519_LENGTH) {
    throw new KeyError("format_invalid", `an ML-DSA-44 and Ed25519 key has 1344 bytes and this has ${composite.length}`)
  }
  if (options.points !== "trusted") checkPoint(composite.subarray(MLDSA44_LENGTH))
  return { bits: 256, fields: [composite] }
}
