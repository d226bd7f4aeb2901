import { bcryptPbkdf } from "../bcrypt-pbkdf.ts"
import { type CipherName, ciphers, isCipherName } from "../cipher.ts"
import { DAMAGED_HINT, KeyError } from "../error.ts"
import { MAX_INPUT_LENGTH } from "../limits.ts"
import { requirePassphrase } from "../passphrase.ts"
import { toPrintable } from "../printable.ts"
import type { PrivateKey } from "../private-key.ts"
import { decodePublicKey, type PublicKey } from "../public-key.ts"
import { asciiBytes, concatBytes, encodeStrings, Reader } from "../wire.ts"
import { decodeSection, encodeSection } from "./openssh-section.ts"
import { formatPem } from "./pem.ts"

const MAGIC = asciiBytes("openssh-key-v1\0")

/** Rounds of bcrypt_pbkdf in files that are written, and the cipher: those of ssh-keygen since OpenSSH 9.4. */
const ROUNDS = 24
const CIPHER = "aes256-ctr"
/** How many random bytes writing a file takes: 4 for the check number and 16 for the salt. */
export const OPENSSH_RANDOM_LENGTH = 20

/** An openssh-key-v1 file (OpenSSH: PROTOCOL.key) whose private section is still closed. */
export interface OpensshFile {
  /** The public half, which is never encrypted; its comment stands in the private section. */
  readonly publicKey: PublicKey
  /** `none`, or a cipher's name, known or not. */
  readonly cipher: string
  readonly kdf: string
  readonly kdfOptions: Uint8Array
  /** The section, and the authentication tag behind it. */
  readonly section: Uint8Array
}

/**
 * Reads the frame of a file.
 *
 * Throws `format_invalid`, `truncated`, `trailing_data`, and every code of `decodePublicKey`.
 */
export function decodeOpensshFile(bytes: Uint8Array): OpensshFile {
  if (!MAGIC.every((byte, index) => bytes[index] === byte)) {
    throw new KeyError("format_invalid", "this is not an OpenSSH private key")
  }
  const reader = new Reader(bytes.subarray(MAGIC.length), MAX_INPUT_LENGTH, DAMAGED_HINT)
  const cipher = reader.name()
  const kdf = reader.name()
  const kdfOptions = reader.string()
  const count = reader.uint32()
  if (count !== 1) throw new KeyError("format_invalid", `this file announces ${count} keys where OpenSSH writes one`)
  // Copied, so that wiping the file leaves the public half.
  const publicKey = decodePublicKey(reader.string().slice())
  const section = reader.string()
  const tag = reader.take(isCipherName(cipher) ? ciphers[cipher].tagLength : cipher === "none" ? 0 : reader.remaining)
  reader.end()
  return { publicKey, cipher, kdf, kdfOptions, section: concatBytes([section, tag]) }
}

/**
 * Opens the private section and checks it against the public half.
 *
 * Throws `passphrase_required`, `passphrase_wrong`, `type_unsupported` (a cipher, KDF or key type that is not known),
 * `limit_exceeded` (too many rounds, with their number), `format_invalid`, `truncated`, `key_mismatch`.
 */
export function openOpensshFile(file: OpensshFile, passphrase?: string): PrivateKey {
  const { cipher, kdf, section, publicKey } = file
  if (cipher === "none") {
    if (kdf !== "none") throw new KeyError("format_invalid", "this file names a key derivation and no cipher")
    return decodeSection(section, publicKey, false)
  }
  const given = requirePassphrase(passphrase)
  if (!isCipherName(cipher)) throw unsupported("cipher", cipher)
  if (kdf !== "bcrypt") throw unsupported("key derivation", kdf)
  const options = new Reader(file.kdfOptions, MAX_INPUT_LENGTH, DAMAGED_HINT)
  const salt = options.string()
  const rounds = options.uint32()
  options.end()
  const { key, iv } = deriveKey(cipher, given, salt, rounds)
  const plain = ciphers[cipher].decrypt(key, iv, section)
  try {
    return decodeSection(plain, publicKey, true)
  } finally {
    for (const secret of [plain, key, iv]) secret.fill(0)
  }
}

/**
 * A key as an openssh-key-v1 file, in the lines of 70 characters that ssh-keygen writes. Encrypted where there is a
 * passphrase. `random` is {@link OPENSSH_RANDOM_LENGTH} bytes. Secret.
 *
 * Throws `type_unsupported` for types whose private half is not known.
 */
export function formatOpenssh(key: PrivateKey, passphrase: string | undefined, random: Uint8Array): string {
  const isEncrypted = passphrase !== undefined && passphrase !== ""
  const { blockLength, encrypt } = ciphers[CIPHER]
  const section = encodeSection(key, isEncrypted ? blockLength : 8, random.subarray(0, 4))
  const file = (cipher: string, kdf: string, options: Uint8Array, body: Uint8Array) => {
    const count = Uint8Array.of(0, 0, 0, 1)
    const head = encodeStrings([asciiBytes(cipher), asciiBytes(kdf), options])
    const bytes = concatBytes([MAGIC, head, count, encodeStrings([key.publicKey.blob, body])])
    return formatPem("OPENSSH PRIVATE KEY", bytes, { columns: 70 })
  }
  try {
    if (!isEncrypted) return file("none", "none", new Uint8Array(0), section)
    const salt = random.subarray(4)
    const derived = deriveKey(CIPHER, passphrase, salt, ROUNDS)
    const options = concatBytes([encodeStrings([salt]), Uint8Array.of(0, 0, 0, ROUNDS)])
    const encrypted = encrypt(derived.key, derived.iv, section)
    for (const secret of [derived.key, derived.iv]) secret.fill(0)
    return file(CIPHER, "bcrypt", options, encrypted)
  } finally {
    section.fill(0)
  }
}

function deriveKey(cipher: CipherName, passphrase: string, salt: Uint8Array, rounds: number) {
  const { keyLength, ivLength } = ciphers[cipher]
  const derived = bcryptPbkdf(new TextEncoder().encode(passphrase), salt, rounds, keyLength + ivLength)
  return { key: derived.subarray(0, keyLength), iv: derived.subarray(keyLength) }
}

function unsupported(what: string, name: string): KeyError {
  const shown = toPrintable(name.slice(0, 64))
  return new KeyError(
    "type_unsupported",
    `this private key is encrypted with the ${what} ${shown}, which is not known`,
    {
      hint: "run ssh-keygen -y -f FILE and use the result",
    },
  )
}
