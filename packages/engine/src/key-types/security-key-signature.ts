import { digest } from "#signature"
import { concatBytes, Reader } from "../wire.ts"
import { ecdsaSignature } from "./ecdsa-signature.ts"
import { ed25519Signature } from "./ed25519-signature.ts"
import type { SignatureScheme } from "./signature-scheme.ts"
import { readClientData, WEBAUTHN_ALGORITHM } from "./webauthn.ts"

const TOUCHED = 0x01
const USER_VERIFIED = 0x04
/** Flags and counter. */
const REPORT_LENGTH = 5

/** `sk-ssh-ed25519@openssh.com` (PROTOCOL.u2f). */
export const ed25519SecurityKeySignature: SignatureScheme = securityKey(ed25519Signature)

/** `sk-ecdsa-sha2-nistp256@openssh.com`, also as a browser has it sign (PROTOCOL.u2f). */
export const ecdsaSecurityKeySignature: SignatureScheme = securityKey(ecdsaSignature("nistp256"))

/**
 * The value is that of the plain type; byte flags and uint32 counter follow. The device signs the hash of the
 * application, both of these, and the hash of the message; in a browser, extensions and the hash of the client data.
 */
function securityKey(scheme: SignatureScheme): SignatureScheme {
  return {
    verify(fields, message, signature) {
      const { algorithm, rest } = signature
      const reader = new Reader(rest)
      const flags = reader.take(1)[0] ?? 0
      const counter = reader.uint32()
      const isFromBrowser = algorithm === WEBAUTHN_ALGORITHM
      const clientData = isFromBrowser ? readClientData(reader, flags, message) : undefined
      reader.end()
      if (isFromBrowser && clientData === undefined) return undefined
      const application = digest("sha256", fields.at(-1) ?? new Uint8Array(0))
      const { extensions = new Uint8Array(0), hash = digest("sha256", message) } = clientData ?? {}
      const signed = concatBytes([application, rest.subarray(0, REPORT_LENGTH), extensions, hash])
      if (scheme.verify(fields.slice(0, -1), signed, signature) === undefined) return undefined
      const isTouched = (flags & TOUCHED) !== 0
      const report = { isTouched, isUserVerified: (flags & USER_VERIFIED) !== 0, counter }
      return { securityKey: clientData === undefined ? report : { ...report, origin: clientData.origin } }
    },
  }
}
