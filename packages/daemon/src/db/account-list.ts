import type { Account, AccountQuery, Page } from "@latchkey/core"
import { sql } from "kysely"
import { toAccount } from "./account-row.ts"
import { readCursor, writeCursor } from "./cursor.ts"
import { containing, fold } from "./row.ts"
import type { DatabaseHandle } from "./schema.ts"

const order = "accounts"

/** By handle, which the cursor marks the place with: no two accounts have the same. */
export async function listAccounts(db: DatabaseHandle, query: AccountQuery): Promise<Page<Account>> {
  const place = query.cursor === undefined ? undefined : readCursor(order, ["string"], query.cursor)
  const found = filtered(db, query)
  const rest = place === undefined ? found : found.where("handle", ">", String(place.value))
  const rows = await rest
    .selectAll()
    .orderBy("handle")
    .limit(query.limit + 1)
    .execute()
  const items = rows.slice(0, query.limit).map(toAccount)
  const last = rows.length > query.limit ? items.at(-1) : undefined
  const isWhole = place === undefined && last === undefined
  return {
    items,
    total: isWhole ? items.length : await count(db, query),
    ...(last !== undefined && { nextCursor: writeCursor(order, { value: last.handle, id: last.id }) }),
  }
}

async function count(db: DatabaseHandle, query: AccountQuery): Promise<number> {
  const counted = filtered(db, query).select((eb) => eb.fn.countAll<number>().as("count"))
  return (await counted.executeTakeFirstOrThrow()).count
}

function filtered(db: DatabaseHandle, { search, kind }: AccountQuery) {
  let found = db.selectFrom("accounts")
  if (kind !== undefined) found = found.where("kind", "=", kind)
  if (search !== undefined) {
    found = found.where(sql<boolean>`search_text like ${containing(fold(search))} escape '\\'`)
  }
  return found
}
