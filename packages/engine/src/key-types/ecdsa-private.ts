import { KeyError } from "../error.ts"
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
 * scalar that is 0 or not below the order of the curve.
 */
export function deriveEcdsa(name: CurveName, scalar: Uint8Array): Uint8Array {
  const implementation = nistCurves[name]
  try {
    return implementation.getPublicKey(fixedScalar(scalar, implementation.lengths.secretKey ?? 0), false)
  } catch (cause) {
    throw new KeyError("format_invalid", "the secret of this ECDSA key is not a number of its curve", { cause })
  }
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
