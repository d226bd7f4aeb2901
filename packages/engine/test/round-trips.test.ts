import { describe, expect, test } from "vitest"
import { generateKey, keySpecs } from "../src/generate.ts"
import { formatPublicKey, keyTypes } from "../src/index.ts"
import {
  type FormatPrivateKeyOptions,
  formatPrivateKey,
  type PrivateKey,
  parsePrivateKey,
  type WritableFormat,
} from "../src/private.ts"
import {
  parseCertificate,
  signerOf,
  signMessage,
  signSshsig,
  verifySignature,
  verifySshsig,
} from "../src/signatures.ts"
import { asciiBytes } from "../src/wire.ts"
import { listVectors, readVector, readVectorText } from "./kit/vectors.ts"

const message = asciiBytes("test")
const passphrase = "correct-horse"
const kinds = ["ed25519", "ecdsa_p256", "ecdsa_p384", "ecdsa_p521", "rsa_3072"]

function openVector(name: string) {
  return parsePrivateKey(readVector(`valid/private/openssh_${name}`))
}

async function expectSame(key: PrivateKey, options: FormatPrivateKeyOptions): Promise<void> {
  const again = await parsePrivateKey(await formatPrivateKey(key, options), options)
  expect(again.secretFields).toEqual(key.secretFields)
  expect(again.publicKey.blob).toEqual(key.publicKey.blob)
}

describe.each(kinds)("a private key of type %s", (kind) => {
  const formats: readonly WritableFormat[] =
    kind === "ed25519" ? ["openssh", "pkcs8", "ppk"] : ["openssh", "pkcs8", "pem", "ppk"]

  test.each(formats)("is the same after it was written as %s", async (format) => {
    await expectSame(await openVector(kind), { format })
  })

  // PKCS#8 asks for the same work whatever it holds, and for a lot of it.
  test.each(formats.filter((format) => format !== "pkcs8" || kind === "ed25519"))(
    "is the same after it was written as %s with a passphrase",
    async (format) => {
      await expectSame(await openVector(kind), { format, passphrase: "another horse" })
    },
  )

  test("signs what its public half verifies, and nothing else", async () => {
    const key = await openVector(kind)
    const signature = signMessage(key, message)
    expect(verifySignature(key.publicKey, message, signature)).toBeDefined()
    expect(() => verifySignature(key.publicKey, asciiBytes("text"), signature)).toThrow()
  })

  test("makes SSH signatures that hold for their text and namespace", async () => {
    const key = await openVector(kind)
    const signature = await signSshsig(message, signerOf(key), { namespace: "file" })
    expect(verifySshsig(message, signature, { namespace: "file" }).publicKey.blob).toEqual(key.publicKey.blob)
    expect(() => verifySshsig(message, signature, { namespace: "git" })).toThrow()
    expect(() => verifySshsig(asciiBytes("text"), signature, { namespace: "file" })).toThrow()
  })

  test("made the SSH signature that ssh-keygen made with it", async () => {
    const { publicKey } = verifySshsig(message, readVectorText(`valid/signed/${kind}.sig`), { namespace: "file" })
    expect(publicKey.blob).toEqual((await openVector(kind)).publicKey.blob)
  })
})

test.each(listVectors("valid/private").filter((file) => !file.includes("sshcom")))("%s is opened", async (file) => {
  const { publicKey } = await parsePrivateKey(readVector(file), { passphrase })
  expect(keyTypes[publicKey.type]).toBeDefined()
})

test.each(listVectors("valid/signed").filter((file) => file.endsWith("-cert.pub") && !/dsa_1024|host/.test(file)))(
  "%s is read, and its authority's signature holds",
  (file) => {
    const { principals, serial } = parseCertificate(readVectorText(file))
    expect(principals).toEqual(["alice", "root"])
    expect(serial).toBe(42n)
  },
)

test.each(keySpecs)("a key of type $type with $bits bits is made, and signs", async (spec) => {
  const key = await generateKey(spec, { comment: "made here" })
  expect(key.publicKey.bits).toBe(spec.bits)
  expect(formatPublicKey(key.publicKey)).toMatch(/ made here$/)
  expect(verifySignature(key.publicKey, message, signMessage(key, message))).toBeDefined()
})
