import { DerReader, encodeDer, tags } from "../der.ts"
import { KeyError } from "../error.ts"
import { keyTypes } from "../key-type.ts"
import { decodePublicKey, type PublicKey, publicFields } from "../public-key.ts"
import { asciiBytes, encodeStrings } from "../wire.ts"
import { formatPem } from "./pem.ts"

/**
 * Reads an RSAPublicKey (RFC 8017 appendix A.1.1), the contents of PEM `RSA PUBLIC KEY`.
 *
 * Throws `format_invalid`, `truncated`, `trailing_data`, `limit_exceeded`.
 */
export function decodePkcs1(der: Uint8Array): PublicKey {
  const numbers = DerReader.whole(der)
  const modulus = numbers.integer()
  const exponent = numbers.integer()
  numbers.end()
  return decodePublicKey(encodeStrings([asciiBytes("ssh-rsa"), exponent, modulus]))
}

/** The counterpart of {@link decodePkcs1} for an RSA key. */
export function encodePkcs1(key: PublicKey): Uint8Array {
  const numbers = publicFields(key).fields.toReversed()
  return encodeDer(tags.sequence, ...numbers.map((number) => encodeDer(tags.integer, number)))
}

/**
 * An RSA key as PEM `RSA PUBLIC KEY`, as `ssh-keygen -e -m PEM` writes it, with a final line end. The comment is lost:
 * the format has no place for it.
 *
 * Throws `type_unsupported` for a key of another type.
 */
export function formatPkcs1(key: PublicKey): string {
  const { family } = keyTypes[key.type]
  if (family === "RSA") return formatPem("RSA PUBLIC KEY", encodePkcs1(key))
  throw new KeyError("type_unsupported", `PKCS#1 has no form for ${family} keys`, { hint: "use the OpenSSH line" })
}
