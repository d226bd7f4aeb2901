import { DerReader, encodeDer, fromHex, tags } from "../der.ts"
import { KeyError } from "../error.ts"
import { toInteger, toMpint } from "../integer.ts"
import { keyTypes } from "../key-type.ts"
import { curveOf, curves, expandPoint } from "../key-types/ecdsa.ts"
import { deriveEcdsa, fixedScalar } from "../key-types/ecdsa-private.ts"
import { createFromFields, type PrivateKey } from "../private-key.ts"
import { publicFields } from "../public-key.ts"
import { asciiBytes } from "../wire.ts"
import { algorithmError, readCurve } from "./algorithms.ts"

/**
 * Reads an ECPrivateKey (RFC 5915 section 3), the contents of PEM `EC PRIVATE KEY`. A file may leave the public half
 * out, which is derived then. `outerCurve` is the OID (DER contents in hexadecimal) that a PKCS#8 frame names.
 *
 * Throws `format_invalid`, `truncated`, `trailing_data`, `type_unsupported`, `key_mismatch`.
 */
export function decodeSec1(der: Uint8Array, outerCurve?: string): PrivateKey {
  const body = DerReader.whole(der)
  if (body.version() !== 1) throw new KeyError("format_invalid", "this EC key file is of an unknown version")
  const scalar = body.value(tags.octetString)
  const innerCurve = body.nextTag === tags.context0 ? DerReader.single(body.value(tags.context0), readCurve) : undefined
  const oid = outerCurve ?? innerCurve
  if (oid === undefined) throw new KeyError("format_invalid", "this EC key file does not name its curve")
  if (innerCurve !== undefined && innerCurve !== oid) {
    throw new KeyError("key_mismatch", "this EC key file names two curves: the file is damaged")
  }
  const curve = curves.find((candidate) => candidate.oid === oid)
  if (curve === undefined) throw algorithmError(oid)
  const stated = body.nextTag === tags.context1 ? body.nested(tags.context1).bitString() : undefined
  body.end()
  const point = stated === undefined ? deriveEcdsa(curve.name, scalar) : expandPoint(curve, stated)
  const secretFields = [toMpint(toInteger(scalar))]
  return createFromFields(`ecdsa-sha2-${curve.name}`, { publicFields: [asciiBytes(curve.name), point], secretFields })
}

/**
 * The counterpart of {@link decodeSec1} for an ECDSA key, with its public half. Secret. PKCS#8 names the curve itself, so
 * there it is left out inside. Throws `type_unsupported` for a key of another type.
 */
export function encodeSec1(key: PrivateKey, place: "alone" | "in-pkcs8"): Uint8Array {
  const curve = curveOf(key.publicKey.type)
  const [, point] = publicFields(key.publicKey).fields
  const [scalar] = key.secretFields
  if (curve === undefined || point === undefined || scalar === undefined) {
    const { family } = keyTypes[key.publicKey.type]
    throw new KeyError("type_unsupported", `SEC1 has no form for ${family} keys`, { hint: "use the OpenSSH format" })
  }
  const parameters = encodeDer(tags.context0, encodeDer(tags.oid, fromHex(curve.oid)))
  return encodeDer(
    tags.sequence,
    encodeDer(tags.integer, Uint8Array.of(1)),
    encodeDer(tags.octetString, fixedScalar(scalar, curve.fieldLength)),
    ...(place === "alone" ? [parameters] : []),
    encodeDer(tags.context1, encodeDer(tags.bitString, Uint8Array.of(0), point)),
  )
}
