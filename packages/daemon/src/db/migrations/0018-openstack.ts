import { sql } from "kysely"
import type { DatabaseHandle } from "../schema.ts"
import { type MigrationContext, runAll } from "./migration.ts"

/** Auth tokens, and key pairs as OpenStack clients have them. */
export async function openstack(db: DatabaseHandle, { types: { text } }: MigrationContext): Promise<void> {
  await runAll(db, [
    sql`create table auth_tokens (
      id ${text} primary key,
      hash ${text} not null unique,
      account_id ${text} not null references accounts (id) on delete cascade,
      methods ${text} not null,
      scopes ${text} not null,
      api_token_id ${text} references api_tokens (id) on delete cascade,
      project_id ${text} references projects (id) on delete cascade,
      first_id ${text},
      got_with_id ${text},
      issued_at bigint not null,
      expires_at bigint not null)`,
    sql`create index auth_tokens_by_account on auth_tokens (account_id)`,
    sql`create index auth_tokens_by_api_token on auth_tokens (api_token_id)`,
    sql`create index auth_tokens_by_project on auth_tokens (project_id)`,
    sql`create index auth_tokens_by_got_with on auth_tokens (got_with_id)`,
    sql`create index auth_tokens_by_expires on auth_tokens (expires_at)`,

    sql`create table x509_key_pairs (
      id ${text} primary key,
      account_id ${text} not null references accounts (id) on delete cascade,
      name ${text} not null,
      certificate ${text} not null,
      fingerprint ${text} not null,
      created_at bigint not null,
      unique (account_id, name))`,

    // Exactly as an OpenStack client sent it; what machines are served is written from the blob.
    sql`alter table ssh_keys add column received_text ${text}`,
  ])
}
