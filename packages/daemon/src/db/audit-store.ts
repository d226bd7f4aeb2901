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
import { preparedInsert } from "./prepared.ts"
import { jsonObject, oneOf } from "./row.ts"
import type { AuditEventTable, DatabaseHandle } from "./schema.ts"

const order = "audit"

const insert = preparedInsert((db, row: AuditEventTable) => db.insertInto("audit_events").values(row))

export function auditStore(db: DatabaseHandle): AuditStore {
  return {
    async append(event) {
      await insert(db, toRow(event))
    },

    async list(query) {
      const place = query.cursor === undefined ? undefined : readCursor(order, ["null"], query.cursor)
      const wanted = query.limit + 1
      const rows: AuditEventTable[] = []
      for (const part of partsOf(db, query)) rows.push(...(await newestOf(part, place, wanted)))
      rows.sort((left, right) => (left.id < right.id ? 1 : -1))
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

type Part = ReturnType<typeof filtered>

/** Ids are made in the order of time, so the newest have the greatest. */
function newestOf(part: Part, before: Place | undefined, limit: number): Promise<AuditEventTable[]> {
  const rest = before === undefined ? part : part.where("id", "<", before.id)
  return rest.selectAll().orderBy("id", "desc").limit(limit).execute()
}

async function count(db: DatabaseHandle, query: AuditQuery): Promise<number> {
  let total = 0
  for (const part of partsOf(db, query)) {
    const row = await part.select((eb) => eb.fn.countAll<number>().as("count")).executeTakeFirstOrThrow()
    total += row.count
  }
  return total
}

/**
 * What was asked for, in parts that share no event and of which each is a walk along one index: for an account, the
 * events about its things, and those that it did to things of others.
 */
function partsOf(db: DatabaseHandle, query: AuditQuery): readonly Part[] {
  const { accountId: account } = query
  const all = filtered(db, query)
  if (account === undefined) return [all]
  return [
    all.where("target_account_id", "=", account),
    all
      .where("actor_account_id", "=", account)
      .where((eb) => eb("actor_account_id", "<>", eb.ref("target_account_id"))),
  ]
}

function filtered(db: DatabaseHandle, { action, targetId }: AuditQuery) {
  let found = db.selectFrom("audit_events")
  if (action !== undefined) found = found.where("action", "=", action)
  if (targetId !== undefined) found = found.where("target_id", "=", targetId)
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
