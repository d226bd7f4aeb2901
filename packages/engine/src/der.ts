import { KeyError } from "./error.ts"
import { concatBytes } from "./wire.ts"

/** Tags of the DER values (ITU-T X.690 section 8) that occur in key files. */
export const tags = {
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  sequence: 0x30,
  context0: 0xa0,
  context1: 0xa1,
} as const

/** Reads DER values from a byte string, in order. Every method throws `truncated` or `format_invalid`. */
export class DerReader {
  private readonly bytes: Uint8Array
  private offset = 0

  constructor(bytes: Uint8Array) {
    this.bytes = bytes
  }

  /** What `read` reads of `bytes`, which must be all of them. Throws `trailing_data` too. */
  static single<Value>(bytes: Uint8Array, read: (reader: DerReader) => Value): Value {
    const reader = new DerReader(bytes)
    const value = read(reader)
    reader.end()
    return value
  }

  /** A reader over the contents of the one SEQUENCE that `bytes` are. Throws `trailing_data` too. */
  static whole(bytes: Uint8Array): DerReader {
    return DerReader.single(bytes, (reader) => reader.nested())
  }

  /** The tag of the next value, or undefined at the end. */
  get nextTag(): number | undefined {
    return this.bytes[this.offset]
  }

  /** The contents of the next value, which must have this tag. */
  value(tag: number): Uint8Array {
    const found = this.bytes[this.offset]
    if (found === undefined) throw truncated()
    if (found !== tag) throw new KeyError("format_invalid", "this file does not hold the DER structure of a key")
    this.offset++
    const end = this.length() + this.offset
    if (end > this.bytes.length) throw truncated()
    const contents = this.bytes.subarray(this.offset, end)
    this.offset = end
    return contents
  }

  /** A reader over the contents of the next value, a SEQUENCE unless `tag` says otherwise. */
  nested(tag: number = tags.sequence): DerReader {
    return new DerReader(this.value(tag))
  }

  /** A non-negative INTEGER in its shortest form, which is also that of an SSH mpint. */
  integer(): Uint8Array {
    const bytes = this.value(tags.integer)
    const [first, second] = bytes
    if (first === undefined || first >= 0x80)
      throw new KeyError("format_invalid", "a number inside the key is negative")
    if (first === 0 && second !== undefined && second < 0x80) {
      throw new KeyError("format_invalid", "a number inside the key has superfluous zero bytes")
    }
    return bytes
  }

  /** An INTEGER of one byte, as version numbers are. */
  version(): number {
    const bytes = this.integer()
    if (bytes.length !== 1) throw new KeyError("format_invalid", "the version of this key file is not a small number")
    return bytes[0] ?? 0
  }

  /** An OBJECT IDENTIFIER's contents in hexadecimal. */
  oid(): string {
    return toHex(this.value(tags.oid))
  }

  /** A BIT STRING of whole bytes; `tag` where the structure gives it another. */
  bitString(tag: number = tags.bitString): Uint8Array {
    const bytes = this.value(tag)
    if (bytes[0] !== 0) throw new KeyError("format_invalid", "a bit string inside the key does not end on a byte")
    return bytes.subarray(1)
  }

  /** Requires that nothing is left. */
  end(): void {
    if (this.offset < this.bytes.length) throw new KeyError("trailing_data", "more bytes follow the end of the key")
  }

  private length(): number {
    const first = this.bytes[this.offset++]
    if (first === undefined) throw truncated()
    if (first < 0x80) return first
    const count = first & 0x7f
    // Three bytes count to 16 MiB, more than any input here holds.
    if (count === 0 || count > 3) throw new KeyError("format_invalid", "a length inside the key is not DER")
    let length = 0
    for (let index = 0; index < count; index++) {
      const byte = this.bytes[this.offset++]
      if (byte === undefined) throw truncated()
      length = length * 256 + byte
    }
    const shortest = length < 0x80 ? 0 : length < 0x100 ? 1 : length < 0x10000 ? 2 : 3
    if (shortest !== count) throw new KeyError("format_invalid", "a length inside the key is not DER")
    return length
  }
}

/** One DER value with these contents. */
export function encodeDer(tag: number, ...contents: readonly Uint8Array[]): Uint8Array {
  const body = concatBytes(contents)
  const { length } = body
  if (length < 0x80) return concatBytes([Uint8Array.of(tag, length), body])
  if (length < 0x100) return concatBytes([Uint8Array.of(tag, 0x81, length), body])
  return concatBytes([Uint8Array.of(tag, 0x82, length >> 8, length & 0xff), body])
}

/** Bytes as lower-case hexadecimal. */
export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")
}

/** The bytes of an even number of hexadecimal digits; `format_invalid` for anything else. */
export function fromHex(text: string): Uint8Array {
  if (text.length % 2 !== 0 || !/^[0-9a-fA-F]*$/.test(text)) {
    throw new KeyError("format_invalid", "a value that must be hexadecimal is not")
  }
  return Uint8Array.from({ length: text.length / 2 }, (_, index) =>
    Number.parseInt(text.slice(index * 2, index * 2 + 2), 16),
  )
}

function truncated(): KeyError {
  return new KeyError("truncated", "the end of this key is missing", { hint: "copy the whole file" })
}
