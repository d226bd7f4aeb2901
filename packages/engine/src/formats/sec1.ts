import { DerReader, tags } from "../der.ts"
import { KeyError } from "../error.ts"
import { curves } from "../key-types/ecdsa.ts"
import { deriveEcdsa } from "../key-types/ecdsa-private.ts"
import type { PublicKey } from "../public-key.ts"
import { algorithmError, ecdsaKey } from "./spki.ts"

/**
 * Reads the public half of an ECPrivateKey (RFC 5915 section 3), the contents of PEM `EC PRIVATE KEY`; it is derived
 * when the file leaves it out. `outerCurve` is the OID (DER contents in hexadecimal) that a PKCS#8 frame names.
 *
 * Throws `format_invalid`, `truncated`, `type_unsupported`.
 */
export function readSec1(der: Uint8Array, outerCurve?: string): PublicKey {
  const body = new DerReader(der).nested()
  if (body.version() !== 1) throw new KeyError("format_invalid", "this EC key file is of an unknown version")
  const secret = body.value(tags.octetString)
  const curveOid = body.nextTag === tags.context0 ? body.nested(tags.context0).oid() : outerCurve
  if (curveOid === undefined) throw new KeyError("format_invalid", "this EC key file does not name its curve")
  if (body.nextTag === tags.context1) return ecdsaKey(curveOid, body.nested(tags.context1).bitString())
  return ecdsaKey(curveOid, derivePoint(curveOid, secret))
}

function derivePoint(curveOid: string, secret: Uint8Array): Uint8Array {
  const curve = curves.find((candidate) => candidate.oid === curveOid)
  if (curve === undefined) throw algorithmError(curveOid)
  return deriveEcdsa(curve.name, secret)
}
