import { audit, keyTypes, type PublicKey } from "@latchkey/engine"
import type { KeyPolicy } from "./key-policy.ts"
import type { KeyStanding, SshKey } from "./ssh-key.ts"

/** A reason against a key, and what to do. */
export interface KeyConcern {
  readonly message: string
  readonly hint: string
}

/** `refused`: may not be registered. `weak`: may be, and every list says so. */
export type KeyJudgement =
  | { readonly verdict: "good" }
  | { readonly verdict: "weak" | "refused"; readonly concern: KeyConcern }

/** The policy's judgement of a key, the same in the console, in the CLI and in the daemon, which has the blocklist too. */
export function judgeKey(policy: KeyPolicy, key: PublicKey): KeyJudgement {
  const { status, family } = keyTypes[key.type]
  const found = audit(key, policy)
  const worst = found.find(({ severity }) => severity === "refuse") ?? found[0]
  const concern = worst && { message: worst.message, hint: worst.hint }
  if (concern !== undefined && worst?.severity === "refuse") return { verdict: "refused", concern }
  if (status !== "usable" || !policy.allowedKeyTypes.includes(key.type)) {
    return {
      verdict: "refused",
      concern: { message: `keys of type ${family} are not accepted`, hint: hintFor(policy) },
    }
  }
  return concern === undefined ? { verdict: "good" } : { verdict: "weak", concern }
}

function hintFor({ allowedKeyTypes: [best] }: KeyPolicy): string {
  const name = best === undefined ? "ed25519" : keyTypes[best].shortName.toLowerCase()
  return `make a new key with \`ssh-keygen -t ${name}\``
}

export const blockedConcern: KeyConcern = {
  message: "this key is on the blocklist of this Latchkey",
  hint: "make a new key, and treat this one as known to others",
}

/** What a policy and its blocklist make of a key that is registered. */
export function standingOf(policy: KeyPolicy, key: PublicKey, isBlocked: boolean): KeyStanding {
  if (isBlocked) return "stopped"
  const { verdict } = judgeKey(policy, key)
  if (verdict === "refused") return policy.existingKeys === "apply" ? "stopped" : "weak"
  return verdict
}

/** Why a registered key is not in good standing; `undefined` when it is. */
export function concernOf(policy: KeyPolicy, key: SshKey): KeyConcern | undefined {
  if (key.standing === "good") return undefined
  const judgement = judgeKey(policy, publicKeyOfSshKey(key))
  const isStoppedByRule = judgement.verdict === "refused" && policy.existingKeys === "apply"
  if (key.standing === "stopped" && !isStoppedByRule) return blockedConcern
  return judgement.verdict === "good" ? undefined : judgement.concern
}

/** The engine's view of a registered key. */
export function publicKeyOfSshKey({ keyType, bits, blob, comment }: SshKey): PublicKey {
  return { type: keyType, bits, blob, comment }
}
