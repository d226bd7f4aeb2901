import { sha1 } from "@noble/hashes/legacy.js"
import { type Argon2Variant, argon2 } from "../argon2.ts"
import { fromHex, toHex } from "../der.ts"
import { KeyError } from "../error.ts"
import { MAX_ARGON2_MEMORY, MAX_ARGON2_PARALLELISM, MAX_ARGON2_WORK } from "../limits.ts"
import { asciiBytes, concatBytes } from "../wire.ts"

/** What a passphrase becomes: an AES-256 key, its IV, and the key of the MAC. Secret. */
export interface PpkKeys {
  readonly key: Uint8Array
  readonly iv: Uint8Array
  readonly macKey: Uint8Array
}

/** Cost and salt of Argon2, as the header lines of a file of version 3 state them. */
export interface Argon2Parameters {
  readonly variant: Argon2Variant
  /** KiB. */
  readonly memory: number
  readonly passes: number
  readonly parallelism: number
  readonly salt: Uint8Array
}

const variants: Readonly<Record<string, Argon2Variant>> = { Argon2id: "id", Argon2i: "i", Argon2d: "d" }

/** The keys of a file that is not encrypted: the MAC has a fixed key. */
export function plainKeys(version: 2 | 3): Pick<PpkKeys, "macKey"> {
  return { macKey: version === 3 ? new Uint8Array(0) : legacyMacKey("") }
}

/** The keys of an encrypted file of version 2: SHA-1 over two counters and the passphrase, and no IV. */
export function legacyKeys(passphrase: string): PpkKeys {
  const secret = new TextEncoder().encode(passphrase)
  const piece = (counter: number) => sha1(concatBytes([Uint8Array.of(0, 0, 0, counter), secret]))
  const key = concatBytes([piece(0), piece(1)]).subarray(0, 32)
  return { key, iv: new Uint8Array(16), macKey: legacyMacKey(passphrase) }
}

function legacyMacKey(passphrase: string): Uint8Array {
  return sha1(concatBytes([asciiBytes("putty-private-key-file-mac-key"), new TextEncoder().encode(passphrase)]))
}

/** The keys of an encrypted file of version 3: 80 bytes of Argon2 (RFC 9106). */
export async function argon2Keys(parameters: Argon2Parameters, passphrase: string): Promise<PpkKeys> {
  const derived = await argon2(new TextEncoder().encode(passphrase), { ...parameters, length: 80 })
  return { key: derived.subarray(0, 32), iv: derived.subarray(32, 48), macKey: derived.subarray(48) }
}

/**
 * Reads the parameters from header lines.
 *
 * Throws `format_invalid`, `type_unsupported` (another derivation), `limit_exceeded` with the number asked.
 */
export function readArgon2Parameters(headers: ReadonlyMap<string, string>): Argon2Parameters {
  const variant = readArgon2Variant(headers)
  const memory = readNumber(headers, "argon2-memory")
  const passes = readNumber(headers, "argon2-passes")
  const parallelism = readNumber(headers, "argon2-parallelism")
  const salt = fromHex(headers.get("argon2-salt") ?? "")
  if (memory > MAX_ARGON2_MEMORY) throw tooMuch(`${memory} KiB of memory`, `${MAX_ARGON2_MEMORY} KiB`)
  if (parallelism > MAX_ARGON2_PARALLELISM) throw tooMuch(`${parallelism} lanes`, `${MAX_ARGON2_PARALLELISM}`)
  if (memory * passes > MAX_ARGON2_WORK) {
    throw tooMuch(`${passes} passes over ${memory} KiB`, `${MAX_ARGON2_WORK} KiB in all`)
  }
  // The bounds of RFC 9106 section 3.1; PuTTY's salts have 16 bytes.
  if (memory < 8 * parallelism || salt.length < 8) {
    throw new KeyError("format_invalid", "the key derivation of this PuTTY key is out of Argon2's bounds")
  }
  return { variant, memory, passes, parallelism, salt }
}

/** The variant that header lines name. Throws `type_unsupported` for another derivation. */
export function readArgon2Variant(headers: ReadonlyMap<string, string>): Argon2Variant {
  const name = headers.get("key-derivation") ?? ""
  const variant = Object.hasOwn(variants, name) ? variants[name] : undefined
  if (variant !== undefined) return variant
  throw new KeyError("type_unsupported", "this PuTTY key uses a key derivation that is not known", {
    hint: "open the file in a current PuTTYgen and save it again",
  })
}

/** The counterpart of {@link readArgon2Parameters}. */
export function formatArgon2Parameters(parameters: Argon2Parameters): readonly string[] {
  const { memory, passes, parallelism, salt, variant } = parameters
  return [
    `Key-Derivation: Argon2${variant}`,
    `Argon2-Memory: ${memory}`,
    `Argon2-Passes: ${passes}`,
    `Argon2-Parallelism: ${parallelism}`,
    `Argon2-Salt: ${toHex(salt)}`,
  ]
}

function readNumber(headers: ReadonlyMap<string, string>, name: string): number {
  const value = headers.get(name) ?? ""
  if (/^[1-9]\d{0,9}$/.test(value)) return Number(value)
  throw new KeyError("format_invalid", `the line ${name} of this PuTTY key is missing, or holds no number above 0`)
}

function tooMuch(asked: string, limit: string): KeyError {
  return new KeyError("limit_exceeded", `this PuTTY key asks for ${asked} of Argon2, and at most ${limit} are given`, {
    hint: "save the file again in PuTTYgen with its usual parameters",
  })
}
