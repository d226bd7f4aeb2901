import type { SignInFailureStore } from "@latchkey/core"
import type { DatabaseHandle } from "./schema.ts"

export function signInFailureStore(db: DatabaseHandle): SignInFailureStore {
  return {
    async find(kind, key) {
      const row = await db
        .selectFrom("sign_in_failures")
        .select(["count", "last_at"])
        .where("kind", "=", kind)
        .where("key", "=", key)
        .executeTakeFirst()
      return row && { count: row.count, lastAt: row.last_at }
    },

    async add(kind, key, at, forgetBefore) {
      await db
        .insertInto("sign_in_failures")
        .values({ kind, key, count: 1, last_at: at })
        .onConflict((conflict) =>
          conflict.columns(["kind", "key"]).doUpdateSet((eb) => ({
            count: eb
              .case()
              .when("sign_in_failures.last_at", "<", forgetBefore)
              .then(1)
              .else(eb("sign_in_failures.count", "+", 1))
              .end(),
            last_at: at,
          })),
        )
        .execute()
    },

    async subtract(kind, key) {
      await db
        .updateTable("sign_in_failures")
        .set((eb) => ({ count: eb("count", "-", 1) }))
        .where("kind", "=", kind)
        .where("key", "=", key)
        .where("count", ">", 0)
        .execute()
    },

    async clear(kind, key) {
      await db.deleteFrom("sign_in_failures").where("kind", "=", kind).where("key", "=", key).execute()
    },

    async deleteStale(before) {
      await db.deleteFrom("sign_in_failures").where("last_at", "<", before).execute()
    },
  }
}
