import { greatestCommonDivisor } from "../audit/arithmetic.ts"
import { nextTask } from "../crypto/web.ts"
import { modularPower, toMpint } from "../integer.ts"
import type { PrivateFields } from "../key-types/private-fields.ts"
import { hasNoSmallFactor, isProbablePrime, randomCandidate } from "./prime.ts"

const EXPONENT = 65537n

/** How far a search for RSA primes has come. Chance decides how long it goes on. */
export interface RsaProgress {
  /** Of the two that are needed. */
  readonly primesFound: 0 | 1 | 2
  /** Numbers tried so far; of those for a 2048-bit key about one in forty is a prime, of those for 4096 one in seventy. */
  readonly candidates: number
}

/** What a caller hears of a search, and how it stops one. */
export interface RsaSearchOptions {
  readonly onProgress?: (progress: RsaProgress) => void
  readonly signal?: AbortSignal
}

/**
 * Makes an RSA key of probable primes (FIPS 186-5 section A.1.3) in JavaScript, for where the platform makes none. Lets
 * other tasks run after every number it tries: one takes some milliseconds, and tens of them at 4096 bits.
 *
 * Rejects with the reason of `signal`.
 */
export async function searchRsa(bits: number, options: RsaSearchOptions = {}): Promise<PrivateFields> {
  const { onProgress, signal } = options
  let candidates = 0
  const search = async (primesFound: 0 | 1): Promise<bigint> => {
    for (;;) {
      const candidate = randomCandidate(bits / 2)
      if ((candidate - 1n) % EXPONENT === 0n || !hasNoSmallFactor(candidate)) continue
      const isFound = isProbablePrime(candidate)
      candidates++
      onProgress?.({ primesFound: isFound ? (primesFound === 0 ? 1 : 2) : primesFound, candidates })
      await nextTask()
      signal?.throwIfAborted()
      if (isFound) return candidate
    }
  }
  for (;;) {
    const fields = combine(await search(0), await search(1), bits)
    if (fields !== undefined) return fields
  }
}

/** The key of two primes, or undefined for a pair that FIPS 186-5 section A.1.1 rules out; chance makes none. */
function combine(first: bigint, second: bigint, bits: number): PrivateFields | undefined {
  const [p, q] = first > second ? [first, second] : [second, first]
  const half = BigInt(bits / 2)
  if (p - q <= 1n << (half - 100n)) return undefined
  const order = ((p - 1n) * (q - 1n)) / greatestCommonDivisor(p - 1n, q - 1n)
  // The inverse of a prime e modulo m is (k m + 1) / e for the k that makes it whole.
  const d = (order * (EXPONENT - modularPower(order, EXPONENT - 2n, EXPONENT)) + 1n) / EXPONENT
  if (d <= 1n << half) return undefined
  const coefficient = modularPower(q, p - 2n, p)
  return {
    publicFields: [toMpint(EXPONENT), toMpint(p * q)],
    secretFields: [d, coefficient, p, q].map(toMpint),
  }
}
