import { sql } from "kysely"
import type { DatabaseHandle } from "../schema.ts"
import { type MigrationContext, runAll } from "./migration.ts"

/** The first schema. */
export async function accountsKeysAudit(db: DatabaseHandle, { types, newId }: MigrationContext): Promise<void> {
  const { text, bytes } = types
  await runAll(db, [
    sql`create table installation (
      id ${text} primary key,
      single_row integer not null default 1 unique check (single_row = 1),
      set_up_at bigint)`,
    sql`insert into installation (id) values (${sql.lit(newId())})`,

    sql`create table accounts (
      id ${text} primary key,
      handle ${text} not null unique,
      email ${text} not null unique,
      display_name ${text} not null,
      language ${text} not null,
      role ${text} not null check (role in ('admin', 'member')),
      publishes_keys integer not null check (publishes_keys in (0, 1)),
      password_hash ${text} not null,
      created_at bigint not null,
      disabled_at bigint)`,

    sql`create table login_sessions (
      id ${text} primary key,
      hash ${text} not null unique,
      account_id ${text} not null references accounts (id),
      created_at bigint not null,
      last_seen_at bigint not null,
      address ${text})`,

    sql`create table api_tokens (
      id ${text} primary key,
      hash ${text} not null unique,
      account_id ${text} not null references accounts (id),
      name ${text} not null,
      scopes ${text} not null,
      created_at bigint not null,
      expires_at bigint,
      last_used_at bigint,
      last_used_from ${text},
      unique (account_id, name))`,

    // The key that registrations refer to holds the account too: the database itself keeps one key to one account.
    sql`create table key_material (
      fingerprint ${text} primary key,
      account_id ${text} not null references accounts (id),
      blob ${bytes} not null,
      unique (account_id, fingerprint))`,

    sql`create table ssh_keys (
      id ${text} primary key,
      account_id ${text} not null,
      fingerprint ${text} not null,
      name ${text} not null,
      name_key ${text} not null,
      key_type ${text} not null,
      bits integer not null,
      type_key ${text} not null,
      md5_fingerprint ${text} not null,
      comment ${text} not null,
      search_text ${text} not null,
      source ${text} not null,
      is_weak integer not null check (is_weak in (0, 1)),
      is_default integer not null check (is_default in (0, 1)),
      created_at bigint not null,
      expires_at bigint,
      disabled_at bigint,
      verified_at bigint,
      last_use ${text} not null check (last_use in ('used', 'never', 'unknown')),
      last_used_at bigint,
      last_used_from ${text},
      check ((last_use = 'used') = (last_used_at is not null)),
      unique (account_id, name),
      foreign key (account_id, fingerprint) references key_material (account_id, fingerprint))`,
    sql`create index ssh_keys_by_fingerprint on ssh_keys (fingerprint, id)`,
    // One for each way to sort; the first is for the order of creation, and for the keys that the last two leave out.
    sql`create index ssh_keys_by_id on ssh_keys (account_id, id)`,
    sql`create index ssh_keys_by_name on ssh_keys (account_id, name_key, id)`,
    sql`create index ssh_keys_by_type on ssh_keys (account_id, type_key, id)`,
    sql`create index ssh_keys_by_last_used on ssh_keys (account_id, last_used_at, id) where last_used_at is not null`,
    sql`create index ssh_keys_by_expires on ssh_keys (account_id, expires_at, id) where expires_at is not null`,

    // No reference to what an event is about: it outlives that.
    sql`create table audit_events (
      id ${text} primary key,
      at bigint not null,
      action ${text} not null,
      outcome ${text} not null check (outcome in ('done', 'refused')),
      actor_account_id ${text},
      actor_handle ${text},
      actor_token_id ${text},
      target_kind ${text} not null,
      target_id ${text} not null,
      target_name ${text} not null,
      target_account_id ${text} not null,
      door ${text} not null,
      address ${text},
      request_id ${text} not null,
      "before" ${text},
      "after" ${text})`,
    sql`create index audit_events_by_account on audit_events (target_account_id, id)`,
    // Few events are about another account's things: the rest are found by the index above.
    sql`create index audit_events_by_actor on audit_events (actor_account_id, id)
      where actor_account_id <> target_account_id`,
    sql`create index audit_events_by_target on audit_events (target_id, id)`,
    sql`create index audit_events_by_action on audit_events (action, id)`,

    sql`create table sign_in_failures (
      kind ${text} not null,
      key ${text} not null,
      count integer not null check (count >= 0),
      last_at bigint not null,
      primary key (kind, key))`,
    sql`create index sign_in_failures_last on sign_in_failures (last_at)`,
  ])
}
