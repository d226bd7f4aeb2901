import { sql } from "kysely"
import type { DatabaseHandle } from "../schema.ts"
import { type MigrationContext, runAll } from "./migration.ts"

/** Which robots an admin disabled, so that their projects cannot enable them. */
export async function robotsStoppedByAdmins(db: DatabaseHandle, _: MigrationContext): Promise<void> {
  await runAll(db, [
    sql`alter table accounts add column disabled_by_admin integer not null default 0
      check (disabled_by_admin in (0, 1))`,
  ])
}
