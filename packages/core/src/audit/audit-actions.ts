import { consult, onOwn } from "../action.ts"
import type { Actor } from "../actor.ts"
import type { Page } from "../page.ts"
import type { Context } from "../ports.ts"
import type { AuditEvent } from "./audit-event.ts"
import type { AuditQuery } from "./audit-store.ts"

const listing = onOwn<Page<AuditEvent>>("audit.list", "audit event", "audit:read")

/** Events, newest first: an admin reads all, everyone else those they did or that are about their own things. */
export function listAuditEvents(
  context: Context,
  actor: Actor,
  query: Omit<AuditQuery, "accountId">,
): Promise<Page<AuditEvent>> {
  return consult(context, actor, listing, (stores, { account }) =>
    stores.auditEvents.list(account.role === "admin" ? query : { ...query, accountId: account.id }),
  )
}
