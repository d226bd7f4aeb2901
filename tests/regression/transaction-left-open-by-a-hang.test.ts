// The fault: PostgreSQL hung when a transaction was to begin. After 15 s the request was answered `unavailable`, and its
// connection went back to the pool, with the beginning of the transaction still on its way. When PostgreSQL went on, the
// transaction was open, and whoever got that connection next wrote into it: single writes were acknowledged and never
// committed, and one error in it made faults of all that followed.

import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import pg from "pg"
import { describe, expect, test } from "vitest"
import { openDatabase } from "../../packages/daemon/src/db/database.ts"
import { createSecrets } from "../../packages/daemon/src/secrets.ts"
import { hasPostgres, startPostgres } from "../kit/postgres.ts"

const unavailable = { code: "unavailable" }

describe.skipIf(!hasPostgres())("a transaction that PostgreSQL was too slow to begin", () => {
  test("is not left open for whoever gets its connection", { timeout: 180_000 }, async () => {
    const dataFolder = mkdtempSync(join(tmpdir(), "latchkey-hang-"))
    const cluster = await startPostgres({ fsync: false })
    const secrets = createSecrets()
    const database = await openDatabase({ url: cluster.url, dataFolder, secrets, clock: { now: Date.now } })
    const client = new pg.Client(cluster.url)
    try {
      await client.connect()
      // One connection to the database, known to work, which the transaction below gets.
      await database.ping()
      cluster.freeze()
      await expect(database.transaction((stores) => stores.accounts.isSetUp())).rejects.toMatchObject(unavailable)
      cluster.thaw()
      await expect.poll(() => database.ping().then(() => "back", String), { timeout: 60_000 }).toBe("back")
      for (let count = 0; count < 5; count++) await database.stores.signInFailures.add("name", `key ${count}`, 1, 0)
      const { rows } = await client.query("select count(*)::integer as count from sign_in_failures")
      expect(rows).toEqual([{ count: 5 }])
      const open = "select count(*)::integer as count from pg_stat_activity where state like 'idle in transaction%'"
      expect((await client.query(open)).rows).toEqual([{ count: 0 }])
    } finally {
      cluster.thaw()
      await client.end()
      await database.close()
      await cluster.stop()
      rmSync(dataFolder, { recursive: true })
    }
  })
})
