import { decodeBase64, encodeBase64 } from "./base64.ts"
import { KeyError } from "./error.ts"
import { isKeyTypeName, type KeyTypeName } from "./key-type.ts"
import { decoders } from "./key-types/decoders.ts"
import type { DecodeOptions, PublicFields } from "./key-types/fields.ts"
import { MAX_BLOB_LENGTH, MAX_COMMENT_LENGTH, MAX_LINE_LENGTH } from "./limits.ts"
import { toPrintable } from "./printable.ts"
import { asciiBytes, encodeStrings, Reader } from "./wire.ts"

/** A public key and the comment that came with it. */
export interface PublicKey {
  readonly type: KeyTypeName
  /** Size as `ssh-keygen -l` prints it. */
  readonly bits: number
  /** The key as it travels in SSH (RFC 4253 section 6.6), re-encoded: equal keys have equal bytes. */
  readonly blob: Uint8Array
  /** Free text behind the key; empty when there is none. May hold any character: show it with `toPrintable`. */
  readonly comment: string
}

/**
 * Reads exactly one public line, `type base64[ comment]`, with single spaces and nothing to repair; one line end may
 * follow. The strict counterpart of `inspect`.
 *
 * Throws every code of {@link decodePublicKey}, and `format_unknown` for a line of another shape.
 */
export function parsePublicKey(line: string, options: DecodeOptions = {}): PublicKey {
  if (line.length > MAX_LINE_LENGTH) throw new KeyError("limit_exceeded", "this line is too long to be a public key")
  const text = withoutLineEnd(line)
  const typeEnd = text.indexOf(" ")
  if (typeEnd <= 0) throw shapeError()
  const type = text.slice(0, typeEnd)
  const base64End = text.indexOf(" ", typeEnd + 1)
  const base64 = base64End === -1 ? text.slice(typeEnd + 1) : text.slice(typeEnd + 1, base64End)
  const comment = base64End === -1 ? "" : text.slice(base64End + 1)
  if (!isKeyTypeName(type)) throw typeError(type)
  if (/[\n\r\0]/.test(comment)) throw shapeError()
  if (comment.includes("AAAA") && / AAAA[\w+/]{20}/.test(comment)) {
    throw new KeyError("format_invalid", "a second key stands on the same line", {
      hint: "put each key on its own line",
    })
  }
  return decode(decodeBase64(base64), comment, options, type)
}

/**
 * Reads a public-key blob (RFC 4253 section 6.6): checks every field and encodes the key again in its one canonical
 * form.
 *
 * Throws `truncated`, `trailing_data`, `format_invalid`, `type_unknown`, `type_unsupported`, `key_mismatch`,
 * `limit_exceeded`.
 */
export function decodePublicKey(blob: Uint8Array, comment = "", options: DecodeOptions = {}): PublicKey {
  return decode(blob, comment, options, undefined)
}

/** The fields of a key, as `key-types/fields.ts` describes them. Throws as {@link decodePublicKey}. */
export function publicFields(key: PublicKey): PublicFields {
  const reader = new Reader(key.blob)
  reader.skipName(key.type)
  return decoders[key.type](reader, { points: "trusted" })
}

/**
 * `type base64 comment`, or `type base64` when there is no comment; no line end. Characters of the comment that
 * could end the line or deceive its reader are written as escapes.
 */
export function formatPublicKey(key: PublicKey): string {
  const comment = toPrintable(key.comment)
  const line = `${key.type} ${encodeBase64(key.blob)}`
  return comment === "" ? line : `${line} ${comment}`
}

function decode(
  blob: Uint8Array,
  comment: string,
  options: DecodeOptions,
  expected: KeyTypeName | undefined,
): PublicKey {
  if (blob.length > MAX_BLOB_LENGTH) throw new KeyError("limit_exceeded", "this is too long to be a public key")
  if (comment.length > MAX_COMMENT_LENGTH) {
    throw new KeyError("limit_exceeded", `the comment is longer than ${MAX_COMMENT_LENGTH} characters`)
  }
  if (comment.includes("\0"))
    throw new KeyError("format_invalid", "the comment holds a NUL, which ends it for some programs")
  const reader = new Reader(blob)
  const type = readType(reader, expected)
  const { bits, fields } = decoders[type](reader, options)
  reader.end()
  let length = 4 + type.length
  for (const field of fields) length += 4 + field.length
  // Canonical form only ever drops zero bytes, so a blob of the same length is canonical already.
  const canonical = length === blob.length ? blob : encodeStrings([asciiBytes(type), ...fields])
  return { type, bits, blob: canonical, comment }
}

function readType(reader: Reader, expected: KeyTypeName | undefined): KeyTypeName {
  if (expected !== undefined && reader.skipName(expected)) return expected
  const type = reader.name()
  if (!isKeyTypeName(type)) throw typeError(type)
  if (expected !== undefined && type !== expected) throw mismatchError(expected, type)
  return type
}

function withoutLineEnd(line: string): string {
  if (!line.endsWith("\n")) return line
  return line.slice(0, line.endsWith("\r\n") ? -2 : -1)
}

function shapeError(): KeyError {
  return new KeyError("format_unknown", "this is not one line of the form: type base64 comment", {
    hint: "a public key starts with ssh-ed25519, ssh-rsa or ecdsa-sha2-",
  })
}

/** The error for a key type that is not in the table. */
export function typeError(type: string): KeyError {
  if (type.includes("-cert-v0")) {
    return new KeyError("type_unsupported", "this is an SSH certificate, not a key", {
      hint: "import the key it was made for: the .pub file without -cert in its name",
    })
  }
  const shown = toPrintable(type.slice(0, 64))
  if (/^(?:ssh-xmss|ssh-ed448|ssh-mldsa|x509v3-|webauthn-)/.test(type)) {
    return new KeyError("type_unsupported", `keys of type ${shown} are not supported`, {
      hint: "use an Ed25519 key: ssh-keygen -t ed25519",
    })
  }
  return new KeyError("type_unknown", `"${shown}" is not a key type`, {
    hint: "a public key starts with ssh-ed25519, ssh-rsa or ecdsa-sha2-",
  })
}

/** The error for a line whose type differs from the one inside the key. */
export function mismatchError(outer: string, inner: string): KeyError {
  return new KeyError("key_mismatch", `the line says ${toPrintable(outer)} and the key inside says ${inner}`, {
    hint: "copy the key again from its .pub file",
  })
}
