import { ed25519 } from "@noble/curves/ed25519.js"
import { verifyEd25519 } from "#signature"
import { KeyError } from "../error.ts"
import { hasSmallOrder } from "./edwards25519.ts"
import type { SignatureScheme } from "./signature-scheme.ts"

/** Length of an Ed25519 signature in bytes (RFC 8032 section 5.1.6). */
const SIGNATURE_LENGTH = 64

/**
 * `ssh-ed25519` (RFC 8709 section 6): the value is R and S. Keys of small order, which only
 * a reader that trusts its source lets in, verify nothing here: for them signatures can be made without a private key.
 */
export const ed25519Signature: SignatureScheme = {
  verify([point = new Uint8Array(0)], message, { value }) {
    if (value.length !== SIGNATURE_LENGTH) {
      throw new KeyError("format_invalid", `an Ed25519 signature has 64 bytes and this one has ${value.length}`)
    }
    if (hasSmallOrder(point)) return undefined
    return verifyEd25519(point, message, value) ? {} : undefined
  },
  sign: ({ secretFields: [seed = new Uint8Array(0)] }, message) => ed25519.sign(message, seed),
}
