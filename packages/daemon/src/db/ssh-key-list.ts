import type { KeyQuery, KeySort, Page, SshKey } from "@latchkey/core"
import { sql } from "kysely"
import { type Place, readCursor, writeCursor } from "./cursor.ts"
import { containing, fold } from "./row.ts"
import type { DatabaseHandle, SshKeyTable } from "./schema.ts"
import { type SshKeyRow, sshKeyRows, toSshKey } from "./ssh-key-row.ts"

type Column = Extract<keyof SshKeyTable, "name_key" | "type_key" | "last_used_at" | "expires_at">

interface Order {
  /** Absent: by id alone, which is the order of creation. Ids decide between equal values. */
  readonly column?: Column
  /** The types of value in the column, as cursors hold them. */
  readonly values: readonly ("string" | "number" | "null")[]
}

/** What each sort goes by; for each there is an index. */
const orders: Readonly<Record<KeySort, Order>> = {
  name: { column: "name_key", values: ["string"] },
  type: { column: "type_key", values: ["string"] },
  created: { values: ["null"] },
  "last-used": { column: "last_used_at", values: ["number", "null"] },
  expires: { column: "expires_at", values: ["number", "null"] },
}

export async function listSshKeys(db: DatabaseHandle, query: KeyQuery): Promise<Page<SshKey>> {
  const { column, values } = orders[query.sort]
  const orderName = `keys ${query.sort} ${query.descending ? "down" : "up"}`
  const place = query.cursor === undefined ? undefined : readCursor(orderName, values, query.cursor)

  // One more than the page holds tells whether another follows.
  const wanted = query.limit + 1
  const rows: SshKeyRow[] = []
  // Keys that have the value and keys that lack it are two walks: so those without come last in both directions, which
  // no one order that both databases know can say.
  if (column !== undefined && place?.value !== null) rows.push(...(await byValue(db, query, column, place, wanted)))
  if (values.includes("null") && rows.length < wanted) {
    const after = place?.value === null ? place : undefined
    rows.push(...(await byId(db, query, column, after, wanted - rows.length)))
  }

  const shown = rows.slice(0, query.limit)
  const last = rows.length > query.limit ? shown.at(-1) : undefined
  const isWhole = place === undefined && last === undefined
  const lastValue = last === undefined || column === undefined ? null : last[column]
  return {
    items: shown.map(toSshKey),
    total: isWhole ? shown.length : await count(db, query),
    ...(last !== undefined && { nextCursor: writeCursor(orderName, { value: lastValue, id: last.id }) }),
  }
}

function byValue(db: DatabaseHandle, query: KeyQuery, column: Column, after: Place | undefined, limit: number) {
  const direction = query.descending ? "desc" : "asc"
  let found = filtered(db, query).where(`ssh_keys.${column}`, "is not", null)
  if (after !== undefined) {
    const here = sql`(${sql.ref(`ssh_keys.${column}`)}, ${sql.ref("ssh_keys.id")})`
    const beyond = query.descending ? sql`<` : sql`>`
    found = found.where(sql<boolean>`${here} ${beyond} (${after.value}, ${after.id})`)
  }
  return found.orderBy(`ssh_keys.${column}`, direction).orderBy("ssh_keys.id", direction).limit(limit).execute()
}

/** Those that lack a value in the column, or all where there is none. */
function byId(
  db: DatabaseHandle,
  query: KeyQuery,
  column: Column | undefined,
  after: Place | undefined,
  limit: number,
) {
  let found = filtered(db, query)
  if (column !== undefined) found = found.where(`ssh_keys.${column}`, "is", null)
  if (after !== undefined) found = found.where("ssh_keys.id", query.descending ? "<" : ">", after.id)
  return found
    .orderBy("ssh_keys.id", query.descending ? "desc" : "asc")
    .limit(limit)
    .execute()
}

async function count(db: DatabaseHandle, query: KeyQuery): Promise<number> {
  const row = await filtered(db, query)
    .clearSelect()
    .select((eb) => eb.fn.countAll<number>().as("total"))
    .executeTakeFirstOrThrow()
  return row.total
}

function filtered(db: DatabaseHandle, query: KeyQuery) {
  const { search, name, fingerprint, keyTypes, unusedSince, usedSince, neverUsed, needsAttention } = query
  let found = sshKeyRows(db).where("ssh_keys.account_id", "=", query.accountId)
  if (search !== undefined) {
    found = found.where(sql<boolean>`ssh_keys.search_text like ${containing(fold(search))} escape '\\'`)
  }
  if (name !== undefined) found = found.where("ssh_keys.name", "=", name)
  if (fingerprint !== undefined) found = found.where("ssh_keys.fingerprint", "=", fingerprint)
  if (keyTypes !== undefined) {
    // PostgreSQL has no empty `in ()`.
    found = found.where((eb) => (keyTypes.length === 0 ? eb.lit(false) : eb("ssh_keys.key_type", "in", keyTypes)))
  }
  if (unusedSince !== undefined) {
    found = found.where((eb) =>
      eb.or([eb("ssh_keys.last_use", "=", "never"), eb("ssh_keys.last_used_at", "<", unusedSince)]),
    )
  }
  if (usedSince !== undefined) found = found.where("ssh_keys.last_used_at", ">=", usedSince)
  if (neverUsed !== undefined) found = found.where("ssh_keys.last_use", neverUsed ? "=" : "<>", "never")
  if (needsAttention !== undefined) {
    const { expiresBefore, unusedSince: idleSince } = needsAttention
    found = found.where((eb) =>
      eb.or([
        eb("ssh_keys.is_weak", "=", 1),
        eb("ssh_keys.disabled_at", "is not", null),
        eb("ssh_keys.expires_at", "<", expiresBefore),
        eb.and([
          eb("ssh_keys.created_at", "<", idleSince),
          eb.or([eb("ssh_keys.last_use", "=", "never"), eb("ssh_keys.last_used_at", "<", idleSince)]),
        ]),
      ]),
    )
  }
  return found
}
