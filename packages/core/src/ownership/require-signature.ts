import { fingerprintSha256, KeyError, type PublicKey } from "@latchkey/engine"
import { verifySshsig } from "@latchkey/engine/signatures"
import { CoreError } from "../error.ts"
import { fromKeyError } from "../keys/key-import.ts"
import { ownershipNamespace, signedForms } from "./challenge.ts"

/**
 * Requires that the private half of `key` signed `text`, with or without a line end behind it. A security key that was not
 * touched proves to be there as well.
 *
 * @param signature SSHSIG in its armour, as ssh-keygen -Y sign prints it
 * @throws CoreError `invalid`
 */
export function requireSignature(text: string, key: PublicKey, signature: string): void {
  const [, ...otherForms] = signedForms(text)
  try {
    verify(new TextEncoder().encode(text), key, signature)
  } catch (error) {
    if (!(error instanceof KeyError)) throw error
    const holds = error.code === "signature_invalid" && otherForms.some((form) => isSigned(form, key, signature))
    if (!holds) throw refusal(error, key)
  }
}

function verify(message: Uint8Array, key: PublicKey, signature: string): void {
  verifySshsig(message, signature, { namespace: ownershipNamespace, key, touch: "optional" })
}

function isSigned(message: Uint8Array, key: PublicKey, signature: string): boolean {
  try {
    verify(message, key, signature)
    return true
  } catch (error) {
    if (error instanceof KeyError) return false
    throw error
  }
}

function refusal(error: KeyError, key: PublicKey): CoreError {
  if (error.code !== "key_mismatch") return fromKeyError(error)
  return new CoreError("invalid", "another key made this signature", {
    hint: `sign with the private half of ${fingerprintSha256(key.blob)}: name its file after -f`,
    cause: error,
  })
}
