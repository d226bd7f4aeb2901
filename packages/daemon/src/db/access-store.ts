import type { AccessStore } from "@latchkey/core"
import { toAccess, toRow } from "./access-row.ts"
import { findOpeningFacts } from "./opening-facts.ts"
import { flag } from "./row.ts"
import type { DatabaseHandle } from "./schema.ts"
import { toServer } from "./server-row.ts"

export function accessStore(db: DatabaseHandle): AccessStore {
  return {
    async find(id) {
      const row = await db.selectFrom("server_accesses").selectAll().where("id", "=", id).executeTakeFirst()
      return row && toAccess(row)
    },

    async countByServer(server) {
      const row = await db
        .selectFrom("server_accesses")
        .select((eb) => eb.fn.countAll<number>().as("total"))
        .where("server_id", "=", server)
        .executeTakeFirstOrThrow()
      return row.total
    },

    async insert(access) {
      const result = await db
        .insertInto("server_accesses")
        .values(toRow(access))
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst()
      return result.numInsertedOrUpdatedRows === 1n
    },

    async mark(id, breakGlass) {
      await db
        .updateTable("server_accesses")
        .set({ break_glass: flag(breakGlass) })
        .where("id", "=", id)
        .execute()
    },

    async delete(id) {
      await db.deleteFrom("server_accesses").where("id", "=", id).execute()
    },

    async deleteOfAccount(project, account) {
      const ofProject = db.selectFrom("servers").select("servers.id").where("project_id", "=", project)
      const ofAccount = db.selectFrom("ssh_keys").select("ssh_keys.id").where("account_id", "=", account)
      const gone = await db
        .deleteFrom("server_accesses")
        .where("server_id", "in", ofProject)
        .where((eb) => eb.or([eb("account_id", "=", account), eb("key_id", "in", ofAccount)]))
        .executeTakeFirst()
      return Number(gone.numDeletedRows)
    },

    async listServersOf(account) {
      const ofAccount = db.selectFrom("ssh_keys").select("ssh_keys.id").where("account_id", "=", account)
      const ofKeys = db.selectFrom("server_accesses").select("server_id").where("key_id", "in", ofAccount)
      const ofItself = db.selectFrom("server_accesses").select("server_id").where("account_id", "=", account)
      const ofMembers = db
        .selectFrom("memberships")
        .innerJoin("servers", "servers.project_id", "memberships.project_id")
        .innerJoin("server_accesses", "server_accesses.server_id", "servers.id")
        .select("server_id")
        .where("memberships.account_id", "=", account)
        .where("subject_kind", "=", "project")
      const rows = await db
        .selectFrom("servers")
        .selectAll()
        .where("id", "in", ofKeys.union(ofItself).union(ofMembers))
        .execute()
      return rows.map(toServer)
    },

    openingFacts: (servers) => findOpeningFacts(db, servers),
  }
}
