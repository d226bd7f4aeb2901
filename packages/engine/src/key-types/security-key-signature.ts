import { digest } from "#signature"
import { concatBytes, Reader } from "../wire.ts"
import { ecdsaSignature } from "./ecdsa-signature.ts"
import { ed25519Signature } from "./ed25519-signature.ts"
import type { SignatureScheme } from "./signature-scheme.ts"

const TOUCHED = 0x01
const USER_VERIFIED = 0x04

/** `sk-ssh-ed25519@openssh.com` (PROTOCOL.u2f). */
export const ed25519SecurityKeySignature: SignatureScheme = securityKey(ed25519Signature)

/** `sk-ecdsa-sha2-nistp256@openssh.com` (PROTOCOL.u2f). */
export const ecdsaSecurityKeySignature: SignatureScheme = securityKey(ecdsaSignature("nistp256"))

/**
 * The value is that of the plain type; byte flags and uint32 counter follow. The device signs the hash of the
 * application, both of these, and the hash of the message.
 */
function securityKey(scheme: SignatureScheme): SignatureScheme {
  return {
    verify(fields, message, signature) {
      const reader = new Reader(signature.rest)
      const flags = reader.take(1)[0] ?? 0
      const counter = reader.uint32()
      reader.end()
      const application = fields.at(-1) ?? new Uint8Array(0)
      const hashes = [application, message].map((bytes) => digest("sha256", bytes))
      const [first = application, second = message] = hashes
      const signed = concatBytes([first, signature.rest, second])
      if (scheme.verify(fields.slice(0, -1), signed, signature) === undefined) return undefined
      const isTouched = (flags & TOUCHED) !== 0
      return { securityKey: { isTouched, isUserVerified: (flags & USER_VERIFIED) !== 0, counter } }
    },
  }
}
