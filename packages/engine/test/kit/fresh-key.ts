import { beforeAll } from "vitest"
import { type PrivateKey, parsePrivateKey } from "../../src/private.ts"
import type { Workshop } from "./workshop.ts"

/** The kinds of keys that ssh-keygen makes without a device, with the shortest RSA that all tools take. */
export const kinds = ["ed25519_256", "ecdsa_256", "ecdsa_384", "ecdsa_521", "rsa_2048"] as const
type Kind = (typeof kinds)[number]

/** Makes one key pair of each kind before the tests, in files `KIND` and `KIND.pub` without passphrase. */
export function freshKeys(workshop: Workshop): (kind: Kind) => PrivateKey {
  const made = new Map<Kind, PrivateKey>()
  beforeAll(async () => {
    for (const kind of kinds) made.set(kind, await makeKey(workshop, kind, kind))
  })
  return (kind) => {
    const key = made.get(kind)
    if (key === undefined) throw new Error("the keys are made before the tests")
    return key
  }
}

/** Makes a key pair in files `name` and `name.pub`, and reads it. */
export function makeKey(workshop: Workshop, name: string, kind: Kind): Promise<PrivateKey> {
  const [type = "", bits = ""] = kind.split("_")
  workshop.must("ssh-keygen", ["-q", "-t", type, "-b", bits, "-N", "", "-C", `${type} comment`, "-f", name])
  return parsePrivateKey(workshop.read(name))
}
