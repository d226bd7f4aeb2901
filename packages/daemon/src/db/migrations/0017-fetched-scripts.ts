import { sql } from "kysely"
import type { DatabaseHandle } from "../schema.ts"
import { runAll } from "./migration.ts"

/** When a server's script was fetched by the code that it has. */
export async function fetchedScripts(db: DatabaseHandle): Promise<void> {
  await runAll(db, [sql`alter table servers add column script_fetched_at bigint`])
}
