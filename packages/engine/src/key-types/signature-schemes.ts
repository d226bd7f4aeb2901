import type { KeyTypeName } from "../key-type.ts"
import { ecdsaSignature } from "./ecdsa-signature.ts"
import { ed25519Signature } from "./ed25519-signature.ts"
import { rsaSignature } from "./rsa-signature.ts"
import { ecdsaSecurityKeySignature, ed25519SecurityKeySignature } from "./security-key-signature.ts"
import type { SignatureScheme } from "./signature-scheme.ts"

/** How each key type signs. The types without a row are read only: their signatures count for nothing. */
export const signatureSchemes: Readonly<Partial<Record<KeyTypeName, SignatureScheme>>> = {
  "ssh-ed25519": ed25519Signature,
  "sk-ssh-ed25519@openssh.com": ed25519SecurityKeySignature,
  "ecdsa-sha2-nistp256": ecdsaSignature("nistp256"),
  "ecdsa-sha2-nistp384": ecdsaSignature("nistp384"),
  "ecdsa-sha2-nistp521": ecdsaSignature("nistp521"),
  "sk-ecdsa-sha2-nistp256@openssh.com": ecdsaSecurityKeySignature,
  "ssh-rsa": rsaSignature,
}
