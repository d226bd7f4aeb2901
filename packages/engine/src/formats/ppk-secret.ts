import { DAMAGED_HINT, KeyError } from "../error.ts"
import { keyTypes } from "../key-type.ts"
import { ED25519_LENGTH } from "../key-types/ed25519.ts"
import { MAX_INPUT_LENGTH } from "../limits.ts"
import type { PublicKey } from "../public-key.ts"
import { encodeStrings, Reader } from "../wire.ts"

/** How PuTTY writes the secret fields of a key type (PuTTY manual, appendix C.3). */
interface PpkSecret {
  /** Indices of `PrivateKey.secretFields` in PuTTY's order. */
  readonly order: readonly number[]
  read(reader: Reader): Uint8Array
}

const mpint = (reader: Reader) => reader.mpint()
/** A seed is a number to PuTTY, its last byte the highest; older versions left out zero bytes there. */
const seed = (reader: Reader) => {
  const bytes = reader.string()
  if (bytes.length >= ED25519_LENGTH) return bytes
  const whole = new Uint8Array(ED25519_LENGTH)
  whole.set(bytes)
  return whole
}

const secrets: Readonly<Record<string, PpkSecret>> = {
  RSA: { order: [0, 2, 3, 1], read: mpint },
  DSA: { order: [0], read: mpint },
  ECDSA: { order: [0], read: mpint },
  Ed25519: { order: [0], read: seed },
}

/**
 * Reads the private blob after decryption: fields one after the other. What follows them is padding of a cipher's block,
 * at most `padding` bytes. Returns them in the order of `PrivateKey.secretFields`.
 *
 * Throws `format_invalid`, `truncated`, `trailing_data`, `type_unsupported`.
 */
export function decodePpkSecret(blob: Uint8Array, { type }: PublicKey, padding: number): readonly Uint8Array[] {
  const { order, read } = secretOf(type)
  const reader = new Reader(blob, MAX_INPUT_LENGTH, DAMAGED_HINT)
  const fields: Uint8Array[] = []
  for (const index of order) fields[index] = read(reader)
  if (reader.remaining > padding) reader.end()
  return fields
}

/** The counterpart of {@link decodePpkSecret}, without padding. Secret. Throws `type_unsupported`. */
export function encodePpkSecret(type: PublicKey["type"], secretFields: readonly Uint8Array[]): Uint8Array {
  return encodeStrings(secretOf(type).order.map((index) => secretFields[index] ?? new Uint8Array(0)))
}

function secretOf(type: PublicKey["type"]): PpkSecret {
  const { family } = keyTypes[type]
  const secret = secrets[family]
  if (secret !== undefined) return secret
  throw new KeyError("type_unsupported", `PuTTY's format has no form for ${family} keys`, {
    hint: "use the OpenSSH format",
  })
}
