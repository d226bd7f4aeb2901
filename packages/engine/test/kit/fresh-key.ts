import { decodeBase64 } from "../../src/base64.ts"
import { isKeyTypeName } from "../../src/key-type.ts"
import { createFromFields, type PrivateKey, privateHalf } from "../../src/private-key.ts"
import { Reader } from "../../src/wire.ts"
import type { Workshop } from "./workshop.ts"

/** The kinds of keys that ssh-keygen makes without a device, with the shortest RSA that all tools take. */
export const kinds = ["ed25519_256", "ecdsa_256", "ecdsa_384", "ecdsa_521", "rsa_2048"] as const

/** Makes key pairs on demand, one of each kind, in files `KIND` and `KIND.pub` without passphrase. */
export function freshKeys(workshop: Workshop): (kind: (typeof kinds)[number]) => PrivateKey {
  const made = new Map<string, PrivateKey>()
  return (kind) => {
    const key = made.get(kind) ?? makeKey(workshop, kind, kind)
    made.set(kind, key)
    return key
  }
}

/** Makes a key pair in files `name` and `name.pub`, and reads it. */
export function makeKey(workshop: Workshop, name: string, kind: (typeof kinds)[number]): PrivateKey {
  const [type = "", bits = ""] = kind.split("_")
  workshop.must("ssh-keygen", ["-q", "-t", type, "-b", bits, "-N", "", "-C", `${type} comment`, "-f", name])
  const base64 = workshop.read(name).split("\n").slice(1, -2).join("")
  const file = new Reader(decodeBase64(base64).subarray("openssh-key-v1\0".length))
  const [, , , , , section = new Uint8Array(0)] = [
    file.string(),
    file.string(),
    file.string(),
    file.uint32(),
    file.string(),
    file.string(),
  ]
  const reader = new Reader(section.subarray(8))
  const keyType = reader.name()
  if (!isKeyTypeName(keyType)) throw new Error(`ssh-keygen made a key of type ${keyType}`)
  return createFromFields(keyType, privateHalf({ type: keyType }).decode(reader), `${type} comment`)
}
