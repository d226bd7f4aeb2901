import { createHash, createPrivateKey } from "node:crypto"
import { afterEach, beforeAll, describe, expect, test, vi } from "vitest"
import { requireTool } from "../../../tests/kit/tools.ts"
import { formatPrivateKey } from "../src/format-private-key.ts"
import type { RsaProgress } from "../src/generate/rsa-search.ts"
import { type GenerateOptions, generateKey, type KeySpec, keySpecs } from "../src/generate.ts"
import { audit, fingerprintSha256 } from "../src/index.ts"
import { toInteger } from "../src/integer.ts"
import type { PrivateKey } from "../src/private-key.ts"
import { openWorkshop } from "./kit/workshop.ts"

const workshop = openWorkshop()
const rsa2048 = { type: "rsa", bits: 2048 } as const

afterEach(() => {
  vi.unstubAllGlobals()
})

/** Leaves of the platform's cryptography what a page has that came over plain HTTP. */
function stubInsecureContext(): void {
  const { crypto } = globalThis
  vi.stubGlobal("crypto", { getRandomValues: (bytes: Uint8Array<ArrayBuffer>) => crypto.getRandomValues(bytes) })
}

const word = ({ type }: KeySpec) => ({ ed25519: "ED25519", ecdsa: "ECDSA", rsa: "RSA" })[type]

async function expectSshKeygenReads(key: PrivateKey, spec: KeySpec): Promise<void> {
  const name = createHash("md5").update(key.publicKey.blob).digest("hex")
  workshop.write(name, await formatPrivateKey(key, { format: "openssh" }))
  workshop.write(`${name}.pub`, workshop.must("ssh-keygen", ["-y", "-f", name]))
  expect(workshop.must("ssh-keygen", ["-l", "-f", `${name}.pub`]).trim()).toBe(
    `${spec.bits} ${fingerprintSha256(key.publicKey.blob)} kim@laptop (${word(spec)})`,
  )
}

describe.for(keySpecs)("a new key of $type, $bits bits", (spec) => {
  let key: PrivateKey
  beforeAll(async () => {
    key = await generateKey(spec, { comment: "kim@laptop" })
  })

  test.skipIf(requireTool("ssh-keygen", "openssh-client") === undefined)("is read by ssh-keygen", async () => {
    await expectSshKeygenReads(key, spec)
  })

  test.skipIf(requireTool("puttygen", "putty-tools") === undefined)("is read by puttygen", async () => {
    workshop.write("new.ppk", await formatPrivateKey(key, { format: "ppk" }))
    expect(workshop.must("puttygen", ["-O", "fingerprint", "new.ppk"])).toContain(fingerprintSha256(key.publicKey.blob))
  })

  test("has nothing weak about it", () => {
    expect(audit(key.publicKey).map(({ code }) => code)).toEqual(spec.bits === 2048 ? ["size"] : [])
  })

  test("is another one each time", async () => {
    const other = await generateKey(spec)
    expect(other.publicKey.blob).not.toEqual(key.publicKey.blob)
    expect(other.secretFields).not.toEqual(key.secretFields)
  })
})

test("Ed25519 is made where nothing is asked for", async () => {
  expect((await generateKey()).publicKey).toMatchObject({ type: "ssh-ed25519", comment: "" })
})

describe("without WebCrypto", () => {
  test.skipIf(requireTool("openssl", "openssl") === undefined)("RSA is a sound key", async () => {
    stubInsecureContext()
    const key = await generateKey(rsa2048, { comment: "kim@laptop" })
    vi.unstubAllGlobals()
    expect(audit(key.publicKey).map(({ code }) => code)).toEqual(["size"])
    await expectSshKeygenReads(key, rsa2048)
    // OpenSSL looks at every number of the key, and whether p and q are primes.
    const pem = await formatPrivateKey(key, { format: "pem" })
    expect(workshop.must("openssl", ["pkey", "-check", "-noout"], pem)).toContain("Key is valid")
    expect(createPrivateKey(pem).asymmetricKeyDetails).toEqual({ modulusLength: 2048, publicExponent: 65537n })
  })

  test("RSA has primes as far apart and an exponent as large as FIPS 186-5 asks for", async () => {
    stubInsecureContext()
    const [d = 0n, , p = 0n, q = 0n] = (await generateKey(rsa2048)).secretFields.map(toInteger)
    expect(p - q > 1n << 924n).toBe(true)
    expect(d > 1n << 1024n).toBe(true)
    expect(q ** 2n > 1n << 2047n).toBe(true)
  })

  test("the search tells how far it is", async () => {
    stubInsecureContext()
    const told: RsaProgress[] = []
    await generateKey(rsa2048, { onProgress: (progress) => told.push(progress) })
    expect(told.map(({ candidates }) => candidates)).toEqual(told.map((_, index) => index + 1))
    expect(new Set(told.slice(0, -1).map(({ primesFound }) => primesFound)).has(2)).toBe(false)
    expect(told.filter(({ primesFound }) => primesFound >= 1).length).toBeGreaterThan(1)
    expect(told.at(-1)?.primesFound).toBe(2)
  })

  test("the other keys are made as ever", async () => {
    stubInsecureContext()
    for (const spec of keySpecs.filter(({ type }) => type !== "rsa")) {
      expect((await generateKey(spec)).publicKey.bits).toBe(spec.bits)
    }
  })

  test("the search stops at once when it is cancelled", async () => {
    stubInsecureContext()
    const controller = new AbortController()
    let told = 0
    const onProgress = () => {
      told++
      controller.abort(new Error("cancelled by a click"))
    }
    await expect(generateKey(rsa2048, { onProgress, signal: controller.signal })).rejects.toThrow(
      "cancelled by a click",
    )
    expect(told).toBe(1)
  })

  test("the search lets the page hear of a click", async () => {
    stubInsecureContext()
    const controller = new AbortController()
    setTimeout(() => controller.abort(new Error("cancelled by a click")))
    // Chance may find both primes at once, a time in a thousand: then there is nothing to cancel, and another is begun.
    const search = async (): Promise<never> => {
      for (;;) await generateKey({ type: "rsa", bits: 4096 }, { signal: controller.signal })
    }
    await expect(search()).rejects.toThrow("cancelled by a click")
  })
})

describe("with WebCrypto", () => {
  test("waiting for RSA stops when it is cancelled", async () => {
    const controller = new AbortController()
    const options: GenerateOptions = { signal: controller.signal }
    const key = generateKey({ type: "rsa", bits: 4096 }, options)
    controller.abort(new Error("cancelled by a click"))
    await expect(key).rejects.toThrow("cancelled by a click")
  })

  test.for(keySpecs)("$type of $bits bits is not begun when it was cancelled before", async (spec) => {
    const signal = AbortSignal.abort(new Error("cancelled before"))
    await expect(generateKey(spec, { signal })).rejects.toThrow("cancelled before")
  })
})
