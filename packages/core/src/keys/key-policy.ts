import { audit, defaultRsaLimits, keyTypes, type PublicKey, type RsaLimits } from "@latchkey/engine"

/** What an installation demands of the keys that it takes: how long RSA keys have to be. */
export type KeyPolicy = RsaLimits

export const defaultKeyPolicy: KeyPolicy = defaultRsaLimits

/** A reason against a key, and what to do. */
export interface KeyConcern {
  readonly message: string
  readonly hint: string
}

/** `refused`: may not be registered. `weak`: may be, and every list says so. */
export type KeyJudgement =
  | { readonly verdict: "good" }
  | { readonly verdict: "weak" | "refused"; readonly concern: KeyConcern }

/** The policy's judgement of a key, the same in the console, in the CLI and in the daemon. */
export function judgeKey(policy: KeyPolicy, key: PublicKey): KeyJudgement {
  const found = audit(key, policy)
  const worst = found.find(({ severity }) => severity === "refuse") ?? found[0]
  if (worst !== undefined) {
    const { severity, message, hint } = worst
    return { verdict: severity === "refuse" ? "refused" : "weak", concern: { message, hint } }
  }
  const { status, family } = keyTypes[key.type]
  if (status === "usable") return { verdict: "good" }
  const message = `keys of type ${family} are not accepted`
  return { verdict: "refused", concern: { message, hint: "make a new key with `ssh-keygen -t ed25519`" } }
}
