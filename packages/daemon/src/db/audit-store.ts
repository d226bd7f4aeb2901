import { type AuditQuery, type AuditStore, largestAuditTotal } from "@latchkey/core"
import { type AuditPart, auditParts } from "./audit-filter.ts"
import { toAuditEvent, toAuditRow } from "./audit-row.ts"
import { type Place, readCursor, writeCursor } from "./cursor.ts"
import { preparedInsert } from "./prepared.ts"
import type { AuditEventTable, DatabaseHandle } from "./schema.ts"

const order = "audit"

const insert = preparedInsert((db, row: AuditEventTable) => db.insertInto("audit_events").values(row))

export function auditStore(db: DatabaseHandle): AuditStore {
  return {
    async append(event) {
      await insert(db, toAuditRow(event))
    },

    async list(query) {
      const place = query.cursor === undefined ? undefined : readCursor(order, ["null"], query.cursor)
      const wanted = query.limit + 1
      const rows: AuditEventTable[] = []
      for (const part of auditParts(db, query)) rows.push(...(await newestOf(part, place, wanted)))
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

/** Ids are made in the order of time, so the newest have the greatest. */
function newestOf(part: AuditPart, before: Place | undefined, limit: number): Promise<AuditEventTable[]> {
  const rest = before === undefined ? part : part.where("id", "<", before.id)
  return rest.selectAll().orderBy("id", "desc").limit(limit).execute()
}

/** Stops counting where nobody cares: an installation has millions of events after some years. */
async function count(db: DatabaseHandle, query: AuditQuery): Promise<number> {
  let total = 0
  for (const part of auditParts(db, query)) {
    const some = part.select("id").orderBy("id", "desc").limit(largestAuditTotal)
    const { count } = await db
      .selectFrom(some.as("some"))
      .select((eb) => eb.fn.countAll<number>().as("count"))
      .executeTakeFirstOrThrow()
    total += count
  }
  return Math.min(total, largestAuditTotal)
}
