import { randomBytes } from "@noble/hashes/utils.js"
import { createFromFields, type PrivateKey } from "../private-key.ts"
import { ED25519_LENGTH } from "./ed25519.ts"
import { deriveEd25519 } from "./ed25519-private.ts"

/** A new Ed25519 key: any 32 chance bytes are a seed (RFC 8032 section 5.1.5). */
export function generateEd25519(comment: string): PrivateKey {
  const seed = randomBytes(ED25519_LENGTH)
  const fields = { publicFields: [deriveEd25519(seed)], secretFields: [seed] }
  const key = createFromFields("ssh-ed25519", fields, comment)
  seed.fill(0)
  return key
}
