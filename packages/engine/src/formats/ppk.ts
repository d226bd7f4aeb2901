import { decodeBase64 } from "../base64.ts"
import { KeyError } from "../error.ts"
import { MAX_PPK_LINES } from "../limits.ts"
import { toPrintable } from "../printable.ts"
import { decodePublicKey, mismatchError, type PublicKey } from "../public-key.ts"

/** A PuTTY private key file (PuTTY manual, appendix C) whose private part is still closed. */
export interface PpkFile {
  readonly version: 2 | 3
  /** The public half with the comment, neither of which is ever encrypted. */
  readonly publicKey: PublicKey
  /** The public blob as it stands in the file, which the MAC covers. */
  readonly publicBlob: Uint8Array
  /** `none`, or a cipher's name, known or not. */
  readonly encryption: string
  /** Values by the lower-case names of their header lines; the comment with the spaces at its end. */
  readonly headers: ReadonlyMap<string, string>
  readonly privateBlob: Uint8Array
}

/**
 * Reads the frame of a file, version 2 or 3. Marks of mail quotes and blank lines are skipped.
 *
 * Throws `format_invalid`, `truncated`, `limit_exceeded`, `key_mismatch` (another type inside), `type_unsupported`
 * (version 1) and every code of `decodePublicKey`.
 */
export function decodePpkFile(lines: readonly string[]): PpkFile {
  const { type, version, headers, bodies } = readHeaders(
    lines.map((line) => line.replace(/^[\s>|]+/, "")).filter((line) => line !== ""),
  )
  if (version !== 2 && version !== 3) {
    throw new KeyError("type_unsupported", `PuTTY key files of version ${version} are not supported`, {
      hint: "open the file in a current PuTTYgen and save it again",
    })
  }
  const publicBase64 = bodies.get("public-lines")
  if (publicBase64 === undefined) throw new KeyError("truncated", "the public part of this PuTTY key is missing")
  const publicBlob = decodeBase64(publicBase64)
  const publicKey = decodePublicKey(publicBlob, (headers.get("comment") ?? "").trimEnd())
  if (publicKey.type !== type) throw mismatchError(type, publicKey.type)
  const encryption = headers.get("encryption") ?? ""
  const privateBlob = decodeBase64(bodies.get("private-lines") ?? "")
  return { version, publicKey, publicBlob, encryption, headers, privateBlob }
}

function readHeaders(lines: readonly string[]) {
  const headers = new Map<string, string>()
  const bodies = new Map<string, string>()
  let version = 0
  let type = ""
  for (let index = 0; index < lines.length; index++) {
    const header = /^([A-Za-z0-9-]+): ?(.*)$/.exec(lines[index] ?? "")
    if (header === null) throw new KeyError("format_invalid", `line ${index + 1} of this PuTTY key has no header`)
    const [, name = "", untrimmed = ""] = header
    // The MAC covers the comment to its last space.
    const value = /^Comment$/i.test(name) ? untrimmed : untrimmed.trimEnd()
    const first = /^PuTTY-User-Key-File-(\d)$/i.exec(name)
    if (first !== null) {
      version = Number(first[1])
      type = value
    }
    headers.set(name.toLowerCase(), value)
    if (!/^(?:Public|Private)-Lines$/i.test(name)) continue
    const count = bodyLines(value)
    bodies.set(
      name.toLowerCase(),
      lines
        .slice(index + 1, index + 1 + count)
        .map((line) => line.trimEnd())
        .join(""),
    )
    index += count
  }
  return { type, version, headers, bodies }
}

function bodyLines(value: string): number {
  const count = /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN
  if (Number.isNaN(count)) throw new KeyError("format_invalid", `"${toPrintable(value.slice(0, 20))}" is no line count`)
  if (count > MAX_PPK_LINES) throw new KeyError("limit_exceeded", `this PuTTY key announces ${count} lines`)
  return count
}
