import { md5, sha1, sha256Base64 } from "#crypto"

/** `SHA256:` and 43 characters of base64 without padding, as ssh-keygen prints it. `blob` must be canonical. */
export function fingerprintSha256(blob: Uint8Array): string {
  return `SHA256:${sha256Base64(blob).slice(0, 43)}`
}

/** `MD5:` and 16 bytes in hexadecimal with colons (RFC 4716 section 4), for older panels. `blob` must be canonical. */
export function fingerprintMd5(blob: Uint8Array): string {
  return `MD5:${hexPairs(md5(blob))}`
}

/** SHA-1 over a certificate's DER in hexadecimal with colons, as `openssl x509 -fingerprint` has it, in lower case. */
export function fingerprintX509(der: Uint8Array): string {
  return hexPairs(sha1(der))
}

function hexPairs(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(":")
}
