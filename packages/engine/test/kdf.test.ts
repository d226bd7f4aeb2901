import fc from "fast-check"
import { expect, test, vi } from "vitest"
import type { HashName } from "../src/crypto/hash-name.ts"
import * as node from "../src/crypto/node-kdf.ts"
import * as portable from "../src/crypto/portable-kdf.ts"
import { derivePbkdf2 } from "../src/crypto/web.ts"

const passphrases = fc.uint8Array({ maxLength: 150 })
const salts = fc.uint8Array({ minLength: 1, maxLength: 40 })
const lengths = fc.integer({ min: 1, max: 100 })
const hashNames = fc.constantFrom<HashName>("sha1", "sha256", "sha384", "sha512")

test("the portable PBKDF2 gives what Node's own gives", () => {
  fc.assert(
    fc.property(hashNames, passphrases, salts, fc.integer({ min: 1, max: 50 }), lengths, (hash, ...given) => {
      expect(portable.pbkdf2Sync(hash, ...given)).toEqual(Uint8Array.from(node.pbkdf2Sync(hash, ...given)))
    }),
  )
})

test("PBKDF2 by the platform, by Node and in JavaScript is the same", async () => {
  await fc.assert(
    fc.asyncProperty(
      hashNames,
      passphrases,
      salts,
      fc.integer({ min: 1, max: 50 }),
      lengths,
      async (hash, ...given) => {
        const expected = portable.pbkdf2Sync(hash, ...given)
        expect(await derivePbkdf2(hash, ...given)).toEqual(expected)
        expect(await portable.pbkdf2(hash, ...given)).toEqual(expected)
        expect(Uint8Array.from(await node.pbkdf2(hash, ...given))).toEqual(expected)
      },
    ),
  )
})

test("PBKDF2 is done in JavaScript where the platform has none to offer", async () => {
  vi.stubGlobal("crypto", {})
  try {
    const given = ["sha256", new Uint8Array(5), new Uint8Array(16), 3, 32] as const
    expect(await derivePbkdf2(...given)).toBeUndefined()
    expect(await portable.pbkdf2(...given)).toEqual(portable.pbkdf2Sync(...given))
  } finally {
    vi.unstubAllGlobals()
  }
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
      expect(portable.scryptSync(...given)).toEqual(Uint8Array.from(node.scryptSync(...given)))
    }),
    { numRuns: 50 },
  )
})

test.for([
  { N: 2 ** 16, r: 8, p: 1 },
  { N: 2, r: 1, p: 2 ** 16 },
])("both allow themselves the memory that $N, $r, $p take", (cost) => {
  const given = [new Uint8Array(5), new Uint8Array(16), cost, 16] as const
  expect(portable.scryptSync(...given)).toEqual(Uint8Array.from(node.scryptSync(...given)))
})
