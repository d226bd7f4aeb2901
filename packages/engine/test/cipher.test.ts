import { createCipheriv, randomBytes } from "node:crypto"
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { addPadding, type CipherName, ciphers, removePadding } from "../src/cipher.ts"
import { KeyError } from "../src/error.ts"

/** OpenSSL's names for the same ciphers. */
const opensslNames: readonly (readonly [CipherName, string])[] = [
  ["3des-cbc", "des-ede3-cbc"],
  ["aes128-cbc", "aes-128-cbc"],
  ["aes192-cbc", "aes-192-cbc"],
  ["aes256-cbc", "aes-256-cbc"],
  ["aes128-ctr", "aes-128-ctr"],
  ["aes192-ctr", "aes-192-ctr"],
  ["aes256-ctr", "aes-256-ctr"],
  ["aes128-gcm@openssh.com", "aes-128-gcm"],
  ["aes256-gcm@openssh.com", "aes-256-gcm"],
]

function openssl(name: string, key: Uint8Array, iv: Uint8Array, data: Uint8Array): Buffer {
  // GCM alone has a tag to ask for.
  if (name === "aes-128-gcm" || name === "aes-256-gcm") {
    const cipher = createCipheriv(name, key, iv)
    return Buffer.concat([cipher.update(data), cipher.final(), cipher.getAuthTag()])
  }
  const cipher = createCipheriv(name, key, iv).setAutoPadding(false)
  return Buffer.concat([cipher.update(data), cipher.final()])
}

/** Key, IV and whole blocks for a cipher. */
const inputs = (name: CipherName) => {
  const { keyLength, ivLength, blockLength } = ciphers[name]
  const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length })
  const data = fc.integer({ min: 1, max: 9 }).chain((blocks) => bytes(blocks * blockLength))
  return fc.tuple(bytes(keyLength), bytes(ivLength), data)
}

test.for(opensslNames)("%s encrypts as OpenSSL does", ([name, opensslName]) => {
  fc.assert(
    fc.property(inputs(name), ([key, iv, data]) => {
      expect(Buffer.from(ciphers[name].encrypt(key, iv, data))).toEqual(openssl(opensslName, key, iv, data))
    }),
  )
})

const rows = Object.entries(ciphers)

describe.for(rows)("%s", ([, cipher]) => {
  const key = randomBytes(cipher.keyLength)
  const iv = randomBytes(cipher.ivLength)

  test("decrypts what it encrypted", () => {
    for (let blocks = 1; blocks < 20; blocks++) {
      const data = randomBytes(blocks * cipher.blockLength)
      const encrypted = cipher.encrypt(key, iv, data)
      expect(encrypted.length).toBe(data.length + cipher.tagLength)
      expect(Buffer.from(cipher.decrypt(key, iv, encrypted))).toEqual(data)
    }
  })

  test("refuses a part of a block, and nothing at all", () => {
    for (const length of [0, 1, cipher.blockLength - 1, cipher.blockLength + 1]) {
      const encrypted = new Uint8Array(length + cipher.tagLength)
      expect(() => cipher.decrypt(key, iv, encrypted)).toThrow(expect.objectContaining({ code: "format_invalid" }))
    }
    expect(() => cipher.decrypt(key, iv, new Uint8Array(1))).toThrow(KeyError)
  })
})

test.for(rows.filter(([, { tagLength }]) => tagLength > 0))("%s refuses every flipped bit", ([, cipher]) => {
  const key = randomBytes(cipher.keyLength)
  const iv = randomBytes(cipher.ivLength)
  const encrypted = cipher.encrypt(key, iv, randomBytes(cipher.blockLength * 2))
  for (let bit = 0; bit < encrypted.length * 8; bit++) {
    const flipped = encrypted.map((byte, index) => (index === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte))
    expect(() => cipher.decrypt(key, iv, flipped)).toThrow(expect.objectContaining({ code: "passphrase_wrong" }))
  }
})

test("padding comes off as it went on", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 50 }), fc.constantFrom(8, 16), (data, blockLength) => {
      const padded = addPadding(data, blockLength)
      expect(padded.length % blockLength).toBe(0)
      expect(removePadding(padded, blockLength)).toEqual(data)
    }),
  )
})

test.for([[[]], [[0]], [[1, 2, 3, 4, 5, 6, 7, 0]], [[9, 9, 9, 9, 9, 9, 9, 9, 9]], [[3, 2, 3]], [[2]]])(
  "padding of %s is wrong",
  ([bytes = []]) => {
    expect(removePadding(Uint8Array.from(bytes), 8)).toBeUndefined()
  },
)
