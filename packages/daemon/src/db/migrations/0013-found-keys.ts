import { sql } from "kysely"
import type { DatabaseHandle } from "../schema.ts"
import { type MigrationContext, runAll } from "./migration.ts"

/** Keys that servers found in authorized_keys, marks for break-glass, and login users whom servers do not manage. */
export async function foundKeys(db: DatabaseHandle, { types: { text } }: MigrationContext): Promise<void> {
  await runAll(db, [
    sql`create table found_keys (
      id ${text} primary key,
      server_id ${text} not null references servers (id) on delete cascade,
      login_user ${text} not null,
      fingerprint ${text} not null,
      public_key ${text} not null,
      comment ${text} not null,
      options ${text} not null,
      decision ${text} not null check (decision in ('undecided', 'break-glass', 'dropped')),
      bundled_decision ${text} not null check (bundled_decision in ('undecided', 'break-glass', 'dropped')),
      bundled_version bigint not null,
      seen_at bigint not null,
      unique (server_id, login_user, fingerprint))`,
    sql`create index found_keys_decided on found_keys (server_id)
      where decision <> 'undecided' or bundled_decision <> 'undecided'`,
    sql`alter table server_accesses add column break_glass integer not null default 0 check (break_glass in (0, 1))`,
    sql`alter table servers add column unmanaged ${text} not null default '[]'`,
    sql`alter table servers add column found_reported_at bigint`,
  ])
}
