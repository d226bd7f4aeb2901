import { KeyError } from "../error.ts"
import { modularPower, toInteger, toMpint } from "../integer.ts"
import { MAX_DSA_BITS } from "../limits.ts"
import { encodeStrings } from "../wire.ts"
import { equalBytes, halvesError } from "./halves.ts"
import type { PrivateHalf } from "./private-fields.ts"

/** The secret field is x; the public ones are p, q, g, y (RFC 4253 section 6.6). */
export const dsaPrivate: PrivateHalf = {
  secretNames: ["secret exponent"],
  decode(reader) {
    const publicFields = [reader.mpint(), reader.mpint(), reader.mpint(), reader.mpint()]
    return { publicFields, secretFields: [reader.mpint()] }
  },
  encode: ({ publicFields, secretFields }) => encodeStrings([...publicFields, ...secretFields]),
  check({ publicFields: [p, q, g, y], secretFields: [x] }) {
    if (p === undefined || q === undefined || g === undefined || y === undefined || x === undefined) throw halvesError()
    if (!equalBytes(deriveDsa(p, q, g, x), y)) throw halvesError()
  },
}

/**
 * y of a secret exponent x, in a group whose generator has order q (FIPS 186-4 section 4.1). Throws `limit_exceeded`, and
 * `format_invalid` for a group that is none or an x that is not in it.
 */
export function deriveDsa(p: Uint8Array, q: Uint8Array, g: Uint8Array, x: Uint8Array): Uint8Array {
  if (p.length * 8 > MAX_DSA_BITS + 8) {
    throw new KeyError("limit_exceeded", `DSA ${p.length * 8} is longer than any tool makes`)
  }
  const [modulus, order, generator, secret] = [toInteger(p), toInteger(q), toInteger(g), toInteger(x)]
  const isInRange = 0n < secret && secret < order && order < modulus && 1n < generator && generator < modulus
  if (!isInRange || (modulus - 1n) % order !== 0n || modularPower(generator, order, modulus) !== 1n) {
    throw new KeyError("format_invalid", "the numbers of this DSA key do not make a group: the file is damaged")
  }
  return toMpint(modularPower(generator, secret, modulus))
}
