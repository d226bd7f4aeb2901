import { DerReader, encodeDer, tags } from "../der.ts"
import { KeyError } from "../error.ts"
import { keyTypes } from "../key-type.ts"
import { deriveDsa } from "../key-types/dsa-private.ts"
import { deriveEd25519 } from "../key-types/ed25519-private.ts"
import { equalBytes, halvesError } from "../key-types/halves.ts"
import { createFromFields, type PrivateKey } from "../private-key.ts"
import { type KeyAlgorithm, readAlgorithm } from "./algorithms.ts"
import { decodePkcs1Private, encodePkcs1Private } from "./pkcs1-private.ts"
import { decodeSec1, encodeSec1 } from "./sec1.ts"
import { encodeAlgorithm, encodeSubjectKey } from "./spki.ts"

/** Attributes of a PKCS#8 file, [0] IMPLICIT SET; its public key, [1] IMPLICIT BIT STRING (RFC 5958 section 2). */
const ATTRIBUTES = 0xa0
const PUBLIC_KEY = 0x81

/**
 * Reads an unencrypted PKCS#8 file (RFC 5958; RFC 8410 for Ed25519), the contents of PEM `PRIVATE KEY`. The public half
 * is derived, and compared where the file states it.
 *
 * Throws `format_invalid`, `truncated`, `trailing_data`, `type_unsupported`, `key_mismatch`, `limit_exceeded`.
 */
export function decodePkcs8(der: Uint8Array): PrivateKey {
  const body = DerReader.whole(der)
  if (body.version() > 1) throw new KeyError("format_invalid", "this PKCS#8 file is of an unknown version")
  const algorithm = readAlgorithm(body.nested())
  const key = decodeSecret(algorithm, body.value(tags.octetString))
  if (body.nextTag === ATTRIBUTES) body.value(ATTRIBUTES)
  if (body.nextTag === PUBLIC_KEY && !equalBytes(body.bitString(PUBLIC_KEY), encodeSubjectKey(key.publicKey))) {
    throw halvesError()
  }
  body.end()
  return key
}

function decodeSecret(algorithm: KeyAlgorithm, secret: Uint8Array): PrivateKey {
  if (algorithm.family === "RSA") return decodePkcs1Private(secret)
  if (algorithm.family === "ECDSA") return decodeSec1(secret, algorithm.curve)
  if (algorithm.family === "DSA") {
    const [p, q, g] = algorithm.group
    const x = DerReader.single(secret, (reader) => reader.integer())
    return createFromFields("ssh-dss", { publicFields: [p, q, g, deriveDsa(p, q, g, x)], secretFields: [x] })
  }
  const seed = DerReader.single(secret, (reader) => reader.value(tags.octetString))
  return createFromFields("ssh-ed25519", { publicFields: [deriveEd25519(seed)], secretFields: [seed] })
}

/**
 * The counterpart of {@link decodePkcs8}, version 1, as OpenSSL writes it. Secret.
 *
 * Throws `type_unsupported` for a key type that PKCS#8 cannot hold.
 */
export function encodePkcs8(key: PrivateKey): Uint8Array {
  const secret = encodeSecret(key)
  const version = encodeDer(tags.integer, Uint8Array.of(0))
  return encodeDer(tags.sequence, version, encodeAlgorithm(key.publicKey), encodeDer(tags.octetString, secret))
}

function encodeSecret(key: PrivateKey): Uint8Array {
  const { family } = keyTypes[key.publicKey.type]
  const [secret = new Uint8Array(0)] = key.secretFields
  if (family === "RSA") return encodePkcs1Private(key)
  if (family === "ECDSA") return encodeSec1(key, "in-pkcs8")
  if (family === "Ed25519") return encodeDer(tags.octetString, secret)
  if (family === "DSA") return encodeDer(tags.integer, secret)
  throw new KeyError("type_unsupported", `PKCS#8 has no form for ${family} keys`, { hint: "use the OpenSSH format" })
}
