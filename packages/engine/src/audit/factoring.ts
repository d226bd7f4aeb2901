import { greatestCommonDivisor, isSquare, primesUpTo, product, squareRoot } from "./arithmetic.ts"

/** Rounds of Fermat's method: primes that differ in their upper half are out of its reach, close ones are found at once. */
const FERMAT_ROUNDS = 100

/** Largest prime that is tried as a factor of a modulus. */
export const LARGEST_SMALL_FACTOR = 65537

/** Primes whose sum is at most so many bits longer than the root of their product are found behind a short exponent. */
const PRIME_SKEW = 16n

let smallPrimes: { readonly primes: readonly number[]; readonly product: bigint } | undefined

/** The smallest prime up to 65537 that divides a modulus; undefined when none does. */
export function smallFactor(modulus: bigint): number | undefined {
  smallPrimes ??= multiplied(primesUpTo(LARGEST_SMALL_FACTOR))
  if (greatestCommonDivisor(modulus, smallPrimes.product % modulus) === 1n) return undefined
  return smallPrimes.primes.find((prime) => modulus % BigInt(prime) === 0n)
}

function multiplied(primes: readonly number[]) {
  return { primes, product: product(primes.map(BigInt)) }
}

/** Whether Fermat's method factors a modulus within 100 rounds, as it does when its two primes are close together. */
export function hasClosePrimes(modulus: bigint): boolean {
  let middle = squareRoot(modulus)
  if (middle ** 2n < modulus) middle += 1n
  let square = middle ** 2n - modulus
  for (let round = 0; round < FERMAT_ROUNDS; round++) {
    if (isSquare(square)) return true
    square += 2n * middle + 1n
    middle += 1n
  }
  return false
}

/**
 * Whether the private exponent is below about the fourth root of the modulus and so follows from the public key (Wiener,
 * "Cryptanalysis of Short RSA Secret Exponents", 1990): it is the denominator of a convergent of e/n then.
 */
export function hasShortPrivateExponent(exponent: bigint, modulus: bigint): boolean {
  let [dividend, divisor] = [exponent, modulus]
  let [numerator, previousNumerator] = [1n, 0n]
  let [denominator, previousDenominator] = [0n, 1n]
  const root = squareRoot(modulus)
  const largestSum = root << PRIME_SKEW
  // Where e is short, as nearly everywhere, the denominators pass the bound in two steps.
  const bound = squareRoot(root)
  while (divisor !== 0n && denominator <= bound) {
    const quotient = dividend / divisor
    ;[dividend, divisor] = [divisor, dividend - quotient * divisor]
    ;[numerator, previousNumerator] = [quotient * numerator + previousNumerator, numerator]
    ;[denominator, previousDenominator] = [quotient * denominator + previousDenominator, denominator]
    // The remainder is k(p + q - 1) for the right numerator k, give or take little: few others are that close.
    if (numerator === 0n || divisor > numerator * largestSum) continue
    if (factorsWith(modulus, (exponent * denominator) / numerator)) return true
  }
  return false
}

/** Whether `totient` is (p - 1)(q - 1) for two numbers p and q whose product is the modulus. */
function factorsWith(modulus: bigint, totient: bigint): boolean {
  const sum = modulus - totient + 1n
  const discriminant = sum ** 2n - 4n * modulus
  return sum > 0n && totient > 0n && discriminant >= 0n && isSquare(discriminant)
}
