import { DerReader, encodeDer, tags } from "../der.ts"
import { KeyError } from "../error.ts"
import { toInteger, toMpint } from "../integer.ts"
import { crtExponents, partsError } from "../key-types/rsa-private.ts"
import { createFromFields, type PrivateKey } from "../private-key.ts"
import { publicFields } from "../public-key.ts"

/**
 * Reads an RSAPrivateKey (RFC 8017 appendix A.1.2), the contents of PEM `RSA PRIVATE KEY`: SEQUENCE of 0, n, e, d, p,
 * q, d modulo p - 1 and q - 1, and the inverse of q modulo p.
 *
 * Throws `format_invalid`, `truncated`, `trailing_data`, `type_unsupported` (more than two primes), `key_mismatch` (the
 * numbers do not belong together), `limit_exceeded`.
 */
export function decodePkcs1Private(der: Uint8Array): PrivateKey {
  const body = DerReader.whole(der)
  if (body.version() !== 0) throw new KeyError("type_unsupported", "RSA keys of more than two primes are not supported")
  const publicNumbers = [body.integer(), body.integer()]
  const [d, p, q] = [body.integer(), body.integer(), body.integer()]
  const exponents = [body.integer(), body.integer()].map(toInteger)
  const secretFields = [d, body.integer(), p, q]
  body.end()
  const key = createFromFields("ssh-rsa", { publicFields: publicNumbers.reverse(), secretFields })
  if (crtExponents(d, p, q).some((exponent, index) => exponent !== exponents[index])) throw partsError()
  return key
}

/** The counterpart of {@link decodePkcs1Private} for an RSA key. Secret. */
export function encodePkcs1Private(key: PrivateKey): Uint8Array {
  const [e, n] = publicFields(key.publicKey).fields
  const [d, coefficient, p, q] = key.secretFields
  if (!(e && n && d && coefficient && p && q)) throw partsError()
  const exponents = crtExponents(d, p, q).map(toMpint)
  const numbers = [Uint8Array.of(0), n, e, d, p, q, ...exponents, coefficient]
  return encodeDer(tags.sequence, ...numbers.map((number) => encodeDer(tags.integer, number)))
}
