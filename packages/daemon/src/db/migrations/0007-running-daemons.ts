import { sql } from "kysely"
import type { DatabaseHandle } from "../schema.ts"
import { type MigrationContext, runAll } from "./migration.ts"

/** Which daemons are running over one database. */
export async function runningDaemons(db: DatabaseHandle, { types }: MigrationContext): Promise<void> {
  await runAll(db, [
    sql`create table daemons (
      id ${types.text} primary key,
      beat bigint not null)`,
  ])
}
