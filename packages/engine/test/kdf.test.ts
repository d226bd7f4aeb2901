import fc from "fast-check"
import { expect, test } from "vitest"
import type { HashName } from "../src/crypto/hash-name.ts"
import * as node from "../src/crypto/node-kdf.ts"
import * as portable from "../src/crypto/portable-kdf.ts"

const passphrases = fc.uint8Array({ maxLength: 150 })
const salts = fc.uint8Array({ minLength: 1, maxLength: 40 })
const lengths = fc.integer({ min: 1, max: 100 })
const hashNames = fc.constantFrom<HashName>("sha1", "sha256", "sha384", "sha512")

test("the portable PBKDF2 gives what Node's own gives", () => {
  fc.assert(
    fc.property(hashNames, passphrases, salts, fc.integer({ min: 1, max: 50 }), lengths, (hash, ...given) => {
      expect(portable.pbkdf2(hash, ...given)).toEqual(Uint8Array.from(node.pbkdf2(hash, ...given)))
    }),
  )
})

/** Up to the largest N that goes with each r. */
const costs = fc.record({
  N: fc.integer({ min: 1, max: 11 }).map((power) => 2 ** power),
  r: fc.integer({ min: 1, max: 9 }),
  p: fc.integer({ min: 1, max: 5 }),
})

test("the portable scrypt gives what Node's own gives", () => {
  fc.assert(
    fc.property(passphrases, salts, costs, lengths, (...given) => {
      expect(portable.scrypt(...given)).toEqual(Uint8Array.from(node.scrypt(...given)))
    }),
    { numRuns: 50 },
  )
})

test.for([
  { N: 2 ** 16, r: 8, p: 1 },
  { N: 2, r: 1, p: 2 ** 16 },
])("both allow themselves the memory that $N, $r, $p take", (cost) => {
  const given = [new Uint8Array(5), new Uint8Array(16), cost, 16] as const
  expect(portable.scrypt(...given)).toEqual(Uint8Array.from(node.scrypt(...given)))
})
