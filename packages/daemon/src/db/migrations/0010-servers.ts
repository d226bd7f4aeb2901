import { sql } from "kysely"
import type { DatabaseHandle } from "../schema.ts"
import { type MigrationContext, runAll } from "./migration.ts"

/** Servers, and which keys open them. What follows from a key or an account goes with it. */
export async function servers(db: DatabaseHandle, { types: { text } }: MigrationContext): Promise<void> {
  await runAll(db, [
    sql`create table servers (
      id ${text} primary key,
      project_id ${text} not null references projects (id),
      name ${text} not null,
      name_key ${text} not null,
      kind ${text} not null check (kind in ('connected')),
      address ${text},
      created_by ${text} not null references accounts (id),
      created_at bigint not null,
      state ${text} not null check (state in ('waiting', 'unconfirmed', 'connected')),
      stale_policy ${text} not null check (stale_policy in ('keep', 'break-glass', 'deny', 'auto')),
      host_keys ${text} not null,
      login_users ${text} not null,
      sshd_version ${text},
      enrolled_at bigint,
      confirmed_at bigint,
      last_contact_at bigint,
      version bigint not null,
      acknowledged_version bigint not null,
      acknowledged_at bigint,
      problem ${text},
      token_hash ${text} unique,
      code_hash ${text} unique,
      code_created_by ${text} references accounts (id),
      code_expires_at bigint,
      unique (project_id, name_key),
      check ((state = 'waiting') = (enrolled_at is null and token_hash is null)),
      check ((state = 'connected') = (confirmed_at is not null)),
      check ((code_hash is null) = (code_expires_at is null) and (code_hash is null) = (code_created_by is null)))`,

    sql`create table server_accesses (
      id ${text} primary key,
      server_id ${text} not null references servers (id) on delete cascade,
      login_user ${text} not null,
      subject_kind ${text} not null check (subject_kind in ('key', 'account', 'project')),
      key_id ${text} references ssh_keys (id) on delete cascade,
      account_id ${text} references accounts (id) on delete cascade,
      options ${text} not null,
      created_by ${text} not null references accounts (id),
      created_at bigint not null,
      check ((subject_kind = 'key') = (key_id is not null) and (subject_kind = 'account') = (account_id is not null)))`,
    sql`create unique index server_accesses_by_subject
      on server_accesses (server_id, login_user, subject_kind, (coalesce(key_id, account_id, '')))`,
    sql`create index server_accesses_by_key on server_accesses (key_id) where key_id is not null`,
    sql`create index server_accesses_by_account on server_accesses (account_id) where account_id is not null`,
  ])
}
