import { DAMAGED_HINT, KeyError } from "../error.ts"
import { toInteger } from "../integer.ts"
import { encodeStrings } from "../wire.ts"
import type { PrivateHalf } from "./private-fields.ts"

/**
 * The secret fields are d, the inverse of q modulo p, p and q (RFC 8017 section 3.2), in that order; in
 * openssh-key-v1 the public ones before them change places: n, then e (sshkey.c).
 */
export const rsaPrivate: PrivateHalf = {
  secretNames: ["private exponent", "coefficient", "first prime", "second prime"],
  decode(reader) {
    const modulus = reader.mpint()
    const exponent = reader.mpint()
    const secretFields = [reader.mpint(), reader.mpint(), reader.mpint(), reader.mpint()]
    return { publicFields: [exponent, modulus], secretFields }
  },
  encode: ({ publicFields, secretFields }) => encodeStrings([...publicFields.toReversed(), ...secretFields]),
  check({ publicFields, secretFields }) {
    // Longer numbers cannot be right, and would make the arithmetic slow.
    const longest = publicFields[1]?.length ?? 0
    if (secretFields.some((field) => field.length > longest)) throw partsError()
    const [e = 0n, n = 0n] = publicFields.map(toInteger)
    const [d = 0n, coefficient = 0n, p = 0n, q = 0n] = secretFields.map(toInteger)
    if (p < 3n || q < 3n || p * q !== n) throw partsError()
    if (d >= n || (e * d) % (p - 1n) !== 1n || (e * d) % (q - 1n) !== 1n) throw partsError()
    if (coefficient >= p || (coefficient * q) % p !== 1n) throw partsError()
  },
}

/** d modulo p - 1 and q - 1 (RFC 8017 section 3.2), which PKCS#1 writes and openssh-key-v1 leaves out. */
export function crtExponents(d: Uint8Array, p: Uint8Array, q: Uint8Array): readonly [bigint, bigint] {
  const exponent = toInteger(d)
  return [exponent % (toInteger(p) - 1n), exponent % (toInteger(q) - 1n)]
}

/** The error for RSA numbers that contradict each other. */
export function partsError(): KeyError {
  return new KeyError("key_mismatch", "the parts of this RSA key do not belong together: the file is damaged", {
    hint: DAMAGED_HINT,
  })
}
