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

/** The error for an algorithm that PEM can hold and SSH cannot use. `oid` is DER contents in hexadecimal. */
export function algorithmError(oid: string): KeyError {
  const name = REFUSED[oid] ?? (oid.startsWith("2b240303020801") ? "Brainpool" : "an unknown algorithm")
  return new KeyError("type_unsupported", `this key is for ${name}, which SSH does not use`, {
    hint: "use an Ed25519 key: ssh-keygen -t ed25519",
  })
}
