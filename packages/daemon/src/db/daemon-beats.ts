import type { DaemonBeats } from "../heartbeat.ts"
import type { DatabaseHandle } from "./schema.ts"

export function daemonBeats(db: DatabaseHandle): DaemonBeats {
  return {
    async beat(id, beat) {
      await db
        .insertInto("daemons")
        .values({ id, beat })
        .onConflict((conflict) => conflict.column("id").doUpdateSet({ beat }))
        .execute()
    },
    async all() {
      const rows = await db.selectFrom("daemons").selectAll().execute()
      return new Map(rows.map(({ id, beat }) => [id, beat]))
    },
    async forget(id) {
      await db.deleteFrom("daemons").where("id", "=", id).execute()
    },
  }
}
