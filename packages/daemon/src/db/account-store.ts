import { type Account, type AccountStore, accountId, installationId, languages, roles } from "@latchkey/core"
import { prepared } from "./prepared.ts"
import { flag, oneOf } from "./row.ts"
import type { AccountTable, DatabaseHandle } from "./schema.ts"

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
      return row && { account: toAccount(row), passwordHash: row.password_hash }
    },

    async insert(account, passwordHash) {
      const result = await db
        .insertInto("accounts")
        .values({
          id: account.id,
          handle: account.handle,
          created_at: account.createdAt,
          password_hash: passwordHash,
          ...changeable(account),
        })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst()
      return result.numInsertedOrUpdatedRows === 1n
    },

    async update(account) {
      const result = await db
        .updateTable("accounts")
        .set(changeable(account))
        .where("id", "=", account.id)
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom("accounts as other")
                .select("other.id")
                .where("other.email", "=", account.email)
                .where("other.id", "<>", account.id),
            ),
          ),
        )
        .executeTakeFirst()
      return result.numUpdatedRows === 1n
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

function changeable(account: Account) {
  return {
    email: account.email,
    display_name: account.displayName,
    language: account.language,
    role: account.role,
    publishes_keys: flag(account.publishesKeys),
    disabled_at: account.disabledAt ?? null,
  }
}

function toAccount(row: AccountTable): Account {
  return {
    id: accountId(row.id),
    handle: row.handle,
    email: row.email,
    displayName: row.display_name,
    language: oneOf(languages, row.language, "language"),
    role: oneOf(roles, row.role, "role"),
    publishesKeys: row.publishes_keys === 1,
    createdAt: row.created_at,
    ...(row.disabled_at !== null && { disabledAt: row.disabled_at }),
  }
}
