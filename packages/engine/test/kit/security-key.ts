import { createHash } from "node:crypto"
import { ed25519 } from "@noble/curves/ed25519.js"
import { p256 } from "@noble/curves/nist.js"
import { createFromFields } from "../../src/private-key.ts"
import { decodePublicKey } from "../../src/public-key.ts"
import { type Signer, signMessage } from "../../src/signatures.ts"
import { asciiBytes, concatBytes, encodeStrings, Reader } from "../../src/wire.ts"

const APPLICATION = asciiBytes("ssh:")

/** What a pretended device says when it signs. */
export interface Report {
  readonly flags: number
  readonly counter: number
}

/** A security key in software: it signs as PROTOCOL.u2f says that devices do. */
export function makeSecurityKey(family: "ed25519" | "ecdsa", { flags, counter }: Report): Signer {
  const { type, plain, publicFields, secret } = family === "ed25519" ? ed25519Parts() : ecdsaParts()
  const publicKey = decodePublicKey(encodeStrings([asciiBytes(type), ...publicFields, APPLICATION]))
  const key = createFromFields(plain, { publicFields, secretFields: [secret] })
  const report = new Uint8Array(5)
  new DataView(report.buffer).setUint8(0, flags)
  new DataView(report.buffer).setUint32(1, counter)
  return {
    publicKey,
    sign(bytes) {
      const [application, message] = [APPLICATION, bytes].map((part) => createHash("sha256").update(part).digest())
      if (application === undefined || message === undefined) throw new Error("there are two hashes")
      const blob = new Reader(signMessage(key, concatBytes([application, report, message])))
      blob.name()
      return concatBytes([encodeStrings([asciiBytes(type), blob.string()]), report])
    },
  }
}

function ed25519Parts() {
  const { secretKey, publicKey } = ed25519.keygen()
  return {
    type: "sk-ssh-ed25519@openssh.com",
    plain: "ssh-ed25519",
    publicFields: [publicKey],
    secret: secretKey,
  } as const
}

function ecdsaParts() {
  const { secretKey } = p256.keygen()
  return {
    type: "sk-ecdsa-sha2-nistp256@openssh.com",
    plain: "ecdsa-sha2-nistp256",
    publicFields: [asciiBytes("nistp256"), p256.getPublicKey(secretKey, false)],
    secret: secretKey,
  } as const
}
