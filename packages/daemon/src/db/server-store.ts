import { accountId, type ServerStore } from "@latchkey/core"
import { inParts } from "./in-parts.ts"
import { prepared } from "./prepared.ts"
import { present } from "./row.ts"
import type { DatabaseHandle } from "./schema.ts"
import { changeable, enrolled, toHost, toRow, toServer } from "./server-row.ts"

const byId = prepared(["id"], (db, value) => db.selectFrom("servers").selectAll().where("id", "=", value<string>("id")))

const byToken = prepared(["hash"], (db, value) =>
  db.selectFrom("servers").selectAll().where("token_hash", "=", value<string>("hash")),
)

const noCode = { code_hash: null, code_created_by: null, code_expires_at: null }

export function serverStore(db: DatabaseHandle): ServerStore {
  return {
    async find(id) {
      const [row] = (await byId(db, { id })).rows
      return row && toServer(row)
    },

    async findSeveral(ids) {
      const rows = await inParts([...new Set(ids)], (part) =>
        db.selectFrom("servers").selectAll().where("id", "in", part).execute(),
      )
      return rows.map(toServer)
    },

    async listByProject(project) {
      const rows = await db
        .selectFrom("servers")
        .selectAll()
        .where("project_id", "=", project)
        .orderBy("name_key")
        .execute()
      return rows.map(toServer)
    },

    async countByProject(project) {
      const row = await db
        .selectFrom("servers")
        .select((eb) => eb.fn.countAll<number>().as("total"))
        .where("project_id", "=", project)
        .executeTakeFirstOrThrow()
      return row.total
    },

    async insert(server) {
      const result = await db
        .insertInto("servers")
        .values(toRow(server))
        .onConflict((conflict) => conflict.columns(["project_id", "name_key"]).doNothing())
        .executeTakeFirst()
      return result.numInsertedOrUpdatedRows === 1n
    },

    async update(server) {
      const columns = changeable(server)
      const result = await db
        .updateTable("servers")
        .set(columns)
        .where("id", "=", server.id)
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom("servers as other")
                .select("other.id")
                .where("other.project_id", "=", server.projectId)
                .where("other.name_key", "=", columns.name_key)
                .where("other.id", "<>", server.id),
            ),
          ),
        )
        .executeTakeFirst()
      return result.numUpdatedRows === 1n
    },

    async delete(id) {
      await db.deleteFrom("servers").where("id", "=", id).execute()
    },

    async putCode(id, code, hash) {
      await db
        .updateTable("servers")
        .set({
          code_hash: hash,
          code_created_by: code.createdBy,
          code_expires_at: code.expiresAt,
          script_fetched_at: null,
        })
        .where("id", "=", id)
        .execute()
    },

    async findByCode(hash) {
      const row = await db.selectFrom("servers").selectAll().where("code_hash", "=", hash).executeTakeFirst()
      if (row === undefined) return undefined
      const createdBy = accountId(present(row.code_created_by, "code's maker"))
      return { server: toServer(row), code: { createdBy, expiresAt: present(row.code_expires_at, "code's expiry") } }
    },

    async noteFetch(hash, at) {
      const result = await db
        .updateTable("servers")
        .set({ script_fetched_at: at })
        .where("code_hash", "=", hash)
        .where("script_fetched_at", "is", null)
        .executeTakeFirst()
      return result.numUpdatedRows === 1n
    },

    async enrol(server, codeHash, tokenHash) {
      const result = await db
        .updateTable("servers")
        .set({ address: server.address ?? null, ...enrolled(server), token_hash: tokenHash, ...noCode })
        .where("id", "=", server.id)
        .where("code_hash", "=", codeHash)
        .executeTakeFirst()
      return result.numUpdatedRows === 1n
    },

    async findByToken(hash) {
      const [row] = (await byToken(db, { hash })).rows
      return row && toHost(row)
    },

    async confirm(id, at) {
      await db.updateTable("servers").set({ state: "connected", confirmed_at: at }).where("id", "=", id).execute()
    },
  }
}
