import { blocklistEntries } from "@latchkey/engine"
import type { SshKeyId } from "../ids.ts"
import type { Context, Stores } from "../ports.ts"
import type { Instant } from "../time.ts"
import { standingOf } from "./judge-key.ts"
import { expiryUnder, type KeyEffect, type KeyPolicy } from "./key-policy.ts"
import type { PolicyEffect, RegisteredKey } from "./ssh-key-store.ts"

/** A registered key that a change of the policy would change, and how. */
export interface AffectedKey extends RegisteredKey {
  readonly effect: KeyEffect
  readonly after: PolicyEffect
}

/** The policy that would be, and whether a key would be on its blocklist. */
export interface PolicyDraft {
  readonly policy: KeyPolicy
  /** Absent: the blocklist stays as it is. */
  readonly blocklist: ReadonlySet<string> | undefined
}

/** So many keys are looked at at a time: RSA keys that are seen for the first time take half a millisecond each. */
const stride = 50

/** Every registered key that `draft` would change, if it was saved now. Looks at all of them. */
export async function* affectedKeys(
  { clock }: Context,
  stores: Stores,
  draft: PolicyDraft,
): AsyncGenerator<AffectedKey> {
  const now = clock.now()
  let last: SshKeyId | undefined
  for (;;) {
    const registered = await stores.sshKeys.listRegistered(last, stride)
    for (const one of registered) {
      const found = effectOn(one, draft, now)
      if (found !== undefined) yield found
    }
    last = registered.at(-1)?.key.id
    if (registered.length < stride) return
  }
}

function effectOn(one: RegisteredKey, { policy, blocklist }: PolicyDraft, now: Instant): AffectedKey | undefined {
  const { key } = one
  const isBlocked =
    blocklist === undefined
      ? one.isBlocked
      : blocklistEntries(key.fingerprint, key.md5Fingerprint).some((entry) => blocklist.has(entry))
  const standing = standingOf(policy, key, isBlocked)
  const expiresAt = expiryUnder(policy, key, now)
  const after = { id: key.id, standing, ...(expiresAt !== undefined && { expiresAt }) }
  if (standing !== key.standing && standing === "stopped") return { ...one, effect: "stops", after }
  if (expiresAt !== key.expiresAt) return { ...one, effect: "expires_earlier", after }
  if (standing === key.standing) return undefined
  const effect = key.standing === "stopped" ? "opens_again" : standing === "weak" ? "turns_weak" : "turns_good"
  return { ...one, effect, after }
}
