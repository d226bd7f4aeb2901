import { poly1305 } from "@noble/ciphers/_poly1305.js"
import { cbc, ctr, gcm } from "@noble/ciphers/aes.js"
import { chacha20orig } from "@noble/ciphers/chacha.js"
import { decryptTripleDesCbc, encryptTripleDesCbc } from "./des.ts"
import { KeyError } from "./error.ts"
import { equalBytes } from "./key-types/halves.ts"
import { concatBytes } from "./wire.ts"

/** Key, initialisation vector, data: what comes out is as long, but for the tag of an authenticated cipher. */
type Transform = (key: Uint8Array, iv: Uint8Array, data: Uint8Array) => Uint8Array

/** How private key files are encrypted. Lengths are in bytes. */
export interface Cipher {
  readonly keyLength: number
  readonly ivLength: number
  /** What is encrypted must be a multiple of this long. */
  readonly blockLength: number
  /** Length of the authentication tag; 0 for a cipher without one. */
  readonly tagLength: number
  /** Encrypts whole blocks; the tag stands at the end of the result. Adds no padding. */
  readonly encrypt: Transform
  /**
   * Decrypts whole blocks with the tag behind them; removes no padding.
   *
   * Throws `passphrase_wrong` for a wrong tag. The ciphers without one give noise for a wrong key.
   */
  readonly decrypt: Transform
}

/** The ciphers of openssh-key-v1 files (OpenSSH: cipher.c, PROTOCOL.key), without `none`, which is no cipher. */
export type CipherName =
  | "3des-cbc"
  | "aes128-cbc"
  | "aes192-cbc"
  | "aes256-cbc"
  | "aes128-ctr"
  | "aes192-ctr"
  | "aes256-ctr"
  | "aes128-gcm@openssh.com"
  | "aes256-gcm@openssh.com"
  | "chacha20-poly1305@openssh.com"

/**
 * The ciphers by OpenSSH's name. Key and IV of every file come from a passphrase and a fresh salt, so they are used
 * once; PEM, PKCS#8 and PPK files use the rows of AES-CBC and Triple DES too.
 */
export const ciphers: Readonly<Record<CipherName, Cipher>> = {
  "3des-cbc": checked({
    keyLength: 24,
    ivLength: 8,
    blockLength: 8,
    tagLength: 0,
    encrypt: encryptTripleDesCbc,
    decrypt: decryptTripleDesCbc,
  }),
  "aes128-cbc": aesCbc(16),
  "aes192-cbc": aesCbc(24),
  "aes256-cbc": aesCbc(32),
  "aes128-ctr": aesCtr(16),
  "aes192-ctr": aesCtr(24),
  "aes256-ctr": aesCtr(32),
  "aes128-gcm@openssh.com": aesGcm(16),
  "aes256-gcm@openssh.com": aesGcm(32),
  "chacha20-poly1305@openssh.com": checked({
    // The second half of the key encrypts packet lengths on the wire, which a file does not have.
    keyLength: 64,
    ivLength: 0,
    blockLength: 8,
    tagLength: 16,
    encrypt(key, _iv, data) {
      const encrypted = chacha20(key, data, 1)
      return concatBytes([encrypted, poly1305(encrypted, oneTimeKey(key))])
    },
    decrypt(key, _iv, data) {
      const encrypted = data.subarray(0, -16)
      if (!equalBytes(poly1305(encrypted, oneTimeKey(key)), data.subarray(-16))) throw wrongTag()
      return chacha20(key, encrypted, 1)
    },
  }),
}

/** Whether a name from a file is that of a cipher in {@link ciphers}. */
export function isCipherName(name: string): name is CipherName {
  return Object.hasOwn(ciphers, name)
}

/** Fills the last block with the number of bytes added, 1 to a whole block (PKCS#7, RFC 5652 section 6.3). */
export function addPadding(data: Uint8Array, blockLength: number): Uint8Array {
  const added = blockLength - (data.length % blockLength)
  return concatBytes([data, new Uint8Array(added).fill(added)])
}

/**
 * Removes what {@link addPadding} added, or gives undefined for wrong padding: all that CBC tells of a wrong
 * passphrase, and one of 256 wrong passphrases gets past it.
 */
export function removePadding(data: Uint8Array, blockLength: number): Uint8Array | undefined {
  const added = data.at(-1) ?? 0
  const isCount = added >= 1 && added <= Math.min(blockLength, data.length)
  const isRight = isCount && data.subarray(-added).every((byte) => byte === added)
  return isRight ? data.subarray(0, -added) : undefined
}

function aesCbc(keyLength: number): Cipher {
  const instance = (key: Uint8Array, iv: Uint8Array) => cbc(key, iv, { disablePadding: true })
  return checked({
    keyLength,
    ivLength: 16,
    blockLength: 16,
    tagLength: 0,
    encrypt: (key, iv, data) => instance(key, iv).encrypt(data),
    decrypt: (key, iv, data) => instance(key, iv).decrypt(data),
  })
}

function aesCtr(keyLength: number): Cipher {
  const transform: Transform = (key, iv, data) => ctr(key, iv).encrypt(data)
  return checked({ keyLength, ivLength: 16, blockLength: 16, tagLength: 0, encrypt: transform, decrypt: transform })
}

function aesGcm(keyLength: number): Cipher {
  return checked({
    keyLength,
    ivLength: 12,
    blockLength: 16,
    tagLength: 16,
    encrypt: (key, iv, data) => gcm(key, iv).encrypt(data),
    decrypt(key, iv, data) {
      try {
        return gcm(key, iv).decrypt(data)
      } catch {
        throw wrongTag()
      }
    },
  })
}

/** ChaCha20 with a 64-bit nonce of zero, which is the packet number on the wire (OpenSSH: PROTOCOL.chacha20poly1305). */
function chacha20(key: Uint8Array, data: Uint8Array, counter: number): Uint8Array {
  return chacha20orig(key.subarray(0, 32), new Uint8Array(8), data, undefined, counter)
}

function oneTimeKey(key: Uint8Array): Uint8Array {
  return chacha20(key, new Uint8Array(32), 0)
}

/** The same cipher, which refuses wrong lengths: `format_invalid` for data, `RangeError` for a caller's key or IV. */
function checked(cipher: Cipher): Cipher {
  const { keyLength, ivLength, blockLength, tagLength } = cipher
  const check = (key: Uint8Array, iv: Uint8Array, length: number) => {
    if (key.length !== keyLength || iv.length !== ivLength) throw new RangeError("wrong length of key or IV")
    if (length > 0 && length % blockLength === 0) return
    throw new KeyError("format_invalid", "the encrypted part of this private key does not consist of whole blocks", {
      hint: "copy the whole file",
    })
  }
  return {
    ...cipher,
    encrypt(key, iv, data) {
      check(key, iv, data.length)
      return cipher.encrypt(key, iv, data)
    },
    decrypt(key, iv, data) {
      check(key, iv, data.length - tagLength)
      return cipher.decrypt(key, iv, data)
    },
  }
}

function wrongTag(): KeyError {
  return new KeyError("passphrase_wrong", "the passphrase is wrong, or the file is damaged", { hint: "try again" })
}
