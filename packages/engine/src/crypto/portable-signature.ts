import { ed25519 } from "@noble/curves/ed25519.js"
import { sha1 } from "@noble/hashes/legacy.js"
import { sha256, sha384, sha512 } from "@noble/hashes/sha2.js"
import { randomBytes } from "@noble/hashes/utils.js"
import { modularPower, toFixedBytes, toInteger } from "../integer.ts"
import type { CurveName } from "../key-types/ecdsa.ts"
import { nistCurves } from "../key-types/nist-curves.ts"
import type { HashName } from "./hash-name.ts"
import type { RsaNumbers } from "./rsa-numbers.ts"

const hashes = { sha1, sha256, sha384, sha512 } as const

/** The hash of `bytes`. */
export function digest(hash: HashName, bytes: Uint8Array): Uint8Array {
  return hashes[hash](bytes)
}

/** Whether 64 bytes are the signature of `message` by the key of a point (RFC 8032 section 5.1.7). Never throws. */
export function verifyEd25519(point: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  try {
    return ed25519.verify(signature, message, point, { zip215: false })
  } catch {
    return false
  }
}

/**
 * Whether `signature`, r and s in the length of the curve's order each, signs `message` (FIPS 186-5 section 6.4.2).
 * Never throws.
 */
export function verifyEcdsa(
  curve: CurveName,
  hash: HashName,
  point: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): boolean {
  try {
    const options = { prehash: false, lowS: false } as const
    return nistCurves[curve].verify(signature, digest(hash, message), point, options)
  } catch {
    return false
  }
}

/** `block` to the power of e modulo n (RFC 8017 section 5.2.2), as long as n. `block` must be below n. */
export function rsaPublicOperation(modulus: Uint8Array, exponent: Uint8Array, block: Uint8Array): Uint8Array {
  const result = modularPower(toInteger(block), toInteger(exponent), toInteger(modulus))
  return toFixedBytes(result, block.length)
}

/**
 * `block` to the power of d modulo n (RFC 8017 section 5.2.1), as long as n, by the Chinese remainder theorem. The
 * block is blinded with a random number first, so that the time taken says nothing about the private half.
 */
export function rsaPrivateOperation(key: RsaNumbers, block: Uint8Array): Uint8Array {
  const [n, e, d] = [toInteger(key.n), toInteger(key.e), toInteger(key.d)]
  const [p, q, coefficient] = [toInteger(key.p), toInteger(key.q), toInteger(key.coefficient)]
  // Eight bytes more than the modulus make every remainder about equally likely; zero never happens.
  const blind = toInteger(randomBytes(block.length + 8)) % n
  const blinded = (toInteger(block) * modularPower(blind, e, n)) % n
  const first = modularPower(blinded % p, d % (p - 1n), p)
  const second = modularPower(blinded % q, d % (q - 1n), q)
  const factor = (coefficient * (first - (second % p) + p)) % p
  const unblind = inverse(blind, n)
  return toFixedBytes(((second + factor * q) * unblind) % n, block.length)
}

/** The inverse modulo n by the extended Euclidean algorithm; `value` and n have no common factor. */
function inverse(value: bigint, n: bigint): bigint {
  let [low, high] = [value, n]
  let [x, y] = [1n, 0n]
  while (low !== 0n) {
    const quotient = high / low
    ;[high, low] = [low, high % low]
    ;[y, x] = [x, y - quotient * x]
  }
  return ((y % n) + n) % n
}
