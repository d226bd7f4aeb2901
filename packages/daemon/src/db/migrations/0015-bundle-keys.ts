import { sql } from "kysely"
import type { DatabaseHandle } from "../schema.ts"
import { type MigrationContext, runAll } from "./migration.ts"

/** Several bundle keys at once, and which servers were told of which. */
export async function bundleKeys(db: DatabaseHandle, { types: { text } }: MigrationContext): Promise<void> {
  await runAll(db, [
    sql`alter table bundle_signing_keys add column state ${text} not null default 'current'
      check (state in ('announced', 'current', 'retired'))`,
    sql`create unique index bundle_signing_keys_current on bundle_signing_keys (state) where state = 'current'`,
    sql`create table host_signers (
      server_id ${text} not null references servers (id) on delete cascade,
      public_key ${text} not null,
      added_version bigint not null,
      primary key (server_id, public_key))`,
  ])
}
