import { p256, p384, p521 } from "@noble/curves/nist.js"
import { KeyError } from "../error.ts"
import { asciiBytes, type Reader } from "../wire.ts"
import type { DecodeFields, PublicFields } from "./fields.ts"

/** The curves of RFC 5656 section 10.1, by the name that stands in a key. */
export type CurveName = "nistp256" | "nistp384" | "nistp521"

/** A NIST curve as SSH uses it (RFC 5656 section 10.1). */
export interface Curve {
  readonly name: CurveName
  readonly bits: 256 | 384 | 521
  /** Bytes of one coordinate. */
  readonly fieldLength: number
  /** Object identifier in DER without tag and length (RFC 5480 section 2.1.1.1), in hexadecimal. */
  readonly oid: string
  readonly implementation: typeof p256
}

/** The three curves, by the size of their field. */
export const curves: readonly Curve[] = [
  { name: "nistp256", bits: 256, fieldLength: 32, oid: "2a8648ce3d030107", implementation: p256 },
  { name: "nistp384", bits: 384, fieldLength: 48, oid: "2b81040022", implementation: p384 },
  { name: "nistp521", bits: 521, fieldLength: 66, oid: "2b81040023", implementation: p521 },
]

/**
 * `ecdsa-sha2-nistp*` (RFC 5656 section 3.1): string curve name, string uncompressed point.
 *
 * Throws `truncated`, `key_mismatch` (another curve inside), `format_invalid` (not a point, or not uncompressed).
 */
export function decodeEcdsa(name: CurveName): DecodeFields {
  return (reader) => readEcdsaFields(reader, name)
}

/** The curve name and point that ECDSA keys and security keys share. Throws as {@link decodeEcdsa}. */
export function readEcdsaFields(reader: Reader, name: CurveName): PublicFields {
  const inner = reader.name()
  const curve = curves.find((candidate) => candidate.name === name)
  if (curve === undefined || inner !== name) {
    throw new KeyError("key_mismatch", `the key type says ${name} and the key inside says ${inner}`, {
      hint: "copy the key again from its .pub file",
    })
  }
  const point = reader.string()
  checkUncompressedPoint(curve, point)
  return { bits: curve.bits, fields: [asciiBytes(name), point] }
}

/** Requires an uncompressed point (SEC 1 section 2.3.3) that is on `curve`. Throws `format_invalid`. */
function checkUncompressedPoint(curve: Curve, point: Uint8Array): void {
  const { fieldLength } = curve
  if (point.length !== 1 + 2 * fieldLength || point[0] !== 4) throw pointError(point)
  const { p, a, b } = curve.implementation.Point.CURVE()
  const x = integer(point, 1, fieldLength)
  const y = integer(point, 1 + fieldLength, fieldLength)
  if (x >= p || y >= p || (y * y - (x * x + a) * x - b) % p !== 0n) {
    throw new KeyError("format_invalid", "this ECDSA key is not a point on its curve, so no private key fits it", {
      hint: "a character was probably changed: copy the key again from its .pub file",
    })
  }
}

function integer(bytes: Uint8Array, start: number, length: number): bigint {
  const view = new DataView(bytes.buffer, bytes.byteOffset + start, length)
  let value = 0n
  let offset = 0
  for (; offset + 8 <= length; offset += 8) value = (value << 64n) | view.getBigUint64(offset)
  for (; offset < length; offset++) value = (value << 8n) | BigInt(view.getUint8(offset))
  return value
}

function pointError(point: Uint8Array): KeyError {
  const form = point[0]
  if (form === 2 || form === 3) {
    return new KeyError("format_invalid", "this ECDSA key holds a compressed point, which SSH does not use", {
      hint: "make its SSH form from the private key with: ssh-keygen -y -f FILE",
    })
  }
  return new KeyError("format_invalid", "this ECDSA key does not hold an uncompressed point of its curve", {
    hint: "copy the key again from its .pub file",
  })
}
