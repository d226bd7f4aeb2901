import { generateKeyPairSync } from "node:crypto"
import { fingerprintMd5, fingerprintSha256, inspect, type PublicKey } from "@latchkey/engine"
import { describe, expect, test } from "vitest"
import { CoreError } from "../../src/error.ts"
import { accountId, sshKeyId } from "../../src/ids.ts"
import { concernsOf, judgeKey, standingOf } from "../../src/keys/judge-key.ts"
import { proposeKeyName } from "../../src/keys/key-import.ts"
import { defaultKeyPolicy, expiryUnder, type KeyPolicy, parseKeyPolicy } from "../../src/keys/key-policy.ts"
import { expiryNotice, type SshKey } from "../../src/keys/ssh-key.ts"
import { parseName } from "../../src/name.ts"
import { day } from "../../src/time.ts"

function rsa(modulusLength: number, publicExponent = 65537) {
  const { publicKey } = generateKeyPairSync("rsa", { modulusLength, publicExponent })
  const [finding] = inspect(publicKey.export({ type: "spki", format: "pem" }).toString()).findings
  if (finding?.kind !== "public_key") throw new Error("the engine does not read an RSA key of OpenSSL")
  return finding.key
}

function keyOf(key: PublicKey, standing: SshKey["standing"] = "good"): SshKey {
  return {
    id: sshKeyId("0199a1b2-0000-7000-8000-000000000001"),
    accountId: accountId("0199a1b2-0000-7000-8000-000000000002"),
    name: "laptop",
    keyType: key.type,
    bits: key.bits,
    fingerprint: fingerprintSha256(key.blob),
    md5Fingerprint: fingerprintMd5(key.blob),
    comment: "",
    blob: key.blob,
    createdAt: 0,
    source: "import",
    isDefault: false,
    lastUse: { state: "never" },
    standing,
  }
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
    expect(judgeKey({ ...defaultKeyPolicy, minimumRsaBits: 4096, advisedRsaBits: 4096 }, key)).toMatchObject({
      verdict: "refused",
    })
    expect(judgeKey({ ...defaultKeyPolicy, minimumRsaBits: 1024, advisedRsaBits: 2048 }, key)).toEqual({
      verdict: "good",
    })
    expect(judgeKey({ ...defaultKeyPolicy, minimumRsaBits: 1024, advisedRsaBits: 4096 }, key)).toMatchObject({
      verdict: "weak",
      concerns: [{ code: "size", message: expect.stringContaining("4096") }],
    })
  })

  test("calls a small public exponent weak and says what to do", () => {
    const judgement = judgeKey(defaultKeyPolicy, rsa(3072, 3))
    expect(judgement.verdict).toBe("weak")
    expect(judgement).toMatchObject({ concerns: [{ code: "exponent", hint: expect.stringMatching(/Ed25519 key/) }] })
  })
})

describe("judgeKey of several faults", () => {
  const codesOf = (policy: KeyPolicy, key: PublicKey) => {
    const judgement = judgeKey(policy, key)
    return judgement.verdict === "good" ? [] : judgement.concerns.map(({ code, severity }) => `${severity} ${code}`)
  }

  test("names all of them, the worst first", () => {
    const noRsa: KeyPolicy = { ...defaultKeyPolicy, allowedKeyTypes: ["ssh-ed25519"] }
    expect(codesOf(defaultKeyPolicy, rsa(2048, 3))).toEqual(["warn size", "warn exponent"])
    expect(codesOf(noRsa, rsa(2048))).toEqual(["refuse type", "warn size"])
    expect(codesOf(noRsa, rsa(1024))).toEqual(["refuse size", "refuse type"])
  })
})

describe("concernsOf", () => {
  const codes = (policy: KeyPolicy, key: SshKey) => concernsOf(policy, key).map(({ code }) => code)

  test("has nothing against a key in good standing, and all against one that is weak", () => {
    expect(codes(defaultKeyPolicy, keyOf(rsa(3072), "good"))).toEqual([])
    expect(codes(defaultKeyPolicy, keyOf(rsa(2048, 3), "weak"))).toEqual(["size", "exponent"])
  })

  test("names the blocklist first where no rule of the policy stopped the key", () => {
    expect(codes(defaultKeyPolicy, keyOf(rsa(3072), "stopped"))).toEqual(["blocklist"])
    expect(codes(defaultKeyPolicy, keyOf(rsa(2048), "stopped"))).toEqual(["blocklist", "size"])
    const strict: KeyPolicy = { ...defaultKeyPolicy, minimumRsaBits: 3072, existingKeys: "apply" }
    expect(codes(strict, keyOf(rsa(2048), "stopped"))).toEqual(["size"])
  })

  test("judges the same key anew when the policy is another one", () => {
    const key = keyOf(rsa(2048), "weak")
    const noRsa: KeyPolicy = { ...defaultKeyPolicy, allowedKeyTypes: ["ssh-ed25519"] }
    expect(codes(defaultKeyPolicy, key)).toEqual(["size"])
    expect(codes(noRsa, key)).toEqual(["type", "size"])
    expect(concernsOf({ ...defaultKeyPolicy, advisedRsaBits: 4096 }, key)).toMatchObject([
      { message: expect.stringContaining("4096") },
    ])
  })
})

describe("parseKeyPolicy", () => {
  const fieldsOf = (change: Partial<KeyPolicy>) => {
    try {
      parseKeyPolicy({ ...defaultKeyPolicy, ...change })
      return []
    } catch (error) {
      if (!(error instanceof CoreError)) throw error
      return error.fields?.map(({ path }) => path)
    }
  }

  test("takes the policy that an installation begins with", () => {
    expect(parseKeyPolicy(defaultKeyPolicy)).toEqual(defaultKeyPolicy)
  })

  test("lets nothing through that the engine calls broken", () => {
    expect(fieldsOf({ minimumRsaBits: 2047 })).toEqual(["minimumRsaBits"])
    expect(fieldsOf({ minimumRsaBits: 1024, advisedRsaBits: 1024 })).toEqual(["minimumRsaBits"])
    expect(fieldsOf({ allowedKeyTypes: ["ssh-ed25519", "ssh-dss"] })).toEqual(["allowedKeyTypes"])
    expect(fieldsOf({ allowedKeyTypes: [] })).toEqual(["allowedKeyTypes"])
  })

  test("names every limit that is out of order or out of bounds", () => {
    expect(fieldsOf({ minimumRsaBits: 4096, advisedRsaBits: 3072 })).toEqual(["advisedRsaBits"])
    expect(fieldsOf({ minimumRsaBits: 2048.5 })).toEqual(["minimumRsaBits"])
    expect(fieldsOf({ advisedRsaBits: 16385, maximumLifetimeDays: 0 })).toEqual([
      "advisedRsaBits",
      "maximumLifetimeDays",
    ])
    expect(fieldsOf({ maximumLifetimeDays: 3651 })).toEqual(["maximumLifetimeDays"])
    expect(fieldsOf({ maximumLifetimeDays: 1 })).toEqual([])
  })

  test("puts the types in the order of the engine's table, each once", () => {
    const { allowedKeyTypes } = parseKeyPolicy({ ...defaultKeyPolicy, allowedKeyTypes: ["ssh-rsa", "ssh-ed25519"] })
    expect(allowedKeyTypes).toEqual(["ssh-ed25519", "ssh-rsa"])
  })
})

describe("standingOf", () => {
  const strict: KeyPolicy = { ...defaultKeyPolicy, minimumRsaBits: 3072, existingKeys: "keep" }

  test("keeps a key that would be refused today, as weak, unless the policy is to hold for it too", () => {
    expect(standingOf(strict, keyOf(rsa(2048)), false)).toBe("weak")
    expect(standingOf({ ...strict, existingKeys: "apply" }, keyOf(rsa(2048)), false)).toBe("stopped")
  })

  test("stops a key on the blocklist whatever the policy says of existing keys", () => {
    expect(standingOf(defaultKeyPolicy, keyOf(rsa(3072)), true)).toBe("stopped")
  })

  test("goes by the allowed types too", () => {
    const noRsa: KeyPolicy = { ...defaultKeyPolicy, allowedKeyTypes: ["ssh-ed25519"] }
    expect(standingOf(noRsa, keyOf(rsa(3072)), false)).toBe("weak")
    expect(judgeKey(noRsa, rsa(3072))).toMatchObject({ verdict: "refused" })
  })
})

describe("expiryUnder", () => {
  const now = 1_800_000_000_000
  const policy: KeyPolicy = { ...defaultKeyPolicy, maximumLifetimeDays: 90, existingKeys: "apply" }

  test("cuts a lifetime that is too long, counted from when the key was added", () => {
    expect(expiryUnder(policy, { createdAt: now - 10 * day }, now)).toBe(now + 80 * day)
    expect(expiryUnder(policy, { createdAt: now, expiresAt: now + 91 * day }, now)).toBe(now + 90 * day)
  })

  test("never cuts it so short that nobody is told before", () => {
    expect(expiryUnder(policy, { createdAt: now - 1000 * day }, now)).toBe(now + expiryNotice)
  })

  test("leaves what expires sooner, and leaves all where existing keys are kept", () => {
    const soon = { createdAt: now - 1000 * day, expiresAt: now + day }
    expect(expiryUnder(policy, soon, now)).toBe(now + day)
    expect(expiryUnder({ ...policy, existingKeys: "keep" }, { createdAt: 0 }, now)).toBeUndefined()
  })

  test("does not move again when the same policy is saved later", () => {
    const cut = expiryUnder(policy, { createdAt: now - 1000 * day }, now)
    if (cut === undefined) throw new Error("the lifetime was not cut")
    expect(expiryUnder(policy, { createdAt: now - 1000 * day, expiresAt: cut }, now + day)).toBe(cut)
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
