import type { KeyTypeName } from "../key-type.ts"
import { dsaPrivate } from "./dsa-private.ts"
import { ecdsaPrivate } from "./ecdsa-private.ts"
import { ed25519Private } from "./ed25519-private.ts"
import type { PrivateHalf } from "./private-fields.ts"
import { rsaPrivate } from "./rsa-private.ts"
import { ecdsaSecurityKeyPrivate, ed25519SecurityKeyPrivate } from "./security-key-private.ts"

/** The private half of each key type that has a row; the others can be read as public keys only. */
export const privateHalves: Readonly<Partial<Record<KeyTypeName, PrivateHalf>>> = {
  "ssh-ed25519": ed25519Private,
  "sk-ssh-ed25519@openssh.com": ed25519SecurityKeyPrivate,
  "ecdsa-sha2-nistp256": ecdsaPrivate("nistp256"),
  "ecdsa-sha2-nistp384": ecdsaPrivate("nistp384"),
  "ecdsa-sha2-nistp521": ecdsaPrivate("nistp521"),
  "sk-ecdsa-sha2-nistp256@openssh.com": ecdsaSecurityKeyPrivate,
  "ssh-rsa": rsaPrivate,
  "ssh-dss": dsaPrivate,
}
