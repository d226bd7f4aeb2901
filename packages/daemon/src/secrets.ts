import { hash, randomBytes, randomFillSync } from "node:crypto"
import type { Secrets } from "@latchkey/core"

const secretBytes = 32

/** The randomness of this process: the system's generator, SHA-256, and UUIDs that never go back. */
export function createSecrets(now: () => number = Date.now): Secrets {
  return {
    id: createIdSource(now),
    secret: () => randomBytes(secretBytes).toString("base64url"),
    hash: (secret) => hash("sha256", secret, "hex"),
  }
}

const largestCounter = 0xfff

const randomBytesOfId = 8
/** The generator takes as long for one id as for this many. */
const idsAtOnce = 128

/**
 * UUID version 7 with the 12 bits of rand_a as a counter (RFC 9562 section 6.2, method 1): ids of one process sort in
 * the order they were made, also when the clock stands still or is set back.
 */
function createIdSource(now: () => number): () => string {
  let time = 0
  let counter = 0
  const bytes = Buffer.alloc(16)
  const randomness = Buffer.alloc(randomBytesOfId * idsAtOnce)
  let taken = randomness.length
  return () => {
    const current = now()
    if (current > time) {
      time = current
      counter = 0
    } else if (counter < largestCounter) {
      counter++
    } else {
      time++
      counter = 0
    }
    if (taken === randomness.length) {
      randomFillSync(randomness)
      taken = 0
    }
    randomness.copy(bytes, 8, taken, taken + randomBytesOfId)
    taken += randomBytesOfId
    bytes.writeUIntBE(time, 0, 6)
    bytes.writeUInt16BE(0x7000 | counter, 6)
    bytes.writeUInt8(0x80 | (bytes.readUInt8(8) & 0x3f), 8)
    const hex = bytes.toString("hex")
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
  }
}
