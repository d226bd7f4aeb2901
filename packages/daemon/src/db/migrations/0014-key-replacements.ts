import { sql } from "kysely"
import type { DatabaseHandle } from "../schema.ts"
import { type MigrationContext, runAll } from "./migration.ts"

/** Keys that are being replaced by others of the same account, and what receipts say of servers that are silent. */
export async function keyReplacements(db: DatabaseHandle, { types: { text } }: MigrationContext): Promise<void> {
  await runAll(db, [
    sql`create table key_replacements (
      old_key_id ${text} primary key references ssh_keys (id) on delete cascade,
      new_key_id ${text} not null unique references ssh_keys (id) on delete cascade,
      account_id ${text} not null,
      remove_after_login smallint not null,
      started_at bigint not null)`,

    sql`create table replaced_places (
      old_key_id ${text} not null references key_replacements (old_key_id) on delete cascade,
      server_id ${text} not null references servers (id) on delete cascade,
      login_user ${text} not null,
      seen_at bigint,
      removed_at bigint,
      primary key (old_key_id, server_id, login_user))`,
    sql`create index replaced_places_by_server on replaced_places (server_id)`,

    sql`alter table host_bundles add column stale ${text} not null default 'keep'`,
    sql`alter table host_bundles add column stale_since bigint not null default 0`,

    sql`create index host_removals_by_key on host_removals (key_id, server_id)`,
  ])
}
