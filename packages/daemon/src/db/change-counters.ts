import type { ChangeCounters } from "../change-feed.ts"
import type { DatabaseHandle } from "./schema.ts"

export function changeCounters(db: DatabaseHandle): ChangeCounters {
  return {
    async raise(daemonId, version, changes) {
      await db
        .insertInto("change_counters")
        .values(changes.map(({ audience, topic }) => ({ daemon_id: daemonId, audience, topic, version })))
        .onConflict((conflict) => conflict.columns(["daemon_id", "audience", "topic"]).doUpdateSet({ version }))
        .execute()
      // After them, so that whoever sees this number sees all that it stands for.
      await db
        .insertInto("change_heads")
        .values({ daemon_id: daemonId, version })
        .onConflict((conflict) => conflict.column("daemon_id").doUpdateSet({ version }))
        .execute()
    },

    async heads() {
      const rows = await db.selectFrom("change_heads").selectAll().execute()
      return new Map(rows.map(({ daemon_id, version }) => [daemon_id, version]))
    },

    async since(daemonId, version) {
      return db
        .selectFrom("change_counters")
        .select(["audience", "topic"])
        .where("daemon_id", "=", daemonId)
        .where("version", ">", version)
        .execute()
    },

    async forget(daemonId, version) {
      for (const table of ["change_heads", "change_counters"] as const) {
        await db.deleteFrom(table).where("daemon_id", "=", daemonId).where("version", "<=", version).execute()
      }
    },
  }
}
