import { KeyError } from "./error.ts"
import { keyTypes } from "./key-type.ts"
import type { PrivateHalf } from "./key-types/private-fields.ts"
import { privateHalves } from "./key-types/private-halves.ts"
import { decodePublicKey, type PublicKey, publicFields } from "./public-key.ts"
import { asciiBytes, encodeStrings } from "./wire.ts"

const REDACTED = "[redacted]"

/**
 * A private key in memory. It shows itself as `[redacted]` wherever it is printed, and its bytes can be set to zero.
 * Strings and big integers that a computation made on the way cannot: they are left to the garbage collector.
 */
export class PrivateKey {
  /** The public half, with the comment. */
  readonly publicKey: PublicKey
  readonly #secretFields: readonly Uint8Array[]
  #isWiped = false

  /** Use {@link createPrivateKey}, which checks that the halves belong together. */
  constructor(publicKey: PublicKey, secretFields: readonly Uint8Array[]) {
    this.publicKey = publicKey
    this.#secretFields = secretFields.map((field) => field.slice())
  }

  /**
   * Secret. What the private half adds to the public one, in the order of openssh-key-v1 and without lengths; numbers
   * are canonical mpints (`PrivateHalf.secretNames` of `key-types/private-halves.ts`):
   *
   * - Ed25519: the seed of 32 bytes
   * - ECDSA: the scalar
   * - RSA: d, q^-1 mod p, p, q
   * - DSA: x
   * - security keys: one byte of flags, the key handle, a reserved string
   *
   * The arrays are those of the key, so that `wipe` reaches them: do not change or keep them. Throws `Error` after
   * `wipe`, which is a fault of the caller's.
   */
  get secretFields(): readonly Uint8Array[] {
    if (this.#isWiped) throw new Error("this private key was wiped")
    return this.#secretFields
  }

  /** Sets the secret bytes to zero. The public half stays. */
  wipe(): void {
    this.#isWiped = true
    for (const field of this.#secretFields) field.fill(0)
  }

  /** `[redacted]`, so that a key in a message or log says nothing. */
  toString(): string {
    return REDACTED
  }

  /** `[redacted]`, so that a key inside a serialised value says nothing. */
  toJSON(): string {
    return REDACTED
  }

  /** What `console.log` and `util.inspect` of Node print. */
  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return REDACTED
  }
}

/**
 * Puts two halves together after checking that they are one key: the public half is derived from the secret fields and
 * compared (RSA: n = pq, ed = 1 modulo p - 1 and q - 1, and the coefficient). A security key's file can be checked in
 * its form only. The fields are copied; whoever passes them wipes their own.
 *
 * Throws `key_mismatch`, `format_invalid`, `type_unsupported` for types whose private half cannot be read.
 */
export function createPrivateKey(publicKey: PublicKey, secretFields: readonly Uint8Array[]): PrivateKey {
  const half = privateHalf(publicKey)
  if (secretFields.length !== half.secretNames.length) {
    throw new KeyError("format_invalid", "this private key does not have the fields of its type")
  }
  half.check({ publicFields: publicFields(publicKey).fields, secretFields })
  return new PrivateKey(publicKey, secretFields)
}

/** As {@link createPrivateKey}, for a public half that is still in fields (`PublicFields` of the type). */
export function createFromFields(
  type: PublicKey["type"],
  fields: { readonly publicFields: readonly Uint8Array[]; readonly secretFields: readonly Uint8Array[] },
  comment = "",
): PrivateKey {
  const publicKey = decodePublicKey(encodeStrings([asciiBytes(type), ...fields.publicFields]), comment)
  return createPrivateKey(publicKey, fields.secretFields)
}

/** The same key with another comment. Its secret bytes are a copy: each of the two is wiped on its own. */
export function withComment(key: PrivateKey, comment: string): PrivateKey {
  return new PrivateKey({ ...key.publicKey, comment }, key.secretFields)
}

/** The row of a key's type. Throws `type_unsupported`. */
export function privateHalf({ type }: Pick<PublicKey, "type">): PrivateHalf {
  const half = privateHalves[type]
  if (half !== undefined) return half
  throw new KeyError("type_unsupported", `private keys of type ${keyTypes[type].family} are not supported`, {
    hint: "use an Ed25519 key: ssh-keygen -t ed25519",
  })
}
