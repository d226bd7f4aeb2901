import type { HashName } from "./hash-name.ts"

/**
 * A new RSA key with exponent 65537 as unencrypted PKCS#8, by the platform itself (Web Cryptography API section 20);
 * undefined where a browser has none to offer, as on pages that came over plain HTTP. Secret.
 */
export async function generateRsaPkcs8(bits: number): Promise<Uint8Array | undefined> {
  if (crypto.subtle === undefined) return undefined
  const publicExponent = Uint8Array.of(1, 0, 1)
  const algorithm = { name: "RSASSA-PKCS1-v1_5", modulusLength: bits, publicExponent, hash: "SHA-256" }
  const { privateKey } = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"])
  return new Uint8Array(await crypto.subtle.exportKey("pkcs8", privateKey))
}

/**
 * PBKDF2 with HMAC (RFC 8018 section 5.2) by the platform itself (Web Cryptography API section 33); undefined where a
 * browser has none to offer, as on pages that came over plain HTTP. Secret.
 */
export async function derivePbkdf2(
  hash: HashName,
  passphrase: Uint8Array,
  salt: Uint8Array,
  rounds: number,
  length: number,
): Promise<Uint8Array | undefined> {
  if (crypto.subtle === undefined) return undefined
  // Copies, since what WebCrypto takes must not be memory that is shared.
  const secret = Uint8Array.from(passphrase)
  const key = await crypto.subtle.importKey("raw", secret, "PBKDF2", false, ["deriveBits"])
  secret.fill(0)
  const algorithm = { name: "PBKDF2", hash: `SHA-${hash.slice(3)}`, salt: Uint8Array.from(salt), iterations: rounds }
  return new Uint8Array(await crypto.subtle.deriveBits(algorithm, key, length * 8))
}

/** Lets the platform do what else is waiting, such as to deliver a click on Cancel. */
export function nextTask(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve))
}
