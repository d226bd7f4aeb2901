import type { KeyQuery, KeySort, Page, SshKey } from "@latchkey/core"
import { type RawBuilder, sql } from "kysely"
import { type Place, readCursor, writeCursor } from "./cursor.ts"
import { prepared, preparedForms } from "./prepared.ts"
import { containing, flag, fold } from "./row.ts"
import type { DatabaseHandle, SshKeyTable } from "./schema.ts"
import { healthCondition, opensCondition } from "./ssh-key-health.ts"
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

/** A stretch of a list that one statement reads, along one index. */
interface Walk {
  readonly column: Column | undefined
  /** Whether it passes the keys that lack a value in the column, or those that have one. */
  readonly lacking: boolean
  readonly descending: boolean
  /** Whether it begins after a place, not at the list's start. */
  readonly continued: boolean
}

export async function listSshKeys(db: DatabaseHandle, query: KeyQuery): Promise<Page<SshKey>> {
  const { accountId: account, sort, descending, limit, cursor, ...filters } = query
  const { column, values } = orders[sort]
  const orderName = `keys ${sort} ${descending ? "down" : "up"}`
  const place = cursor === undefined ? undefined : readCursor(orderName, values, cursor)
  const isFiltered = Object.values(filters).some((filter) => filter !== undefined)

  const read = async (lacking: boolean, after: Place | undefined, wanted: number): Promise<readonly SshKeyRow[]> => {
    const walk = { column, lacking, descending, continued: after !== undefined }
    const given = { value: null, id: "", ...after, limit: wanted }
    if (isFiltered) return wholeRows(db, walked(filtered(db, query), walk, given), walk).execute()
    return (await allOfAccount(db, walk, { account, ...given })).rows
  }
  // One more than the page holds tells whether another follows.
  const wanted = limit + 1
  const rows: SshKeyRow[] = []
  // Keys that have the value and keys that lack it are two walks: so those without come last in both directions, which
  // no one order that both databases know can say.
  if (column !== undefined && place?.value !== null) rows.push(...(await read(false, place, wanted)))
  if (values.includes("null") && rows.length < wanted) {
    const after = place?.value === null ? place : undefined
    rows.push(...(await read(true, after, wanted - rows.length)))
  }

  const shown = rows.slice(0, limit)
  const last = rows.length > limit ? shown.at(-1) : undefined
  const isWhole = place === undefined && last === undefined
  const lastValue = last === undefined || column === undefined ? null : last[column]
  const count = async () => {
    const [row] = isFiltered
      ? await counted(filtered(db, query)).execute()
      : (await countOfAccount(db, { account })).rows
    return row?.total ?? 0
  }
  return {
    items: shown.map(toSshKey),
    total: isWhole ? shown.length : await count(),
    ...(last !== undefined && { nextCursor: writeCursor(orderName, { value: lastValue, id: last.id }) }),
  }
}

/** Without a filter, which is what is asked for most. */
const allOfAccount = preparedForms(["account", "value", "id", "limit"], (db, walk: Walk, value) =>
  walked(ofAccount(db, value("account")), walk, {
    value: value("value"),
    id: value("id"),
    limit: value("limit"),
  }),
)

const countOfAccount = prepared(["account"], (db, value) => counted(ofAccount(db, value("account"))))

type Given<T> = T | RawBuilder<T>

function walked(
  found: ReturnType<typeof ofAccount>,
  { column, lacking, descending, continued }: Walk,
  after: { readonly value: Given<Place["value"]>; readonly id: Given<string>; readonly limit: Given<number> },
) {
  const direction = descending ? "desc" : "asc"
  const beyond = descending ? "<" : ">"
  let rest = found
  if (column !== undefined) rest = rest.where(`ssh_keys.${column}`, lacking ? "is" : "is not", null)
  if (column === undefined || lacking) {
    if (continued) rest = rest.where("ssh_keys.id", beyond, after.id)
  } else {
    if (continued) {
      const here = sql`(${sql.ref(`ssh_keys.${column}`)}, ${sql.ref("ssh_keys.id")})`
      rest = rest.where(sql<boolean>`${here} ${sql.raw(beyond)} (${after.value}, ${after.id})`)
    }
    rest = rest.orderBy(`ssh_keys.${column}`, direction)
  }
  return rest.orderBy("ssh_keys.id", direction).limit(sql<number>`${after.limit} + 0`)
}

/** What a walk finds may have to be sorted first: by ids alone, so that only rows which are shown are read whole. */
function wholeRows(db: DatabaseHandle, found: ReturnType<typeof ofAccount>, { column, lacking, descending }: Walk) {
  const direction = descending ? "desc" : "asc"
  const rows = sshKeyRows(db).where("ssh_keys.id", "in", found.clearSelect().select("ssh_keys.id"))
  const sorted = column === undefined || lacking ? rows : rows.orderBy(`ssh_keys.${column}`, direction)
  return sorted.orderBy("ssh_keys.id", direction)
}

function counted(found: ReturnType<typeof ofAccount>) {
  return found.clearSelect().select((eb) => eb.fn.countAll<number>().as("total"))
}

// SQLite compiles a statement anew for each value of a parameter that stands by itself in a condition of a table with
// partial indexes, or as the limit. Within an expression it does not, hence the sub-select here, and the sum above.
function ofAccount(db: DatabaseHandle, account: Given<string>) {
  return sshKeyRows(db).where("ssh_keys.account_id", "=", sql<string>`(select ${account})`)
}

function filtered(db: DatabaseHandle, query: KeyQuery) {
  const {
    search,
    name,
    fingerprint,
    keyTypes,
    unusedSince,
    usedSince,
    neverUsed,
    isDefault,
    opensAt,
    health,
    needsAttention,
  } = query
  let found =
    query.alsoOf === undefined
      ? ofAccount(db, query.accountId)
      : sshKeyRows(db).where("ssh_keys.account_id", "in", [query.accountId, ...query.alsoOf])
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
  if (isDefault !== undefined) found = found.where("ssh_keys.is_default", "=", flag(isDefault))
  if (opensAt !== undefined) found = found.where(opensCondition(opensAt))
  if (health !== undefined) found = found.where(healthCondition(health.is, health))
  if (needsAttention !== undefined) {
    const { expiresBefore, unusedSince: idleSince } = needsAttention
    found = found.where((eb) =>
      eb.or([
        eb("ssh_keys.standing", "<>", "good"),
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
