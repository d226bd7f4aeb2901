import type { KeyTypeName } from "../key-type.ts"
import { decodeDsa } from "./dsa.ts"
import { decodeEcdsa } from "./ecdsa.ts"
import { decodeEd25519 } from "./ed25519.ts"
import type { DecodeFields } from "./fields.ts"
import { decodeMldsaEd25519 } from "./mldsa-ed25519.ts"
import { decodeRsa } from "./rsa.ts"
import { decodeEcdsaSecurityKey, decodeEd25519SecurityKey } from "./security-key.ts"

/** How the fields behind each key type's name are read. */
export const decoders: Readonly<Record<KeyTypeName, DecodeFields>> = {
  "ssh-ed25519": decodeEd25519,
  "sk-ssh-ed25519@openssh.com": decodeEd25519SecurityKey,
  "ecdsa-sha2-nistp256": decodeEcdsa("nistp256"),
  "ecdsa-sha2-nistp384": decodeEcdsa("nistp384"),
  "ecdsa-sha2-nistp521": decodeEcdsa("nistp521"),
  "sk-ecdsa-sha2-nistp256@openssh.com": decodeEcdsaSecurityKey,
  "ssh-rsa": decodeRsa,
  "ssh-mldsa44-ed25519": decodeMldsaEd25519,
  "ssh-mldsa44-ed25519@openssh.com": decodeMldsaEd25519,
  "ssh-dss": decodeDsa,
}
