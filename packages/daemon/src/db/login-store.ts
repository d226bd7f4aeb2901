import {
  accountId,
  type FingerprintFacts,
  keyStandings,
  type LoginStore,
  type ServerId,
  serverId,
  sshKeyId,
} from "@latchkey/core"
import { sql } from "kysely"
import { listLogins, listLoginsOfKey } from "./login-list.ts"
import { listPlaces } from "./login-places.ts"
import { toLoginReport, toLoginRow } from "./login-row.ts"
import { oneOf } from "./row.ts"
import type { DatabaseHandle } from "./schema.ts"

/** With 15 values each this stays below the 32,766 of one statement that SQLite allows. */
const rowsAtOnce = 1_000

export function loginStore(db: DatabaseHandle): LoginStore {
  const idsOf = (server: ServerId) => db.selectFrom("login_report_ids").where("server_id", "=", server)

  return {
    factsOf: (...asked) => findFacts(db, ...asked),

    async knownIds(server, ids) {
      if (ids.length === 0) return new Set()
      const rows = await idsOf(server).select("report_id").where("report_id", "in", ids).execute()
      return new Set(rows.map((row) => row.report_id))
    },

    async countIds(server, since) {
      const row = await idsOf(server)
        .select((eb) => eb.fn.countAll<number>().as("total"))
        .where("received_at", ">", since)
        .executeTakeFirstOrThrow()
      return row.total
    },

    async listSince(server, since) {
      const rows = await db
        .selectFrom("login_reports")
        .selectAll()
        .where("server_id", "=", server)
        .where("received_at", ">", since)
        .orderBy("received_at")
        .execute()
      return rows.map(toLoginReport)
    },

    async file({ serverId: server, receivedAt, added, counted, ids, leftOut }) {
      for (const part of chunks(added.map(toLoginRow))) await db.insertInto("login_reports").values(part).execute()
      for (const report of counted) {
        const { at, first_at, port, count, open_until } = toLoginRow(report)
        const columns = { at, first_at, port, count, open_until }
        await db.updateTable("login_reports").set(columns).where("id", "=", report.id).execute()
      }
      const rows = ids.map(({ reportId, kind, rowId }) => ({
        server_id: server,
        report_id: reportId,
        row_id: rowId ?? null,
        is_login: kind === "login" ? 1 : 0,
        is_open: kind === "login" && rowId !== undefined ? 1 : 0,
        received_at: receivedAt,
        closing_at: null,
      }))
      for (const part of chunks(rows)) await db.insertInto("login_report_ids").values(part).execute()
      if (leftOut === 0) return
      await db
        .updateTable("servers")
        .set((eb) => ({ logins_left_out: eb("logins_left_out", "+", leftOut) }))
        .where("id", "=", server)
        .execute()
    },

    async setOpen(server, ids, at) {
      const open = new Set(ids)
      const known = await idsOf(server)
        .select(["report_id", "row_id"])
        .where("is_open", "=", 1)
        .where("row_id", "is not", null)
        .execute()
      const closed = known.filter((row) => !open.has(row.report_id))
      for (const part of chunks(closed)) {
        const given = part.map((row) => row.report_id)
        await db
          .updateTable("login_report_ids")
          .set({ is_open: 0, closing_at: null })
          .where("server_id", "=", server)
          .where("report_id", "in", given)
          .execute()
      }
      const before = new Set(known.map((row) => row.report_id))
      // What one report took for closed and a later one names again was open all the time.
      const opened: { readonly row_id: string | null }[] = []
      for (const part of chunks(ids.filter((id) => !before.has(id)))) {
        const rows = await db
          .updateTable("login_report_ids")
          .set({ is_open: 1 })
          .where("server_id", "=", server)
          .where("report_id", "in", part)
          .where("is_login", "=", 1)
          .where("row_id", "is not", null)
          .returning("row_id")
          .execute()
        opened.push(...rows)
      }
      for (const part of chunks(rowsOf([...closed, ...opened]))) {
        await sql`update login_reports set open_until = case when exists (
            select 1 from login_report_ids where row_id = login_reports.id and is_open = 1)
          then null else cast(${at} as bigint) end where id in (${sql.join(part)})`.execute(db)
      }
      return closed.length + opened.length > 0
    },

    async note(server, { clockOffset, lastLoginAt }, at) {
      await db
        .updateTable("servers")
        .set({ last_contact_at: at, ...(clockOffset !== undefined && { clock_offset: clockOffset }) })
        .where("id", "=", server)
        .execute()
      if (lastLoginAt === undefined) return
      await db
        .updateTable("servers")
        .set({ last_login_at: lastLoginAt })
        .where("id", "=", server)
        .where((eb) => eb.or([eb("last_login_at", "is", null), eb("last_login_at", "<", lastLoginAt)]))
        .execute()
    },

    list: (query) => listLogins(db, query),
    listOfKey: (key, page) => listLoginsOfKey(db, key, page),

    async countLeftOut(server) {
      const row = await db.selectFrom("servers").select("logins_left_out").where("id", "=", server).executeTakeFirst()
      return row?.logins_left_out ?? 0
    },

    async close(server, which, at) {
      const open = db
        .updateTable("login_report_ids")
        .set((eb) => ({ closing_at: eb.fn.coalesce("closing_at", sql<number>`cast(${at} as bigint)`) }))
        .where("server_id", "=", server)
        .where("is_open", "=", 1)
      const rows =
        "ids" in which
          ? open.where("row_id", "in", which.ids)
          : open.where("row_id", "in", (eb) =>
              eb
                .selectFrom("login_reports")
                .select("id")
                .where("server_id", "=", server)
                .where("fingerprint", "=", which.fingerprint),
            )
      return Number((await rows.executeTakeFirst()).numUpdatedRows)
    },

    async listClosing(servers, since) {
      const ordered = new Map<ServerId, string[]>()
      if (servers.length === 0) return ordered
      const rows = await db
        .selectFrom("login_report_ids")
        .select(["server_id", "report_id"])
        .where("server_id", "in", servers)
        .where("is_open", "=", 1)
        .where("closing_at", "is not", null)
        .where("closing_at", ">", since)
        .execute()
      for (const row of rows) {
        const id = serverId(row.server_id)
        ordered.set(id, [...(ordered.get(id) ?? []), row.report_id])
      }
      return ordered
    },

    listPlaces: (servers, fingerprint) => listPlaces(db, servers, fingerprint),

    async prune({ until, most, mostOpen, idsUntil, ordersUntil }) {
      await db
        .updateTable("login_report_ids")
        .set({ closing_at: null })
        .where("is_open", "=", 1)
        .where("closing_at", "<", ordersUntil)
        .execute()
      await db.deleteFrom("login_report_ids").where("received_at", "<", idsUntil).where("is_open", "=", 0).execute()
      // A server that never says what is open any more would else have no end of them.
      const { rows: servers } = await sql<{ id: string }>`
        select server_id as id from login_report_ids where is_open = 1 and row_id is not null
        group by server_id having count(*) > ${mostOpen}`.execute(db)
      for (const { id } of servers) {
        await sql`delete from login_report_ids where server_id = ${id} and is_open = 1 and (received_at, report_id) <= (
          select received_at, report_id from login_report_ids where server_id = ${id} and is_open = 1
          order by received_at desc, report_id desc limit 1 offset ${mostOpen})`.execute(db)
      }
      await db.deleteFrom("login_reports").where("at", "<", until).execute()
      const { rows } = await sql<{ id: string }>`
        select server_id as id from login_reports group by server_id having count(*) > ${most}`.execute(db)
      for (const { id } of rows) {
        await sql`delete from login_reports where server_id = ${id} and (at, id) <= (
          select at, id from login_reports where server_id = ${id}
          order by at desc, id desc limit 1 offset ${most})`.execute(db)
      }
    },
  }
}

async function findFacts(
  db: DatabaseHandle,
  server: ServerId,
  project: string,
  fingerprints: readonly string[],
): Promise<ReadonlyMap<string, FingerprintFacts>> {
  if (fingerprints.length === 0) return new Map()
  const keys = await db
    .selectFrom("ssh_keys")
    .innerJoin("accounts", "accounts.id", "ssh_keys.account_id")
    .select([
      "ssh_keys.id",
      "account_id",
      "fingerprint",
      "ssh_keys.created_at",
      "expires_at",
      "standing",
      "last_used_at",
    ])
    .select(["ssh_keys.disabled_at", "accounts.disabled_at as account_disabled_at"])
    .where("fingerprint", "in", fingerprints)
    .where(
      sql<boolean>`(accounts.project_id = ${project} or exists (
        select 1 from memberships where memberships.project_id = ${project} and memberships.account_id = accounts.id))`,
    )
    // Of several registrations of one key, all of one account, the oldest stands for it, but one that opens goes first.
    .orderBy("ssh_keys.account_id", "desc")
    .orderBy("ssh_keys.id", "desc")
    .execute()
  const lineRows = await db
    .selectFrom("host_lines")
    .select(["login_user", "key_id", "fingerprint", "added_at"])
    .where("server_id", "=", server)
    .where("fingerprint", "in", fingerprints)
    .execute()
  const removalRows = await db
    .selectFrom("host_removals")
    .select(["login_user", "fingerprint", "removed_at"])
    .where("server_id", "=", server)
    .where("fingerprint", "in", fingerprints)
    .execute()
  const lines = Map.groupBy(lineRows, (row) => row.fingerprint)
  const removals = Map.groupBy(removalRows, (row) => row.fingerprint)
  const registered = Map.groupBy(keys, (row) => row.fingerprint)
  return new Map(
    fingerprints.map((fingerprint) => {
      const [opens, removed] = [lines.get(fingerprint) ?? [], removals.get(fingerprint) ?? []]
      const rows = registered.get(fingerprint) ?? []
      const row = rows.findLast((one) => opens.some((line) => line.key_id === one.id)) ?? rows.at(-1)
      const facts: FingerprintFacts = {
        opens: opens.map((line) => ({ loginUser: line.login_user, since: line.added_at })),
        removedFrom: removed.map((removal) => ({ loginUser: removal.login_user, until: removal.removed_at })),
        ...(row !== undefined && {
          key: {
            id: sshKeyId(row.id),
            accountId: accountId(row.account_id),
            createdAt: row.created_at,
            ...(row.account_disabled_at !== null && { accountDisabledAt: row.account_disabled_at }),
            standing: oneOf(keyStandings, row.standing, "key's standing"),
            ...(row.disabled_at !== null && { disabledAt: row.disabled_at }),
            ...(row.expires_at !== null && { expiresAt: row.expires_at }),
            ...(row.last_used_at !== null && { lastUsedAt: row.last_used_at }),
          },
        }),
      }
      return [fingerprint, facts]
    }),
  )
}

function rowsOf(rows: readonly { readonly row_id: string | null }[]): readonly string[] {
  return [...new Set(rows.flatMap((row) => (row.row_id === null ? [] : [row.row_id])))]
}

function chunks<Row>(rows: readonly Row[]): readonly Row[][] {
  const count = Math.ceil(rows.length / rowsAtOnce)
  return Array.from({ length: count }, (_, index) => rows.slice(index * rowsAtOnce, (index + 1) * rowsAtOnce))
}
