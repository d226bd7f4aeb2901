import { fingerprintSha256, KeyError, type PublicKey } from "@latchkey/engine"
import { verifySshsig } from "@latchkey/engine/signatures"
import { CoreError } from "../error.ts"
import { fromKeyError } from "../keys/key-import.ts"
import { ownershipNamespace, signedForms } from "./challenge.ts"

/**
 * Requires that the private half of `key` signed `text`, with or without a line end behind it.
 *
 * @param signature SSHSIG in its armour, as ssh-keygen -Y sign prints it
 * @throws CoreError `invalid`
 */
export function requireSignature(text: string, key: PublicKey, signature: string): void {
  const signer = fingerprintSha256(signerOf(text, signature).blob)
  const expected = fingerprintSha256(key.blob)
  if (signer === expected) return
  throw new CoreError("invalid", `another key made this signature: ${signer}`, {
    hint: `sign with the private half of ${expected}: name its file after -f`,
  })
}

/** The key that made a signature. A security key that was not touched was there as well: that is all that is asked. */
function signerOf(text: string, signature: string): PublicKey {
  const errors: KeyError[] = []
  for (const form of signedForms(text)) {
    try {
      return verifySshsig(form, signature, { namespace: ownershipNamespace, touch: "optional" }).publicKey
    } catch (error) {
      if (!(error instanceof KeyError)) throw error
      errors.push(error)
    }
  }
  const [first] = errors
  throw first === undefined ? new Error("a text has at least one form") : fromKeyError(first)
}
