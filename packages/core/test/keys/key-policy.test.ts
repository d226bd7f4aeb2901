import { generateKeyPairSync } from "node:crypto"
import { inspect } from "@latchkey/engine"
import { describe, expect, test } from "vitest"
import { proposeKeyName } from "../../src/keys/key-import.ts"
import { defaultKeyPolicy, judgeKey } from "../../src/keys/key-policy.ts"
import { parseName } from "../../src/name.ts"

function rsa(modulusLength: number, publicExponent = 65537) {
  const { publicKey } = generateKeyPairSync("rsa", { modulusLength, publicExponent })
  const [finding] = inspect(publicKey.export({ type: "spki", format: "pem" }).toString()).findings
  if (finding?.kind !== "public_key") throw new Error("the engine does not read an RSA key of OpenSSL")
  return finding.key
}

describe("judgeKey", () => {
  test("refuses RSA under 2048 bits, calls it weak under 3072, and takes the rest", () => {
    expect(judgeKey(defaultKeyPolicy, rsa(1024))).toMatchObject({ verdict: "refused" })
    expect(judgeKey(defaultKeyPolicy, rsa(2047))).toMatchObject({ verdict: "refused" })
    expect(judgeKey(defaultKeyPolicy, rsa(2048))).toMatchObject({ verdict: "weak" })
    expect(judgeKey(defaultKeyPolicy, rsa(3072))).toEqual({ verdict: "good" })
  })

  test("goes by the policy's own limits, tighter or looser than what is advised", () => {
    const key = rsa(2048)
    expect(judgeKey({ minimumRsaBits: 4096, advisedRsaBits: 4096 }, key)).toMatchObject({ verdict: "refused" })
    expect(judgeKey({ minimumRsaBits: 1024, advisedRsaBits: 2048 }, key)).toEqual({ verdict: "good" })
    expect(judgeKey({ minimumRsaBits: 1024, advisedRsaBits: 4096 }, key)).toMatchObject({
      verdict: "weak",
      concern: { message: expect.stringContaining("4096") },
    })
  })

  test("calls a small public exponent weak and says what to do", () => {
    const judgement = judgeKey(defaultKeyPolicy, rsa(3072, 3))
    expect(judgement.verdict).toBe("weak")
    expect(judgement).toMatchObject({ concern: { hint: expect.stringMatching(/Ed25519 key/) } })
  })
})

describe("proposeKeyName", () => {
  const key = rsa(2048)

  test("takes the comment, with the @ as a hyphen", () => {
    expect(proposeKeyName({ ...key, comment: "bob@laptop" })).toBe("bob-laptop")
  })

  test("takes the file's name when there is no comment", () => {
    expect(proposeKeyName(key, "C:\\keys\\work.PPK")).toBe("work")
    expect(proposeKeyName(key, "/home/bob/.ssh/id_rsa.pub")).toBe("id_rsa")
  })

  test("falls back to the type and the end of the fingerprint", () => {
    expect(proposeKeyName(key)).toMatch(/^RSA .{4}$/)
  })

  test("always proposes a name that is taken, whatever the comment", () => {
    const comments = [
      "",
      "\u202e\u200b",
      "\n\n",
      " ",
      "a\u0000b",
      "x".repeat(5000),
      "😀".repeat(300),
      "e\u0301".repeat(300),
      "@",
    ]
    for (const comment of comments) {
      const name = proposeKeyName({ ...key, comment })
      expect(parseName(name, "name")).toBe(name)
    }
  })
})
