import type { KeyTypeName } from "@latchkey/engine"
import type { AccountId, SshKeyId } from "../ids.ts"
import type { Page, PageRequest } from "../page.ts"
import type { Instant } from "../time.ts"
import type { SshKey } from "./ssh-key.ts"

/** What a list of keys can be sorted by. Without a value (no expiry, never used) a key comes last either way. */
export const keySorts = ["name", "type", "created", "last-used", "expires"] as const
export type KeySort = (typeof keySorts)[number]

/** What can be wrong with a key, or will be: a key can have several. `notice`: it expires within `expiryNotice`. */
export const keyHealths = ["stopped", "weak", "expired", "notice", "expiring", "unused", "disabled"] as const
export type KeyHealth = (typeof keyHealths)[number]

/** The moments that decide about a key's health. */
export interface HealthMoments {
  readonly now: Instant
  readonly noticeUntil: Instant
  readonly expiresBefore: Instant
  readonly unusedSince: Instant
}

export interface KeyHealthQuery extends HealthMoments {
  readonly is: KeyHealth
}

export interface KeySummaryQuery extends HealthMoments {
  readonly accountId: AccountId
  /** Moments, latest first: where each stretch of `ages` and of `lastUses` begins. */
  readonly since: readonly Instant[]
}

/** Which keys of an account, in which order. What is absent does not restrict. */
export interface KeyQuery extends PageRequest {
  readonly accountId: AccountId
  /** Keys of these accounts too. */
  readonly alsoOf?: readonly AccountId[] | undefined
  /** Matches when name, comment or a fingerprint contains it, without regard to case. */
  readonly search?: string | undefined
  readonly name?: string | undefined
  readonly fingerprint?: string | undefined
  readonly keyTypes?: readonly KeyTypeName[] | undefined
  /** Keys whose last use lies before this moment, those never used included. */
  readonly unusedSince?: Instant | undefined
  readonly usedSince?: Instant | undefined
  readonly neverUsed?: boolean | undefined
  readonly isDefault?: boolean | undefined
  /** Only keys that open something at this moment. */
  readonly opensAt?: Instant | undefined
  /** Only keys of which this is true at `healthAt`. */
  readonly health?: KeyHealthQuery | undefined
  /** Only keys that are weak, stopped, disabled, or expire before `expiresBefore`, or were made and last used before `unusedSince`. */
  readonly needsAttention?: { readonly expiresBefore: Instant; readonly unusedSince: Instant } | undefined
  readonly sort: KeySort
  readonly descending: boolean
}

/** A key as whoever looks after all accounts sees it. */
export interface RegisteredKey {
  readonly key: SshKey
  /** Of the account that holds it. */
  readonly handle: string
  /** Whether the blocklist holds it. */
  readonly isBlocked: boolean
}

/** What a change of the policy does to a registered key. */
export type PolicyEffect = Pick<SshKey, "id" | "standing" | "expiresAt">

/** How an account's keys are, counted. A key counts wherever it belongs. */
export interface KeySummary {
  readonly total: number
  readonly health: Readonly<Record<KeyHealth, number>>
  /** By type and size, the most frequent first. */
  readonly types: readonly { readonly keyType: KeyTypeName; readonly bits: number; readonly count: number }[]
  /** For each of the ages that were asked for: how many keys are older than it and not older than the next. */
  readonly ages: readonly number[]
  /** The same of last uses; keys that were never used, or nobody knows of which, are counted apart. */
  readonly lastUses: readonly number[]
  readonly neverUsed: number
  readonly useUnknown: number
  /** The keys that expire before `noticeUntil`, soonest first, at most `maximumNotices`. */
  readonly expiresSoon: readonly SshKey[]
}

/** A login that a place has seen. */
export interface SeenUse {
  readonly keyId: SshKeyId
  readonly at: Instant
  readonly from?: string
  /** How many logins this stands for, of which the last is told; absent for one. */
  readonly logins?: number
}

export interface SshKeyStore {
  find(id: SshKeyId): Promise<SshKey | undefined>
  /** Those of them that exist, in no order. */
  findSeveral(ids: readonly SshKeyId[]): Promise<readonly SshKey[]>
  findByName(account: AccountId, name: string): Promise<SshKey | undefined>
  /** All registrations of one key: they are of one account (the first is the oldest). */
  findByFingerprint(fingerprint: string): Promise<readonly SshKey[]>
  list(query: KeyQuery): Promise<Page<SshKey>>
  /** Keys that open something at `now`, by name: for `.keys`. */
  listOpening(account: AccountId, now: Instant): Promise<readonly SshKey[]>
  /** Claims a fingerprint for an account. False when it is claimed, whoever by: the database's unique index decides. */
  claimMaterial(fingerprint: string, account: AccountId, blob: Uint8Array): Promise<boolean>
  /**
   * Registers a key whose material is claimed. False when the account has a key with this name.
   *
   * @param receivedText what its key pair gives back, byte for byte
   */
  insert(key: SshKey, receivedText?: string): Promise<boolean>
  /** Stores name, isDefault, expiresAt, disabledAt, verifiedAt; false when the name is taken. */
  update(key: SshKey): Promise<boolean>
  /** Removes the registration, and the claim on its material when it was the last one. */
  delete(id: SshKeyId): Promise<void>
  /**
   * Moves each key's last use forward, never back, under every name that its account has it by: who signs in shows the
   * key, not a name. Uses of keys that are gone are dropped.
   */
  recordUses(uses: readonly SeenUse[]): Promise<void>
  summarise(query: KeySummaryQuery): Promise<KeySummary>
  /** Keys of all accounts in the order of their ids: the first `limit` after `after`. Others have their turn before it answers. */
  listRegistered(after: SshKeyId | undefined, limit: number): Promise<readonly RegisteredKey[]>
  /** Stores standing and expiry of these keys. */
  applyPolicy(effects: readonly PolicyEffect[]): Promise<void>
}
