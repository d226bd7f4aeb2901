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
