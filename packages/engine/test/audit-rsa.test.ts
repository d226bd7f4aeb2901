import { describe, expect, test } from "vitest"
import { primesUpTo } from "../src/audit/arithmetic.ts"
import { audit, auditAll, parsePublicKey } from "../src/index.ts"
import {
  integerOf,
  inverse,
  isPrime,
  nextPrime,
  power,
  primeOf,
  rsaKey,
  seededNumbers,
  withoutSmallFactor,
} from "./kit/primes.ts"
import { publicLine } from "./kit/vectors.ts"

const numbers = seededNumbers(20261122)
const [p, q, r, s] = [primeOf(1024, numbers), primeOf(1024, numbers), primeOf(1024, numbers), primeOf(1024, numbers)]

const codesOf = (modulus: bigint, exponent?: bigint) =>
  audit(rsaKey(modulus, exponent), { advisedRsaBits: 2048 }).map(({ code }) => code)

/** A prime as the faulty library makes it: k * M + (65537^a mod M), where M is the product of the first primes. */
function rocaPrime(primes: number, bits: number): bigint {
  const primorial = primesUpTo(701)
    .slice(0, primes)
    .reduce((product, prime) => product * BigInt(prime), 1n)
  const factor = integerOf(bits - primorial.toString(2).length + 1, numbers)
  for (let exponent = BigInt(numbers.next().value); ; exponent++) {
    const candidate = factor * primorial + power(65537n, exponent, primorial)
    if (isPrime(candidate)) return candidate
  }
}

describe("audit of RSA keys", () => {
  test("finds nothing in a sound key", () => {
    expect(codesOf(p * q)).toEqual([])
    expect(codesOf(p * q, 3n)).toEqual(["exponent"])
  })

  test.each([
    [512, 39],
    [544, 71],
    [1024, 126],
  ])("finds ROCA where primes of %i bits were made with %i primes", (bits, primes) => {
    const key = rsaKey(rocaPrime(primes, bits) * rocaPrime(primes, bits))
    expect(audit(key, { minimumRsaBits: 1024, advisedRsaBits: 1024 })).toMatchObject([
      { code: "roca", severity: "refuse", message: expect.stringContaining("CVE-2017-15361") },
    ])
  })

  test("does not take one prime of the faulty library's form for two", () => {
    expect(codesOf(rocaPrime(126, 1024) * p)).toEqual([])
  })

  test.each([
    ["next to each other", 2n],
    ["that differ in their lower half", 2n ** 500n],
    ["whose distance Fermat's method bridges in several rounds", 2n ** 516n],
  ])("finds primes %s", (_, distance) => {
    expect(codesOf(p * nextPrime(p + distance))).toEqual(["close_primes"])
  })

  test("leaves primes alone that are too far apart for a hundred rounds", () => {
    expect(codesOf(p * nextPrime(p + 2n ** 530n))).toEqual([])
  })

  test.each([3, 17, 65521, 65537])("finds the factor %i", (factor) => {
    const rest = withoutSmallFactor(integerOf(1041 - factor.toString(2).length, numbers))
    expect(audit(rsaKey(BigInt(factor) * rest))[0]).toMatchObject({
      code: "small_factor",
      message: expect.stringContaining(`${factor}`),
    })
  })

  test("finds no factor above 65537", () => {
    expect(codesOf(65539n * withoutSmallFactor(integerOf(2032, numbers)))).toEqual([])
  })

  test.each([
    ["(p - 1)(q - 1)", (p - 1n) * (q - 1n)],
    ["the least common multiple of p - 1 and q - 1", ((p - 1n) * (q - 1n)) / 2n],
  ])("finds a private exponent of 500 bits that was taken modulo %s", (_, totient) => {
    const exponent = inverse(nextPrime(integerOf(500, numbers)), totient)
    expect(codesOf(p * q, exponent)).toEqual(["private_exponent"])
  })

  test("refuses an exponent over 64 bits where OpenSSL checks no signature with it", () => {
    const modulus = withoutSmallFactor(2n ** 3100n + 2n ** 3000n)
    expect(codesOf(modulus, 2n ** 63n + 1n)).toEqual([])
    expect(codesOf(modulus, 2n ** 64n + 1n)).toEqual(["exponent"])
  })

  test("finds it where the primes differ in length", () => {
    const [short, long] = [primeOf(1010, numbers), primeOf(1038, numbers)]
    const exponent = inverse(nextPrime(integerOf(480, numbers)), (short - 1n) * (long - 1n))
    expect(codesOf(short * long, exponent)).toEqual(["private_exponent"])
  })

  test("leaves a long public exponent alone whose private one is long too", () => {
    expect(codesOf(p * q, inverse(nextPrime(integerOf(700, numbers)), (p - 1n) * (q - 1n)))).toEqual([])
  })
})

describe("audit of several keys", () => {
  const codes = (moduli: readonly bigint[], known: readonly bigint[] = []) =>
    auditAll(
      moduli.map((modulus) => rsaKey(modulus)),
      { advisedRsaBits: 2048, known: known.map((modulus) => rsaKey(modulus)) },
    ).map((found) => found.map(({ code }) => code))

  test("finds primes that two of them share, and names the other", () => {
    expect(codes([p * q, r * s, p * r])).toEqual([["shared_prime"], ["shared_prime"], ["shared_prime"]])
    const [first] = auditAll([rsaKey(p * q), rsaKey(p * r)])
    expect(first?.[0]?.message).toMatch(/the key SHA256:[\w+/]{43}: whoever/)
  })

  test("leaves keys alone that share none, and a key that is there twice", () => {
    expect(codes([p * q, r * s, p * q])).toEqual([[], [], []])
    expect(codes([p * q])).toEqual([[]])
    expect(auditAll([])).toEqual([])
  })

  test("finds primes that they share with known keys, which are not judged themselves", () => {
    expect(codes([p * q], [r * s, s * q])).toEqual([["shared_prime"]])
  })

  test.each([3, 7, 64, 101])("finds the two that share a prime among %i", (count) => {
    const moduli = Array.from({ length: count }, () => integerOf(1024, numbers) | 1n)
    const shared = primeOf(512, numbers)
    const [one, other] = [Math.floor(count / 3), count - 1]
    moduli[one] = shared * primeOf(512, numbers)
    moduli[other] = shared * primeOf(512, numbers)
    const found = auditAll(moduli.map((modulus) => rsaKey(modulus)))
    for (const index of [one, other]) expect(found[index]?.[0]?.code).toBe("shared_prime")
  })

  test("judges keys of other types beside them", () => {
    expect(auditAll([parsePublicKey(publicLine("ed25519")), rsaKey(p * q)], { advisedRsaBits: 2048 })).toEqual([[], []])
  })
})
