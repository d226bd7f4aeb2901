import { fromHex, toHex } from "./der.ts"

/** The non-negative integer that big-endian bytes write. */
export function toInteger(bytes: Uint8Array): bigint {
  return bytes.length === 0 ? 0n : BigInt(`0x${toHex(bytes)}`)
}

/** The big-endian bytes of a non-negative integer as an mpint: shortest form, first bit zero (RFC 4251 section 5). */
export function toMpint(value: bigint): Uint8Array {
  const hex = value.toString(16)
  const bytes = fromHex(hex.length % 2 === 0 ? hex : `0${hex}`)
  return (bytes[0] ?? 0) >= 0x80 ? Uint8Array.of(0, ...bytes) : bytes
}

/** The big-endian bytes of a non-negative integer that fits into `length` of them. */
export function toFixedBytes(value: bigint, length: number): Uint8Array {
  return fromHex(value.toString(16).padStart(length * 2, "0"))
}

/** `base` to the power of `exponent` modulo `modulus`; none may be negative. The time it takes tells the exponent. */
export function modularPower(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n
  let square = base % modulus
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if ((rest & 1n) === 1n) result = (result * square) % modulus
    square = (square * square) % modulus
  }
  return result
}
