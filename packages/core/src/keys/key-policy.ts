import { audit, type KeyTypeName, keyTypes, type PublicKey } from "@latchkey/engine"

/** What an installation demands of the keys that it takes. */
export interface KeyPolicy {
  readonly minimumRsaBits: number
  /** Keys under this are taken, and called weak. */
  readonly advisedRsaBits: number
}

export const defaultKeyPolicy: KeyPolicy = { minimumRsaBits: 2048, advisedRsaBits: 3072 }

/** A reason against a key, and what to do. */
export interface KeyConcern {
  readonly message: string
  readonly hint: string
}

/** `refused`: may not be registered. `weak`: may be, and every list says so. */
export type KeyJudgement =
  | { readonly verdict: "good" }
  | { readonly verdict: "weak"; readonly concern: KeyConcern }
  | { readonly verdict: "refused"; readonly concern: KeyConcern }

/** The policy's judgement of a key, the same in the console, in the CLI and in the daemon. */
export function judgeKey(policy: KeyPolicy, key: PublicKey): KeyJudgement {
  const newKey = "make a new key with `ssh-keygen -t ed25519`"
  if (keyTypes[key.type].status !== "usable") {
    return refused(`keys of type ${keyTypes[key.type].family} are not accepted`, newKey)
  }
  const found = audit(key)
  const worst = found.find(({ severity }) => severity === "refuse")
  if (worst !== undefined) return refused(worst.message, worst.hint)
  if (isRsa(key.type) && key.bits < policy.minimumRsaBits) {
    return refused(`RSA ${key.bits} is too short: at least ${policy.minimumRsaBits} bits are asked for`, newKey)
  }
  const [concern] = found
  if (concern !== undefined) return { verdict: "weak", concern: { message: concern.message, hint: concern.hint } }
  if (isRsa(key.type) && key.bits < policy.advisedRsaBits) {
    return weak(`RSA ${key.bits} is below the ${policy.advisedRsaBits} bits advised`, newKey)
  }
  return { verdict: "good" }
}

function isRsa(type: KeyTypeName): boolean {
  return keyTypes[type].family === "RSA"
}

function refused(message: string, hint: string): KeyJudgement {
  return { verdict: "refused", concern: { message, hint } }
}

function weak(message: string, hint: string): KeyJudgement {
  return { verdict: "weak", concern: { message, hint } }
}
