import { hmac } from "@noble/hashes/hmac.js"
import { sha1 } from "@noble/hashes/legacy.js"
import { sha256 } from "@noble/hashes/sha2.js"
import { decodeBase64 } from "../base64.ts"
import { toHex } from "../der.ts"
import { KeyError } from "../error.ts"
import { MAX_PPK_LINES } from "../limits.ts"
import { toPrintable } from "../printable.ts"
import { decodePublicKey, mismatchError, type PublicKey } from "../public-key.ts"
import { asciiBytes, encodeStrings } from "../wire.ts"

interface PpkFile {
  readonly version: number
  readonly headers: ReadonlyMap<string, string>
  readonly publicBlob: Uint8Array
  readonly privateBase64: string
}

/**
 * Reads the public half and the comment of a PuTTY private key file, version 2 or 3 (PuTTY manual, appendix C). They
 * are never encrypted. The MAC of an unencrypted file is checked.
 *
 * Throws `format_invalid`, `truncated`, `limit_exceeded`, `key_mismatch` (MAC, or another type inside),
 * `type_unsupported` (version 1) and every code of `decodePublicKey`.
 */
export function readPpk(lines: readonly string[]): PublicKey {
  const file = readFile(lines.map((line) => line.replace(/^[\s>|]+/, "").trimEnd()).filter((line) => line !== ""))
  const comment = file.headers.get("comment") ?? ""
  const key = decodePublicKey(file.publicBlob, comment)
  const type = file.headers.get("putty-user-key-file") ?? ""
  if (key.type !== type) throw mismatchError(type, key.type)
  if (file.headers.get("encryption") === "none") checkMac(file, comment)
  return key
}

function readFile(lines: readonly string[]): PpkFile {
  const headers = new Map<string, string>()
  const bodies = new Map<string, string>()
  let version = 0
  for (let index = 0; index < lines.length; index++) {
    const header = /^([A-Za-z0-9-]+): ?(.*)$/.exec(lines[index] ?? "")
    if (header === null) throw new KeyError("format_invalid", `line ${index + 1} of this PuTTY key has no header`)
    const [, name = "", value = ""] = header
    const first = /^PuTTY-User-Key-File-(\d)$/i.exec(name)
    if (first !== null) version = Number(first[1])
    headers.set(first === null ? name.toLowerCase() : "putty-user-key-file", value)
    if (!/^(?:Public|Private)-Lines$/i.test(name)) continue
    const count = bodyLines(value)
    bodies.set(name.toLowerCase(), lines.slice(index + 1, index + 1 + count).join(""))
    index += count
  }
  if (version !== 2 && version !== 3) {
    throw new KeyError("type_unsupported", `PuTTY key files of version ${version} are not supported`, {
      hint: "open the file in a current PuTTYgen and save it again",
    })
  }
  const publicBase64 = bodies.get("public-lines")
  if (publicBase64 === undefined) throw new KeyError("truncated", "the public part of this PuTTY key is missing")
  return {
    version,
    headers,
    publicBlob: decodeBase64(publicBase64),
    privateBase64: bodies.get("private-lines") ?? "",
  }
}

function bodyLines(value: string): number {
  const count = /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN
  if (Number.isNaN(count)) throw new KeyError("format_invalid", `"${toPrintable(value.slice(0, 20))}" is no line count`)
  if (count > MAX_PPK_LINES) throw new KeyError("limit_exceeded", `this PuTTY key announces ${count} lines`)
  return count
}

function checkMac(file: PpkFile, comment: string): void {
  const expected = file.headers.get("private-mac") ?? ""
  const privateBlob = decodeBase64(file.privateBase64)
  const type = asciiBytes(file.headers.get("putty-user-key-file") ?? "")
  // A file in Latin-1 was decoded byte by byte, one in UTF-8 by its rules; the MAC covers the bytes.
  const encodings = [new TextEncoder().encode(comment), asciiBytes(comment)]
  const isRight = encodings.some((commentBytes) => {
    const covered = encodeStrings([type, asciiBytes("none"), commentBytes, file.publicBlob, privateBlob])
    return toHex(mac(file.version, covered)) === expected.toLowerCase()
  })
  if (!isRight) {
    throw new KeyError("key_mismatch", "the checksum (MAC) of this PuTTY key is wrong: the file was changed", {
      hint: "copy the file again from where it was made",
    })
  }
}

function mac(version: number, covered: Uint8Array): Uint8Array {
  if (version === 3) return hmac(sha256, new Uint8Array(0), covered)
  return hmac(sha1, sha1(asciiBytes("putty-private-key-file-mac-key")), covered)
}
