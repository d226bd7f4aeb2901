import type { AccountId, ServerId, SshKeyId } from "../ids.ts"
import type { Instant } from "../time.ts"

/** A login user of a server where a key is being replaced. */
export interface ReplacedPlace {
  readonly serverId: ServerId
  readonly loginUser: string
  /** When the new key was last seen to open it. */
  readonly seenAt?: Instant
  /** Since when the old key is not to open it any more. */
  readonly removedAt?: Instant
}

/**
 * That an account puts one of its keys in the place of another. While it stands, whatever an access to the old key opens
 * the new one opens too: see `openingsOf`. A key takes part in one replacement at a time, as old or as new.
 */
export interface KeyReplacement {
  readonly oldKeyId: SshKeyId
  readonly newKeyId: SshKeyId
  /** Whose keys both are. */
  readonly accountId: AccountId
  /** Take the old key from a place once the new one was seen to open it. */
  readonly removeAfterLogin: boolean
  readonly startedAt: Instant
  /** Those of which something is known, in no order. */
  readonly places: readonly ReplacedPlace[]
}
