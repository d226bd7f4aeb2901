import {
  type AuditDetail,
  type AuditEvent,
  type AuditQuery,
  type AuditStore,
  accountId,
  actionNames,
  apiTokenId,
  auditEventId,
  auditOutcomes,
  auditTargetKinds,
  doors,
} from "@latchkey/core"
import { type Place, readCursor, writeCursor } from "./cursor.ts"
import { jsonObject, oneOf } from "./row.ts"
import type { AuditEventTable, DatabaseHandle } from "./schema.ts"

const order = "audit"

export function auditStore(db: DatabaseHandle): AuditStore {
  return {
    async append(event) {
      await db.insertInto("audit_events").values(toRow(event)).execute()
    },

    async list(query) {
      const place = query.cursor === undefined ? undefined : readCursor(order, ["null"], query.cursor)
      // Ids are made in the order of time, so the newest have the greatest.
      const rows = await filtered(db, query, place)
        .selectAll()
        .orderBy("id", "desc")
        .limit(query.limit + 1)
        .execute()
      const items = rows.slice(0, query.limit).map(toAuditEvent)
      const last = rows.length > query.limit ? items.at(-1) : undefined
      const isWhole = place === undefined && last === undefined
      return {
        items,
        total: isWhole ? items.length : await count(db, query),
        ...(last !== undefined && { nextCursor: writeCursor(order, { value: null, id: last.id }) }),
      }
    },
  }
}

async function count(db: DatabaseHandle, query: AuditQuery): Promise<number> {
  const row = await filtered(db, query)
    .select((eb) => eb.fn.countAll<number>().as("total"))
    .executeTakeFirstOrThrow()
  return row.total
}

function filtered(db: DatabaseHandle, query: AuditQuery, after?: Place) {
  let found = db.selectFrom("audit_events")
  const { accountId: account, action, targetId } = query
  if (account !== undefined) {
    found = found.where((eb) =>
      eb.or([
        eb("target_account_id", "=", account),
        eb.and([eb("actor_account_id", "=", account), eb("actor_account_id", "<>", eb.ref("target_account_id"))]),
      ]),
    )
  }
  if (action !== undefined) found = found.where("action", "=", action)
  if (targetId !== undefined) found = found.where("target_id", "=", targetId)
  if (after !== undefined) found = found.where("id", "<", after.id)
  return found
}

function toRow(event: AuditEvent): AuditEventTable {
  return {
    id: event.id,
    at: event.at,
    action: event.action,
    outcome: event.outcome,
    actor_account_id: event.actor?.accountId ?? null,
    actor_handle: event.actor?.handle ?? null,
    actor_token_id: event.actor?.tokenId ?? null,
    target_kind: event.target.kind,
    target_id: event.target.id,
    target_name: event.target.name,
    target_account_id: event.target.accountId,
    door: event.door,
    address: event.address ?? null,
    request_id: event.requestId,
    before: event.before === undefined ? null : JSON.stringify(event.before),
    after: event.after === undefined ? null : JSON.stringify(event.after),
  }
}

function toAuditEvent(row: AuditEventTable): AuditEvent {
  return {
    id: auditEventId(row.id),
    at: row.at,
    action: oneOf(actionNames, row.action, "audit event's action"),
    outcome: oneOf(auditOutcomes, row.outcome, "audit event's outcome"),
    ...(row.actor_account_id !== null &&
      row.actor_handle !== null && {
        actor: {
          accountId: accountId(row.actor_account_id),
          handle: row.actor_handle,
          ...(row.actor_token_id !== null && { tokenId: apiTokenId(row.actor_token_id) }),
        },
      }),
    target: {
      kind: oneOf(auditTargetKinds, row.target_kind, "audit event's target"),
      id: row.target_id,
      name: row.target_name,
      accountId: accountId(row.target_account_id),
    },
    door: oneOf(doors, row.door, "audit event's door"),
    ...(row.address !== null && { address: row.address }),
    requestId: row.request_id,
    ...(row.before !== null && { before: toDetail(row.before) }),
    ...(row.after !== null && { after: toDetail(row.after) }),
  }
}

function toDetail(text: string): AuditDetail {
  const detail: Record<string, string | number | boolean | null> = {}
  for (const [name, value] of Object.entries(jsonObject(text, "audit event's detail"))) {
    const isPlain =
      value === null || typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    if (!isPlain) throw new Error("the database holds an audit event's detail that is not flat")
    detail[name] = value
  }
  return detail
}
