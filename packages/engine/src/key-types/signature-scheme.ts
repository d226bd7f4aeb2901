import type { PrivateFields } from "./private-fields.ts"

/** A signature blob taken apart as far as all key types agree (RFC 4253 section 6.6). */
export interface SignatureBlob {
  /** The signature algorithm's name, which is one of the key type's. */
  readonly algorithm: string
  /** Contents of the string behind the name. */
  readonly value: Uint8Array
  /** What follows: the report of a security key, nothing for all other types. */
  readonly rest: Uint8Array
}

/** What a security key says about the moment of signing (PROTOCOL.u2f). */
export interface SecurityKeyReport {
  /** Whether somebody touched it. */
  readonly isTouched: boolean
  /** Whether somebody proved to it who they are, by PIN or fingerprint. */
  readonly isUserVerified: boolean
  /** How often it signed, by its own count; many devices say 0 each time. */
  readonly counter: number
  /**
   * The origin of the page that asked, where a browser had it sign: whoever has that page could have it sign anything.
   * Foreign text.
   */
  readonly origin?: string
}

/** A signature that holds. */
export interface SignatureProof {
  /** Present for security keys. */
  readonly securityKey?: SecurityKeyReport
}

/** How keys of one type sign, and how that is checked. */
export interface SignatureScheme {
  /**
   * Whether the signature holds: a proof, or undefined. `fields` are the public ones.
   *
   * Throws `format_invalid`, `truncated`, `trailing_data` for a signature that no tool writes, and `limit_exceeded` for
   * a key that would take too much work.
   */
  verify(fields: readonly Uint8Array[], message: Uint8Array, signature: SignatureBlob): SignatureProof | undefined
  /** The value of a signature, which is the content of its second string. Absent where only a device can sign. */
  readonly sign?: (fields: PrivateFields, message: Uint8Array, algorithm: string) => Uint8Array
}
