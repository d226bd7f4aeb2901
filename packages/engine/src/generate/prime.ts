import { randomBytes } from "@noble/hashes/utils.js"
import { smallFactor } from "../audit/factoring.ts"
import { modularPower, toInteger } from "../integer.ts"

/**
 * Rounds of Miller and Rabin's test. FIPS 186-5 table B.1 asks for five at 1024 bits and fewer above; that is for chance
 * candidates, as these are.
 */
const ROUNDS = 8

/** A chance odd integer of `bits` bits, a multiple of eight, the first two of which are set. */
export function randomCandidate(bits: number): bigint {
  const bytes = randomBytes(bits / 8)
  // Two primes above three quarters of the range give a product of full length (FIPS 186-5 section A.1.3 asks for 0.71).
  bytes[0] = (bytes[0] ?? 0) | 0xc0
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) | 1
  const candidate = toInteger(bytes)
  bytes.fill(0)
  return candidate
}

/** Whether a large odd integer has no factor up to 65537: nine of ten candidates fall here, at little cost. */
export function hasNoSmallFactor(candidate: bigint): boolean {
  return smallFactor(candidate) === undefined
}

/** Whether an odd integer above 3 is a prime, by Miller and Rabin's test with chance bases (FIPS 186-5 section B.3.1). */
export function isProbablePrime(candidate: bigint): boolean {
  let odd = candidate - 1n
  let halvings = 0
  for (; (odd & 1n) === 0n; odd >>= 1n) halvings++
  for (let round = 0; round < ROUNDS; round++) {
    if (isWitness(randomBase(candidate), candidate, odd, halvings)) return false
  }
  return true
}

/** Whether `base` proves that `candidate`, 2^halvings times `odd` and 1 more, is composite. */
function isWitness(base: bigint, candidate: bigint, odd: bigint, halvings: number): boolean {
  let power = modularPower(base, odd, candidate)
  if (power === 1n || power === candidate - 1n) return false
  for (let squaring = 1; squaring < halvings; squaring++) {
    power = (power * power) % candidate
    if (power === candidate - 1n) return false
  }
  return true
}

/** A chance integer from 2 to two below `candidate`. Eight bytes more than needed leave no bias that matters. */
function randomBase(candidate: bigint): bigint {
  const length = Math.ceil(candidate.toString(16).length / 2)
  return (toInteger(randomBytes(length + 8)) % (candidate - 3n)) + 2n
}
