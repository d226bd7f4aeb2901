import { encodeBase64 } from "../base64.ts"
import { DerReader, encodeDer, fromHex, tags, toHex } from "../der.ts"
import { KeyError } from "../error.ts"
import { keyTypes } from "../key-type.ts"
import { type Curve, curves, expandPoint } from "../key-types/ecdsa.ts"
import { decodePublicKey, type PublicKey, publicFields } from "../public-key.ts"
import { asciiBytes, encodeStrings } from "../wire.ts"
import { decodePkcs1 } from "./pkcs1.ts"

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

/**
 * Reads a SubjectPublicKeyInfo (RFC 5280 section 4.1.2.7). A compressed EC point is accepted and expanded, because
 * SSH hashes the uncompressed one.
 *
 * Throws `format_invalid`, `truncated`, `trailing_data`, `type_unsupported`, `limit_exceeded`.
 */
export function decodeSpki(der: Uint8Array): PublicKey {
  const outer = new DerReader(der)
  const body = outer.nested()
  outer.end()
  const algorithm = body.nested()
  const key = body.bitString()
  body.end()
  const oid = algorithm.oid()
  if (oid === OID_RSA) return decodePkcs1(key)
  if (oid === OID_ED25519) return decodePublicKey(encodeStrings([asciiBytes("ssh-ed25519"), key]))
  if (oid === OID_EC) return ecdsaKey(algorithm.oid(), key)
  if (oid === OID_DSA) return dsaKey(algorithm, key)
  throw algorithmError(oid)
}

/**
 * The ECDSA key with this curve (OID as DER contents in hexadecimal) and this point, compressed or not.
 *
 * Throws `type_unsupported`, `format_invalid`.
 */
export function ecdsaKey(curveOid: string, point: Uint8Array): PublicKey {
  const curve = curves.find((candidate) => candidate.oid === curveOid)
  if (curve === undefined) throw algorithmError(curveOid)
  const name = asciiBytes(curve.name)
  return decodePublicKey(encodeStrings([asciiBytes(`ecdsa-sha2-${curve.name}`), name, expanded(point, curve)]))
}

function expanded(point: Uint8Array, curve: Curve): Uint8Array {
  return point[0] === 2 || point[0] === 3 ? expandPoint(curve, point) : point
}

function dsaKey(algorithm: DerReader, key: Uint8Array): PublicKey {
  const parameters = algorithm.nested()
  const numbers = [parameters.integer(), parameters.integer(), parameters.integer(), new DerReader(key).integer()]
  return decodePublicKey(encodeStrings([asciiBytes("ssh-dss"), ...numbers]))
}

/**
 * A key as PEM `PUBLIC KEY` (RFC 7468 section 13), as OpenSSL reads it, with a final line end. The comment is lost:
 * the format has no place for it.
 *
 * Throws `type_unsupported` for a key type that a SubjectPublicKeyInfo cannot hold.
 */
export function formatSpki(key: PublicKey): string {
  const base64 = encodeBase64(encodeSpki(key))
  const lines = base64.match(/.{1,64}/g) ?? []
  return ["-----BEGIN PUBLIC KEY-----", ...lines, "-----END PUBLIC KEY-----", ""].join("\n")
}

function encodeSpki(key: PublicKey): Uint8Array {
  const { family } = keyTypes[key.type]
  const [first = new Uint8Array(0), second = new Uint8Array(0), ...rest] = publicFields(key).fields
  if (family === "Ed25519") return info([oid(OID_ED25519)], first)
  if (family === "RSA") {
    const numbers = encodeDer(tags.sequence, encodeDer(tags.integer, second), encodeDer(tags.integer, first))
    return info([oid(OID_RSA), encodeDer(tags.null)], numbers)
  }
  if (family === "ECDSA") {
    const curve = curves.find((candidate) => toHex(asciiBytes(candidate.name)) === toHex(first))
    if (curve !== undefined) return info([oid(OID_EC), oid(curve.oid)], second)
  }
  if (family === "DSA") {
    const [g = first, y = first] = rest
    const parameters = [first, second, g].map((number) => encodeDer(tags.integer, number))
    return info([oid(OID_DSA), encodeDer(tags.sequence, ...parameters)], encodeDer(tags.integer, y))
  }
  throw new KeyError("type_unsupported", `PEM has no form for ${family} keys`, { hint: "use the OpenSSH line" })
}

function info(algorithm: readonly Uint8Array[], key: Uint8Array): Uint8Array {
  const bits = encodeDer(tags.bitString, Uint8Array.of(0), key)
  return encodeDer(tags.sequence, encodeDer(tags.sequence, ...algorithm), bits)
}

function oid(hex: string): Uint8Array {
  return encodeDer(tags.oid, fromHex(hex))
}
