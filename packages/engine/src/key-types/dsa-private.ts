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

/** y of a secret exponent x. Throws `limit_exceeded`, and `format_invalid` for an x that is not below q. */
export function deriveDsa(p: Uint8Array, q: Uint8Array, g: Uint8Array, x: Uint8Array): Uint8Array {
  if (p.length * 8 > MAX_DSA_BITS + 8) {
    throw new KeyError("limit_exceeded", `DSA ${p.length * 8} is longer than any tool makes`)
  }
  const secret = toInteger(x)
  if (secret === 0n || secret >= toInteger(q) || toInteger(g) >= toInteger(p)) {
    throw new KeyError("format_invalid", "the secret of this DSA key is not a number of its group")
  }
  return toMpint(modularPower(toInteger(g), secret, toInteger(p)))
}
