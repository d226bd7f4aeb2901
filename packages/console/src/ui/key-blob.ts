import { decodeBase64 } from "@latchkey/engine"

/** The blob of a registered key's line. The daemon has checked the line, so it is not parsed again. */
export function keyBlob(publicKey: string): Uint8Array {
  return decodeBase64(publicKey.split(" ")[1] ?? "")
}
