import { toInteger } from "../integer.ts"
import { type PublicKey, publicFields } from "../public-key.ts"

/** The exponent and the modulus of a key of type `ssh-rsa`. */
export function rsaNumbers(key: PublicKey): { readonly exponent: bigint; readonly modulus: bigint } {
  const [exponent, modulus] = publicFields(key).fields
  return { exponent: toInteger(exponent ?? new Uint8Array()), modulus: toInteger(modulus ?? new Uint8Array()) }
}
