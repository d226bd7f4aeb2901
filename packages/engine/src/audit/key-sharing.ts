import { fingerprintSha256 } from "../fingerprint.ts"
import { keyTypes } from "../key-type.ts"
import type { PublicKey } from "../public-key.ts"
import { rsaNumbers } from "./rsa-key.ts"
import { sharedFactors } from "./shared-primes.ts"
import { broken, type Weakness } from "./weakness.ts"

/** For each key, in order, that it shares a prime with another of them; undefined where it does not. */
export function primeSharing(keys: readonly PublicKey[]): readonly (Weakness | undefined)[] {
  const owners = new Map<bigint, PublicKey>()
  const moduli = keys.map((key) => (keyTypes[key.type].family === "RSA" ? rsaNumbers(key).modulus : undefined))
  for (const [index, key] of keys.entries()) {
    const modulus = moduli[index]
    // A key that is there twice shares nothing but itself.
    if (modulus !== undefined && !owners.has(modulus)) owners.set(modulus, key)
  }
  const different = [...owners.keys()]
  const factors = new Map(sharedFactors(different).map((factor, index) => [different[index], factor]))
  const sharers = Map.groupBy(different, (modulus) => factors.get(modulus))
  return moduli.map((modulus) => {
    const factor = modulus === undefined ? undefined : factors.get(modulus)
    if (factor === undefined || factor === 1n) return undefined
    const other = sharers.get(factor)?.find((candidate) => candidate !== modulus)
    return sharedPrime(other === undefined ? undefined : owners.get(other))
  })
}

function sharedPrime(other: PublicKey | undefined): Weakness {
  const fingerprint = other && fingerprintSha256(other.blob)
  const name = fingerprint === undefined ? "other keys here" : `the key ${fingerprint}`
  const message = `this key shares a prime with ${name}: whoever has both can compute its private half`
  return broken("shared_prime", message, fingerprint)
}
