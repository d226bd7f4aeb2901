import { sql } from "kysely"
import type { DatabaseHandle } from "../schema.ts"
import { type MigrationContext, runAll } from "./migration.ts"

/** Proofs that are asked for, and claims on keys of others. Neither refers to accounts or keys: those may go meanwhile. */
export async function keyOwnership(db: DatabaseHandle, { types }: MigrationContext): Promise<void> {
  const { text, bytes } = types
  await runAll(db, [
    sql`create table ownership_challenges (
      id ${text} primary key,
      account_id ${text} not null,
      fingerprint ${text} not null,
      blob ${bytes} not null,
      comment ${text} not null,
      code ${text} not null,
      created_at bigint not null,
      expires_at bigint not null,
      unique (fingerprint, code))`,
    sql`create index ownership_challenges_by_account on ownership_challenges (account_id, expires_at)`,

    sql`create table key_claims (
      id ${text} primary key,
      fingerprint ${text} not null,
      blob ${bytes} not null,
      comment ${text} not null,
      claimant_id ${text} not null,
      holder_id ${text} not null,
      holder_key_name ${text} not null,
      proven_at bigint not null,
      takes_effect_at bigint not null,
      state ${text} not null check (state in ('waiting', 'taken_over', 'kept', 'failed')),
      reason ${text})`,
    // Of two accounts that claim one key at once, one does.
    sql`create unique index key_claims_waiting on key_claims (fingerprint) where state = 'waiting'`,
    sql`create index key_claims_by_claimant on key_claims (claimant_id, id)`,
    sql`create index key_claims_by_holder on key_claims (holder_id, id)`,
    sql`create index key_claims_by_effect on key_claims (state, takes_effect_at)`,
  ])
}
