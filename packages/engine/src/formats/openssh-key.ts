import { ed25519 } from "@noble/curves/ed25519.js"
import { KeyError } from "../error.ts"
import { keyTypes } from "../key-type.ts"
import { MAX_INPUT_LENGTH } from "../limits.ts"
import { decodePublicKey, type PublicKey, publicFields } from "../public-key.ts"
import { asciiBytes, Reader } from "../wire.ts"

const MAGIC = asciiBytes("openssh-key-v1\0")

/**
 * Reads the public half of an `openssh-key-v1` file (OpenSSH: PROTOCOL.key), which is never encrypted. When the
 * private half is not encrypted either, it must hold the same key, and the comment is taken from it.
 *
 * Throws `format_invalid`, `truncated`, `trailing_data`, `key_mismatch`, `type_unsupported` and `type_unknown`.
 */
export function readOpensshKey(bytes: Uint8Array): PublicKey {
  if (!startsWith(bytes, MAGIC)) throw new KeyError("format_invalid", "this is not an OpenSSH private key")
  const reader = new Reader(bytes.subarray(MAGIC.length), MAX_INPUT_LENGTH)
  const cipher = reader.name()
  reader.string()
  reader.string()
  const count = reader.uint32()
  if (count !== 1) throw new KeyError("format_invalid", `this file announces ${count} keys where OpenSSH writes one`)
  const key = decodePublicKey(reader.string())
  const section = reader.string()
  if (cipher !== "none") return key
  reader.end()
  return { ...key, comment: readPlainSection(section, key) }
}

/** Compares the unencrypted private section with the public key and returns the comment. */
function readPlainSection(section: Uint8Array, key: PublicKey): string {
  const reader = new Reader(section, MAX_INPUT_LENGTH)
  const check = reader.uint32()
  if (reader.uint32() !== check) {
    throw new KeyError("format_invalid", "the check numbers of this private key differ: the file is damaged")
  }
  if (!reader.skipName(key.type)) throw mismatch()
  comparePrivateFields(reader, key)
  const comment = new TextDecoder().decode(reader.string())
  checkPadding(reader.take(reader.remaining), section.length)
  return comment
}

/** Reads the private fields up to the comment; those that are public too must be the same as outside. */
function comparePrivateFields(reader: Reader, key: PublicKey): void {
  const { family } = keyTypes[key.type]
  const [first, second, ...rest] = publicFields(key).fields
  if (family === "RSA") {
    expectSame(reader.mpint(), second)
    expectSame(reader.mpint(), first)
    for (let field = 0; field < 4; field++) reader.mpint()
    return
  }
  for (const field of [first, second, ...rest]) if (field !== undefined) expectSame(reader.string(), field)
  if (family === "Ed25519-SK" || family === "ECDSA-SK") {
    reader.take(1)
    reader.string()
    reader.string()
    return
  }
  const secret = reader.string()
  // OpenSSH trusts the public key that stands in the file; deriving it finds a swapped one.
  if (family === "Ed25519" && first !== undefined) expectSame(ed25519.getPublicKey(secret.subarray(0, 32)), first)
}

function expectSame(actual: Uint8Array, expected: Uint8Array | undefined): void {
  if (expected === undefined || actual.length !== expected.length || !startsWith(actual, expected)) throw mismatch()
}

/** Padding 1, 2, 3 ... up to a multiple of the block size, 8 for no cipher; longer padding occurs in real files. */
function checkPadding(padding: Uint8Array, sectionLength: number): void {
  const isCounting = padding.every((byte, index) => byte === ((index + 1) & 0xff))
  if (!isCounting || sectionLength % 8 !== 0) {
    throw new KeyError("format_invalid", "the padding of this private key is wrong: the file is damaged")
  }
}

function startsWith(bytes: Uint8Array, start: Uint8Array): boolean {
  return bytes.length >= start.length && start.every((byte, index) => bytes[index] === byte)
}

function mismatch(): KeyError {
  return new KeyError("key_mismatch", "the public and the private half of this file are different keys", {
    hint: "make its public line again with: ssh-keygen -y -f FILE",
  })
}
