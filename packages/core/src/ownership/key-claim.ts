import type { PublicKey } from "@latchkey/engine"
import type { AccountId, KeyClaimId } from "../ids.ts"
import type { KeyUse, SshKey } from "../keys/ssh-key.ts"
import { day, type Instant } from "../time.ts"

/**
 * How a claim stands. `waiting`: the holder can still prove that the key is theirs. `taken_over`: it went to the claimant;
 * `kept`: the holder proved it; `failed`: the claimant could not have it, for `reason`.
 */
export const keyClaimStates = ["waiting", "taken_over", "kept", "failed"] as const
export type KeyClaimState = (typeof keyClaimStates)[number]

/**
 * An account proved to hold the private half of a key that another account had registered without a proof. What is
 * settled is there until whoever did not settle it has seen it.
 */
export interface KeyClaim {
  readonly id: KeyClaimId
  readonly fingerprint: string
  readonly publicKey: PublicKey
  readonly claimantId: AccountId
  readonly holderId: AccountId
  /** What the holder calls the key, which is nobody else's to know. */
  readonly holderKeyName: string
  readonly provenAt: Instant
  readonly takesEffectAt: Instant
  readonly state: KeyClaimState
  readonly reason?: string
}

/** How long the holder of a key that is in use has for a proof of their own. */
export const counterProofTime = 1 * day

/** A key that logged in so recently is in use. */
export const inUseWithin = 90 * day

/** A settled claim that nobody looks at is forgotten after this time. */
export const settledClaimMemory = 90 * day

/** Whether a key may be in use: taking it away then would lock its holder out without a warning. */
export function mayBeInUse(lastUse: KeyUse, now: Instant): boolean {
  if (lastUse.state === "used") return now - lastUse.at < inUseWithin
  return lastUse.state === "unknown"
}

/** When a proof given now takes keys of another account over. */
export function takesEffectAt(keys: readonly SshKey[], now: Instant): Instant {
  return keys.some(({ lastUse }) => mayBeInUse(lastUse, now)) ? now + counterProofTime : now
}

/**
 * The side that can end a claim: a claimant takes back one that waits, and what was settled is dismissed by the side that
 * did not settle it.
 */
export function dismissingSide(state: KeyClaimState): "claimant" | "holder" {
  return state === "taken_over" ? "holder" : "claimant"
}
