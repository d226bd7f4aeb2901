import { decodeBase64 } from "./base64.ts"
import { DerReader, tags } from "./der.ts"
import { KeyError } from "./error.ts"
import { MAX_X509_LENGTH } from "./limits.ts"

const frame = /^\s*-----BEGIN CERTIFICATE-----\r?\n([A-Za-z0-9+/=\s]*)-----END CERTIFICATE-----\s*$/

/**
 * The DER bytes of one X.509 certificate in PEM (RFC 7468 section 5) with nothing around it. Its structure is looked at
 * (RFC 5280 section 4.1), not what it says: neither its signature nor its times are.
 *
 * Throws `format_unknown`, `format_invalid`, `truncated`, `trailing_data`, `limit_exceeded`.
 */
export function parseX509Certificate(pem: string): Uint8Array {
  if (pem.length > MAX_X509_LENGTH) throw new KeyError("limit_exceeded", "this is too long to be a certificate")
  const base64 = frame.exec(pem)?.[1]?.replace(/\s/g, "")
  if (base64 === undefined) {
    throw new KeyError("format_unknown", "this is not one X.509 certificate in PEM form", {
      hint: "it starts with -----BEGIN CERTIFICATE----- and ends with -----END CERTIFICATE-----",
    })
  }
  const der = decodeBase64(base64)
  const certificate = DerReader.whole(der)
  readToBeSigned(certificate.nested())
  certificate.nested()
  certificate.bitString()
  certificate.end()
  return der
}

/** `TBSCertificate` up to its public key; unique ids and extensions may follow. */
function readToBeSigned(reader: DerReader): void {
  if (reader.nextTag === tags.context0) reader.nested(tags.context0).version()
  reader.value(tags.integer)
  for (const _ of ["signature", "issuer", "validity", "subject"]) reader.nested()
  const publicKey = reader.nested()
  publicKey.nested()
  publicKey.bitString()
  publicKey.end()
}
