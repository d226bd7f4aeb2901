import type { KeyTypeName } from "@latchkey/engine"
import type { AccountId, SshKeyId } from "../ids.ts"
import type { Page, PageRequest } from "../page.ts"
import type { Instant } from "../time.ts"
import type { SshKey } from "./ssh-key.ts"

/** What a list of keys can be sorted by. Without a value (no expiry, never used) a key comes last either way. */
export const keySorts = ["name", "type", "created", "last-used", "expires"] as const
export type KeySort = (typeof keySorts)[number]

/** Which keys of an account, in which order. What is absent does not restrict. */
export interface KeyQuery extends PageRequest {
  readonly accountId: AccountId
  /** Matches when name, comment or a fingerprint contains it, without regard to case. */
  readonly search?: string | undefined
  readonly name?: string | undefined
  readonly fingerprint?: string | undefined
  readonly keyTypes?: readonly KeyTypeName[] | undefined
  /** Keys whose last use lies before this moment, those never used included. */
  readonly unusedSince?: Instant | undefined
  readonly usedSince?: Instant | undefined
  readonly neverUsed?: boolean | undefined
  /** Only keys that are weak, disabled, or expire before `expiresBefore`, or were made and last used before `unusedSince`. */
  readonly needsAttention?: { readonly expiresBefore: Instant; readonly unusedSince: Instant } | undefined
  readonly sort: KeySort
  readonly descending: boolean
}

/** A key on its way into the store, with the policy's judgement at that time, which lists filter by. */
export interface NewSshKey {
  readonly key: SshKey
  readonly isWeak: boolean
}

/** A login that a place has seen. */
export interface SeenUse {
  readonly keyId: SshKeyId
  readonly at: Instant
  readonly from?: string
}

export interface SshKeyStore {
  find(id: SshKeyId): Promise<SshKey | undefined>
  findByName(account: AccountId, name: string): Promise<SshKey | undefined>
  /** All registrations of one key: they are of one account (the first is the oldest). */
  findByFingerprint(fingerprint: string): Promise<readonly SshKey[]>
  list(query: KeyQuery): Promise<Page<SshKey>>
  /** Keys that open something at `now`, by name: for `.keys` and for exports. */
  listOpening(account: AccountId, now: Instant): Promise<readonly SshKey[]>
  /** Claims a fingerprint for an account. False when it is claimed, whoever by: the database's unique index decides. */
  claimMaterial(fingerprint: string, account: AccountId, blob: Uint8Array): Promise<boolean>
  /** Registers a key whose material is claimed. False when the account has a key with this name. */
  insert(registration: NewSshKey): Promise<boolean>
  /** Stores name, isDefault, expiresAt, disabledAt, verifiedAt; false when the name is taken. */
  update(key: SshKey): Promise<boolean>
  /** Removes the registration, and the claim on its material when it was the last one. */
  delete(id: SshKeyId): Promise<void>
  /** Moves each key's last use forward, never back; uses of keys that are gone are dropped. */
  recordUses(uses: readonly SeenUse[]): Promise<void>
}
