import { digest, verifyEcdsa } from "#signature"
import type { HashName } from "../crypto/hash-name.ts"
import { KeyError } from "../error.ts"
import { toInteger, toMpint } from "../integer.ts"
import { concatBytes, encodeStrings, Reader } from "../wire.ts"
import type { CurveName } from "./ecdsa.ts"
import { fixedScalar } from "./ecdsa-private.ts"
import { nistCurves } from "./nist-curves.ts"
import type { SignatureScheme } from "./signature-scheme.ts"

/** The hash that goes with each curve (RFC 5656 section 6.2.1). */
const hashes: Readonly<Record<CurveName, HashName>> = { nistp256: "sha256", nistp384: "sha384", nistp521: "sha512" }

/**
 * `ecdsa-sha2-nistp*` (RFC 5656 section 3.1.2): the value is mpint r, mpint s. Signing is deterministic (RFC 6979), so
 * it needs no randomness that could be bad.
 */
export function ecdsaSignature(curve: CurveName): SignatureScheme {
  const hash = hashes[curve]
  const order = nistCurves[curve].Point.Fn.ORDER
  const length = nistCurves[curve].Point.Fn.BYTES
  return {
    verify([, point = new Uint8Array(0)], message, { value }) {
      const reader = new Reader(value)
      const numbers = [strictMpint(reader), strictMpint(reader)]
      reader.end()
      if (numbers.some((number) => toInteger(number) >= order)) return undefined
      const signature = concatBytes(numbers.map((number) => fixedScalar(number, length)))
      return verifyEcdsa(curve, hash, point, message, signature) ? {} : undefined
    },
    sign({ secretFields: [scalar = new Uint8Array(0)] }, message) {
      const secret = fixedScalar(scalar, length)
      const signature = nistCurves[curve].sign(digest(hash, message), secret, { prehash: false, lowS: false })
      secret.fill(0)
      const numbers = [signature.subarray(0, length), signature.subarray(length)]
      return encodeStrings(numbers.map((number) => toMpint(toInteger(number))))
    },
  }
}

/** A positive mpint that is in its shortest form already. */
function strictMpint(reader: Reader): Uint8Array {
  const before = reader.remaining
  const number = reader.mpint()
  if (before - reader.remaining !== 4 + number.length) {
    throw new KeyError("format_invalid", "a number inside the signature has superfluous zero bytes")
  }
  return number
}
