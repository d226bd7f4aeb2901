import type { FoundKeyId, ServerId } from "../ids.ts"
import type { Instant } from "../time.ts"
import type { FoundDecisionKind, FoundKey, ReportedKey } from "./found-key.ts"
import type { BundleKey } from "./host-bundle.ts"

/** What a bundle says of a found key. */
export interface FoundDecision extends BundleKey {
  readonly serverId: ServerId
  readonly decision: FoundDecisionKind
  /** Whether the newest bundle says it already. */
  readonly isBundled: boolean
}

/** What servers found in authorized_keys, and what was decided about it. */
export interface FoundKeyStore {
  /** Those that a server reported last, by login user; nothing while it has reported none since it enrolled. */
  list(server: ServerId): Promise<{ readonly items: readonly FoundKey[]; readonly reportedAt?: Instant }>
  find(id: FoundKeyId): Promise<FoundKey | undefined>
  /**
   * What a server has found now, in place of what it reported before. Decisions stay with keys that are there still;
   * that a key was dropped is remembered when it is not, since it must not come back.
   *
   * @returns whether anything is other than before
   */
  replace(server: ServerId, found: readonly ReportedKey[], at: Instant): Promise<boolean>
  decide(id: FoundKeyId, decision: FoundDecisionKind): Promise<void>
  /** What the newest bundles of these servers say of found keys, and what the next ones are to say. */
  listDecisions(servers: readonly ServerId[]): Promise<readonly FoundDecision[]>
  /** These servers' newest bundles say what was decided. */
  settle(servers: readonly ServerId[]): Promise<void>
}
