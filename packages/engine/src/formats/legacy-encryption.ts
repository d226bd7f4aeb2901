import { md5 } from "#crypto"
import { addPadding, ciphers, removePadding } from "../cipher.ts"
import { fromHex, toHex } from "../der.ts"
import { wrongPassphrase } from "../passphrase.ts"
import { concatBytes } from "../wire.ts"
import { unsupportedEncryption } from "./pkcs8-encryption.ts"

/** Ciphers by their name in a `DEK-Info` header. */
const legacyCiphers = {
  "AES-128-CBC": ciphers["aes128-cbc"],
  "AES-192-CBC": ciphers["aes192-cbc"],
  "AES-256-CBC": ciphers["aes256-cbc"],
  "DES-EDE3-CBC": ciphers["3des-cbc"],
} as const

/**
 * Decrypts the body of an OpenSSL file with a `DEK-Info` header (RFC 1421 section 4.6.1.3), with a key made of MD5 over
 * the passphrase and the first eight bytes of the IV. Secret.
 *
 * Throws `passphrase_wrong`, `type_unsupported` (another cipher), `format_invalid`.
 */
export function decryptLegacy(dekInfo: string, data: Uint8Array, passphrase: string): Uint8Array {
  const { cipher, iv } = readDekInfo(dekInfo)
  const ivBytes = fromHex(iv)
  const key = deriveKey(passphrase, ivBytes, cipher.keyLength)
  const padded = cipher.decrypt(key, ivBytes, data)
  key.fill(0)
  const plain = removePadding(padded, cipher.blockLength)
  if (plain === undefined) throw wrongPassphrase()
  return plain
}

/** The cipher of a `DEK-Info` header by its name in OpenSSH. Throws `type_unsupported`. */
export function legacyCipherName(dekInfo: string): string {
  const { cipher } = readDekInfo(dekInfo)
  return Object.entries(ciphers).find(([, row]) => row === cipher)?.[0] ?? ""
}

function readDekInfo(dekInfo: string) {
  const [, name = "", iv = ""] = /^([A-Z0-9-]{1,32}), *([0-9A-Fa-f]{16,32})$/.exec(dekInfo) ?? []
  const cipher = Object.entries(legacyCiphers).find(([candidate]) => candidate === name)?.[1]
  if (cipher === undefined || iv.length !== cipher.ivLength * 2) throw unsupportedEncryption()
  return { cipher, iv }
}

/** The counterpart of {@link decryptLegacy} with AES-256: header lines and body. `iv` is 16 random bytes. */
export function encryptLegacy(
  plain: Uint8Array,
  passphrase: string,
  iv: Uint8Array,
): { readonly headers: readonly string[]; readonly data: Uint8Array } {
  const cipher = legacyCiphers["AES-256-CBC"]
  const key = deriveKey(passphrase, iv, cipher.keyLength)
  const data = cipher.encrypt(key, iv, addPadding(plain, cipher.blockLength))
  return { headers: ["Proc-Type: 4,ENCRYPTED", `DEK-Info: AES-256-CBC,${toHex(iv).toUpperCase()}`], data }
}

/** OpenSSL's EVP_BytesToKey with MD5 and one round: each piece hashes the one before it, the passphrase and the salt. */
function deriveKey(passphrase: string, iv: Uint8Array, length: number): Uint8Array {
  const secret = concatBytes([new TextEncoder().encode(passphrase), iv.subarray(0, 8)])
  let key = md5(secret)
  let last = key
  while (key.length < length) {
    last = md5(concatBytes([last, secret]))
    key = concatBytes([key, last])
  }
  return key.subarray(0, length)
}
