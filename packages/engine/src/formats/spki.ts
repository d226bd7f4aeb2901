import { DerReader, encodeDer, fromHex, tags } from "../der.ts"
import { KeyError } from "../error.ts"
import { keyTypes } from "../key-type.ts"
import { curveOf, curves, expandPoint } from "../key-types/ecdsa.ts"
import { decodePublicKey, type PublicKey, publicFields } from "../public-key.ts"
import { asciiBytes, encodeStrings } from "../wire.ts"
import { algorithmError, OID_DSA, OID_EC, OID_ED25519, OID_RSA, readAlgorithm } from "./algorithms.ts"
import { formatPem } from "./pem.ts"
import { decodePkcs1, encodePkcs1 } from "./pkcs1.ts"

/**
 * Reads a SubjectPublicKeyInfo (RFC 5280 section 4.1.2.7). A compressed EC point is accepted and expanded, because
 * SSH hashes the uncompressed one.
 *
 * Throws `format_invalid`, `truncated`, `trailing_data`, `type_unsupported`, `limit_exceeded`.
 */
export function decodeSpki(der: Uint8Array): PublicKey {
  const body = DerReader.whole(der)
  const algorithm = readAlgorithm(body.nested())
  const key = body.bitString()
  body.end()
  if (algorithm.family === "RSA") return decodePkcs1(key)
  if (algorithm.family === "ECDSA") return ecdsaKey(algorithm.curve, key)
  if (algorithm.family === "Ed25519") return decodePublicKey(encodeStrings([asciiBytes("ssh-ed25519"), key]))
  const last = DerReader.single(key, (reader) => reader.integer())
  return decodePublicKey(encodeStrings([asciiBytes("ssh-dss"), ...algorithm.group, last]))
}

/**
 * The ECDSA key with this curve (OID as DER contents in hexadecimal) and this point, compressed or not.
 *
 * Throws `type_unsupported`, `format_invalid`.
 */
function ecdsaKey(curveOid: string, point: Uint8Array): PublicKey {
  const curve = curves.find((candidate) => candidate.oid === curveOid)
  if (curve === undefined) throw algorithmError(curveOid)
  const name = asciiBytes(curve.name)
  return decodePublicKey(encodeStrings([asciiBytes(`ecdsa-sha2-${curve.name}`), name, expandPoint(curve, point)]))
}

/**
 * A key as PEM `PUBLIC KEY` (RFC 7468 section 13), as OpenSSL reads it, with a final line end. The comment is lost:
 * the format has no place for it.
 *
 * Throws `type_unsupported` for a key type that a SubjectPublicKeyInfo cannot hold.
 */
export function formatSpki(key: PublicKey): string {
  return formatPem("PUBLIC KEY", encodeSpki(key))
}

function encodeSpki(key: PublicKey): Uint8Array {
  const bits = encodeDer(tags.bitString, Uint8Array.of(0), encodeSubjectKey(key))
  return encodeDer(tags.sequence, encodeAlgorithm(key), bits)
}

/** The AlgorithmIdentifier of a key with its parameters (RFC 5280 section 4.1.1.2). Throws `type_unsupported`. */
export function encodeAlgorithm(key: PublicKey): Uint8Array {
  const { family } = keyTypes[key.type]
  const curve = curveOf(key.type)
  if (family === "Ed25519") return encodeDer(tags.sequence, oid(OID_ED25519))
  if (family === "RSA") return encodeDer(tags.sequence, oid(OID_RSA), encodeDer(tags.null))
  if (family === "ECDSA" && curve !== undefined) return encodeDer(tags.sequence, oid(OID_EC), oid(curve.oid))
  if (family !== "DSA") throw noForm(key)
  const parameters = publicFields(key).fields.slice(0, 3)
  const numbers = parameters.map((number) => encodeDer(tags.integer, number))
  return encodeDer(tags.sequence, oid(OID_DSA), encodeDer(tags.sequence, ...numbers))
}

/** The contents of subjectPublicKey, without the parameters of the algorithm. Throws `type_unsupported`. */
export function encodeSubjectKey(key: PublicKey): Uint8Array {
  const { family } = keyTypes[key.type]
  const last = publicFields(key).fields.at(-1) ?? new Uint8Array(0)
  if (family === "RSA") return encodePkcs1(key)
  if (family === "DSA") return encodeDer(tags.integer, last)
  if (family !== "Ed25519" && family !== "ECDSA") throw noForm(key)
  return last
}

function noForm({ type }: PublicKey): KeyError {
  const { family } = keyTypes[type]
  return new KeyError("type_unsupported", `PEM has no form for ${family} keys`, { hint: "use the OpenSSH line" })
}

function oid(hex: string): Uint8Array {
  return encodeDer(tags.oid, fromHex(hex))
}
