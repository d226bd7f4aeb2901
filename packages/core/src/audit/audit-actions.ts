import { isAdmin } from "../accounts/account.ts"
import { type Action, consult, onOwn, stillSignedIn } from "../action.ts"
import { type Actor, requireSignedIn } from "../actor.ts"
import { CoreError } from "../error.ts"
import { maximumPageSize, type Page } from "../page.ts"
import type { Context } from "../ports.ts"
import type { AuditEvent } from "./audit-event.ts"
import type { AuditFilter, AuditQuery } from "./audit-store.ts"
import { type ChainPart, exportChain } from "./chain-export.ts"

const listing = onOwn<Page<AuditEvent>>("audit.list", "audit event", "audit:read")

const exportingChain: Action<true> = {
  name: "audit.export",
  noun: "audit",
  scope: "audit:read",
  permits: ({ account }) => (isAdmin(account) ? "allowed" : "forbidden"),
}

/**
 * Events, newest first: an admin reads all, everyone else those they did, and those about their own things and those of
 * the robots that they look after.
 */
export function listAuditEvents(
  context: Context,
  actor: Actor,
  query: Omit<AuditQuery, "accountId">,
): Promise<Page<AuditEvent>> {
  if (query.from !== undefined && query.to !== undefined && query.from >= query.to) {
    const message = "this time is not after the one to start from"
    throw new CoreError("invalid", message, { fields: [{ path: "to", message }] })
  }
  return consult(context, actor, listing, (stores, { account }) =>
    stores.auditEvents.list(isAdmin(account) ? query : { ...query, accountId: account.id }),
  )
}

/**
 * The same events, page by page, for as long as somebody reads on. Looks before each page whether the actor still may.
 *
 * @throws CoreError as `listAuditEvents`, before the first page is asked for
 */
export async function exportAuditEvents(
  context: Context,
  actor: Actor,
  filter: Omit<AuditFilter, "accountId">,
): Promise<AsyncIterable<readonly AuditEvent[]>> {
  const first = await listAuditEvents(context, actor, { ...filter, limit: maximumPageSize })
  const sawAll = isAdmin(requireSignedIn(actor).account)
  return (async function* () {
    let page = first
    yield page.items
    while (page.nextCursor !== undefined) {
      const reader = await stillSignedIn(context, context.database.stores, actor)
      // The rest would be of their own events alone, and look like a whole.
      if (sawAll && !isAdmin(reader.account)) throw noLongerAdmin()
      page = await listAuditEvents(context, reader, { ...filter, limit: maximumPageSize, cursor: page.nextCursor })
      yield page.items
    }
  })()
}

function noLongerAdmin(): CoreError {
  return new CoreError("forbidden", "this account is no administrator any more", {
    hint: "begin again to export your own events",
  })
}

/**
 * The whole chain with its seals, for verifying. Looks from time to time whether the actor still may.
 *
 * @throws CoreError `forbidden` for all but admins
 */
export async function exportAuditChain(context: Context, actor: Actor): Promise<AsyncIterable<ChainPart>> {
  const require = (reader: Actor) => consult(context, reader, exportingChain, async () => true)
  await require(actor)
  return (async function* () {
    let count = 0
    for await (const part of exportChain(context)) {
      count += 1
      if (count % maximumPageSize === 0) await require(await stillSignedIn(context, context.database.stores, actor))
      yield part
    }
  })()
}
