import { sha512 } from "@noble/hashes/sha2.js"
import { encryptBlowfish, expandBlowfishKey, resetBlowfish, wipeBlowfish } from "./blowfish.ts"
import { KeyError } from "./error.ts"
import { MAX_BCRYPT_ROUNDS } from "./limits.ts"
import { asciiBytes, concatBytes } from "./wire.ts"

/** Bytes that one bcrypt hash gives. */
const HASH_LENGTH = 32
const EXPANSIONS = 64
const ENCRYPTIONS = 64
const PLAINTEXT = toWords(asciiBytes("OxychromaticBlowfishSwatDynamite"))

/**
 * Derives `length` bytes from a passphrase with bcrypt_pbkdf, the key derivation of openssh-key-v1 files (OpenBSD:
 * bcrypt_pbkdf(3)): PBKDF2 with bcrypt for a hash, whose output bytes are spread over all hashes. Secret. One round
 * takes about 4 ms for 32 bytes of output, and twice that for up to 64.
 *
 * Throws `limit_exceeded` for more than {@link MAX_BCRYPT_ROUNDS}, `format_invalid` for none or for an empty salt.
 */
export function bcryptPbkdf(passphrase: Uint8Array, salt: Uint8Array, rounds: number, length: number): Uint8Array {
  checkWork(salt, rounds)
  const key = toWords(sha512(passphrase))
  const derived = new Uint8Array(length)
  const stride = Math.ceil(length / HASH_LENGTH)
  for (let count = 1; count <= stride; count++) {
    const sum = deriveBlock(key, concatBytes([salt, uint32(count)]), rounds)
    for (let index = 0; index < HASH_LENGTH; index++) {
      const place = index * stride + count - 1
      if (place < length) derived[place] = sum[index] ?? 0
    }
    sum.fill(0)
  }
  key.fill(0)
  wipeBlowfish()
  return derived
}

/** The exclusive or of `rounds` hashes, of which each but the first is salted with the one before it. */
function deriveBlock(key: Int32Array, firstSalt: Uint8Array, rounds: number): Uint8Array {
  let last = bcryptHash(key, toWords(sha512(firstSalt)))
  const sum = last.slice()
  for (let round = 1; round < rounds; round++) {
    last = bcryptHash(key, toWords(sha512(last)))
    for (let index = 0; index < HASH_LENGTH; index++) sum[index] = (sum[index] ?? 0) ^ (last[index] ?? 0)
  }
  return sum
}

function bcryptHash(key: Int32Array, salt: Int32Array): Uint8Array {
  resetBlowfish()
  expandBlowfishKey(key, salt)
  for (let index = 0; index < EXPANSIONS; index++) {
    expandBlowfishKey(salt)
    expandBlowfishKey(key)
  }
  const words = PLAINTEXT.slice()
  encryptBlowfish(words, ENCRYPTIONS)
  const hash = new Uint8Array(HASH_LENGTH)
  const view = new DataView(hash.buffer)
  // Words are read in big-endian order everywhere but here (OpenBSD: bcrypt_hash).
  words.forEach((word, index) => {
    view.setInt32(index * 4, word, true)
  })
  return hash
}

function checkWork(salt: Uint8Array, rounds: number): void {
  if (rounds > MAX_BCRYPT_ROUNDS) {
    throw new KeyError(
      "limit_exceeded",
      `this private key asks for ${rounds} rounds of bcrypt, and at most ${MAX_BCRYPT_ROUNDS} are done`,
      { hint: "set a passphrase with fewer rounds: ssh-keygen -p -a 24 -f FILE" },
    )
  }
  if (rounds < 1 || salt.length === 0) {
    throw new KeyError("format_invalid", "this private key names no rounds or no salt for its passphrase")
  }
}

function toWords(bytes: Uint8Array): Int32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return Int32Array.from({ length: bytes.length / 4 }, (_, index) => view.getInt32(index * 4))
}

function uint32(value: number): Uint8Array {
  const bytes = new Uint8Array(4)
  new DataView(bytes.buffer).setUint32(0, value)
  return bytes
}
