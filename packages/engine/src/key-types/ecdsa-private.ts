import { KeyError } from "../error.ts"
import { toInteger } from "../integer.ts"
import { asciiBytes, encodeStrings } from "../wire.ts"
import type { CurveName } from "./ecdsa.ts"
import { equalBytes, halvesError } from "./halves.ts"
import { nistCurves } from "./nist-curves.ts"
import type { PrivateHalf } from "./private-fields.ts"

/** The secret field is the scalar as an mpint (PROTOCOL.key; RFC 5656 section 3.1 for the public half). */
export function ecdsaPrivate(name: CurveName): PrivateHalf {
  return {
    secretNames: ["scalar"],
    decode(reader) {
      const curve = reader.name()
      const point = reader.string()
      return { publicFields: [asciiBytes(curve), point], secretFields: [reader.mpint()] }
    },
    encode: ({ publicFields, secretFields }) => encodeStrings([...publicFields, ...secretFields]),
    check({ publicFields: [, point = new Uint8Array(0)], secretFields: [scalar = new Uint8Array(0)] }) {
      if (!equalBytes(deriveEcdsa(name, scalar), point)) throw halvesError()
    },
  }
}

/**
 * The uncompressed point of a scalar, which may have leading zero bytes or lack them. Throws `format_invalid` for a
 * scalar that OpenSSH refuses: not below the order of the curve minus 1, or of at most half its bits, which could be guessed
 * (sshkey_ec_validate_private in sshkey.c).
 */
export function deriveEcdsa(name: CurveName, scalar: Uint8Array): Uint8Array {
  const { lengths, Point, getPublicKey } = nistCurves[name]
  const fixed = fixedScalar(scalar, lengths.secretKey ?? 0)
  const order = Point.Fn.ORDER
  const value = toInteger(fixed)
  if (value >= order - 1n || value.toString(2).length <= order.toString(2).length / 2) {
    throw new KeyError("format_invalid", "the secret of this ECDSA key is not a number of its curve, or a small one")
  }
  return getPublicKey(fixed, false)
}

/** `scalar` with exactly `length` bytes, as SEC1 writes it. Throws `format_invalid` when it is longer. */
export function fixedScalar(scalar: Uint8Array, length: number): Uint8Array {
  const start = scalar.findIndex((byte) => byte !== 0)
  const digits = start === -1 ? new Uint8Array(0) : scalar.subarray(start)
  if (digits.length > length) throw new KeyError("format_invalid", "the secret of this ECDSA key is too long")
  const fixed = new Uint8Array(length)
  fixed.set(digits, length - digits.length)
  return fixed
}
