import { type DerReader, tags } from "../der.ts"
import { KeyError } from "../error.ts"

/** rsaEncryption (RFC 8017 appendix C), as DER contents in hexadecimal. */
export const OID_RSA = "2a864886f70d010101"
/** id-ecPublicKey (RFC 5480 section 2.1.1). */
export const OID_EC = "2a8648ce3d0201"
/** id-Ed25519 (RFC 8410 section 3). */
export const OID_ED25519 = "2b6570"
/** id-dsa (RFC 3279 section 2.3.2). */
export const OID_DSA = "2a8648ce380401"

const REFUSED: Readonly<Record<string, string>> = {
  "2a864886f70d01010a": "RSA-PSS",
  "2b656e": "X25519",
  "2b656f": "X448",
  "2b6571": "Ed448",
  "2b8104000a": "secp256k1",
  "2b81040021": "NIST P-224",
  "2a8648ce3d030101": "NIST P-192",
  "2a864886f70d010301": "Diffie-Hellman",
  "608648016503040311": "ML-DSA-44",
  "608648016503040312": "ML-DSA-65",
  "608648016503040313": "ML-DSA-87",
}

/** What an AlgorithmIdentifier says of a key; identifiers are DER contents in hexadecimal. */
export type KeyAlgorithm =
  | { readonly family: "RSA" }
  | { readonly family: "Ed25519" }
  | { readonly family: "ECDSA"; readonly curve: string }
  /** p, q, g */
  | { readonly family: "DSA"; readonly group: readonly [Uint8Array, Uint8Array, Uint8Array] }

/**
 * Reads an AlgorithmIdentifier (RFC 5280 section 4.1.1.2) with the parameters of its algorithm.
 *
 * Throws `type_unsupported` (an algorithm that SSH does not use, or a curve that is not named), `format_invalid`,
 * `truncated`, `trailing_data`.
 */
export function readAlgorithm(reader: DerReader): KeyAlgorithm {
  const algorithm = readParameters(reader.oid(), reader)
  reader.end()
  return algorithm
}

function readParameters(oid: string, reader: DerReader): KeyAlgorithm {
  if (oid === OID_ED25519) return { family: "Ed25519" }
  if (oid === OID_EC) return { family: "ECDSA", curve: readCurve(reader) }
  if (oid === OID_DSA) {
    const numbers = reader.nested()
    const group = [numbers.integer(), numbers.integer(), numbers.integer()] as const
    numbers.end()
    return { family: "DSA", group }
  }
  if (oid !== OID_RSA) throw algorithmError(oid)
  // NULL by RFC 8017 appendix A.1, but OpenSSL does not look.
  if (reader.nextTag !== undefined) reader.value(reader.nextTag)
  return { family: "RSA" }
}

/** The identifier of the curve that ECParameters (RFC 5480 section 2.1.1) name. Throws as {@link readAlgorithm}. */
export function readCurve(reader: DerReader): string {
  if (reader.nextTag !== tags.sequence) return reader.oid()
  throw new KeyError("type_unsupported", "this EC key spells out a curve of its own in place of naming one", {
    hint: "where it is a known curve, name it: openssl pkey -in FILE -ec_param_enc named_curve -out NEW",
  })
}

/** The error for an algorithm that PEM can hold and SSH cannot use. `oid` is DER contents in hexadecimal. */
export function algorithmError(oid: string): KeyError {
  const name = REFUSED[oid] ?? (oid.startsWith("2b240303020801") ? "Brainpool" : "an unknown algorithm")
  return new KeyError("type_unsupported", `this key is for ${name}, which SSH does not use`, {
    hint: "use an Ed25519 key: ssh-keygen -t ed25519",
  })
}
