import {
  type AccountId,
  accountId,
  bundleStalePolicies,
  type HostStore,
  type LinePlace,
  type NewBundle,
  projectId,
  type ServerId,
  serverId,
  serverStates,
  sshKeyId,
  stalePolicies,
} from "@latchkey/core"
import { type RawBuilder, sql } from "kysely"
import { jsonStrings, oneOf } from "./row.ts"
import type { DatabaseHandle, HostLineTable, HostRemovalTable } from "./schema.ts"
import { toServer } from "./server-row.ts"

/** With ten values each this stays far below the 32,766 of one statement that SQLite allows. */
const rowsAtOnce = 1_000

export function hostStore(db: DatabaseHandle): HostStore {
  const lines = () => db.selectFrom("host_lines").selectAll()
  const waiting = () => db.selectFrom("host_removals").selectAll().where("in_effect_at", "is", null)
  const everOpened = (accounts: readonly AccountId[]) =>
    db.selectFrom("host_accounts").select("server_id").where("account_id", "in", accounts)

  async function replaceLines(bundles: readonly NewBundle[]): Promise<void> {
    const removed = bundles.flatMap(({ serverId, version, issuedAt, removed }) =>
      removed.map(({ loginUser, keyId }) => ({
        server_id: serverId,
        login_user: loginUser,
        key_id: keyId,
        version,
        issuedAt,
      })),
    )
    const added = bundles.flatMap(({ serverId, version, issuedAt, added }) =>
      added.map(({ loginUser, keyId, accountId, fingerprint, options }) => ({
        server_id: serverId,
        login_user: loginUser,
        key_id: keyId,
        account_id: accountId,
        fingerprint,
        options,
        added_version: version,
        added_at: issuedAt,
        in_effect_at: null,
      })),
    )
    for (const rows of chunks(removed)) {
      const places = rows.map(
        (row) =>
          sql`(${row.server_id}, ${row.login_user}, ${row.key_id}, cast(${row.version} as bigint), cast(${row.issuedAt} as bigint))`,
      )
      await sql`insert into host_removals
        (server_id, login_user, key_id, account_id, fingerprint, removed_version, removed_at)
        select server_id, login_user, key_id, account_id, fingerprint, given.column4, given.column5
        from (values ${sql.join(places)}) as given join host_lines
          on server_id = given.column1 and login_user = given.column2 and key_id = given.column3`.execute(db)
      await sql`delete from host_lines where ${placeIn(rows)}`.execute(db)
    }
    for (const rows of chunks(added)) {
      // What opens again is no removal any more, under whichever name of the key; a line with other options takes the place
      // of the old one.
      const opened = rows.map((row) => sql`(${row.server_id}, ${row.login_user}, ${row.fingerprint})`)
      await sql`delete from host_removals where (server_id, login_user, key_id) in (
        select server_id, login_user, key_id from (values ${sql.join(opened)}) as given join host_removals
          on server_id = given.column1 and login_user = given.column2 and fingerprint = given.column3)`.execute(db)
      await db.insertInto("host_lines").values(rows).execute()
      const holders = new Map(
        rows.map(({ account_id, server_id }) => [`${account_id} ${server_id}`, { account_id, server_id }]),
      )
      await db
        .insertInto("host_accounts")
        .values([...holders.values()])
        .onConflict((conflict) => conflict.doNothing())
        .execute()
    }
  }

  return {
    async findHosts(servers) {
      if (servers.length === 0) return []
      const rows = await db
        .selectFrom("servers")
        .leftJoin("host_bundles", "host_bundles.server_id", "servers.id")
        .leftJoin("server_token_orders", "server_token_orders.server_id", "servers.id")
        .select(["order_id", "servers.id", "project_id", "state", "stale_policy", "version", "enrolled_at"])
        .select(["issued_at", "host_bundles.login_users", "hash", "stale", "stale_since"])
        .where("servers.id", "in", servers)
        .execute()
      return rows.map((row) => ({
        serverId: serverId(row.id),
        projectId: projectId(row.project_id),
        state: oneOf(serverStates, row.state, "server's state"),
        stalePolicy: oneOf(stalePolicies, row.stale_policy, "server's stale policy"),
        version: row.version,
        ...(row.enrolled_at !== null && { enrolledAt: row.enrolled_at }),
        ...(row.order_id !== null && { newToken: row.order_id }),
        ...(row.issued_at !== null &&
          row.hash !== null &&
          row.login_users !== null &&
          row.stale !== null &&
          row.stale_since !== null && {
            bundle: {
              issuedAt: row.issued_at,
              loginUsers: jsonStrings(row.login_users, "bundle's login users"),
              hash: row.hash,
              stale: oneOf(bundleStalePolicies, row.stale, "bundle's stale policy"),
              staleSince: row.stale_since,
            },
          }),
      }))
    },

    async listLines(servers) {
      if (servers.length === 0) return []
      return (await lines().where("server_id", "in", servers).execute()).map(toLine)
    },

    async listPlaces(servers) {
      if (servers.length === 0) return new Map()
      const rows = await db
        .selectFrom("host_lines")
        .select(["server_id", "login_user", "key_id", "options"])
        .where("server_id", "in", servers)
        .execute()
      const places = new Map<ServerId, LinePlace[]>(servers.map((id) => [id, []]))
      for (const { server_id, login_user, key_id, options } of rows) {
        places.get(serverId(server_id))?.push({ loginUser: login_user, keyId: sshKeyId(key_id), options })
      }
      return places
    },

    async listWaitingRemovals(servers) {
      if (servers.length === 0) return []
      return (await waiting().where("server_id", "in", servers).execute()).map(toRemoval)
    },

    async listRemovals(server) {
      const rows = await db.selectFrom("host_removals").selectAll().where("server_id", "=", server).execute()
      return rows.map(toRemoval)
    },

    async listLinesOf(key) {
      return (await lines().where("key_id", "=", key).execute()).map(toLine)
    },

    async listRemovalsOf(key) {
      const rows = await db.selectFrom("host_removals").selectAll().where("key_id", "=", key).execute()
      return rows.map(toRemoval)
    },

    async listLinesOfAccounts(accounts) {
      if (accounts.length === 0) return []
      return (
        await lines().where("server_id", "in", everOpened(accounts)).where("account_id", "in", accounts).execute()
      ).map(toLine)
    },

    async listRemovalsOfAccounts(accounts) {
      if (accounts.length === 0) return []
      const rows = await db
        .selectFrom("host_removals")
        .selectAll()
        .where("server_id", "in", everOpened(accounts))
        .where("account_id", "in", accounts)
        .execute()
      return rows.map(toRemoval)
    },

    async listServersOf(accounts) {
      if (accounts.length === 0) return []
      const given = sql.join(accounts)
      const { rows } = await sql<{ id: string }>`
        select id from servers where project_id in (
          select project_id from memberships where account_id in (${given})
          union select project_id from accounts where id in (${given}) and project_id is not null)
        union select server_id from host_accounts where account_id in (${given})`.execute(db)
      return rows.map(({ id }) => serverId(id))
    },

    async saveBundles(bundles) {
      await replaceLines(bundles)
      const heads = bundles.map(({ serverId, version, issuedAt, loginUsers, stale, hash }) => ({
        server_id: serverId,
        issued_at: issuedAt,
        login_users: JSON.stringify(loginUsers),
        hash,
        stale,
        stale_since: version,
      }))
      for (const rows of chunks(heads)) {
        await db
          .insertInto("host_bundles")
          .values(rows)
          .onConflict((conflict) =>
            conflict.column("server_id").doUpdateSet(({ ref, eb }) => ({
              stale: ref("excluded.stale"),
              stale_since: eb
                .case()
                .when("host_bundles.stale", "=", ref("excluded.stale"))
                .then(ref("host_bundles.stale_since"))
                .else(ref("excluded.stale_since"))
                .end(),
              issued_at: ref("excluded.issued_at"),
              login_users: ref("excluded.login_users"),
              hash: ref("excluded.hash"),
            })),
          )
          .execute()
      }
      for (const rows of chunks(bundles)) {
        await sql`update servers set version = given.column2 from (${versions(rows)}) as given
          where servers.id = given.column1`.execute(db)
      }
    },

    async acknowledge(acknowledgements, at) {
      for (const rows of chunks(acknowledgements)) {
        const given = sql`(${versions(rows)}) as given`
        await db
          .updateTable("servers")
          .set({ last_contact_at: at })
          .where(
            "id",
            "in",
            rows.map((row) => row.serverId),
          )
          .execute()
        await sql`update servers set acknowledged_version = given.column2, acknowledged_at = ${at} from ${given}
          where servers.id = given.column1 and given.column2 > acknowledged_version and given.column2 <= version`.execute(
          db,
        )
        await sql`update host_lines set in_effect_at = ${at} from ${given}
          where host_lines.server_id = given.column1 and added_version <= given.column2 and in_effect_at is null`.execute(
          db,
        )
        await sql`update host_removals set in_effect_at = ${at} from ${given}
          where host_removals.server_id = given.column1 and removed_version <= given.column2 and in_effect_at is null`.execute(
          db,
        )
      }
    },

    async takeBack(server, version) {
      await db.updateTable("servers").set({ acknowledged_version: version }).where("id", "=", server).execute()
      for (const [table, since] of [
        ["host_lines", "added_version"],
        ["host_removals", "removed_version"],
      ] as const) {
        await sql`update ${sql.table(table)} set in_effect_at = null
          where server_id = ${server} and ${sql.ref(since)} > ${version}`.execute(db)
      }
    },

    async overtake(server, version) {
      await db.updateTable("servers").set({ version, acknowledged_version: 0 }).where("id", "=", server).execute()
      await db.deleteFrom("host_bundles").where("server_id", "=", server).execute()
      // None of them is in effect before the next version is.
      await db
        .updateTable("host_lines")
        .set({ added_version: version + 1, in_effect_at: null })
        .where("server_id", "=", server)
        .execute()
      await db
        .updateTable("host_removals")
        .set({ removed_version: version + 1, in_effect_at: null })
        .where("server_id", "=", server)
        .execute()
    },

    async report(server, { problem = null, unmanaged }, at) {
      const before = await db.selectFrom("servers").selectAll().where("id", "=", server).executeTakeFirst()
      const said = JSON.stringify(unmanaged)
      if (before === undefined || (before.problem === problem && before.unmanaged === said)) return false
      await db
        .updateTable("servers")
        .set({ problem, unmanaged: said, last_contact_at: at })
        .where("id", "=", server)
        .execute()
      const stillNot = new Set(unmanaged.map(({ loginUser }) => loginUser))
      const managedAgain = toServer(before).unmanaged.filter(({ loginUser }) => !stillNot.has(loginUser))
      if (managedAgain.length > 0) {
        await db
          .updateTable("host_lines")
          .set({ in_effect_at: at })
          .where("server_id", "=", server)
          .where("in_effect_at", "is not", null)
          .where(
            "login_user",
            "in",
            managedAgain.map(({ loginUser }) => loginUser),
          )
          .execute()
      }
      return true
    },

    async pruneRemovals(until) {
      await db.deleteFrom("host_removals").where("removed_at", "<", until).execute()
      // Of members and robots nothing is won by forgetting, and much to read.
      await sql`delete from host_accounts where not exists (
          select 1 from servers join memberships on memberships.project_id = servers.project_id
          where servers.id = host_accounts.server_id and memberships.account_id = host_accounts.account_id)
        and not exists (
          select 1 from host_lines
          where host_lines.server_id = host_accounts.server_id and host_lines.account_id = host_accounts.account_id)
        and not exists (
          select 1 from host_removals
          where host_removals.server_id = host_accounts.server_id
            and host_removals.account_id = host_accounts.account_id)`.execute(db)
    },
  }
}

function chunks<Row>(rows: readonly Row[]): readonly Row[][] {
  const count = Math.ceil(rows.length / rowsAtOnce)
  return Array.from({ length: count }, (_, index) => rows.slice(index * rowsAtOnce, (index + 1) * rowsAtOnce))
}

/** Rows of `values`, whose columns both databases call column1 and column2. */
function versions(rows: readonly { readonly serverId: ServerId; readonly version: number }[]): RawBuilder<unknown> {
  return sql`values ${sql.join(rows.map(({ serverId, version }) => sql`(${serverId}, cast(${version} as bigint))`))}`
}

function placeIn(rows: readonly Pick<HostLineTable, "server_id" | "login_user" | "key_id">[]): RawBuilder<unknown> {
  const places = rows.map(({ server_id, login_user, key_id }) => sql`(${server_id}, ${login_user}, ${key_id})`)
  return sql`(server_id, login_user, key_id) in (values ${sql.join(places)})`
}

function toPlace(row: Pick<HostLineTable, "server_id" | "login_user" | "key_id" | "account_id" | "fingerprint">) {
  return {
    serverId: serverId(row.server_id),
    loginUser: row.login_user,
    keyId: sshKeyId(row.key_id),
    accountId: accountId(row.account_id),
    fingerprint: row.fingerprint,
  }
}

function toLine(row: HostLineTable): Awaited<ReturnType<HostStore["listLines"]>>[number] {
  const { options, added_at: addedAt, in_effect_at: inEffectAt } = row
  return { ...toPlace(row), options, addedAt, ...(inEffectAt !== null && { inEffectAt }) }
}

function toRemoval(row: HostRemovalTable): Awaited<ReturnType<HostStore["listWaitingRemovals"]>>[number] {
  const { removed_at: removedAt, in_effect_at: inEffectAt } = row
  return { ...toPlace(row), removedAt, ...(inEffectAt !== null && { inEffectAt }) }
}
