import { generateKeyPairSync } from "node:crypto"
import { formatPublicKey, parsePublicKey } from "@latchkey/engine"

/** A new Ed25519 key's public line. */
export function newPublicLine(comment: string): string {
  const { x } = generateKeyPairSync("ed25519").publicKey.export({ format: "jwk" })
  // What stands before the 32 bytes of every Ed25519 key (RFC 8709 section 4): the type's name and a length.
  const head = Buffer.from("AAAAC3NzaC1lZDI1NTE5AAAAIA", "base64url")
  const blob = Buffer.concat([head.subarray(0, 19), Buffer.from(x ?? "", "base64url")])
  return formatPublicKey(parsePublicKey(`ssh-ed25519 ${blob.toString("base64")} ${comment}`))
}
