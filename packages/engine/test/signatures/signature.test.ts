import { generateKeyPairSync } from "node:crypto"
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { requireTool } from "../../../../tests/kit/tools.ts"
import { fromHex, toHex } from "../../src/der.ts"
import { toInteger, toMpint } from "../../src/integer.ts"
import { nistCurves } from "../../src/key-types/nist-curves.ts"
import { createFromFields } from "../../src/private-key.ts"
import { decodePublicKey, type PublicKey, parsePublicKey, publicFields } from "../../src/public-key.ts"
import { signMessage, verifySignature } from "../../src/signatures.ts"
import { asciiBytes, concatBytes, encodeStrings, Reader } from "../../src/wire.ts"
import { codeOf } from "../kit/code-of.ts"
import { flipBit } from "../kit/flip.ts"
import { freshKeys, kinds, makeKey } from "../kit/fresh-key.ts"
import { makeSecurityKey } from "../kit/security-key.ts"
import { publicLine } from "../kit/vectors.ts"
import { openWorkshop } from "../kit/workshop.ts"

const message = asciiBytes("what is signed")

/** Every way in which one bit of key, message or signature can differ, a hundred of them at a time. */
function expectNoFlipPasses(key: PublicKey, signature: Uint8Array): void {
  const parts = [key.blob, message, signature]
  const bits = fc.nat({ max: parts.reduce((sum, part) => sum + part.length, 0) * 8 - 1 })
  fc.assert(
    fc.property(bits, (bit) => {
      const changed = flipBit(concatBytes(parts), bit)
      const [blob, text] = [changed.subarray(0, key.blob.length), changed.subarray(key.blob.length)]
      const verify = () =>
        verifySignature(decodePublicKey(blob), text.subarray(0, message.length), text.subarray(message.length))
      expect(codeOf(verify)).not.toBe("none")
    }),
  )
}

describe.skipIf(requireTool("ssh-keygen", "openssh-client") === undefined)("signatures", () => {
  const workshop = openWorkshop()
  const keyOf = freshKeys(workshop)
  const rsa = () => keyOf("rsa_2048")

  test.for(kinds)("one flipped bit of key, text or signature is never accepted: %s", (kind) => {
    const key = keyOf(kind)
    const signature = signMessage(key, message)
    expect(codeOf(() => verifySignature(key.publicKey, message, signature))).toBe("none")
    expectNoFlipPasses(key.publicKey, signature)
  })

  test.for(["rsa-sha2-256", "rsa-sha2-512"])("an RSA key signs with %s", (algorithm) => {
    const signature = signMessage(rsa(), message, algorithm)
    expect(verifySignature(rsa().publicKey, message, signature)).toEqual({ algorithm })
  })

  test("SHA-1 proves something only to those who insist", () => {
    const signature = signMessage(rsa(), message, "ssh-rsa")
    expect(() => verifySignature(rsa().publicKey, message, signature)).toThrow(/SHA-1/)
    expect(verifySignature(rsa().publicKey, message, signature, { sha1: "accepted" }).algorithm).toBe("ssh-rsa")
  })

  test("an RSA signature under the name of another hash is refused", () => {
    const value = new Reader(signMessage(rsa(), message, "rsa-sha2-256"))
    value.name()
    const renamed = encodeStrings([asciiBytes("rsa-sha2-512"), value.string()])
    expect(codeOf(() => verifySignature(rsa().publicKey, message, renamed))).toBe("signature_invalid")
  })

  test("an RSA signature may lack its leading zero bytes and may not have more", () => {
    const value = (() => {
      for (let count = 0; ; count++) {
        const text = asciiBytes(`text ${count}`)
        const reader = new Reader(signMessage(rsa(), text, "rsa-sha2-256"))
        reader.name()
        const bytes = reader.string()
        if (bytes[0] === 0 && (bytes[1] ?? 0) !== 0) return { text, bytes }
      }
    })()
    const name = asciiBytes("rsa-sha2-256")
    const verify = (bytes: Uint8Array) =>
      codeOf(() => verifySignature(rsa().publicKey, value.text, encodeStrings([name, bytes])))
    expect(verify(value.bytes)).toBe("none")
    expect(verify(value.bytes.subarray(1))).toBe("none")
    expect(verify(Uint8Array.of(0, ...value.bytes))).toBe("format_invalid")
    const [, n = new Uint8Array(0)] = publicFields(rsa().publicKey).fields
    const above = toMpint(toInteger(value.bytes) + toInteger(n))
    expect(["signature_invalid", "format_invalid"]).toContain(verify(above.subarray(above[0] === 0 ? 1 : 0)))
  })

  test("a key does not sign by the algorithm of another type", () => {
    const signature = signMessage(keyOf("ed25519_256"), message)
    expect(codeOf(() => verifySignature(keyOf("ecdsa_256").publicKey, message, signature))).toBe("signature_invalid")
    expect(codeOf(() => signMessage(keyOf("ed25519_256"), message, "rsa-sha2-512"))).toBe("type_unsupported")
  })

  test.for(kinds)("bytes behind a signature are refused: %s", (kind) => {
    const key = keyOf(kind)
    const longer = concatBytes([signMessage(key, message), Uint8Array.of(0)])
    expect(codeOf(() => verifySignature(key.publicKey, message, longer))).toBe("trailing_data")
  })

  test("a wiped key signs nothing", async () => {
    const key = await makeKey(workshop, "wiped", "ed25519_256")
    key.wipe()
    expect(() => signMessage(key, message)).toThrow("wiped")
  })
})

test.for(["ed25519", "ecdsa"] as const)("one flipped bit under a %s security key is never accepted", async (family) => {
  const { publicKey, sign } = makeSecurityKey(family, { flags: 1, counter: 5 })
  const signature = await sign(message)
  expect(verifySignature(publicKey, message, signature).securityKey?.counter).toBe(5)
  expectNoFlipPasses(publicKey, signature)
})

test("a signature that nobody touched the device for counts only where that is allowed", async () => {
  const { publicKey, sign } = makeSecurityKey("ed25519", { flags: 0, counter: 1 })
  const signature = await sign(message)
  expect(() => verifySignature(publicKey, message, signature)).toThrow(/touched/)
  expect(verifySignature(publicKey, message, signature, { touch: "optional" }).securityKey?.isTouched).toBe(false)
})

test("superfluous zero bytes in an ECDSA signature are refused", () => {
  const secret = nistCurves.nistp256.utils.randomSecretKey()
  const publicKey = [asciiBytes("nistp256"), nistCurves.nistp256.getPublicKey(secret, false)]
  const key = createFromFields("ecdsa-sha2-nistp256", { publicFields: publicKey, secretFields: [secret] })
  const reader = new Reader(signMessage(key, message))
  const name = asciiBytes(reader.name())
  const numbers = new Reader(reader.string())
  const [r, s] = [numbers.string(), numbers.string()]
  const verify = (value: Uint8Array) =>
    codeOf(() => verifySignature(key.publicKey, message, encodeStrings([name, value])))
  expect(verify(encodeStrings([r, s]))).toBe("none")
  expect(verify(encodeStrings([Uint8Array.of(0, ...r), s]))).toBe("format_invalid")
  expect(verify(encodeStrings([r, s, s]))).toBe("trailing_data")
  expect(verify(encodeStrings([r]))).toBe("truncated")
  expect(verify(encodeStrings([r, new Uint8Array(0)]))).toBe("format_invalid")
})

test("ECDSA signatures are those of RFC 6979, appendix A.2.5", () => {
  const secret = fromHex("c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721")
  const publicKey = [asciiBytes("nistp256"), nistCurves.nistp256.getPublicKey(secret, false)]
  const key = createFromFields("ecdsa-sha2-nistp256", { publicFields: publicKey, secretFields: [secret] })
  const reader = new Reader(signMessage(key, asciiBytes("sample")))
  reader.name()
  const numbers = new Reader(reader.string())
  expect([toHex(numbers.mpint()), toHex(numbers.mpint())]).toEqual([
    "00efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716",
    "00f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8",
  ])
})

test("an Ed25519 key of small order, for which anybody can sign, verifies nothing", () => {
  const identity = Uint8Array.of(1, ...new Uint8Array(31))
  const key = decodePublicKey(encodeStrings([asciiBytes("ssh-ed25519"), identity]), "", { points: "trusted" })
  const forged = encodeStrings([asciiBytes("ssh-ed25519"), concatBytes([identity, new Uint8Array(32)])])
  expect(codeOf(() => verifySignature(key, message, forged))).toBe("signature_invalid")
})

test("an Ed25519 key that is no point of the curve verifies nothing", () => {
  const blob = encodeStrings([asciiBytes("ssh-ed25519"), new Uint8Array(32).fill(2)])
  const key = decodePublicKey(blob, "", { points: "trusted" })
  const signature = encodeStrings([asciiBytes("ssh-ed25519"), new Uint8Array(64)])
  expect(codeOf(() => verifySignature(key, message, signature))).toBe("signature_invalid")
})

test("an RSA key with a huge exponent is not worked with", () => {
  const { publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 })
  const n = Uint8Array.of(0, ...Buffer.from(publicKey.export({ format: "jwk" }).n ?? "", "base64url"))
  const exponent = Uint8Array.of(1, ...new Uint8Array(8), 1)
  const key = decodePublicKey(encodeStrings([asciiBytes("ssh-rsa"), exponent, n]))
  const signature = encodeStrings([asciiBytes("rsa-sha2-256"), new Uint8Array(256)])
  expect(codeOf(() => verifySignature(key, message, signature))).toBe("limit_exceeded")
})

test("DSA signatures are refused", () => {
  const signature = encodeStrings([asciiBytes("ssh-dss"), new Uint8Array(40)])
  const key = parsePublicKey(publicLine("dsa_1024"))
  expect(codeOf(() => verifySignature(key, message, signature))).toBe("type_unsupported")
})
