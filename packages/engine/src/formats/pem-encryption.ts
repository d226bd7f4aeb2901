import { cbc } from "@noble/ciphers/aes.js"
import { sha1 } from "@noble/hashes/legacy.js"
import { pbkdf2 } from "@noble/hashes/pbkdf2.js"
import { scrypt } from "@noble/hashes/scrypt.js"
import { sha256, sha384, sha512 } from "@noble/hashes/sha2.js"
import { md5 } from "#crypto"
import { DerReader, fromHex, tags } from "../der.ts"
import { KeyError } from "../error.ts"
import { toInteger } from "../integer.ts"
import { MAX_PBKDF2_ROUNDS, MAX_SCRYPT_MEMORY } from "../limits.ts"
import { concatBytes } from "../wire.ts"

const OID_PBES2 = "2a864886f70d01050d"
const OID_PBKDF2 = "2a864886f70d01050c"
const OID_SCRYPT = "2b06010401da47040b"
const AES_PREFIX = "60864801650304"

/** Key lengths in bytes by the last two bytes of an AES-CBC identifier (NIST: 2.16.840.1.101.3.4.1). */
const aesLengths: Readonly<Record<string, number>> = { "0102": 16, "0116": 24, "012a": 32 }

/** Hashes by the HMAC identifier of PBKDF2 (RFC 8018 appendix B.1). */
const hashes: Readonly<Record<string, typeof sha256 | typeof sha1 | typeof sha512>> = {
  "2a864886f70d0207": sha1,
  "2a864886f70d0209": sha256,
  "2a864886f70d020a": sha384,
  "2a864886f70d020b": sha512,
}

/**
 * Decrypts an EncryptedPrivateKeyInfo (RFC 5958 section 3) with PBES2 (RFC 8018 section 6.2): AES-CBC, and PBKDF2 or
 * scrypt. Returns the PKCS#8 structure inside. Secret.
 *
 * Throws `passphrase_wrong`, `type_unsupported` (another algorithm), `limit_exceeded` (a KDF that asks for too much
 * work), `format_invalid`, `truncated`.
 */
export function decryptPkcs8(der: Uint8Array, passphrase: string): Uint8Array {
  const body = new DerReader(der).nested()
  const scheme = body.nested()
  const data = body.value(tags.octetString)
  if (scheme.oid() !== OID_PBES2) throw unsupported()
  const parameters = scheme.nested()
  const kdf = parameters.nested()
  const cipher = parameters.nested()
  const cipherOid = cipher.oid()
  const length = cipherOid.startsWith(AES_PREFIX) ? aesLengths[cipherOid.slice(AES_PREFIX.length)] : undefined
  if (length === undefined) throw unsupported()
  return decryptCbc(derive(kdf, passphrase, length), cipher.value(tags.octetString), data)
}

/**
 * Decrypts the body of an OpenSSL file with a `DEK-Info` header: AES-CBC, with a key made of MD5 over the passphrase
 * and the first eight bytes of the IV. Secret.
 *
 * Throws `passphrase_wrong`, `type_unsupported` (another cipher), `format_invalid`.
 */
export function decryptLegacyPem(dekInfo: string, data: Uint8Array, passphrase: string): Uint8Array {
  const header = /^AES-(128|192|256)-CBC, *([0-9A-Fa-f]{32})$/.exec(dekInfo)
  if (header === null) throw unsupported()
  const iv = fromHex(header[2] ?? "")
  const secret = concatBytes([new TextEncoder().encode(passphrase), iv.subarray(0, 8)])
  const first = md5(secret)
  const key = concatBytes([first, md5(concatBytes([first, secret]))])
  return decryptCbc(key.subarray(0, Number(header[1]) / 8), iv, data)
}

function derive(kdf: DerReader, passphrase: string, length: number): Uint8Array {
  const password = new TextEncoder().encode(passphrase)
  const oid = kdf.oid()
  const parameters = kdf.nested()
  const salt = parameters.value(tags.octetString)
  const numbers: number[] = []
  while (parameters.nextTag === tags.integer) numbers.push(Number(toInteger(parameters.integer())))
  const [first = 0, r = 0, p = 0] = numbers
  if (oid === OID_PBKDF2) {
    const hash = parameters.nextTag === undefined ? sha1 : hashes[parameters.nested().oid()]
    if (hash === undefined) throw unsupported()
    if (first < 1 || first > MAX_PBKDF2_ROUNDS) throw tooMuchWork()
    return pbkdf2(hash, password, salt, { c: first, dkLen: length })
  }
  if (oid !== OID_SCRYPT) throw unsupported()
  if (r < 1 || p < 1 || first * r * p * 128 > MAX_SCRYPT_MEMORY) throw tooMuchWork()
  if (first < 2 || (first & (first - 1)) !== 0)
    throw new KeyError("format_invalid", "the scrypt cost is no power of two")
  return scrypt(password, salt, { N: first, r, p, dkLen: length })
}

function decryptCbc(key: Uint8Array, iv: Uint8Array, data: Uint8Array): Uint8Array {
  if (iv.length !== 16) throw new KeyError("format_invalid", "the initialisation vector does not have 16 bytes")
  try {
    return cbc(key, iv).decrypt(data)
  } catch {
    // Wrong padding is all that CBC tells of a wrong passphrase.
    throw wrongPassphrase()
  }
}

/** The error for a passphrase that does not open a file. */
export function wrongPassphrase(): KeyError {
  return new KeyError("passphrase_wrong", "the passphrase is wrong", { hint: "try again, or use the .pub file" })
}

function unsupported(): KeyError {
  return new KeyError("type_unsupported", "this private key is encrypted in a way that is not supported", {
    hint: "run ssh-keygen -y -f FILE and use the result",
  })
}

function tooMuchWork(): KeyError {
  return new KeyError("limit_exceeded", "opening this private key would take too long", {
    hint: "run ssh-keygen -y -f FILE and use the result",
  })
}
