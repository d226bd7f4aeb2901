import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { encodeBase64, fingerprintSha256, inspect, KeyError, type KeyErrorCode, parsePublicKey } from "../src/index.ts"
import {
  createPrivateKey,
  formatPrivateKey,
  PrivateKey,
  parsePrivateKey,
  readPublicHalf,
  type WritableFormat,
} from "../src/private.ts"
import { asciiBytes, encodeStrings } from "../src/wire.ts"
import { listVectors, publicLine, readVectorText } from "./kit/vectors.ts"

const passphrase = "correct-horse"
const vector = (name: string) => readVectorText(`valid/private/${name}`)

/** The bytes inside a PEM block. */
function bodyOf(pem: string): Uint8Array {
  return Buffer.from(pem.replace(/-----.*-----|\s/g, ""), "base64")
}

/** The same block around other bytes. */
function around(pem: string, body: Uint8Array): string {
  const [begin = ""] = pem.split("\n")
  return `${begin}\n${encodeBase64(body)}\n${begin.replace("BEGIN", "END")}\n`
}

function expectRefusal(input: string | Uint8Array, code: KeyErrorCode, message: string | RegExp = /./): Promise<void> {
  const refusal = expect.objectContaining({ code, message: expect.stringMatching(message) })
  return expect(parsePrivateKey(input, { passphrase })).rejects.toThrow(refusal)
}

describe("what cannot be opened says why", () => {
  test.for([
    ["puttygen_v3_ed25519_encrypted.ppk", "aes256-cbc", "rot256-cbc"],
    ["puttygen_v3_ed25519_encrypted.ppk", "Argon2id", "Argon3id"],
    ["puttygen_v3_ed25519_encrypted.ppk", "Argon2id", "constructor"],
    ["puttygen_v2_ed25519.ppk", "File-2", "File-1"],
    ["ssh_keygen_pem_rsa_3072_encrypted", "AES-128-CBC", "ROT-128-CBC"],
  ] as const)("%s with %s replaced by %s is not supported", async ([name, from, to]) => {
    await expectRefusal(vector(name).replace(from, to), "type_unsupported")
  })

  test.for([
    ["aes256-ctr", "rot256-ctr"],
    ["bcrypt", "zcrypt"],
  ] as const)("an OpenSSH file with %s replaced by %s is not supported", async ([from, to]) => {
    const text = vector("openssh_ed25519_aes256-ctr")
    const body = Buffer.from(bodyOf(text)).toString("latin1").replace(from, to)
    await expectRefusal(around(text, Buffer.from(body, "latin1")), "type_unsupported", to)
  })

  test("a wrong passphrase is told from damage, also where it leaves padding that looks right", async () => {
    for (let count = 0; count < 700; count++) {
      const wrong = parsePrivateKey(vector("ssh_keygen_pem_ecdsa_p256_encrypted"), { passphrase: `wrong ${count}` })
      await expect(wrong).rejects.toThrow(expect.objectContaining({ code: "passphrase_wrong" }))
    }
  })

  test("a private key of a type that is only read is not supported, and its public half is", async () => {
    const point = parsePublicKey(publicLine("ed25519")).blob.subarray(-32)
    const composite = Buffer.concat([new Uint8Array(1312), point])
    const blob = encodeStrings([asciiBytes("ssh-mldsa44-ed25519"), composite])
    const none = asciiBytes("none")
    const head = encodeStrings([none, none, new Uint8Array(0)])
    const rest = encodeStrings([blob, new Uint8Array(64)])
    const file = Buffer.concat([asciiBytes("openssh-key-v1\0"), head, Uint8Array.of(0, 0, 0, 1), rest])
    const text = around("-----BEGIN OPENSSH PRIVATE KEY-----\n", file)
    await expectRefusal(text, "type_unsupported", /ML-DSA/)
    expect(inspect(text, { readPublicHalf }).findings).toMatchObject([{ publicHalf: { blob } }])
  })

  test("a text without a private key is of no known format", async () => {
    await expectRefusal("", "format_unknown")
    await expectRefusal(`${publicLine("ed25519")}\n`, "format_unknown")
    await expectRefusal(Uint8Array.of(0, 1, 2, 3), "format_unknown")
  })

  test("a text of two private keys is refused", async () => {
    await expectRefusal(vector("openssh_ed25519") + vector("openssh_rsa_3072"), "format_invalid", /^there are 2/)
  })

  test("a text of more than a mebibyte is refused", async () => {
    await expectRefusal(vector("openssh_ed25519").padEnd(1024 * 1024 + 1), "limit_exceeded")
  })

  test.for(["puttygen_sshcom_rsa_3072", "puttygen_sshcom_rsa_3072_encrypted"])("%s is named", async (name) => {
    await expectRefusal(vector(name), "type_unsupported")
  })

  test("a file without its end is damaged, and not of an unknown format", async () => {
    for (const file of listVectors("valid/private").filter((name) => !name.includes("sshcom"))) {
      const text = readVectorText(file)
      const cut = parsePrivateKey(text.slice(0, text.length * 0.6), { passphrase })
      const damage: KeyErrorCode[] = ["truncated", "format_invalid", "key_mismatch", "passphrase_wrong"]
      await cut.then(
        () => expect.unreachable(`${file} was opened`),
        (error) => expect({ file, code: error.code }).toEqual({ file, code: expect.toBeOneOf(damage) }),
      )
    }
  })
})

describe("a file that asks for too much work", () => {
  test("of bcrypt is refused with the number of rounds", async () => {
    const text = vector("openssh_ed25519_aes256-ctr")
    const body = bodyOf(text)
    // Magic, cipher, kdf, length of its options, length of the salt, salt.
    const rounds = 15 + 14 + 10 + 4 + 4 + 16
    new DataView(body.buffer, body.byteOffset).setUint32(rounds, 0xffffffff)
    await expectRefusal(around(text, body), "limit_exceeded", /4294967295/)
    new DataView(body.buffer, body.byteOffset).setUint32(rounds, 0)
    await expectRefusal(around(text, body), "format_invalid")
  })

  test.for([
    [/^Argon2-Memory: .*$/m, "Argon2-Memory: 4294967295", /4294967295 KiB/],
    [/^Argon2-Passes: .*$/m, "Argon2-Passes: 4294967295", /4294967295 passes/],
    [/^Argon2-Parallelism: .*$/m, "Argon2-Parallelism: 65536", /65536 lanes/],
  ] as const)("of Argon2 is refused with the number, %s", async ([pattern, line, message]) => {
    await expectRefusal(vector("puttygen_v3_rsa_3072_encrypted.ppk").replace(pattern, line), "limit_exceeded", message)
  })

  test.for(["Argon2-Memory: 7", "Argon2-Passes: 0", "Argon2-Passes: -1", "Argon2-Parallelism: x", "Argon2-Salt: 00"])(
    "or for none, %s, is damaged",
    async (line) => {
      const pattern = new RegExp(`^${line.split(":")[0]}: .*$`, "m")
      await expectRefusal(vector("puttygen_v3_rsa_3072_encrypted.ppk").replace(pattern, line), "format_invalid")
    },
  )
})

describe("a changed byte", () => {
  const names = [
    "openssh_ed25519",
    "openssh_ecdsa_p256",
    "openssh_rsa_3072",
    "openssh_ed25519_aes256-gcm",
    "openssh_ed25519_chacha20-poly1305",
    "ssh_keygen_pem_ecdsa_p384",
    "ssh_keygen_pem_rsa_3072",
    "ssh_keygen_pem_dsa_1024",
    "ssh_keygen_pkcs8_ecdsa_p521",
  ]

  test.for(names)("in %s leaves the same key or a refusal", async (name) => {
    const text = vector(name)
    const body = bodyOf(text)
    const original = await parsePrivateKey(text, { passphrase })
    const anyChange = fc.tuple(fc.nat(body.length - 1), fc.integer({ min: 1, max: 255 }))
    const isSlow = name.includes("aes") || name.includes("chacha")
    await fc.assert(
      fc.asyncProperty(anyChange, async ([index, change]) => {
        const changed = Uint8Array.from(body)
        changed[index] = (changed[index] ?? 0) ^ change
        // A change of the rounds is work, and says nothing about the key.
        if (isSlow && index < 80) return
        expectSameOrRefused(original, await outcomeOf(around(text, changed)))
      }),
      { numRuns: isSlow ? 20 : 150 },
    )
  })

  test.for(["puttygen_v2_rsa_3072.ppk", "puttygen_v2_ecdsa_p256_encrypted.ppk", "puttygen_v3_ed25519.ppk"])(
    "in %s is a refusal",
    async (name) => {
      const text = vector(name)
      const start = text.indexOf("Comment:")
      const letters = fc.constantFrom(..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
      await fc.assert(
        fc.asyncProperty(fc.integer({ min: start, max: text.length - 1 }), letters, async (index, letter) => {
          const isContent = /[A-Za-z0-9+/]/.test(text[index] ?? "") && text[index] !== letter
          // Names of header lines are read without regard to case, as is the MAC.
          const isSameWord = text[index]?.toLowerCase() === letter.toLowerCase()
          if (!isContent || isSameWord) return
          const changed = text.slice(0, index) + letter + text.slice(index + 1)
          expect(await outcomeOf(changed)).toBeInstanceOf(KeyError)
        }),
        { numRuns: 200 },
      )
    },
  )

  async function outcomeOf(input: string): Promise<PrivateKey | KeyError> {
    try {
      return await parsePrivateKey(input, { passphrase })
    } catch (error) {
      if (error instanceof KeyError) return error
      throw error
    }
  }

  function expectSameOrRefused(original: PrivateKey, outcome: PrivateKey | KeyError): void {
    if (outcome instanceof KeyError) return
    expect(fingerprintSha256(outcome.publicKey.blob)).toBe(fingerprintSha256(original.publicKey.blob))
    expect(outcome.secretFields).toEqual(original.secretFields)
  }
})

describe("two halves that are not one key", () => {
  const formats: readonly WritableFormat[] = ["openssh", "ppk", "pkcs8", "pem"]
  /** What holds no public half, so that there is nothing to contradict. */
  const secretOnly: readonly string[] = ["ssh-ed25519 pkcs8", "ssh-dss pkcs8"]
  const files = ["openssh_ed25519", "openssh_ecdsa_p384", "openssh_rsa_3072", "openssh_dsa_1024"]

  test.for(files.flatMap((name) => formats.map((format) => ({ name, format }))))(
    "are refused in $name as $format",
    async ({ name, format }) => {
      const { publicKey, secretFields } = await parsePrivateKey(vector(name))
      const changed = secretFields.map((field) => field.slice())
      const last = changed.at(-1) ?? new Uint8Array(0)
      last[last.length - 1] = (last.at(-1) ?? 0) ^ 2
      expect(() => createPrivateKey(publicKey, changed)).toThrow(expect.objectContaining({ code: "key_mismatch" }))
      const pair = `${publicKey.type} ${format}`
      if (secretOnly.includes(pair) || pair === "ssh-ed25519 pem") return
      await expectRefusal(await formatPrivateKey(new PrivateKey(publicKey, changed), { format }), "key_mismatch")
    },
  )
})
