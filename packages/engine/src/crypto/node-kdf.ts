import { pbkdf2 as nativePbkdf2, pbkdf2Sync as nativePbkdf2Sync, scryptSync as nativeScryptSync } from "node:crypto"
import type { HashName } from "./hash-name.ts"
import type { ScryptCost } from "./scrypt-cost.ts"

/** PBKDF2 with HMAC (RFC 8018 section 5.2), beside whatever else is done. Secret. */
export function pbkdf2(
  hash: HashName,
  passphrase: Uint8Array,
  salt: Uint8Array,
  rounds: number,
  length: number,
): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    nativePbkdf2(passphrase, salt, rounds, length, hash, (error, key) => (error ? reject(error) : resolve(key)))
  })
}

/** As {@link pbkdf2}, at once. Secret. Native: eight times the speed of the portable one. */
export function pbkdf2Sync(
  hash: HashName,
  passphrase: Uint8Array,
  salt: Uint8Array,
  rounds: number,
  length: number,
): Uint8Array {
  return nativePbkdf2Sync(passphrase, salt, rounds, length, hash)
}

/** scrypt (RFC 7914). Secret. Native: twice the speed of the portable one. */
export function scryptSync(
  passphrase: Uint8Array,
  salt: Uint8Array,
  { N, r, p }: ScryptCost,
  length: number,
): Uint8Array {
  // What OpenSSL counts: the memory of all lanes, of one table and of a block more.
  const maxmem = 128 * r * (N + p + 2)
  return nativeScryptSync(passphrase, salt, length, { N, r, p, maxmem })
}
