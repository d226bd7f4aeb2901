import { pbkdf2Sync, scryptSync } from "node:crypto"
import type { HashName } from "./hash-name.ts"
import type { ScryptCost } from "./scrypt-cost.ts"

/** PBKDF2 with HMAC (RFC 8018 section 5.2). Secret. Native: eight times the speed of the portable one. */
export function pbkdf2(
  hash: HashName,
  passphrase: Uint8Array,
  salt: Uint8Array,
  rounds: number,
  length: number,
): Uint8Array {
  return pbkdf2Sync(passphrase, salt, rounds, length, hash)
}

/** scrypt (RFC 7914). Secret. Native: twice the speed of the portable one. */
export function scrypt(passphrase: Uint8Array, salt: Uint8Array, { N, r, p }: ScryptCost, length: number): Uint8Array {
  // What OpenSSL counts: the memory of all lanes, of one table and of a block more.
  const maxmem = 128 * r * (N + p + 2)
  return scryptSync(passphrase, salt, length, { N, r, p, maxmem })
}
