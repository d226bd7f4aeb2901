import { hmac } from "@noble/hashes/hmac.js"
import { sha1 } from "@noble/hashes/legacy.js"
import { sha256 } from "@noble/hashes/sha2.js"
import { encodeBase64 } from "../base64.ts"
import { ciphers } from "../cipher.ts"
import { fromHex, toHex } from "../der.ts"
import { KeyError } from "../error.ts"
import { equalBytes } from "../key-types/halves.ts"
import { requirePassphrase, wrongPassphrase } from "../passphrase.ts"
import { toPrintable } from "../printable.ts"
import { createPrivateKey, type PrivateKey } from "../private-key.ts"
import { attempt } from "../reading/attempt.ts"
import { asciiBytes, concatBytes, encodeStrings } from "../wire.ts"
import { wrap } from "./pem.ts"
import type { PpkFile } from "./ppk.ts"
import {
  type Argon2Parameters,
  argon2Keys,
  formatArgon2Parameters,
  legacyKeys,
  plainKeys,
  readArgon2Parameters,
} from "./ppk-key.ts"
import { decodePpkSecret, encodePpkSecret } from "./ppk-secret.ts"

const CIPHER = "aes256-cbc"
const cipher = ciphers[CIPHER]

/** PuTTYgen's own, which chooses the passes by its machine's speed. */
const DEFAULTS = { variant: "id", memory: 8192, passes: 13, parallelism: 1 } as const

/** How many random bytes writing a file takes: 16 for the salt and 16 for the padding. */
export const PPK_RANDOM_LENGTH = 32

/**
 * Opens a file that is not encrypted: checks its MAC, then the private half against the public one.
 *
 * Throws `passphrase_required` for a file that is encrypted, `key_mismatch` (a wrong MAC, or halves of two keys),
 * `format_invalid`, `truncated`, `type_unsupported`.
 */
export function openPlainPpkFile(file: PpkFile): PrivateKey {
  const { version, publicKey, privateBlob } = file
  if (file.encryption !== "none") requirePassphrase(undefined)
  try {
    if (!isMacRight(file, privateBlob, plainKeys(version).macKey)) throw changed()
    return createPrivateKey(publicKey, decodePpkSecret(privateBlob, publicKey, 0))
  } finally {
    privateBlob.fill(0)
  }
}

/**
 * Opens any file. The MAC is always checked: where it is wrong and the halves of the key agree all the same, the
 * passphrase was right and the file was changed.
 *
 * Throws what {@link openPlainPpkFile} does, and `passphrase_wrong`, `limit_exceeded` (too much work, with the number).
 */
export async function openPpkFile(file: PpkFile, passphrase?: string): Promise<PrivateKey> {
  const { version, publicKey, encryption, headers } = file
  if (encryption === "none") return openPlainPpkFile(file)
  if (encryption !== CIPHER) throw unknownCipher(encryption)
  const given = requirePassphrase(passphrase)
  const keys = version === 2 ? legacyKeys(given) : await argon2Keys(readArgon2Parameters(headers), given)
  const plain = cipher.decrypt(keys.key, keys.iv, file.privateBlob)
  try {
    const { value: key, error } = attempt(() =>
      createPrivateKey(publicKey, decodePpkSecret(plain, publicKey, cipher.blockLength - 1)),
    )
    if (!isMacRight(file, plain, keys.macKey)) throw key === undefined ? wrongPassphrase() : changed()
    if (error !== undefined) throw error
    return key
  } finally {
    for (const secret of [plain, keys.key, keys.iv, keys.macKey]) secret.fill(0)
  }
}

/**
 * A key as a .ppk file of version 3, encrypted where there is a passphrase: AES-256 in CBC mode and Argon2id with
 * PuTTYgen's parameters. The file holds one line of comment, so what could end it is written as escapes. `random` is
 * {@link PPK_RANDOM_LENGTH} bytes. Secret.
 *
 * Throws `type_unsupported` for types that PuTTY has no form for.
 */
export async function formatPpk(key: PrivateKey, passphrase: string | undefined, random: Uint8Array): Promise<string> {
  const { type, blob } = key.publicKey
  const comment = toPrintable(key.publicKey.comment)
  const secret = encodePpkSecret(type, key.secretFields)
  const file = (
    encryption: string,
    derivation: readonly string[],
    plain: Uint8Array,
    body: Uint8Array,
    mac: Uint8Array,
  ) => {
    const covered = coveredBytes(type, encryption, new TextEncoder().encode(comment), blob, plain)
    const publicLines = wrap(encodeBase64(blob), 64)
    const privateLines = wrap(encodeBase64(body), 64)
    return [
      ...[`PuTTY-User-Key-File-3: ${type}`, `Encryption: ${encryption}`, `Comment: ${comment}`],
      ...[`Public-Lines: ${publicLines.length}`, ...publicLines, ...derivation],
      ...[`Private-Lines: ${privateLines.length}`, ...privateLines],
      ...[`Private-MAC: ${toHex(hmac(sha256, mac, covered))}`, ""],
    ].join("\n")
  }
  if (passphrase === undefined || passphrase === "") return file("none", [], secret, secret, plainKeys(3).macKey)
  const parameters: Argon2Parameters = { ...DEFAULTS, salt: random.subarray(0, 16) }
  const keys = await argon2Keys(parameters, passphrase)
  const missing = -secret.length & (cipher.blockLength - 1)
  const padded = concatBytes([secret, random.subarray(16, 16 + missing)])
  const encrypted = cipher.encrypt(keys.key, keys.iv, padded)
  return file(CIPHER, formatArgon2Parameters(parameters), padded, encrypted, keys.macKey)
}

function isMacRight(file: PpkFile, plain: Uint8Array, macKey: Uint8Array): boolean {
  const { version, publicKey, encryption, publicBlob, headers } = file
  // A file in Latin-1 was decoded byte by byte, one in UTF-8 by its rules; the MAC covers the bytes. Spaces at the end may be
  // the comment's own, or a terminal's.
  const texts = [publicKey.comment, headers.get("comment") ?? ""]
  const stated = attempt(() => fromHex(headers.get("private-mac") ?? "")).value ?? new Uint8Array(0)
  const comments = texts.flatMap((text) => [new TextEncoder().encode(text), asciiBytes(text)])
  return comments.some((bytes) => {
    const covered = coveredBytes(publicKey.type, encryption, bytes, publicBlob, plain)
    const mac = version === 3 ? hmac(sha256, macKey, covered) : hmac(sha1, macKey, covered)
    covered.fill(0)
    return equalBytes(mac, stated)
  })
}

function coveredBytes(
  type: string,
  encryption: string,
  comment: Uint8Array,
  publicBlob: Uint8Array,
  privateBlob: Uint8Array,
): Uint8Array {
  return encodeStrings([asciiBytes(type), asciiBytes(encryption), comment, publicBlob, privateBlob])
}

function changed(): KeyError {
  return new KeyError("key_mismatch", "the checksum (MAC) of this PuTTY key is wrong: the file was changed", {
    hint: "copy the file again from where it was made",
  })
}

function unknownCipher(name: string): KeyError {
  const shown = toPrintable(name.slice(0, 64))
  return new KeyError("type_unsupported", `this PuTTY key is encrypted with ${shown}, which is not known`, {
    hint: "open the file in a current PuTTYgen and save it again",
  })
}
