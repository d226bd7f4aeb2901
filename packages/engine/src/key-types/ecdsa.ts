import { KeyError } from "../error.ts"
import { modularPower, toFixedBytes } from "../integer.ts"
import type { KeyTypeName } from "../key-type.ts"
import { asciiBytes, concatBytes, type Reader } from "../wire.ts"
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
  /** The prime of the field, of the form 4k + 3. */
  readonly p: bigint
  /** The constant of y^2 = x^3 - 3x + b (FIPS 186-4 section D.1.2). */
  readonly b: bigint
  /** The least coordinate of a key, of more than half the bits (OpenSSH: sshkey_ec_validate_public in sshkey.c). */
  readonly least: bigint
  /** The order of the group; the coordinates of a key are below it by 2 at least (the same function). */
  readonly order: bigint
}

/** The three curves, by the size of their field. Their arithmetic stands apart, in `nist-curves.ts`: reading needs none. */
export const curves: readonly Curve[] = [
  {
    name: "nistp256",
    bits: 256,
    fieldLength: 32,
    oid: "2a8648ce3d030107",
    p: 2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n,
    b: 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn,
    least: 2n ** 128n,
    order: 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
  },
  {
    name: "nistp384",
    bits: 384,
    fieldLength: 48,
    oid: "2b81040022",
    p: 2n ** 384n - 2n ** 128n - 2n ** 96n + 2n ** 32n - 1n,
    b: 0xb3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f5013875ac656398d8a2ed19d2a85c8edd3ec2aefn,
    least: 2n ** 192n,
    order: 0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973n,
  },
  {
    name: "nistp521",
    bits: 521,
    fieldLength: 66,
    oid: "2b81040023",
    p: 2n ** 521n - 1n,
    b: 0x51953eb9618e1c9a1f929a21a0b68540eea2da725b99b315f3b8b489918ef109e156193951ec7e937b1652c0bd3bb1bf073573df883d2c34f1ef451fd46b503f00n,
    least: 2n ** 260n,
    order:
      0x1fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409n,
  },
]

/** The curve of an ECDSA key type; undefined for other types. */
export function curveOf(type: KeyTypeName): Curve | undefined {
  return curves.find(({ name }) => type === `ecdsa-sha2-${name}`)
}

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

/** Requires an uncompressed point (SEC 1 section 2.3.3) that is on `curve`, with coordinates that OpenSSH accepts. Throws `format_invalid`. */
function checkUncompressedPoint(curve: Curve, point: Uint8Array): void {
  const { fieldLength, p, b, least, order } = curve
  if (point.length !== 1 + 2 * fieldLength || point[0] !== 4) throw pointError(point)
  const x = integer(point, 1, fieldLength)
  const y = integer(point, 1 + fieldLength, fieldLength)
  if (x >= p || y >= p || (y * y - (x * x - 3n) * x - b) % p !== 0n) throw offCurveError()
  if (x < least || y < least || x >= order - 1n || y >= order - 1n) {
    throw new KeyError("format_invalid", "this ECDSA key is a special point of its curve, which OpenSSH refuses", {
      hint: "generate a new key instead",
    })
  }
}

/**
 * The uncompressed form of a compressed point (SEC 1 section 2.3.4) or of a hybrid one (X9.62 section 4.3.6), which says the
 * parity of y twice; any other is left. Throws `format_invalid`.
 */
export function expandPoint(curve: Curve, point: Uint8Array): Uint8Array {
  const { fieldLength, p, b } = curve
  const form = point[0]
  if (form === 6 || form === 7) {
    if (((point.at(-1) ?? 0) & 1) !== form - 6) throw offCurveError()
    return concatBytes([Uint8Array.of(4), point.subarray(1)])
  }
  if (form !== 2 && form !== 3) return point
  if (point.length !== 1 + fieldLength) throw pointError(point)
  const x = integer(point, 1, fieldLength)
  const square = ((x * x - 3n) * x + b) % p
  const root = modularPower(square, (p + 1n) / 4n, p)
  if (x >= p || (root * root - square) % p !== 0n) throw offCurveError()
  const isOdd = form === 3
  const y = (root & 1n) === (isOdd ? 1n : 0n) ? root : p - root
  return concatBytes([Uint8Array.of(4), point.subarray(1), toFixedBytes(y, fieldLength)])
}

function offCurveError(): KeyError {
  return new KeyError("format_invalid", "this ECDSA key is not a point on its curve, so no private key fits it", {
    hint: "a character was probably changed: copy the key again from its .pub file",
  })
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
