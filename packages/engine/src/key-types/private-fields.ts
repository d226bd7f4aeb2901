import type { Reader } from "../wire.ts"

/** Both halves of a key as fields, each without its length. */
export interface PrivateFields {
  /** As `PublicFields.fields` of the type. */
  readonly publicFields: readonly Uint8Array[]
  /** Secret, in the order in which openssh-key-v1 writes them; numbers are canonical mpints. */
  readonly secretFields: readonly Uint8Array[]
}

/** What the private half of one key type is. */
export interface PrivateHalf {
  /** What the secret fields are, in their order. */
  readonly secretNames: readonly string[]
  /**
   * Reads what openssh-key-v1 holds between type name and comment (OpenSSH: PROTOCOL.key and sshkey.c). Does not check
   * that the halves belong together.
   *
   * Throws `truncated`, `format_invalid`, `key_mismatch`.
   */
  decode(reader: Reader): PrivateFields
  /** The counterpart of `decode`. */
  encode(fields: PrivateFields): Uint8Array
  /**
   * Derives the public half, which was checked on its own before, from the secret one and compares.
   *
   * Throws `key_mismatch`, or `format_invalid` for a secret that no key of this type can have.
   */
  check(fields: PrivateFields): void
}
