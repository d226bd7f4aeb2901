import { generateKeyPairSync, randomBytes, sign } from "node:crypto"
import { describe, expect, test } from "vitest"
import * as node from "../../src/crypto/node-signature.ts"
import * as portable from "../../src/crypto/portable-signature.ts"
import { toFixedBytes, toInteger } from "../../src/integer.ts"
import { nistCurves } from "../../src/key-types/nist-curves.ts"
import { flipBit } from "../kit/flip.ts"

const halves = [
  ["portable", portable],
  ["Node's", node],
] as const
const message = Uint8Array.from(randomBytes(100))
const curves = [
  ["nistp256", "sha256"],
  ["nistp384", "sha384"],
  ["nistp521", "sha512"],
] as const

function fromBase64url(text: string | undefined): Uint8Array {
  return Uint8Array.from(Buffer.from(text ?? "", "base64url"))
}

test.for(["sha1", "sha256", "sha384", "sha512"] as const)("both halves make the same %s", (hash) => {
  expect(Uint8Array.from(node.digest(hash, message))).toEqual(portable.digest(hash, message))
})

describe.for(halves)("the %s half", ([, { verifyEd25519, verifyEcdsa }]) => {
  test("takes an Ed25519 signature and none with another S for the same R", () => {
    const { publicKey, privateKey } = generateKeyPairSync("ed25519")
    const point = fromBase64url(publicKey.export({ format: "jwk" }).x)
    const signature = Uint8Array.from(sign(null, message, privateKey))
    expect(verifyEd25519(point, message, signature)).toBe(true)
    expect(verifyEd25519(point, message.subarray(1), signature)).toBe(false)
    const order = 2n ** 252n + 27742317777372353535851937790883648493n
    const s = toInteger(signature.slice(32).toReversed()) + order
    const malleable = Uint8Array.from([...signature.slice(0, 32), ...toFixedBytes(s, 32).toReversed()])
    expect(verifyEd25519(point, message, malleable)).toBe(false)
  })

  test.for(curves)("takes an ECDSA signature over %s with r and s in range only", ([curve, hash]) => {
    const secret = nistCurves[curve].utils.randomSecretKey()
    const point = nistCurves[curve].getPublicKey(secret, false)
    const order = nistCurves[curve].Point.Fn.ORDER
    const length = nistCurves[curve].Point.Fn.BYTES
    const options = { prehash: false, lowS: false } as const
    const signature = nistCurves[curve].sign(portable.digest(hash, message), secret, options)
    const [r, s] = [toInteger(signature.slice(0, length)), toInteger(signature.slice(length))]
    const verify = (...numbers: readonly bigint[]) => {
      const bytes = Uint8Array.from(numbers.flatMap((number) => [...toFixedBytes(number, length)]))
      return verifyEcdsa(curve, hash, point, message, bytes)
    }
    expect(verify(r, s)).toBe(true)
    // ECDSA signs with either of two values for s; SSH prefers none.
    expect(verify(r, order - s)).toBe(true)
    expect([verify(0n, s), verify(r, 0n), verify(0n, 0n), verify(order, s), verify(r, order)]).not.toContain(true)
    expect([verify(s, r), verify(r, s + 1n)]).not.toContain(true)
    expect(verifyEcdsa(curve, hash, point, flipBit(message, 3), signature)).toBe(false)
    expect(verifyEcdsa(curve, hash, flipBit(point, 100), message, signature)).toBe(false)
  })
})

test("both halves raise to the same powers with an RSA key", () => {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 })
  const { n, e, d, p, q, qi } = privateKey.export({ format: "jwk" })
  const [modulus, exponent] = [fromBase64url(n), fromBase64url(e)]
  const numbers = {
    ...{ n: modulus, e: exponent, d: fromBase64url(d), p: fromBase64url(p), q: fromBase64url(q) },
    coefficient: fromBase64url(qi),
  }
  for (let round = 0; round < 5; round++) {
    const block = Uint8Array.from([0, ...randomBytes(modulus.length - 1)])
    const signed = portable.rsaPrivateOperation(numbers, block)
    expect(Uint8Array.from(node.rsaPrivateOperation(numbers, block))).toEqual(signed)
    expect(portable.rsaPublicOperation(modulus, exponent, signed)).toEqual(block)
    expect(Uint8Array.from(node.rsaPublicOperation(modulus, exponent, signed))).toEqual(block)
  }
})
