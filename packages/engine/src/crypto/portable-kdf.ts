import { sha1 } from "@noble/hashes/legacy.js"
import { pbkdf2 as noblePbkdf2 } from "@noble/hashes/pbkdf2.js"
import { scrypt as nobleScrypt } from "@noble/hashes/scrypt.js"
import { sha256, sha384, sha512 } from "@noble/hashes/sha2.js"
import type { HashName } from "./hash-name.ts"
import type { ScryptCost } from "./scrypt-cost.ts"
import { derivePbkdf2 } from "./web.ts"

const hashes = { sha1, sha256, sha384, sha512 } as const

/** PBKDF2 with HMAC (RFC 8018 section 5.2): the browser's own, where it has one. Secret. */
export async function pbkdf2(
  hash: HashName,
  passphrase: Uint8Array,
  salt: Uint8Array,
  rounds: number,
  length: number,
): Promise<Uint8Array> {
  const derived = await derivePbkdf2(hash, passphrase, salt, rounds, length)
  return derived ?? pbkdf2Sync(hash, passphrase, salt, rounds, length)
}

/** As {@link pbkdf2}, in JavaScript. Secret. */
export function pbkdf2Sync(
  hash: HashName,
  passphrase: Uint8Array,
  salt: Uint8Array,
  rounds: number,
  length: number,
): Uint8Array {
  return noblePbkdf2(hashes[hash], passphrase, salt, { c: rounds, dkLen: length })
}

/** scrypt (RFC 7914). Secret. */
export function scryptSync(passphrase: Uint8Array, salt: Uint8Array, cost: ScryptCost, length: number): Uint8Array {
  const { N, r, p } = cost
  // One table at a time, the blocks of all lanes, and the passphrase's hash.
  return nobleScrypt(passphrase, salt, { N, r, p, dkLen: length, maxmem: 128 * r * (N + p) + 64 * 1024 })
}
