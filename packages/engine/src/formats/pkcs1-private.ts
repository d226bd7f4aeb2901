import { DerReader } from "../der.ts"
import { KeyError } from "../error.ts"
import { toInteger } from "../integer.ts"
import type { PublicKey } from "../public-key.ts"
import { rsaKey } from "./pkcs1.ts"

/**
 * Reads the public half of an RSAPrivateKey (RFC 8017 appendix A.1.2), the contents of PEM `RSA PRIVATE KEY`.
 *
 * Throws `format_invalid`, `truncated`, `key_mismatch` (the primes do not make the modulus), `limit_exceeded`.
 */
export function readPkcs1Private(der: Uint8Array): PublicKey {
  const body = new DerReader(der).nested()
  if (body.version() !== 0) throw new KeyError("format_invalid", "RSA keys of more than two primes are not supported")
  const modulus = body.integer()
  const exponent = body.integer()
  const key = rsaKey(modulus, exponent)
  body.integer()
  const product = toInteger(body.integer()) * toInteger(body.integer())
  if (product !== toInteger(modulus)) {
    throw new KeyError("key_mismatch", "the parts of this RSA key do not belong together: the file is damaged")
  }
  return key
}
