import { sql } from "kysely"
import type { DatabaseHandle } from "../schema.ts"
import { type MigrationContext, runAll } from "./migration.ts"

/** The key policy, its blocklist, and what it makes of each registered key. */
export async function keyPolicy(db: DatabaseHandle, { types }: MigrationContext): Promise<void> {
  const { text } = types
  await runAll(db, [
    // No row: the policy that the program begins with.
    sql`create table key_policy (
      single_row integer primary key check (single_row = 1),
      revision integer not null,
      allowed_key_types ${text} not null,
      minimum_rsa_bits integer not null,
      advised_rsa_bits integer not null,
      maximum_lifetime_days integer,
      existing_keys ${text} not null check (existing_keys in ('keep', 'apply')),
      blocked_keys integer not null,
      changed_at bigint not null,
      changed_by ${text} not null,
      changed_by_handle ${text} not null,
      changed_what ${text} not null)`,
    sql`create table blocked_keys (fingerprint ${text} primary key)`,
    sql`alter table ssh_keys add column standing ${text} not null default 'good'
      check (standing in ('good', 'weak', 'stopped'))`,
    sql`update ssh_keys set standing = 'weak' where is_weak = 1`,
    sql`alter table ssh_keys drop column is_weak`,
  ])
}
