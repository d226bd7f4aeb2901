import { inspect as print } from "node:util"
import { describe, expect, test } from "vitest"
import { keyTypes } from "../src/index.ts"
import { formatPrivateKey, parsePrivateKey, type WritableFormat, withComment } from "../src/private.ts"
import { readVectorText } from "./kit/vectors.ts"

const open = (name: string) => parsePrivateKey(readVectorText(`valid/private/${name}`))

describe("a private key in memory", () => {
  test("shows nothing of itself", async () => {
    const key = await open("openssh_ed25519")
    expect(`${key}`).toBe("[redacted]")
    expect(JSON.stringify({ key })).toBe('{"key":"[redacted]"}')
    expect(print({ key }, { showHidden: true, depth: 9 })).toBe("{ key: [redacted] }")
    expect(Object.keys(key)).toEqual(["publicKey"])
    expect(structuredClone({ ...key })).toEqual({ publicKey: key.publicKey })
  })

  test("is gone when it is wiped, but for its public half", async () => {
    const key = await open("openssh_rsa_3072")
    const { secretFields } = key
    expect(secretFields.some((field) => field.some((byte) => byte !== 0))).toBe(true)
    key.wipe()
    expect(secretFields.every((field) => field.every((byte) => byte === 0))).toBe(true)
    expect(() => key.secretFields).toThrow("wiped")
    await expect(formatPrivateKey(key, { format: "openssh" })).rejects.toThrow("wiped")
    expect(key.publicKey.bits).toBe(3072)
  })

  test("takes another comment, and keeps its halves", async () => {
    const key = await open("openssh_ed25519")
    const renamed = withComment(key, "büro 2")
    key.wipe()
    const written = await formatPrivateKey(renamed, { format: "openssh" })
    expect((await parsePrivateKey(written)).publicKey).toEqual({ ...key.publicKey, comment: "büro 2" })
  })
})

describe("writing", () => {
  const files = ["openssh_ed25519", "openssh_ecdsa_p256", "openssh_rsa_3072", "openssh_dsa_1024"]
  const formats: readonly WritableFormat[] = ["openssh", "ppk", "pkcs8", "pem"]

  test.for(files.flatMap((name) => formats.map((format) => ({ name, format }))))(
    "$name as $format and reading it again gives the same key, or says that the format has no form for it",
    async ({ name, format }) => {
      const key = await open(name)
      if (format === "pem" && keyTypes[key.publicKey.type].family === "Ed25519") {
        const refusal = { code: "type_unsupported", message: expect.stringContaining("Ed25519") }
        await expect(formatPrivateKey(key, { format })).rejects.toThrow(expect.objectContaining(refusal))
        return
      }
      const again = await parsePrivateKey(await formatPrivateKey(key, { format }), { fileName: key.publicKey.comment })
      expect(again.publicKey).toEqual(key.publicKey)
      expect(again.secretFields).toEqual(key.secretFields)
    },
  )

  test("twice never encrypts with the same salt", async () => {
    const key = await open("openssh_ed25519")
    const write = () => formatPrivateKey(key, { format: "openssh", passphrase: "x" })
    expect(await write()).not.toBe(await write())
  })

  test("keeps what could end the comment's line out of a .ppk", async () => {
    const key = withComment(await open("openssh_ed25519"), "one\nEncryption: aes256-cbc")
    const written = await formatPrivateKey(key, { format: "ppk" })
    expect((await parsePrivateKey(written)).publicKey.comment).toBe("one\\x0aEncryption: aes256-cbc")
  })
})
