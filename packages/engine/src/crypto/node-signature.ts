import { constants, createPrivateKey, createPublicKey, hash, privateEncrypt, publicDecrypt, verify } from "node:crypto"
import { toFixedBytes, toInteger } from "../integer.ts"
import type { CurveName } from "../key-types/ecdsa.ts"
import type { HashName } from "./hash-name.ts"
import type { RsaNumbers } from "./rsa-numbers.ts"

const curveNames = { nistp256: "P-256", nistp384: "P-384", nistp521: "P-521" } as const

/** The hash of `bytes`. */
export function digest(name: HashName, bytes: Uint8Array): Uint8Array {
  return hash(name, bytes, "buffer")
}

/** Whether 64 bytes are the signature of `message` by the key of a point (RFC 8032 section 5.1.7). Never throws. */
export function verifyEd25519(point: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  try {
    const key = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x: base64url(point) }, format: "jwk" })
    return verify(null, message, key, signature)
  } catch {
    return false
  }
}

/**
 * Whether `signature`, r and s in the length of the curve's order each, signs `message` (FIPS 186-5 section 6.4.2).
 * Never throws. Native: ten times the speed of the portable one.
 */
export function verifyEcdsa(
  curve: CurveName,
  hashName: HashName,
  point: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): boolean {
  const middle = (point.length + 1) / 2
  const [x, y] = [base64url(point.subarray(1, middle)), base64url(point.subarray(middle))]
  try {
    const key = createPublicKey({ key: { kty: "EC", crv: curveNames[curve], x, y }, format: "jwk" })
    return verify(hashName, message, { key, dsaEncoding: "ieee-p1363" }, signature)
  } catch {
    return false
  }
}

/** `block` to the power of e modulo n (RFC 8017 section 5.2.2), as long as n. `block` must be below n. */
export function rsaPublicOperation(modulus: Uint8Array, exponent: Uint8Array, block: Uint8Array): Uint8Array {
  const key = createPublicKey({ key: { kty: "RSA", n: number(modulus), e: number(exponent) }, format: "jwk" })
  return publicDecrypt({ key, padding: constants.RSA_NO_PADDING }, block)
}

/** `block` to the power of d modulo n (RFC 8017 section 5.2.1), as long as n. OpenSSL blinds it. */
export function rsaPrivateOperation(numbers: RsaNumbers, block: Uint8Array): Uint8Array {
  const { n, e, d, p, q, coefficient } = numbers
  const exponent = toInteger(d)
  const [dp, dq] = [p, q].map((prime) => toFixedBytes(exponent % (toInteger(prime) - 1n), prime.length))
  const jwk = { kty: "RSA", n, e, d, p, q, dp, dq, qi: coefficient }
  const members = Object.entries(jwk).map(([name, value]) => [
    name,
    value instanceof Uint8Array ? number(value) : value,
  ])
  const key = createPrivateKey({ key: Object.fromEntries(members), format: "jwk" })
  return privateEncrypt({ key, padding: constants.RSA_NO_PADDING }, block)
}

/** A number as JSON Web Keys write it (RFC 7518 section 2): without leading zero bytes. */
function number(bytes: Uint8Array): string {
  const start = bytes.findIndex((byte) => byte !== 0)
  return base64url(bytes.subarray(Math.max(start, 0)))
}

function base64url(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64url")
}
