import { pbkdf2, pbkdf2Sync, scryptSync } from "#kdf"
import type { HashName } from "./crypto/hash-name.ts"
import type { ScryptCost } from "./crypto/scrypt-cost.ts"

/** How a passphrase becomes `length` bytes. The caller has compared what it asks for with the limits. */
export type Derivation = { readonly salt: Uint8Array; readonly length: number } & (
  | { readonly kdf: "pbkdf2"; readonly hash: HashName; readonly rounds: number }
  | { readonly kdf: "scrypt"; readonly cost: ScryptCost }
)

/** The bytes that a passphrase becomes: PBKDF2 by the platform where it has it. Secret. */
export async function deriveKey(derivation: Derivation, passphrase: string): Promise<Uint8Array> {
  if (derivation.kdf === "scrypt") return deriveKeySync(derivation, passphrase)
  const { hash, salt, rounds, length } = derivation
  const password = new TextEncoder().encode(passphrase)
  const derived = await pbkdf2(hash, password, salt, rounds, length)
  password.fill(0)
  return derived
}

/** As {@link deriveKey}, for callers that cannot wait: in browsers PBKDF2 takes many times as long. Secret. */
export function deriveKeySync(derivation: Derivation, passphrase: string): Uint8Array {
  const password = new TextEncoder().encode(passphrase)
  const { salt, length } = derivation
  if (derivation.kdf === "scrypt") return scryptSync(password, salt, derivation.cost, length)
  return pbkdf2Sync(derivation.hash, password, salt, derivation.rounds, length)
}
