/** Writes DER (ITU-T X.690) values; shorter than 16 MiB. */
function value(tag: number, ...contents: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(contents)
  const { length } = body
  const head =
    length < 0x80
      ? [tag, length]
      : length < 0x100
        ? [tag, 0x81, length]
        : length < 0x10000
          ? [tag, 0x82, length >> 8, length & 0xff]
          : [tag, 0x83, length >> 16, (length >> 8) & 0xff, length & 0xff]
  return Buffer.concat([Buffer.from(head), body])
}

export const sequence = (...items: readonly Uint8Array[]) => value(0x30, ...items)
export const set = (...items: readonly Uint8Array[]) => value(0x31, ...items)
export const octets = (bytes: Uint8Array) => value(0x04, bytes)
export const bits = (bytes: Uint8Array) => value(0x03, Uint8Array.of(0), bytes)
export const utf8 = (text: string) => value(0x0c, Buffer.from(text))
/** Explicitly tagged with [number]. */
export const context = (number: number, ...items: readonly Uint8Array[]) => value(0xa0 + number, ...items)
export const absent = value(0x05)

/** A positive INTEGER of these bytes. */
export function integer(bytes: Uint8Array): Buffer {
  return value(0x02, bytes[0] !== undefined && bytes[0] < 0x80 ? bytes : Buffer.concat([Uint8Array.of(0), bytes]))
}

/** An OBJECT IDENTIFIER in dotted form. */
export function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split(".").map(Number)
  return value(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]))
}

function base128(number: number): number[] {
  const digits = [number & 0x7f]
  for (let left = number >> 7; left > 0; left >>= 7) digits.unshift((left & 0x7f) | 0x80)
  return digits
}

/** A UTCTime or, from 2050 on, a GeneralizedTime (RFC 5280 section 4.1.2.5), to the second. */
export function time(at: Date): Buffer {
  const digits = `${at.toISOString().slice(0, 19).replace(/\D/g, "")}Z`
  return at.getUTCFullYear() < 2050 ? value(0x17, Buffer.from(digits.slice(2))) : value(0x18, Buffer.from(digits))
}
