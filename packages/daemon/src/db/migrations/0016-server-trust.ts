import { sql } from "kysely"
import type { DatabaseHandle } from "../schema.ts"
import { type MigrationContext, runAll } from "./migration.ts"

/** New tokens for servers, and letters that unlock them. */
export async function serverTrust(db: DatabaseHandle, { types: { text } }: MigrationContext): Promise<void> {
  await runAll(db, [
    sql`create table server_token_orders (
      server_id ${text} primary key references servers (id) on delete cascade,
      order_id ${text} not null,
      ordered_at bigint not null,
      token_hash ${text} unique)`,
    sql`create table server_unlocks (
      server_id ${text} primary key references servers (id) on delete cascade,
      letters_hash ${text} not null,
      login_user ${text} not null,
      key_id ${text} not null references ssh_keys (id) on delete cascade,
      created_by ${text} not null references accounts (id),
      expires_at bigint not null)`,
    sql`create index server_unlocks_by_key on server_unlocks (key_id)`,
    sql`create table server_wrong_letters (
      server_id ${text} not null references servers (id) on delete cascade,
      at bigint not null)`,
    sql`create index server_wrong_letters_by_server on server_wrong_letters (server_id, at)`,
  ])
}
