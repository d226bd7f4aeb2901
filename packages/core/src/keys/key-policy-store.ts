import type { AccountId } from "../ids.ts"
import type { Instant } from "../time.ts"
import type { KeyPolicy } from "./key-policy.ts"

/** The policy as it is now, and how it came to be so. */
export interface KeyPolicyState {
  readonly policy: KeyPolicy
  /** Grows by one with each change of the policy or its blocklist, from 1. */
  readonly revision: number
  /** How many entries the blocklist has. */
  readonly blockedKeys: number
  /** Absent while the policy is the one that the installation began with. */
  readonly lastChange?: {
    readonly at: Instant
    readonly by: { readonly accountId: AccountId; readonly handle: string }
    /** What was changed, in words: "minimum RSA size 2048 to 3072 bits". */
    readonly what: string
  }
}

export interface KeyPolicyStore {
  current(): Promise<KeyPolicyState>
  /** Stores a state whose revision is one above that which is stored; false when it is not. */
  save(state: KeyPolicyState): Promise<boolean>
  /** Whether the blocklist holds a key, by any of the engine's `blocklistEntries` of its fingerprints. */
  isBlocked(key: { readonly fingerprint: string; readonly md5Fingerprint: string }): Promise<boolean>
  /** All entries, in order. */
  blocklist(): Promise<readonly string[]>
  /** Puts these entries, each once, in the place of all that were there. */
  replaceBlocklist(fingerprints: readonly string[]): Promise<void>
}
