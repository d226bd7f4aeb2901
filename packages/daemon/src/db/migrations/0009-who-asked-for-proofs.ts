import { sql } from "kysely"
import type { DatabaseHandle } from "../schema.ts"
import { type MigrationContext, runAll } from "./migration.ts"

/** Who asked for a proof, signed in with what. Those that were asked for before are worth ten minutes: they go. */
export async function whoAskedForProofs(db: DatabaseHandle, { types: { text } }: MigrationContext): Promise<void> {
  await runAll(db, [
    sql`delete from ownership_challenges`,
    sql`alter table ownership_challenges add column asked_by ${text} not null default ''`,
    sql`alter table ownership_challenges add column asked_with ${text} not null default 'login_session'
      check (asked_with in ('login_session', 'api_token'))`,
    sql`alter table ownership_challenges add column asked_with_id ${text} not null default ''`,
  ])
}
