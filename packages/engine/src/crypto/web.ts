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

/** Lets the platform do what else is waiting, such as to deliver a click on Cancel. */
export function nextTask(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve))
}
