import { describe, expect, test } from "vitest"
import { audit, auditNumber, parsePublicKey } from "../src/index.ts"
import { rsaKey, withoutSmallFactor } from "./kit/primes.ts"
import { publicLine } from "./kit/vectors.ts"

/** The sizes are looked at only: any odd number that no small prime divides and that is no near square will do. */
function rsa(bits: number, exponent = 65537n) {
  return rsaKey(withoutSmallFactor(2n ** BigInt(bits - 1) + 2n ** BigInt(bits - 3)), exponent)
}

describe("audit", () => {
  test.for(["ed25519", "ecdsa_p256", "ecdsa_p521", "ed25519_sk", "ecdsa_sk", "rsa_3072", "rsa_4096"])(
    "finds %s sound",
    (name) => {
      expect(audit(parsePublicKey(publicLine(name)))).toEqual([])
    },
  )

  test.for([
    ["dsa_1024", "type", "refuse"],
    ["rsa_2048", "size", "warn"],
  ] as const)("judges %s by its %s: %s", ([name, code, severity]) => {
    expect(audit(parsePublicKey(publicLine(name)))).toMatchObject([{ code, severity }])
  })

  test("refuses RSA below 2048 bits and warns below 3072", () => {
    expect(audit(rsa(2040))).toMatchObject([{ code: "size", severity: "refuse" }])
    expect(audit(rsa(3064))).toMatchObject([{ code: "size", severity: "warn" }])
    expect(audit(rsa(3072))).toEqual([])
  })

  test("warns of an exponent below 65537", () => {
    expect(audit(rsa(3072, 3n))).toMatchObject([
      { code: "exponent", severity: "warn", message: expect.stringContaining("3") },
    ])
    expect(audit(parsePublicKey(publicLine("rsa_exponent_3")))).toHaveLength(2)
  })

  test("finds of the number the same each time, so what was found once need not be looked for again", () => {
    const divisible = rsaKey(3n * withoutSmallFactor(2n ** 3060n + 2n ** 3058n), 3n)
    const number = auditNumber(divisible)
    expect(number).toMatchObject([{ code: "small_factor", about: "3" }])
    expect(audit(divisible, { minimumRsaBits: 4096, number })).toEqual(audit(divisible, { minimumRsaBits: 4096 }))
    expect(audit(divisible, { number: [] }).map(({ code }) => code)).not.toContain("small_factor")
    expect(auditNumber(parsePublicKey(publicLine("ed25519")))).toEqual([])
  })
})
