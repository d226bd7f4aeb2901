import { primesUpTo } from "../../src/audit/arithmetic.ts"
import { smallFactor } from "../../src/audit/factoring.ts"
import { toMpint } from "../../src/integer.ts"
import { decodePublicKey, type PublicKey } from "../../src/public-key.ts"
import { asciiBytes, encodeStrings } from "../../src/wire.ts"

/** The same numbers in each run, from 0 to below 2^32 (a linear congruential generator: no secrets come from here). */
export function* seededNumbers(seed: number): Generator<number, never> {
  let state = seed >>> 0
  while (true) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    // Its low bits repeat soon.
    yield (state ^ (state >>> 15)) >>> 0
  }
}

/** An integer of so many bits, the first of them set. */
export function integerOf(bits: number, numbers: Generator<number, never>): bigint {
  let value = 0n
  for (let index = 0; index < bits; index += 32) value = (value << 32n) | BigInt(numbers.next().value)
  return BigInt.asUintN(bits, value) | (1n << BigInt(bits - 1))
}

/** A prime of so many bits. */
export function primeOf(bits: number, numbers: Generator<number, never>): bigint {
  return nextPrime(integerOf(bits, numbers) | (3n << BigInt(bits - 2)))
}

/** The first prime from `start` on, in steps of two. */
export function nextPrime(start: bigint): bigint {
  let candidate = start | 1n
  while (!isPrime(candidate)) candidate += 2n
  return candidate
}

/** The first odd number from `start` on that audit finds no small factor in: it will do where no prime is needed. */
export function withoutSmallFactor(start: bigint): bigint {
  let candidate = start | 1n
  while (smallFactor(candidate) !== undefined) candidate += 2n
  return candidate
}

const small = primesUpTo(2000).map(BigInt)

/** Whether an integer above 2000 is a prime, as far as five rounds of Miller and Rabin's test tell. */
export function isPrime(candidate: bigint): boolean {
  if (small.some((prime) => candidate % prime === 0n)) return false
  let odd = candidate - 1n
  let halvings = 0
  for (; odd % 2n === 0n; odd /= 2n) halvings++
  return [2n, 3n, 5n, 7n, 11n].every((base) => {
    let value = power(base, odd, candidate)
    if (value === 1n) return true
    for (let round = 0; round < halvings; round++) {
      if (value === candidate - 1n) return true
      value = value ** 2n % candidate
    }
    return false
  })
}

/** `base` to the power of `exponent`, modulo `modulus`. */
export function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n
  for (const bit of exponent.toString(2)) {
    result = result ** 2n % modulus
    if (bit === "1") result = (result * base) % modulus
  }
  return result
}

/** The number that `value` times is 1 modulo `modulus`; they must have no common divisor. */
export function inverse(value: bigint, modulus: bigint): bigint {
  let [a, b] = [value % modulus, modulus]
  let [x, y] = [1n, 0n]
  while (b !== 0n) {
    const quotient = a / b
    ;[a, b] = [b, a - quotient * b]
    ;[x, y] = [y, x - quotient * y]
  }
  return ((x % modulus) + modulus) % modulus
}

/** The RSA key with these two numbers. */
export function rsaKey(modulus: bigint, exponent = 65537n): PublicKey {
  return decodePublicKey(encodeStrings([asciiBytes("ssh-rsa"), toMpint(exponent), toMpint(modulus)]))
}
