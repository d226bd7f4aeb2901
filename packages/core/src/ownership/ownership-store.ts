import type { AccountId, KeyClaimId, OwnershipChallengeId } from "../ids.ts"
import type { Instant } from "../time.ts"
import type { OwnershipChallenge } from "./challenge.ts"
import type { KeyClaim } from "./key-claim.ts"

/** Challenges that are open, and claims until they are seen. */
export interface OwnershipStore {
  findChallenge(id: OwnershipChallengeId): Promise<OwnershipChallenge | undefined>
  /** The one for this key: a code is worth nothing with another. */
  findChallengeByCode(fingerprint: string, code: string): Promise<OwnershipChallenge | undefined>
  /** How many challenges of an account are open at `now`. */
  countChallenges(account: AccountId, now: Instant): Promise<number>
  insertChallenge(challenge: OwnershipChallenge): Promise<void>
  /** True for one caller: a challenge that two answer at once is answered by one. */
  deleteChallenge(id: OwnershipChallengeId): Promise<boolean>
  /** Removes those that expired before this moment. */
  deleteExpiredChallenges(before: Instant): Promise<void>

  findClaim(id: KeyClaimId): Promise<KeyClaim | undefined>
  /** A key has at most one. */
  findWaitingClaim(fingerprint: string): Promise<KeyClaim | undefined>
  /** Those that an account made, and those on what it holds or held; newest first. */
  listClaims(account: AccountId): Promise<readonly KeyClaim[]>
  /** Claims that wait for nothing any more at `now`: at most `limit`, the longest due first. */
  listDueClaims(now: Instant, limit: number): Promise<readonly KeyClaim[]>
  insertClaim(claim: KeyClaim): Promise<void>
  /** Stores state and reason. */
  updateClaim(claim: KeyClaim): Promise<void>
  deleteClaim(id: KeyClaimId): Promise<void>
  /** Removes settled ones whose time was before this moment. */
  deleteSettledClaims(before: Instant): Promise<void>
}
