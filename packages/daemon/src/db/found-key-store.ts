import {
  accountId,
  accountKinds,
  type FoundDecision,
  type FoundKey,
  type FoundKeyStore,
  foundDecisions,
  foundKeyId,
  type ServerId,
  serverId,
} from "@latchkey/core"
import { formatPublicKey, parsePublicKey } from "@latchkey/engine"
import { sql } from "kysely"
import { oneOf } from "./row.ts"
import type { DatabaseHandle, FoundKeyTable } from "./schema.ts"

/** With eleven values each this stays below the 32,766 of one statement that SQLite allows. */
const rowsAtOnce = 1_000

export function foundKeyStore(db: DatabaseHandle): FoundKeyStore {
  /** With whoever has registered the key and takes part in the server's project. */
  const found = () =>
    db
      .selectFrom("found_keys")
      .innerJoin("servers", "servers.id", "found_keys.server_id")
      .leftJoin("key_material", "key_material.fingerprint", "found_keys.fingerprint")
      .leftJoin("accounts", (join) =>
        join
          .onRef("accounts.id", "=", "key_material.account_id")
          .on((eb) =>
            eb.or([
              eb("accounts.project_id", "=", eb.ref("servers.project_id")),
              eb.exists(
                eb
                  .selectFrom("memberships")
                  .select("memberships.account_id")
                  .whereRef("memberships.project_id", "=", "servers.project_id")
                  .whereRef("memberships.account_id", "=", "accounts.id"),
              ),
            ]),
          ),
      )
      .selectAll("found_keys")
      .select(["acknowledged_version", "found_reported_at", "accounts.id as holder", "handle", "accounts.kind"])

  async function reportedAtOf(server: ServerId): Promise<number | null> {
    const row = await db.selectFrom("servers").select("found_reported_at").where("id", "=", server).executeTakeFirst()
    return row?.found_reported_at ?? null
  }

  return {
    async list(server) {
      const reportedAt = await reportedAtOf(server)
      if (reportedAt === null) return { items: [] }
      const rows = await found()
        .where("server_id", "=", server)
        .where("seen_at", ">=", reportedAt)
        .orderBy("login_user")
        .orderBy("found_keys.id")
        .execute()
      return { items: rows.map(toFoundKey), reportedAt }
    },

    async find(id) {
      const row = await found().where("found_keys.id", "=", id).executeTakeFirst()
      return row && toFoundKey(row)
    },

    async replace(server, keys, at) {
      const reportedAt = await reportedAtOf(server)
      // Later than the last one also when the clock stands still.
      const seen = Math.max(at, (reportedAt ?? 0) + 1)
      const before = await db
        .selectFrom("found_keys")
        .select(["login_user", "fingerprint", "options", "comment"])
        .where("server_id", "=", server)
        .where("seen_at", ">=", reportedAt ?? seen)
        .execute()
      const rows: readonly FoundKeyTable[] = keys.map(({ id, loginUser, publicKey, fingerprint, options }) => ({
        id,
        server_id: server,
        login_user: loginUser,
        fingerprint,
        public_key: formatPublicKey({ ...publicKey, comment: "" }).trim(),
        comment: publicKey.comment,
        options,
        decision: "undecided",
        bundled_decision: "undecided",
        bundled_version: 0,
        seen_at: seen,
      }))
      const told = new Set(before.map(whatIsShown))
      const isSame = rows.length === before.length && rows.every((row) => told.has(whatIsShown(row)))
      for (let start = 0; start < rows.length; start += rowsAtOnce) {
        await db
          .insertInto("found_keys")
          .values(rows.slice(start, start + rowsAtOnce))
          .onConflict((conflict) =>
            conflict.columns(["server_id", "login_user", "fingerprint"]).doUpdateSet(({ ref }) => ({
              options: ref("excluded.options"),
              comment: ref("excluded.comment"),
              seen_at: ref("excluded.seen_at"),
            })),
          )
          .execute()
      }
      await db
        .deleteFrom("found_keys")
        .where("server_id", "=", server)
        .where("seen_at", "<", seen)
        .where("decision", "<>", "dropped")
        .execute()
      await db.updateTable("servers").set({ found_reported_at: seen }).where("id", "=", server).execute()
      return !isSame || reportedAt === null
    },

    async decide(id, decision) {
      await db.updateTable("found_keys").set({ decision }).where("id", "=", id).execute()
    },

    async listDecisions(servers) {
      if (servers.length === 0) return []
      const rows = await db
        .selectFrom("found_keys")
        .select(["server_id", "login_user", "public_key", "decision", "bundled_decision"])
        .where("server_id", "in", servers)
        .where(isDecided)
        .execute()
      return rows.map(
        (row): FoundDecision => ({
          serverId: serverId(row.server_id),
          loginUser: row.login_user,
          key: row.public_key.slice(row.public_key.indexOf(" ") + 1),
          decision: oneOf(foundDecisions, row.decision, "decision about a found key"),
          isBundled: row.decision === row.bundled_decision,
        }),
      )
    },

    async settle(servers: readonly ServerId[]) {
      if (servers.length === 0) return
      await sql`update found_keys set bundled_decision = decision,
          bundled_version = (select version from servers where servers.id = found_keys.server_id)
        where server_id in (${sql.join(servers)}) and ${isDecided} and bundled_decision <> decision`.execute(db)
    },
  }
}

/** In the words of the index. */
const isDecided = sql<boolean>`(decision <> 'undecided' or bundled_decision <> 'undecided')`

const whatIsShown = (row: Pick<FoundKeyTable, "login_user" | "fingerprint" | "options" | "comment">) =>
  JSON.stringify([row.login_user, row.fingerprint, row.options, row.comment])

type FoundRow = FoundKeyTable & {
  readonly acknowledged_version: number
  readonly holder: string | null
  readonly handle: string | null
  readonly kind: string | null
}

function toFoundKey(row: FoundRow): FoundKey {
  const { holder, handle, kind } = row
  return {
    id: foundKeyId(row.id),
    serverId: serverId(row.server_id),
    loginUser: row.login_user,
    publicKey: { ...parsePublicKey(row.public_key), comment: row.comment },
    fingerprint: row.fingerprint,
    options: row.options,
    decision: oneOf(foundDecisions, row.decision, "decision about a found key"),
    isInEffect: row.decision === row.bundled_decision && row.bundled_version <= row.acknowledged_version,
    ...(holder !== null &&
      handle !== null &&
      kind !== null && {
        holder: { id: accountId(holder), handle, kind: oneOf(accountKinds, kind, "kind of account") },
      }),
    seenAt: row.seen_at,
  }
}
