import { type BundleKeyStore, bundleKeyStates, newBundleKey } from "@latchkey/core"
import { sql } from "kysely"
import { oneOf } from "./row.ts"
import type { DatabaseHandle } from "./schema.ts"

/** With three values each this stays far below the 32,766 of one statement that SQLite allows. */
const rowsAtOnce = 1_000

export function bundleKeyStore(db: DatabaseHandle): BundleKeyStore {
  return {
    async list() {
      const rows = await db.selectFrom("bundle_signing_keys").selectAll().orderBy("added_at").execute()
      return rows.map((row) =>
        newBundleKey(row.public_key, oneOf(bundleKeyStates, row.state, "bundle key's state"), row.added_at),
      )
    },

    async insert({ publicKey, state, addedAt }) {
      await db.insertInto("bundle_signing_keys").values({ public_key: publicKey, state, added_at: addedAt }).execute()
    },

    async setState(publicKey, state) {
      await db.updateTable("bundle_signing_keys").set({ state }).where("public_key", "=", publicKey).execute()
    },

    async noteNamed(bundles, publicKeys) {
      for (let start = 0; start < bundles.length; start += rowsAtOnce) {
        const some = bundles.slice(start, start + rowsAtOnce)
        const servers = some.map(({ serverId }) => serverId)
        const gone = db.deleteFrom("host_signers").where("server_id", "in", servers)
        await (publicKeys.length === 0 ? gone : gone.where("public_key", "not in", publicKeys)).execute()
        for (const publicKey of publicKeys) {
          await db
            .insertInto("host_signers")
            .values(
              some.map(({ serverId, version }) => ({
                server_id: serverId,
                public_key: publicKey,
                added_version: version,
              })),
            )
            .onConflict((conflict) => conflict.columns(["server_id", "public_key"]).doNothing())
            .execute()
        }
      }
    },

    async tally(heardSince) {
      const heard = sql<number>`cast(coalesce(sum(case when last_contact_at >= ${heardSince} then 1 else 0 end), 0) as bigint)`
      const all = await db
        .selectFrom("servers")
        .select((eb) => [eb.fn.countAll<number>().as("connected"), heard.as("heard")])
        .where("state", "=", "connected")
        .executeTakeFirstOrThrow()
      const rows = await db
        .selectFrom("host_signers")
        .innerJoin("servers", "servers.id", "host_signers.server_id")
        .select((eb) => ["public_key", eb.fn.countAll<number>().as("servers"), heard.as("heard")])
        .where("state", "=", "connected")
        .whereRef("acknowledged_version", ">=", "added_version")
        .groupBy("public_key")
        .execute()
      return { ...all, reaches: rows.map(({ public_key, ...counts }) => ({ publicKey: public_key, ...counts })) }
    },
  }
}
