import { type RawBuilder, sql } from "kysely"
import { fold } from "../row.ts"
import type { DatabaseHandle } from "../schema.ts"
import { type MigrationContext, runAll } from "./migration.ts"

/** Robots, projects with their members, one-time links, and what people choose for themselves. */
export async function peopleProjects(db: DatabaseHandle, context: MigrationContext): Promise<void> {
  const { text } = context.types
  await runAll(db, [
    // No reference from a personal project to its account: accounts refer to projects, and one must come first.
    sql`create table projects (
      id ${text} primary key,
      name ${text} not null,
      name_key ${text} not null,
      personal_account_id ${text} unique,
      server_quota integer not null check (server_quota >= 0),
      created_at bigint not null)`,

    // What a robot has no use for may be missing from now on.
    sql`alter table accounts alter column email drop not null`,
    sql`alter table accounts alter column language drop not null`,
    sql`alter table accounts alter column role drop not null`,
    sql`alter table accounts alter column password_hash drop not null`,
    sql`alter table accounts add column kind ${text} not null default 'person' check (kind in ('person', 'robot'))`,
    sql`alter table accounts add column theme ${text} check (theme in ('system', 'light', 'dark'))`,
    sql`alter table accounts add column key_quota integer not null default 10000 check (key_quota >= 0)`,
    sql`alter table accounts add column project_id ${text} references projects (id)`,
    sql`alter table accounts add column revision integer not null default 1`,
    sql`alter table accounts add column search_text ${text} not null default ''`,
    sql`create index accounts_by_project on accounts (project_id, handle) where project_id is not null`,
    sql`create index accounts_by_role on accounts (role) where role = 'admin'`,

    sql`create table memberships (
      project_id ${text} not null references projects (id),
      account_id ${text} not null references accounts (id),
      role ${text} not null check (role in ('owner', 'member', 'viewer')),
      since bigint not null,
      primary key (project_id, account_id))`,
    sql`create index memberships_by_account on memberships (account_id, project_id)`,

    sql`create table links (
      id ${text} primary key,
      hash ${text} not null unique,
      kind ${text} not null check (kind in ('invitation', 'password_reset', 'project_invitation')),
      handle ${text},
      account_id ${text} references accounts (id),
      project_id ${text} references projects (id),
      project_role ${text},
      created_by ${text} not null references accounts (id),
      created_at bigint not null,
      expires_at bigint not null,
      check ((kind = 'invitation') = (handle is not null)),
      check ((kind = 'password_reset') = (account_id is not null)),
      check ((kind = 'project_invitation') = (project_id is not null and project_role is not null)))`,
    sql`create index links_by_handle on links (handle) where handle is not null`,
    sql`create index links_by_account on links (account_id) where account_id is not null`,
    sql`create index links_by_project on links (project_id, id) where project_id is not null`,
    sql`create index links_by_expiry on links (expires_at)`,

    sql`alter table login_sessions add column device ${text}`,
    sql`create index login_sessions_by_account on login_sessions (account_id, last_seen_at)`,
  ])
  await runAll(db, await existingAccounts(db, context))
  await sql`alter table accounts add constraint accounts_by_kind check (
    (kind = 'person') = (email is not null and password_hash is not null and role is not null and theme is not null
      and language is not null) and (kind = 'robot') = (project_id is not null))`.execute(db)
}

/** Each gets its personal project, and can be searched for. */
async function existingAccounts(db: DatabaseHandle, { newId }: MigrationContext): Promise<RawBuilder<unknown>[]> {
  const accounts = sql<{ id: string; handle: string; email: string; display_name: string; created_at: number }>`
    select id, handle, email, display_name, created_at from accounts`
  const { rows } = await accounts.execute(db)
  return rows.flatMap(({ id, handle, email, display_name, created_at }) => {
    const project = newId()
    const searched = fold([handle, display_name, email].join("\n"))
    return [
      sql`update accounts set theme = 'system', search_text = ${searched} where id = ${id}`,
      sql`insert into projects (id, name, name_key, personal_account_id, server_quota, created_at)
        values (${project}, ${handle}, ${fold(handle)}, ${id}, 100, ${created_at})`,
      sql`insert into memberships (project_id, account_id, role, since) values (${project}, ${id}, 'owner', ${created_at})`,
    ]
  })
}
