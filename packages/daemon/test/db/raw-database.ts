import { join } from "node:path"
import Sqlite from "better-sqlite3"
import pg from "pg"
import type { TestDatabase } from "./databases.ts"

/** A test's database without any of our code between: what somebody does who got hold of it. */
export interface RawDatabase {
  run(statement: string): Promise<void>
  close(): Promise<void>
}

export async function openRawDatabase({
  url,
  dataFolder,
}: Pick<TestDatabase, "url" | "dataFolder">): Promise<RawDatabase> {
  if (url === undefined) {
    const database = new Sqlite(join(dataFolder, "latchkey.db"), { timeout: 5000 })
    return {
      async run(statement) {
        database.exec(statement)
      },
      async close() {
        database.close()
      },
    }
  }
  const client = new pg.Client(url)
  await client.connect()
  return {
    async run(statement) {
      await client.query(statement)
    },
    close: () => client.end(),
  }
}
