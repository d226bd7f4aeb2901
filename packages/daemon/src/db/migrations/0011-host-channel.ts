import { sql } from "kysely"
import type { DatabaseHandle } from "../schema.ts"
import { type MigrationContext, runAll } from "./migration.ts"

/** What servers are to have and what they have, and the keys by which they trust it. */
export async function hostChannel(db: DatabaseHandle, { types: { text, byKey } }: MigrationContext): Promise<void> {
  await runAll(db, [
    sql`create table bundle_signing_keys (
      public_key ${text} primary key,
      added_at bigint not null)`,

    sql`create table host_bundles (
      server_id ${text} primary key references servers (id) on delete cascade,
      issued_at bigint not null,
      login_users ${text} not null,
      hash ${text} not null)`,

    // No reference to keys and accounts: those are gone before the line is.
    sql`create table host_lines (
      server_id ${text} not null references servers (id) on delete cascade,
      login_user ${text} not null,
      key_id ${text} not null,
      account_id ${text} not null,
      fingerprint ${text} not null,
      options ${text} not null,
      added_version bigint not null,
      added_at bigint not null,
      in_effect_at bigint,
      primary key (server_id, login_user, key_id)) ${byKey}`,
    sql`create index host_lines_by_key on host_lines (key_id, server_id)`,
    sql`create index host_lines_waiting on host_lines (server_id, added_version) where in_effect_at is null`,

    // A thousand servers wait for each page that is written: an index of the lines would be a page more for each server.
    sql`create table host_accounts (
      account_id ${text} not null,
      server_id ${text} not null references servers (id) on delete cascade,
      primary key (account_id, server_id)) ${byKey}`,
    sql`create index host_accounts_by_server on host_accounts (server_id)`,

    sql`create table host_removals (
      server_id ${text} not null references servers (id) on delete cascade,
      login_user ${text} not null,
      key_id ${text} not null,
      account_id ${text} not null,
      fingerprint ${text} not null,
      removed_version bigint not null,
      removed_at bigint not null,
      in_effect_at bigint,
      primary key (server_id, login_user, key_id))`,
    sql`create index host_removals_waiting on host_removals (server_id, removed_version) where in_effect_at is null`,
    sql`create index host_removals_by_time on host_removals (removed_at)`,
  ])
}
