import { asciiBytes, concatBytes, encodeStrings, type Reader } from "../wire.ts"
import type { PrivateHalf } from "./private-fields.ts"

/**
 * The file of a security key holds no private key, but the handle by which the device finds it (PROTOCOL.u2f). The
 * secret fields are the flags (one byte: 0x01 touch, 0x04 verification, 0x10 force, 0x20 resident), the key handle and a
 * reserved string.
 */
export const ed25519SecurityKeyPrivate: PrivateHalf = securityKey((reader) => [reader.string()])

/** As {@link ed25519SecurityKeyPrivate}, with the curve in front of the point. */
export const ecdsaSecurityKeyPrivate: PrivateHalf = securityKey((reader) => [
  asciiBytes(reader.name()),
  reader.string(),
])

function securityKey(readPoint: (reader: Reader) => readonly Uint8Array[]): PrivateHalf {
  return {
    secretNames: ["flags", "key handle", "reserved"],
    decode(reader) {
      const publicFields = [...readPoint(reader), reader.string()]
      return { publicFields, secretFields: [reader.take(1), reader.string(), reader.string()] }
    },
    encode({ publicFields, secretFields: [flags = new Uint8Array(1), ...handle] }) {
      return concatBytes([encodeStrings(publicFields), flags, encodeStrings(handle)])
    },
    check() {
      // Only the device can derive the public half.
    },
  }
}
