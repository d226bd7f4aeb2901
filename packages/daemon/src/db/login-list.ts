import type { ListedLogin, LoginQuery, Page, PageRequest, SshKeyId } from "@latchkey/core"
import { sql } from "kysely"
import { readCursor, writeCursor } from "./cursor.ts"
import { type LoginRow, toListedLogin } from "./login-row.ts"
import { containing, fold } from "./row.ts"
import type { DatabaseHandle } from "./schema.ts"

/** Reports, each with its server. */
function reports(db: DatabaseHandle) {
  return db.selectFrom("login_reports").innerJoin("servers", "servers.id", "login_reports.server_id")
}

/** The key's holder takes part in the server's project, as a member or as one of its robots. */
const isFellow = sql<boolean>`(accounts.project_id = servers.project_id or exists (
  select 1 from memberships
  where memberships.project_id = servers.project_id and memberships.account_id = accounts.id))`

function found(db: DatabaseHandle) {
  return reports(db)
    .leftJoin("ssh_keys", "ssh_keys.id", "login_reports.key_id")
    .leftJoin("accounts", (join) => join.onRef("accounts.id", "=", "ssh_keys.account_id").on(isFellow))
}

/** The columns of a report, with its key where the server's project may know of it. */
function whole(some: ReturnType<typeof found>) {
  const ofFellow = (column: string) =>
    sql<string | null>`case when accounts.id is null then null else ${sql.ref(column)} end`
  const marks = (closing: boolean) =>
    sql<number>`(select count(*) from login_report_ids where row_id = login_reports.id and is_open = 1
      and ${closing ? sql`closing_at is not null` : sql`1 = 1`})`
  return some
    .select([
      "login_reports.id",
      "login_reports.server_id",
      "login_reports.kind",
      "login_reports.at",
      "login_reports.first_at",
      "login_reports.received_at",
      "login_reports.login_user",
      "login_reports.address",
      "login_reports.port",
      "login_reports.fingerprint",
      "login_reports.key_id",
      "login_reports.reason",
      "login_reports.count",
      "login_reports.open_until",
      "accounts.id as owner_id",
      "accounts.handle",
      "accounts.kind as owner_kind",
      "servers.name as server_name",
    ])
    .select([
      ofFellow("ssh_keys.name").as("name"),
      ofFellow("ssh_keys.key_type").as("key_type"),
      sql<number | null>`case when accounts.id is null then null else ssh_keys.bits end`.as("bits"),
      marks(false).as("open"),
      marks(true).as("closing"),
    ])
}

type FoundRow = LoginRow & { readonly server_name: string }

/** A part of what was found, the newest first. */
async function pageOf(
  order: string,
  some: ReturnType<typeof found>,
  { limit, cursor }: PageRequest,
): Promise<Page<ListedLogin> & { readonly rows: readonly FoundRow[] }> {
  const place = cursor === undefined ? undefined : readCursor(order, ["number"], cursor)
  const rest =
    place === undefined
      ? some
      : some.where(sql<boolean>`(login_reports.at, login_reports.id) < (${place.value}, ${place.id})`)
  const rows: readonly FoundRow[] = await whole(rest)
    .orderBy("login_reports.at", "desc")
    .orderBy("login_reports.id", "desc")
    .limit(limit + 1)
    .execute()
  const shown = rows.slice(0, limit)
  const last = rows.length > limit ? shown.at(-1) : undefined
  const isWhole = place === undefined && last === undefined
  const count = async () =>
    (await some.select((eb) => eb.fn.countAll<number>().as("total")).executeTakeFirstOrThrow()).total
  return {
    rows: shown,
    items: shown.map(toListedLogin),
    total: isWhole ? shown.length : await count(),
    ...(last !== undefined && { nextCursor: writeCursor(order, { value: last.at, id: last.id }) }),
  }
}

export async function listLogins(db: DatabaseHandle, query: LoginQuery): Promise<Page<ListedLogin>> {
  const { serverId, kind, openOnly, search } = query
  let some = found(db).where("login_reports.server_id", "=", serverId)
  if (kind !== undefined) some = some.where("login_reports.kind", "=", kind)
  if (openOnly === true) {
    some = some.where(
      sql<boolean>`login_reports.id in (select row_id from login_report_ids where server_id = ${serverId} and is_open = 1)`,
    )
  }
  if (search !== undefined) {
    const pattern = containing(fold(search))
    some = some.where(
      sql<boolean>`(login_reports.search_text like ${pattern} escape '\\' or (accounts.id is not null and (
        ssh_keys.name_key like ${pattern} escape '\\' or accounts.handle like ${pattern} escape '\\')))`,
    )
  }
  const { rows: _, ...page } = await pageOf("logins", some, query)
  return page
}

export async function listLoginsOfKey(db: DatabaseHandle, key: SshKeyId, request: PageRequest) {
  const some = found(db).where("login_reports.key_id", "=", key).where("accounts.id", "is not", null)
  const { rows, ...page } = await pageOf("key logins", some, request)
  const names = new Map(rows.map((row) => [row.server_id, row.server_name]))
  const items = page.items.map((item) => ({
    ...item,
    server: { id: item.serverId, name: names.get(item.serverId) ?? "" },
  }))
  return { ...page, items }
}
