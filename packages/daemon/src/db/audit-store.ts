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
      const found = new Map<string, AuditEventTable>()
      for (const part of auditParts(db, query)) {
        for (const row of await newestOf(part, place, wanted)) found.set(row.id, row)
      }
      const rows = [...found.values()].sort((left, right) => (left.id < right.id ? 1 : -1))
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

/**
 * In one statement, between whose parts nothing is sealed. Stops counting where nobody cares: an installation has millions
 * of events after some years.
 */
async function count(db: DatabaseHandle, query: AuditQuery): Promise<number> {
  const counts = await db
    .selectNoFrom((eb) =>
      auditParts(db, query).map((part, place) =>
        eb
          .selectFrom(part.select("id").orderBy("id", "desc").limit(largestAuditTotal).as("some"))
          .select((some) => some.fn.countAll<number>().as("count"))
          .as(`part ${place}`),
      ),
    )
    .executeTakeFirstOrThrow()
  const total = Object.values(counts).reduce((sum: number, some) => sum + (some ?? 0), 0)
  return Math.min(total, largestAuditTotal)
}
