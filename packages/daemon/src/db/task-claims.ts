import type { TaskClaims } from "../periodic.ts"
import type { DatabaseHandle } from "./schema.ts"

export function taskClaims(db: DatabaseHandle): TaskClaims {
  return {
    async look(name) {
      await db
        .insertInto("periodic_tasks")
        .values({ name, version: 0 })
        .onConflict((conflict) => conflict.doNothing())
        .execute()
      const row = await db
        .selectFrom("periodic_tasks")
        .select("version")
        .where("name", "=", name)
        .executeTakeFirstOrThrow()
      return row.version
    },

    async claim(name, version) {
      const { numUpdatedRows } = await db
        .updateTable("periodic_tasks")
        .set({ version: version + 1 })
        .where("name", "=", name)
        .where("version", "=", version)
        .executeTakeFirst()
      return numUpdatedRows === 1n
    },
  }
}
