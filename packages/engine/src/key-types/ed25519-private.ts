import { ed25519 } from "@noble/curves/ed25519.js"
import { KeyError } from "../error.ts"
import { concatBytes, encodeStrings } from "../wire.ts"
import { ED25519_LENGTH } from "./ed25519.ts"
import { equalBytes, halvesError } from "./halves.ts"
import type { PrivateHalf } from "./private-fields.ts"

/** The secret field is the 32-byte seed (RFC 8032 section 5.1.5); openssh-key-v1 writes it in front of the point. */
export const ed25519Private: PrivateHalf = {
  secretNames: ["seed"],
  decode(reader) {
    const point = reader.string()
    const secret = reader.string()
    if (secret.length !== 2 * ED25519_LENGTH) throw lengthError(secret.length / 2)
    if (!equalBytes(secret.subarray(ED25519_LENGTH), point)) throw halvesError()
    return { publicFields: [point], secretFields: [secret.subarray(0, ED25519_LENGTH)] }
  },
  encode({ publicFields: [point = new Uint8Array(0)], secretFields: [seed = new Uint8Array(0)] }) {
    return encodeStrings([point, concatBytes([seed, point])])
  },
  check({ publicFields: [point = new Uint8Array(0)], secretFields: [seed = new Uint8Array(0)] }) {
    if (!equalBytes(deriveEd25519(seed), point)) throw halvesError()
  },
}

/** The point of a seed. Throws `format_invalid` unless it has 32 bytes. */
export function deriveEd25519(seed: Uint8Array): Uint8Array {
  if (seed.length !== ED25519_LENGTH) throw lengthError(seed.length)
  return ed25519.getPublicKey(seed)
}

function lengthError(length: number): KeyError {
  return new KeyError("format_invalid", `the secret of an Ed25519 key has 32 bytes and this one has ${length}`)
}
