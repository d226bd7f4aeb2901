/** Bits of a positive integer. */
export function bitLength(value: bigint): number {
  const hex = value.toString(16)
  return (hex.length - 1) * 4 + (32 - Math.clz32(Number.parseInt(hex.charAt(0), 16)))
}

/** The largest integer whose square is at most `value`, by Newton's iteration with doubling precision. */
export function squareRoot(value: bigint): bigint {
  if (value < 2n ** 52n) return BigInt(Math.floor(Math.sqrt(Number(value))))
  const quarter = BigInt(bitLength(value) >> 2)
  // The root of the upper half is right to half of the digits, and one step doubles them.
  const estimate = (squareRoot(value >> (2n * (quarter >> 1n))) + 1n) << (quarter >> 1n)
  let root = (estimate + value / estimate) >> 1n
  for (;;) {
    const next = (root + value / root) >> 1n
    if (next >= root) return root
    root = next
  }
}

/** Squares leave few remainders modulo these: 1 number in 119 passes, of which only it needs the root taken. */
const SIEVES = [64n, 63n, 65n, 11n].map((modulus) => {
  const residues = new Uint8Array(Number(modulus))
  for (let root = 0n; root < modulus; root++) residues[Number(root ** 2n % modulus)] = 1
  return { modulus, residues }
})

/** Whether a non-negative integer is a square. */
export function isSquare(value: bigint): boolean {
  for (const { modulus, residues } of SIEVES) {
    if (residues[Number(value % modulus)] === 0) return false
  }
  return squareRoot(value) ** 2n === value
}

/** So many leading bits stand for a number in {@link greatestCommonDivisor}; their cofactors stay exact as doubles. */
const WINDOW = 50

/** The greatest common divisor of two non-negative integers, by Lehmer's method (Knuth, 4.5.2, algorithm L). */
export function greatestCommonDivisor(left: bigint, right: bigint): bigint {
  let [a, b] = left > right ? [left, right] : [right, left]
  let bits = b === 0n ? 0 : bitLength(a)
  while (b !== 0n && bits > WINDOW) {
    const shift = BigInt(bits - WINDOW)
    const [p, q, r, s] = leadingSteps(Number(a >> shift), Number(b >> shift))
    if (q === 0) [a, b] = [b, a % b]
    else [a, b] = [BigInt(p) * a + BigInt(q) * b, BigInt(r) * a + BigInt(s) * b]
    bits = bitLength(a)
  }
  while (b !== 0n) [a, b] = [b, a % b]
  return a
}

/** The steps of Euclid's algorithm that the leading bits of two numbers are sure of, as one matrix. */
function leadingSteps(left: number, right: number): readonly [number, number, number, number] {
  let [a, b] = [left, right]
  let [p, q, r, s] = [1, 0, 0, 1]
  // Beyond this a cofactor times a window is no exact double any more, and the quotients are no longer sure.
  while (b + r !== 0 && b + s !== 0 && Math.max(Math.abs(r), Math.abs(s)) < 2 ** 24) {
    const quotient = Math.floor((a + p) / (b + r))
    if (quotient !== Math.floor((a + q) / (b + s))) break
    ;[a, b] = [b, a - quotient * b]
    ;[p, r] = [r, p - quotient * r]
    ;[q, s] = [s, q - quotient * s]
  }
  return [p, q, r, s]
}

/** The primes up to `limit`, by the sieve of Eratosthenes. */
export function primesUpTo(limit: number): readonly number[] {
  const composite = new Uint8Array(limit + 1)
  const primes: number[] = []
  for (let number = 2; number <= limit; number++) {
    if (composite[number] === 1) continue
    primes.push(number)
    for (let multiple = number ** 2; multiple <= limit; multiple += number) composite[multiple] = 1
  }
  return primes
}

/** The product of integers, halves first, so that the factors of each multiplication are of like size. */
export function product(factors: readonly bigint[]): bigint {
  if (factors.length <= 1) return factors[0] ?? 1n
  const middle = factors.length >> 1
  return product(factors.slice(0, middle)) * product(factors.slice(middle))
}
