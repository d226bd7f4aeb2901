import { KeyError } from "../error.ts"
import { MAX_RSA_BITS, MIN_RSA_BITS } from "../limits.ts"
import type { Reader } from "../wire.ts"
import type { PublicFields } from "./fields.ts"

/**
 * `ssh-rsa` (RFC 4253 section 6.6): mpint e, mpint n.
 *
 * Throws `truncated`, `format_invalid` (e even, under 3 or not below n; n even), `limit_exceeded` (under 1024 or over
 * 16384 bits).
 */
export function decodeRsa(reader: Reader): PublicFields {
  const exponent = reader.mpint()
  const modulus = reader.mpint()
  return rsaFields(exponent, modulus)
}

/** Checks two canonical mpints as an RSA key. Throws as {@link decodeRsa}. */
function rsaFields(exponent: Uint8Array, modulus: Uint8Array): PublicFields {
  const bits = mpintBits(modulus)
  if (bits < MIN_RSA_BITS) {
    throw new KeyError("limit_exceeded", `RSA ${bits} is too short to be safe`, { hint: "generate a new key instead" })
  }
  if (bits > MAX_RSA_BITS) {
    throw new KeyError("limit_exceeded", `RSA ${bits} is longer than OpenSSH accepts (${MAX_RSA_BITS})`, {
      hint: "generate a new key instead",
    })
  }
  if (!isOdd(modulus)) throw fault("its modulus is even")
  if (!isOdd(exponent) || (exponent.length === 1 && exponent[0] === 1)) throw fault("its exponent is even or 1")
  if (!isBelow(exponent, modulus)) throw fault("its exponent is not below its modulus")
  return { bits, fields: [exponent, modulus] }
}

/** Bits of a canonical positive mpint. */
export function mpintBits(mpint: Uint8Array): number {
  const start = mpint[0] === 0 ? 1 : 0
  return (mpint.length - start) * 8 - (Math.clz32(mpint[start] ?? 0) - 24)
}

function isOdd(mpint: Uint8Array): boolean {
  return ((mpint[mpint.length - 1] ?? 0) & 1) === 1
}

function isBelow(left: Uint8Array, right: Uint8Array): boolean {
  if (left.length !== right.length) return left.length < right.length
  for (let index = 0; index < left.length; index++) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0)
    if (difference !== 0) return difference < 0
  }
  return false
}

function fault(reason: string): KeyError {
  return new KeyError("format_invalid", `this RSA key cannot work: ${reason}`, {
    hint: "a character was probably changed: copy the key again from its .pub file",
  })
}
