import { checkPrimeSync, generatePrimeSync } from "node:crypto"
import fc from "fast-check"
import { expect, test } from "vitest"
import { hasNoSmallFactor, isProbablePrime, randomCandidate } from "../src/generate/prime.ts"

const oddIntegers = fc.bigInt({ min: 2n, max: 2n ** 80n }).map((half) => 2n * half + 1n)

test("a number is called prime exactly when OpenSSL calls it so", () => {
  fc.assert(
    fc.property(oddIntegers, (candidate) => {
      expect(isProbablePrime(candidate)).toBe(checkPrimeSync(candidate))
    }),
    { numRuns: 2000 },
  )
})

test.for([64, 256, 1024])("OpenSSL's primes of %i bits are primes, and their products are none", (bits) => {
  const [first, second] = [generatePrimeSync(bits, { bigint: true }), generatePrimeSync(bits, { bigint: true })]
  expect(isProbablePrime(first)).toBe(true)
  expect(isProbablePrime(first * second)).toBe(false)
  expect(isProbablePrime(first * first)).toBe(false)
})

test.for([
  ["561", "the smallest number that passes Fermat's test to every base"],
  ["3215031751", "the smallest that passes to the bases 2, 3, 5 and 7"],
  ["3825123056546413051", "the smallest that passes to the first nine primes"],
  ["318665857834031151167461", "the smallest that passes to the first twelve"],
  ["1195068768795265792518361315725116351898245581", "Arnault's, which passes to every prime below 32"],
] as const)("%s is composite: %s", ([composite]) => {
  expect(isProbablePrime(BigInt(composite))).toBe(false)
})

test("candidates are odd, of full length and spread over their range", () => {
  const candidates = Array.from({ length: 200 }, () => randomCandidate(1024))
  expect(candidates.every((candidate) => candidate >> 1022n === 3n && candidate % 2n === 1n)).toBe(true)
  // The chance that a bit is the same in all of them is 2^-199.
  const ever = candidates.reduce((all, candidate) => all | candidate)
  const always = candidates.reduce((all, candidate) => all & candidate)
  expect(ever).toBe(2n ** 1024n - 1n)
  expect(always).toBe((3n << 1022n) + 1n)
})

test("a factor up to 65537 rules a candidate out", () => {
  const prime = generatePrimeSync(512, { bigint: true })
  expect(hasNoSmallFactor(prime)).toBe(true)
  for (const factor of [3n, 257n, 65521n, 65537n]) expect(hasNoSmallFactor(prime * factor)).toBe(false)
})
