/** An RSA private key (RFC 8017 section 3.2) in big-endian numbers; leading zero bytes do not matter. Secret. */
export interface RsaNumbers {
  readonly n: Uint8Array
  readonly e: Uint8Array
  readonly d: Uint8Array
  readonly p: Uint8Array
  readonly q: Uint8Array
  /** The inverse of q modulo p. */
  readonly coefficient: Uint8Array
}
