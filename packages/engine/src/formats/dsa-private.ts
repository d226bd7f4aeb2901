import { DerReader, encodeDer, tags } from "../der.ts"
import { KeyError } from "../error.ts"
import { createFromFields, type PrivateKey } from "../private-key.ts"
import { publicFields } from "../public-key.ts"

/**
 * Reads a DSA private key as OpenSSL writes it, the contents of PEM `DSA PRIVATE KEY`: SEQUENCE of 0, p, q, g, y, x.
 *
 * Throws `format_invalid`, `truncated`, `trailing_data`, `key_mismatch`, `limit_exceeded`.
 */
export function decodeDsaPrivate(der: Uint8Array): PrivateKey {
  const body = DerReader.whole(der)
  if (body.version() !== 0) throw new KeyError("format_invalid", "this DSA key file is of an unknown version")
  const numbers = [body.integer(), body.integer(), body.integer(), body.integer()]
  const secretFields = [body.integer()]
  body.end()
  return createFromFields("ssh-dss", { publicFields: numbers, secretFields })
}

/** The counterpart of {@link decodeDsaPrivate} for a DSA key. Secret. */
export function encodeDsaPrivate(key: PrivateKey): Uint8Array {
  const numbers = [Uint8Array.of(0), ...publicFields(key.publicKey).fields, ...key.secretFields]
  return encodeDer(tags.sequence, ...numbers.map((number) => encodeDer(tags.integer, number)))
}
