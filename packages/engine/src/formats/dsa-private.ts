import { DerReader } from "../der.ts"
import { KeyError } from "../error.ts"
import { modularPower, toInteger, toMpint } from "../integer.ts"
import { MAX_DSA_BITS } from "../limits.ts"
import { decodePublicKey, type PublicKey } from "../public-key.ts"
import { asciiBytes, encodeStrings } from "../wire.ts"

/**
 * Reads the public half of a DSA private key as OpenSSL writes it: SEQUENCE of 0, p, q, g, y and x.
 *
 * Throws `format_invalid`, `truncated`, `limit_exceeded`.
 */
export function readDsaPrivate(der: Uint8Array): PublicKey {
  const body = new DerReader(der).nested()
  body.version()
  return dsaKey([body.integer(), body.integer(), body.integer(), body.integer()])
}

/** The DSA key of a secret exponent, for files that leave the public number out. Throws `limit_exceeded`. */
export function dsaPublicHalf(p: Uint8Array, q: Uint8Array, g: Uint8Array, secret: Uint8Array): PublicKey {
  if (p.length * 8 > MAX_DSA_BITS || secret.length > q.length) {
    throw new KeyError("limit_exceeded", "this DSA key is longer than any tool makes")
  }
  return dsaKey([p, q, g, toMpint(modularPower(toInteger(g), toInteger(secret), toInteger(p)))])
}

function dsaKey(numbers: readonly Uint8Array[]): PublicKey {
  return decodePublicKey(encodeStrings([asciiBytes("ssh-dss"), ...numbers]))
}
