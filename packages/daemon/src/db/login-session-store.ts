import { accountId, type LoginSession, type LoginSessionStore, loginSessionId } from "@latchkey/core"
import { prepared } from "./prepared.ts"
import type { DatabaseHandle, LoginSessionTable } from "./schema.ts"

const byId = prepared(["id"], (db, value) =>
  db.selectFrom("login_sessions").selectAll().where("id", "=", value<string>("id")),
)

const byHash = prepared(["hash"], (db, value) =>
  db.selectFrom("login_sessions").selectAll().where("hash", "=", value<string>("hash")),
)

export function loginSessionStore(db: DatabaseHandle): LoginSessionStore {
  return {
    async find(id) {
      const [row] = (await byId(db, { id })).rows
      return row && toLoginSession(row)
    },

    async findByHash(hash) {
      const [row] = (await byHash(db, { hash })).rows
      return row && toLoginSession(row)
    },

    async listByAccount(account) {
      const rows = await db
        .selectFrom("login_sessions")
        .selectAll()
        .where("account_id", "=", account)
        .orderBy("last_seen_at", "desc")
        .execute()
      return rows.map(toLoginSession)
    },

    async insert(loginSession, hash) {
      await db
        .insertInto("login_sessions")
        .values({
          id: loginSession.id,
          hash,
          account_id: loginSession.accountId,
          created_at: loginSession.createdAt,
          last_seen_at: loginSession.lastSeenAt,
          address: loginSession.address ?? null,
          device: loginSession.device ?? null,
        })
        .execute()
    },

    async touch(id, at) {
      await db
        .updateTable("login_sessions")
        .set({ last_seen_at: at })
        .where("id", "=", id)
        .where("last_seen_at", "<", at)
        .execute()
    },

    async delete(id) {
      await db.deleteFrom("login_sessions").where("id", "=", id).execute()
    },

    async deleteByAccount(account, keep) {
      let all = db.deleteFrom("login_sessions").where("account_id", "=", account)
      if (keep !== undefined) all = all.where("id", "<>", keep)
      return Number((await all.executeTakeFirst()).numDeletedRows)
    },

    async deleteStale(lastSeenBefore, createdBefore) {
      await db
        .deleteFrom("login_sessions")
        .where((eb) => eb.or([eb("last_seen_at", "<", lastSeenBefore), eb("created_at", "<", createdBefore)]))
        .execute()
    },
  }
}

function toLoginSession(row: LoginSessionTable): LoginSession {
  return {
    id: loginSessionId(row.id),
    accountId: accountId(row.account_id),
    createdAt: row.created_at,
    lastSeenAt: row.last_seen_at,
    ...(row.address !== null && { address: row.address }),
    ...(row.device !== null && { device: row.device }),
  }
}
