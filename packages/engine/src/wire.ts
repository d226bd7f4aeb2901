import { KeyError } from "./error.ts"
import { MAX_BLOB_LENGTH } from "./limits.ts"

/** Reads the data types of RFC 4251 section 5 from a byte string, in order. */
export class Reader {
  private readonly bytes: Uint8Array
  private readonly limit: number
  private readonly hint: string | undefined
  private offset = 0

  /**
   * `limit` is the largest field believed, in bytes; a field that claims more is a fault and not a cut. `hint` is what
   * errors advise where the bytes are not those of a public line.
   */
  constructor(bytes: Uint8Array, limit = MAX_BLOB_LENGTH, hint?: string) {
    this.bytes = bytes
    this.limit = limit
    this.hint = hint
  }

  /** Bytes read so far. */
  get position(): number {
    return this.offset
  }

  /** Bytes left. */
  get remaining(): number {
    return this.bytes.length - this.offset
  }

  /** `uint32`, big-endian. Throws `truncated`. */
  uint32(): number {
    const { bytes, offset } = this
    if (offset + 4 > bytes.length) throw this.truncated(offset + 4)
    this.offset = offset + 4
    return (
      (((bytes[offset] ?? 0) << 24) |
        ((bytes[offset + 1] ?? 0) << 16) |
        ((bytes[offset + 2] ?? 0) << 8) |
        (bytes[offset + 3] ?? 0)) >>>
      0
    )
  }

  /** `uint64`, big-endian. Throws `truncated`. */
  uint64(): bigint {
    const high = this.uint32()
    return (BigInt(high) << 32n) | BigInt(this.uint32())
  }

  /** The next `length` bytes as a view. Throws `truncated`, `format_invalid`. */
  take(length: number): Uint8Array {
    if (length > this.limit) {
      throw new KeyError("format_invalid", `a field of the key claims to be ${length} bytes long`, {
        hint: this.hint ?? "copy the key again from its .pub file",
      })
    }
    const end = this.offset + length
    if (end > this.bytes.length) throw this.truncated(end)
    const field = this.bytes.subarray(this.offset, end)
    this.offset = end
    return field
  }

  /** `string`: a uint32 length and that many bytes, as a view. Throws `truncated`, `format_invalid`. */
  string(): Uint8Array {
    return this.take(this.uint32())
  }

  /** A `string` of printable ASCII, as names of algorithms and curves are. Throws `truncated`, `format_invalid`. */
  name(): string {
    const bytes = this.string()
    let name = ""
    for (let index = 0; index < bytes.length; index++) {
      const byte = bytes[index] ?? 0
      if (byte < 0x21 || byte > 0x7e) throw new KeyError("format_invalid", "a name inside the key is not plain ASCII")
      name += String.fromCharCode(byte)
    }
    return name
  }

  /** Whether the next `string` is `name`; read when it is, left when it is not. Faster than `name()`. */
  skipName(name: string): boolean {
    const { bytes, offset } = this
    const start = offset + 4
    if (bytes.length < start + name.length || bytes[offset + 3] !== name.length) return false
    if (bytes[offset] !== 0 || bytes[offset + 1] !== 0 || bytes[offset + 2] !== 0) return false
    for (let index = 0; index < name.length; index++) {
      if (bytes[start + index] !== name.charCodeAt(index)) return false
    }
    this.offset = start + name.length
    return true
  }

  /**
   * A positive `mpint` in its shortest form: superfluous leading zero bytes are dropped, as OpenSSH does before it
   * hashes a key. Throws `truncated`, `format_invalid` (negative or zero).
   */
  mpint(): Uint8Array {
    const bytes = this.string()
    let start = 0
    while (start < bytes.length && bytes[start] === 0) start++
    if (start === bytes.length) throw new KeyError("format_invalid", "a number inside the key is zero")
    const first = bytes[start] ?? 0
    if (start === 0 && first >= 0x80) throw new KeyError("format_invalid", "a number inside the key is negative")
    // A set high bit would read as negative, so one zero byte in front of it belongs to the shortest form.
    return bytes.subarray(first >= 0x80 ? start - 1 : start)
  }

  /** Requires that nothing is left. Throws `trailing_data`. */
  end(): void {
    if (this.offset !== this.bytes.length) {
      throw new KeyError("trailing_data", `${this.remaining} more bytes follow the end of the key`, {
        hint: this.hint ?? "copy the key again from its .pub file",
      })
    }
  }

  private truncated(needed: number): KeyError {
    return new KeyError("truncated", `the end of this key is missing: ${this.bytes.length} of ${needed} bytes`, {
      hint: this.hint ?? "copy the whole line, to its last character",
    })
  }
}

/** Joins byte strings. */
export function concatBytes(parts: readonly Uint8Array[]): Uint8Array {
  let length = 0
  for (const part of parts) length += part.length
  const joined = new Uint8Array(length)
  let offset = 0
  for (const part of parts) {
    joined.set(part, offset)
    offset += part.length
  }
  return joined
}

/** Each field as an RFC 4251 `string`, one after the other. */
export function encodeStrings(fields: readonly Uint8Array[]): Uint8Array {
  const parts: Uint8Array[] = []
  for (const field of fields) {
    const length = new Uint8Array(4)
    new DataView(length.buffer).setUint32(0, field.length)
    parts.push(length, field)
  }
  return concatBytes(parts)
}

/** The bytes of an ASCII text. */
export function asciiBytes(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0))
}
