import { digest, rsaPrivateOperation, rsaPublicOperation } from "#signature"
import type { HashName } from "../crypto/hash-name.ts"
import { fromHex } from "../der.ts"
import { KeyError } from "../error.ts"
import { toInteger } from "../integer.ts"
import { MAX_RSA_EXPONENT_BITS } from "../limits.ts"
import { concatBytes } from "../wire.ts"
import { equalBytes } from "./halves.ts"
import { mpintBits } from "./rsa.ts"
import type { SignatureScheme } from "./signature-scheme.ts"

interface RsaAlgorithm {
  readonly hash: HashName
  /** DER of a DigestInfo up to the hash (RFC 8017 section 9.2, note 1), in hexadecimal. */
  readonly prefix: string
}

/** RFC 8332 section 3; RFC 4253 section 6.6 for the one with SHA-1. */
const algorithms: Readonly<Record<string, RsaAlgorithm>> = {
  "rsa-sha2-512": { hash: "sha512", prefix: "3051300d060960864801650304020305000440" },
  "rsa-sha2-256": { hash: "sha256", prefix: "3031300d060960864801650304020105000420" },
  "ssh-rsa": { hash: "sha1", prefix: "3021300906052b0e03021a05000414" },
}

/** Whether a signature algorithm hashes with SHA-1, for which other texts with the same hash can be made. */
export function usesSha1(algorithm: string): boolean {
  return algorithms[algorithm]?.hash === "sha1"
}

/**
 * RSASSA-PKCS1-v1_5 (RFC 8017 section 8.2): the value is as long as the modulus. OpenSSH and RFC 4253 also know values
 * without leading zero bytes, which some tools write. The block inside is made again and compared as a whole, so that
 * nothing in it is left to interpretation.
 */
export const rsaSignature: SignatureScheme = {
  verify([e = new Uint8Array(0), n = new Uint8Array(0)], message, { algorithm, value }) {
    if (mpintBits(e) > MAX_RSA_EXPONENT_BITS) {
      throw new KeyError("limit_exceeded", `the public exponent of this RSA key has ${mpintBits(e)} bits`, {
        hint: "use a key as ssh-keygen makes it",
      })
    }
    const length = Math.ceil(mpintBits(n) / 8)
    const isShortest = value.length < length && value[0] !== 0
    if (value.length !== length && !isShortest) {
      throw new KeyError("format_invalid", `a signature of this key has ${length} bytes and this one ${value.length}`)
    }
    const block = concatBytes([new Uint8Array(length - value.length), value])
    if (toInteger(block) >= toInteger(n)) return undefined
    return equalBytes(rsaPublicOperation(n, e, block), paddedHash(algorithm, message, length)) ? {} : undefined
  },
  sign({ publicFields: [e, n], secretFields: [d, coefficient, p, q] }, message, algorithm) {
    if (!e || !n || !d || !coefficient || !p || !q) throw new Error("an RSA private key has six numbers")
    const block = paddedHash(algorithm, message, Math.ceil(mpintBits(n) / 8))
    const value = rsaPrivateOperation({ n, e, d, p, q, coefficient }, block)
    // A wrong result of the Chinese remainder theorem, sent out, gives the primes away.
    if (!equalBytes(rsaPublicOperation(n, e, value), block)) throw new Error("the RSA signature came out wrong")
    return value
  },
}

/** EMSA-PKCS1-v1_5 (RFC 8017 section 9.2). */
function paddedHash(name: string, message: Uint8Array, length: number): Uint8Array {
  const algorithm = algorithms[name]
  if (algorithm === undefined) throw new Error(`${name} is not an RSA signature algorithm`)
  const info = concatBytes([fromHex(algorithm.prefix), digest(algorithm.hash, message)])
  const padding = new Uint8Array(length - info.length - 3).fill(0xff)
  return concatBytes([Uint8Array.of(0, 1), padding, Uint8Array.of(0), info])
}
