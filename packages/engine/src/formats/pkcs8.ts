import { ed25519 } from "@noble/curves/ed25519.js"
import { DerReader, tags } from "../der.ts"
import { KeyError } from "../error.ts"
import { decodePublicKey, type PublicKey } from "../public-key.ts"
import { asciiBytes, encodeStrings } from "../wire.ts"
import { dsaPublicHalf } from "./dsa-private.ts"
import { readPkcs1Private } from "./pkcs1-private.ts"
import { readSec1 } from "./sec1.ts"
import { algorithmError, OID_DSA, OID_EC, OID_ED25519, OID_RSA } from "./spki.ts"

/**
 * Derives the public half of an unencrypted PKCS#8 file (RFC 5958), the contents of PEM `PRIVATE KEY`.
 *
 * Throws `format_invalid`, `truncated`, `type_unsupported`, `key_mismatch`.
 */
export function readPkcs8(der: Uint8Array): PublicKey {
  const outer = new DerReader(der)
  const body = outer.nested()
  outer.end()
  if (body.version() > 1) throw new KeyError("format_invalid", "this PKCS#8 file is of an unknown version")
  const algorithm = body.nested()
  const oid = algorithm.oid()
  const secret = body.value(tags.octetString)
  if (oid === OID_RSA) return readPkcs1Private(secret)
  if (oid === OID_EC) return readSec1(secret, algorithm.oid())
  if (oid === OID_DSA) {
    const parameters = algorithm.nested()
    const [p, q, g] = [parameters.integer(), parameters.integer(), parameters.integer()]
    return dsaPublicHalf(p, q, g, new DerReader(secret).integer())
  }
  if (oid !== OID_ED25519) throw algorithmError(oid)
  const seed = new DerReader(secret).value(tags.octetString)
  if (seed.length !== 32) throw new KeyError("format_invalid", "the secret of this Ed25519 key does not have 32 bytes")
  return decodePublicKey(encodeStrings([asciiBytes("ssh-ed25519"), ed25519.getPublicKey(seed)]))
}
