import { DerReader } from "../der.ts"
import { decodePublicKey, type PublicKey } from "../public-key.ts"
import { asciiBytes, encodeStrings } from "../wire.ts"

/**
 * Reads an RSAPublicKey (RFC 8017 appendix A.1.1), the contents of PEM `RSA PUBLIC KEY`.
 *
 * Throws `format_invalid`, `truncated`, `trailing_data`, `limit_exceeded`.
 */
export function decodePkcs1(der: Uint8Array): PublicKey {
  const outer = new DerReader(der)
  const numbers = outer.nested()
  outer.end()
  const modulus = numbers.integer()
  const exponent = numbers.integer()
  numbers.end()
  return rsaKey(modulus, exponent)
}

/** The RSA key of two canonical integers. Throws as `decodePublicKey`. */
export function rsaKey(modulus: Uint8Array, exponent: Uint8Array): PublicKey {
  return decodePublicKey(encodeStrings([asciiBytes("ssh-rsa"), exponent, modulus]))
}
