import type { AccountId } from "../ids.ts"
import type { Door } from "../origin.ts"
import type { Page, PageRequest } from "../page.ts"
import type { Instant } from "../time.ts"
import type { ActionName, AuditEvent } from "./audit-event.ts"

/** Which events. What is absent does not restrict. */
export interface AuditFilter {
  /**
   * Only events by this account or about its things, or about the things of robots of the projects in which it is an
   * owner or a member.
   */
  readonly accountId?: AccountId | undefined
  /** Who did it: a handle, or `nobodyInParticular` for what no account did. */
  readonly person?: string | undefined
  readonly action?: ActionName | undefined
  /** Only events about the thing with this id. */
  readonly targetId?: string | undefined
  /** Only events about the thing with this id, or things that had this name. */
  readonly target?: string | undefined
  /** Only events about the SSH key with this id, or with this fingerprint, whoever had it registered. */
  readonly key?: string | undefined
  readonly from?: Instant | undefined
  /** Up to this moment, which is not part of it. */
  readonly to?: Instant | undefined
  readonly outcome?: AuditEvent["outcome"] | undefined
  readonly door?: Door | undefined
}

/** As the person of a filter: what no account did. */
export const nobodyInParticular = "-"

/** Events are counted up to this many: a page that says 10,000+ needs no more. */
export const largestAuditTotal = 10_001

export interface AuditQuery extends AuditFilter, PageRequest {}

/** Append-only: there is no update, and nothing but retention removes (`AuditSealStore.prune`). */
export interface AuditStore {
  append(event: AuditEvent): Promise<void>
  /** Newest first. The total is at most `largestAuditTotal`. */
  list(query: AuditQuery): Promise<Page<AuditEvent>>
}
