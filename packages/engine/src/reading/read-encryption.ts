import type { Encryption } from "../encryption.ts"
import { DAMAGED_HINT, KeyError } from "../error.ts"
import { legacyCipherName } from "../formats/legacy-encryption.ts"
import { decodeOpensshFile } from "../formats/openssh-key.ts"
import { readPemBody } from "../formats/pem-body.ts"
import { pkcs8Encryption } from "../formats/pkcs8-encryption.ts"
import { decodePpkFile } from "../formats/ppk.ts"
import { readArgon2Variant } from "../formats/ppk-key.ts"
import { MAX_INPUT_LENGTH } from "../limits.ts"
import type { PrivateBlock } from "../scan/private-blocks.ts"
import { Reader } from "../wire.ts"
import { frameContents, linesOf } from "./private-block.ts"

/**
 * How a private key file is encrypted; undefined for one that is not, and for formats that are recognised only. Nothing
 * is derived or decrypted.
 *
 * Throws whatever is wrong with the frame of the file, and `type_unsupported` for encryption that is not known.
 */
export function readEncryption(block: PrivateBlock): Encryption | undefined {
  if (!block.encrypted) return undefined
  if (block.format === "openssh-key-v1") return opensshEncryption(readPemBody(frameContents(block)).bytes)
  if (block.format === "ppk") return ppkEncryption(linesOf(block))
  if (block.format === "sshcom") return undefined
  const { headers, bytes } = readPemBody(frameContents(block))
  const dekInfo = headers.get("dek-info")
  if (dekInfo !== undefined) return { cipher: legacyCipherName(dekInfo), kdf: "md5", rounds: 1 }
  return block.format === "pkcs8" ? pkcs8Encryption(bytes) : undefined
}

function opensshEncryption(bytes: Uint8Array): Encryption {
  const { cipher, kdf, kdfOptions } = decodeOpensshFile(bytes)
  if (kdf !== "bcrypt") throw new KeyError("type_unsupported", "the key derivation of this file is not known")
  const options = new Reader(kdfOptions, MAX_INPUT_LENGTH, DAMAGED_HINT)
  options.string()
  return { cipher, kdf, rounds: options.uint32() }
}

function ppkEncryption(lines: readonly string[]): Encryption {
  const { version, encryption: cipher, headers } = decodePpkFile(lines)
  if (version === 2) return { cipher, kdf: "sha1", rounds: 1 }
  const kdf = `argon2${readArgon2Variant(headers)}`
  return { cipher, kdf, rounds: numberIn(headers, "argon2-passes"), memory: numberIn(headers, "argon2-memory") }
}

function numberIn(headers: ReadonlyMap<string, string>, name: string): number {
  const value = headers.get(name) ?? ""
  if (/^\d{1,10}$/.test(value)) return Number(value)
  throw new KeyError("format_invalid", `the ${name} of this PuTTY key is no number`)
}
