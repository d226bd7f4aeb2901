/** A daemon that stops in the middle of a migration, to be killed there: DATA-FOLDER DATABASE-URL (or empty). */
import { writeSync } from "node:fs"
import { sql } from "kysely"
import { openDatabase } from "../../src/db/database.ts"
import { migrations } from "../../src/db/migrations.ts"
import { createSecrets } from "../../src/secrets.ts"

const [dataFolder = "", url = ""] = process.argv.slice(2)

await openDatabase({
  url: url === "" ? undefined : url,
  dataFolder,
  secrets: createSecrets(),
  clock: { now: Date.now },
  migrations: [
    ...migrations,
    {
      name: "never ends",
      async up(db) {
        await sql`create table marker (id integer primary key)`.execute(db)
        writeSync(1, "half done\n")
        await new Promise((resolve) => setTimeout(resolve, 60_000))
      },
    },
  ],
})
