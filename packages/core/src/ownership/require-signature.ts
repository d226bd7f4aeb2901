import { fingerprintSha256, KeyError, type PublicKey } from "@latchkey/engine"
import { CoreError } from "../error.ts"
import { fromKeyError } from "../keys/key-import.ts"
import { ownershipNamespace, signedForms } from "./challenge.ts"

/** What {@link loadSignatureCheck} gives. */
export type RequireSignature = (text: string, key: PublicKey, signature: string) => void

/**
 * What requires that the private half of a key signed a text, with or without a line end behind it, and throws CoreError
 * `invalid` when it did not. Signatures are SSHSIG in its armour, as ssh-keygen -Y sign prints it. Loaded by whoever needs
 * it: the curves weigh some megabytes, and proofs are rare.
 */
export async function loadSignatureCheck(): Promise<RequireSignature> {
  const { verifySshsig } = await import("@latchkey/engine/signatures")
  return (text, key, signature) => {
    // A security key that was not touched was there as well: that is all that is asked.
    const asked = { namespace: ownershipNamespace, touch: "optional" } as const
    const found = signerOf(text, (form) => verifySshsig(form, signature, asked).publicKey)
    const [signer, expected] = [fingerprintSha256(found.blob), fingerprintSha256(key.blob)]
    if (signer === expected) return
    throw new CoreError("invalid", `another key made this signature: ${signer}`, {
      hint: `sign with the private half of ${expected}: name its file after -f`,
    })
  }
}

/** The key that signed one of the forms of a text. @throws CoreError `invalid` */
function signerOf(text: string, verify: (form: Uint8Array) => PublicKey): PublicKey {
  const errors: KeyError[] = []
  for (const form of signedForms(text)) {
    try {
      return verify(form)
    } catch (error) {
      if (!(error instanceof KeyError)) throw error
      errors.push(error)
    }
  }
  const [first] = errors
  throw first === undefined ? new Error("a text has at least one form") : fromKeyError(first)
}
