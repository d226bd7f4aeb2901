import { type AccountStore, installationId } from "@latchkey/core"
import { sql } from "kysely"
import { listAccounts } from "./account-list.ts"
import { changeable, toAccount, toRobot, toRow } from "./account-row.ts"
import { tallyAccounts } from "./account-tally.ts"
import { prepared } from "./prepared.ts"
import type { DatabaseHandle } from "./schema.ts"

const byId = prepared(["id"], (db, value) =>
  db.selectFrom("accounts").selectAll().where("id", "=", value<string>("id")),
)

export function accountStore(db: DatabaseHandle): AccountStore {
  return {
    async find(id) {
      const [row] = (await byId(db, { id })).rows
      return row && toAccount(row)
    },

    async findByHandle(handle) {
      const row = await db.selectFrom("accounts").selectAll().where("handle", "=", handle).executeTakeFirst()
      return row && toAccount(row)
    },

    async findForSignIn(identifier) {
      const row = await db
        .selectFrom("accounts")
        .selectAll()
        .where((eb) => eb.or([eb("handle", "=", identifier), eb("email", "=", identifier)]))
        .executeTakeFirst()
      return row && { account: toAccount(row), ...(row.password_hash !== null && { passwordHash: row.password_hash }) }
    },

    list: (query) => listAccounts(db, query),
    tally: (accounts) => tallyAccounts(db, accounts),

    async listRobots(project) {
      const rows = await db
        .selectFrom("accounts")
        .selectAll()
        .where("project_id", "=", project)
        .orderBy("handle")
        .execute()
      return rows.map(toRobot)
    },

    async countEnabledAdmins() {
      const row = await db
        .selectFrom("accounts")
        .select((eb) => eb.fn.countAll<number>().as("count"))
        // Written out: SQLite takes a partial index only for what it knows when it compiles.
        .where("role", "=", sql.lit("admin"))
        .where("disabled_at", "is", null)
        .executeTakeFirstOrThrow()
      return row.count
    },

    async insert(account, passwordHash) {
      const result = await db
        .insertInto("accounts")
        .values(toRow(account, passwordHash))
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst()
      return result.numInsertedOrUpdatedRows === 1n
    },

    async update(account) {
      const changed = db.updateTable("accounts").set(changeable(account)).where("id", "=", account.id)
      const free =
        account.kind === "robot"
          ? changed
          : changed.where(({ not, exists, selectFrom }) =>
              not(
                exists(
                  selectFrom("accounts as other")
                    .select("other.id")
                    .where("other.email", "=", account.email)
                    .where("other.id", "<>", account.id),
                ),
              ),
            )
      return (await free.executeTakeFirst()).numUpdatedRows === 1n
    },

    async setPassword(id, passwordHash) {
      await db.updateTable("accounts").set({ password_hash: passwordHash }).where("id", "=", id).execute()
    },

    async delete(id) {
      await db.deleteFrom("accounts").where("id", "=", id).execute()
    },

    async installationId() {
      const row = await db.selectFrom("installation").select("id").executeTakeFirstOrThrow()
      return installationId(row.id)
    },

    async isSetUp() {
      const row = await db.selectFrom("installation").select("set_up_at").executeTakeFirstOrThrow()
      return row.set_up_at !== null
    },

    async claimSetUp(at) {
      const result = await db
        .updateTable("installation")
        .set({ set_up_at: at })
        .where("set_up_at", "is", null)
        .executeTakeFirst()
      return result.numUpdatedRows === 1n
    },
  }
}
