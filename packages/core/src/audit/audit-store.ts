import type { AccountId } from "../ids.ts"
import type { Page, PageRequest } from "../page.ts"
import type { ActionName, AuditEvent } from "./audit-event.ts"

export interface AuditQuery extends PageRequest {
  /** Only events by this account or about its things; absent: all. */
  readonly accountId?: AccountId | undefined
  readonly action?: ActionName | undefined
  /** Only events about the thing with this id. */
  readonly targetId?: string | undefined
}

/** Append-only: there is no update and no delete. */
export interface AuditStore {
  append(event: AuditEvent): Promise<void>
  /** Newest first. */
  list(query: AuditQuery): Promise<Page<AuditEvent>>
}
