import { addPadding, type Cipher, ciphers, removePadding } from "../cipher.ts"
import type { HashName } from "../crypto/hash-name.ts"
import { DerReader, encodeDer, fromHex, tags } from "../der.ts"
import type { Encryption } from "../encryption.ts"
import { KeyError } from "../error.ts"
import { toInteger, toMpint } from "../integer.ts"
import { type Derivation, deriveKey, deriveKeySync } from "../key-derivation.ts"
import { MAX_PBKDF2_ROUNDS, MAX_SCRYPT_MEMORY } from "../limits.ts"
import { wrongPassphrase } from "../passphrase.ts"

const OID_PBES2 = "2a864886f70d01050d"
const OID_PBKDF2 = "2a864886f70d01050c"
const OID_SCRYPT = "2b06010401da47040b"
const OID_AES_256_CBC = "60864801650304012a"
const OID_HMAC_SHA256 = "2a864886f70d0209"

/** Ciphers by their identifier (NIST: 2.16.840.1.101.3.4.1; RFC 8018 appendix B.2.2 for DES-EDE3). */
const pbes2Ciphers: Readonly<Record<string, Cipher>> = {
  "608648016503040102": ciphers["aes128-cbc"],
  "608648016503040116": ciphers["aes192-cbc"],
  [OID_AES_256_CBC]: ciphers["aes256-cbc"],
  "2a864886f70d0307": ciphers["3des-cbc"],
}

/** Hashes by the HMAC identifier of PBKDF2 (RFC 8018 appendix B.1). */
const hashes: Readonly<Record<string, HashName>> = {
  "2a864886f70d0207": "sha1",
  [OID_HMAC_SHA256]: "sha256",
  "2a864886f70d020a": "sha384",
  "2a864886f70d020b": "sha512",
}

/** Rounds of PBKDF2-HMAC-SHA256 in files that are written: OWASP's advice since 2023, a fifth of a second. */
const PBKDF2_ROUNDS = 600_000
/** N, r, p of scrypt in files that are written: OpenSSL's, 16 MiB; with more, OpenSSL's own limit refuses the file. */
const SCRYPT_COST: readonly [number, number, number] = [16384, 8, 1]

/** How many random bytes encryption takes: 16 for the salt and 16 for the IV. */
export const PKCS8_RANDOM_LENGTH = 32

/** Key derivations that a PKCS#8 file is written with. LibreSSL, which macOS has, reads the first only. */
export type Pkcs8Kdf = "pbkdf2" | "scrypt"

/**
 * Decrypts an EncryptedPrivateKeyInfo (RFC 5958 section 3) with PBES2 (RFC 8018 section 6.2): a cipher in CBC mode, and
 * PBKDF2 or scrypt (RFC 7914). Returns the PKCS#8 structure inside. Secret.
 *
 * Throws `passphrase_wrong`, `type_unsupported` (another algorithm), `limit_exceeded` (a KDF that asks for too much
 * work, with the number), `format_invalid`, `truncated`, `trailing_data`.
 */
export async function decryptPkcs8(der: Uint8Array, passphrase: string): Promise<Uint8Array> {
  const { derivation, open } = readLocked(der)
  return open(await deriveKey(derivation, passphrase))
}

/** As {@link decryptPkcs8}, for callers that cannot wait. */
export function decryptPkcs8Sync(der: Uint8Array, passphrase: string): Uint8Array {
  const { derivation, open } = readLocked(der)
  return open(deriveKeySync(derivation, passphrase))
}

/** What is to be derived, and what opens the file with it. */
function readLocked(der: Uint8Array) {
  const { cipher, iv, kdf, data } = readScheme(der)
  if (iv.length !== cipher.ivLength) {
    throw new KeyError("format_invalid", `the initialisation vector does not have ${cipher.ivLength} bytes`)
  }
  const open = (key: Uint8Array): Uint8Array => {
    const padded = cipher.decrypt(key, iv, data)
    key.fill(0)
    const plain = removePadding(padded, cipher.blockLength)
    if (plain === undefined) throw wrongPassphrase()
    return plain
  }
  return { derivation: readDerivation(kdf, cipher.keyLength), open }
}

/** How an EncryptedPrivateKeyInfo is encrypted. Throws as {@link decryptPkcs8} does before it decrypts. */
export function pkcs8Encryption(der: Uint8Array): Encryption {
  const { cipher, kdf } = readScheme(der)
  const name = Object.entries(ciphers).find(([, row]) => row === cipher)?.[0] ?? ""
  const { name: derivation, numbers, hash } = readKdf(kdf)
  const [cost = 0, blockSize = 0, lanes = 0] = numbers
  if (derivation === OID_PBKDF2) return { cipher: name, kdf: `pbkdf2-${hash}`, rounds: cost }
  return { cipher: name, kdf: "scrypt", rounds: lanes, memory: (cost * blockSize * 128) / 1024 }
}

function readScheme(der: Uint8Array) {
  const body = DerReader.whole(der)
  const scheme = body.nested()
  const data = body.value(tags.octetString)
  body.end()
  if (scheme.oid() !== OID_PBES2) throw unsupportedEncryption()
  const parameters = scheme.nested()
  const kdf = parameters.nested()
  const encryption = parameters.nested()
  const cipher = pbes2Ciphers[encryption.oid()]
  if (cipher === undefined) throw unsupportedEncryption()
  return { cipher, iv: encryption.value(tags.octetString), kdf, data }
}

/** The counterpart of {@link decryptPkcs8} with AES-256-CBC. `random` is {@link PKCS8_RANDOM_LENGTH} bytes. */
export async function encryptPkcs8(
  plain: Uint8Array,
  passphrase: string,
  kdf: Pkcs8Kdf,
  random: Uint8Array,
): Promise<Uint8Array> {
  const cipher = ciphers["aes256-cbc"]
  const iv = random.subarray(16, 32)
  const derivation = kdf === "scrypt" ? encodeScrypt(random.subarray(0, 16)) : encodePbkdf2(random.subarray(0, 16))
  const key = await deriveKey(readDerivation(DerReader.whole(derivation), cipher.keyLength), passphrase)
  const data = cipher.encrypt(key, iv, addPadding(plain, cipher.blockLength))
  key.fill(0)
  const encryption = encodeDer(tags.sequence, oid(OID_AES_256_CBC), encodeDer(tags.octetString, iv))
  const scheme = encodeDer(tags.sequence, oid(OID_PBES2), encodeDer(tags.sequence, derivation, encryption))
  return encodeDer(tags.sequence, scheme, encodeDer(tags.octetString, data))
}

function encodePbkdf2(salt: Uint8Array): Uint8Array {
  const hash = encodeDer(tags.sequence, oid(OID_HMAC_SHA256), encodeDer(tags.null))
  const parameters = [encodeDer(tags.octetString, salt), number(PBKDF2_ROUNDS), hash]
  return encodeDer(tags.sequence, oid(OID_PBKDF2), encodeDer(tags.sequence, ...parameters))
}

function encodeScrypt(salt: Uint8Array): Uint8Array {
  const parameters = [encodeDer(tags.octetString, salt), ...SCRYPT_COST.map(number)]
  return encodeDer(tags.sequence, oid(OID_SCRYPT), encodeDer(tags.sequence, ...parameters))
}

function number(value: number): Uint8Array {
  return encodeDer(tags.integer, toMpint(BigInt(value)))
}

function oid(hex: string): Uint8Array {
  return encodeDer(tags.oid, fromHex(hex))
}

/** Throws for what a file may not ask for, before anything is derived. */
function readDerivation(kdf: DerReader, length: number): Derivation {
  const { name, salt, numbers, hash } = readKdf(kdf)
  if (name === OID_PBKDF2) {
    const [rounds = 0, keyLength = length] = numbers
    if (keyLength !== length) throw new KeyError("format_invalid", "the key length of this file is not its cipher's")
    if (rounds > MAX_PBKDF2_ROUNDS) {
      throw tooMuchWork(`${rounds} rounds of PBKDF2, and at most ${MAX_PBKDF2_ROUNDS} are done`)
    }
    if (rounds < 1) throw new KeyError("format_invalid", "this private key names no rounds for its passphrase")
    return { kdf: "pbkdf2", hash, salt, rounds, length }
  }
  const [N = 0, r = 0, p = 0, keyLength = length] = numbers
  if (keyLength !== length) throw new KeyError("format_invalid", "the key length of this file is not its cipher's")
  // The memory of one lane times the lanes is the work.
  if (N * r * p * 128 > MAX_SCRYPT_MEMORY) {
    throw tooMuchWork(`${N * r * p * 128} bytes of scrypt, and at most ${MAX_SCRYPT_MEMORY} are used`)
  }
  // RFC 7914 section 2.
  if (r < 1 || p < 1 || N < 2 || (N & (N - 1)) !== 0 || N >= 2 ** (16 * r)) {
    throw new KeyError("format_invalid", "the scrypt cost of this file is out of scrypt's bounds, or no power of two")
  }
  return { kdf: "scrypt", salt, cost: { N, r, p }, length }
}

/** The numbers stand in the order of RFC 8018 appendix A.2 or RFC 7914 section 7; the hash is PBKDF2's. */
function readKdf(kdf: DerReader) {
  const name = kdf.oid()
  if (name !== OID_PBKDF2 && name !== OID_SCRYPT) throw unsupportedEncryption()
  const parameters = kdf.nested()
  const salt = parameters.value(tags.octetString)
  const numbers: number[] = []
  while (parameters.nextTag === tags.integer) numbers.push(Number(toInteger(parameters.integer())))
  const hash: HashName | undefined = parameters.nextTag === undefined ? "sha1" : hashes[parameters.nested().oid()]
  if (hash === undefined) throw unsupportedEncryption()
  return { name, salt, numbers, hash }
}

/** The error for encryption by an algorithm that is not read here. */
export function unsupportedEncryption(): KeyError {
  return new KeyError("type_unsupported", "this private key is encrypted in a way that is not supported", {
    hint: "run ssh-keygen -y -f FILE and use the result",
  })
}

function tooMuchWork(asked: string): KeyError {
  return new KeyError("limit_exceeded", `this private key asks for ${asked}`, {
    hint: "run ssh-keygen -y -f FILE and use the result",
  })
}
