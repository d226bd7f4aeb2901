import { accountId, type ServerTrustStore, serverId, sshKeyId } from "@latchkey/core"
import type { DatabaseHandle } from "./schema.ts"

export function serverTrustStore(db: DatabaseHandle): ServerTrustStore {
  return {
    async putOrder(server, order, at) {
      const given = { order_id: order, ordered_at: at, token_hash: null }
      await db
        .insertInto("server_token_orders")
        .values({ server_id: server, ...given })
        .onConflict((conflict) => conflict.column("server_id").doUpdateSet(given))
        .execute()
    },

    async findOrder(server) {
      const orders = db.selectFrom("server_token_orders").select("order_id").where("server_id", "=", server)
      return (await orders.executeTakeFirst())?.order_id
    },

    async offerToken(server, hash) {
      await db.updateTable("server_token_orders").set({ token_hash: hash }).where("server_id", "=", server).execute()
    },

    async findOffered(hash) {
      const orders = db.selectFrom("server_token_orders").select("server_id").where("token_hash", "=", hash)
      const row = await orders.executeTakeFirst()
      return row && serverId(row.server_id)
    },

    async takeToken(server, hash) {
      await db.updateTable("servers").set({ token_hash: hash }).where("id", "=", server).execute()
      await db.deleteFrom("server_token_orders").where("server_id", "=", server).execute()
    },

    async deleteOrder(server) {
      await db.deleteFrom("server_token_orders").where("server_id", "=", server).execute()
    },

    async putUnlock(server, { loginUser, keyId, createdBy, expiresAt }, hash) {
      const given = {
        letters_hash: hash,
        login_user: loginUser,
        key_id: keyId,
        created_by: createdBy,
        expires_at: expiresAt,
      }
      await db
        .insertInto("server_unlocks")
        .values({ server_id: server, ...given })
        .onConflict((conflict) => conflict.column("server_id").doUpdateSet(given))
        .execute()
    },

    async findUnlock(server, hash) {
      const row = await db
        .selectFrom("server_unlocks")
        .selectAll()
        .where("server_id", "=", server)
        .where("letters_hash", "=", hash)
        .executeTakeFirst()
      if (row === undefined) return undefined
      const { login_user: loginUser, expires_at: expiresAt } = row
      return { loginUser, keyId: sshKeyId(row.key_id), createdBy: accountId(row.created_by), expiresAt }
    },

    async deleteUnlock(server) {
      await db.deleteFrom("server_unlocks").where("server_id", "=", server).execute()
    },

    async countWrongLetters(server, since) {
      const row = await db
        .selectFrom("server_wrong_letters")
        .select((eb) => eb.fn.countAll<number>().as("total"))
        .where("server_id", "=", server)
        .where("at", ">", since)
        .executeTakeFirstOrThrow()
      return row.total
    },

    async addWrongLetters(server, at, since) {
      await db.deleteFrom("server_wrong_letters").where("server_id", "=", server).where("at", "<=", since).execute()
      await db.insertInto("server_wrong_letters").values({ server_id: server, at }).execute()
    },
  }
}
