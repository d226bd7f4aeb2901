import { sql } from "kysely"
import type { DatabaseHandle } from "../schema.ts"
import { type MigrationContext, runAll } from "./migration.ts"

/** What servers report of logins, and what they say of themselves beside it. */
export async function logins(db: DatabaseHandle, { types: { text } }: MigrationContext): Promise<void> {
  await runAll(db, [
    sql`alter table servers add column clock_offset bigint`,
    sql`alter table servers add column last_login_at bigint`,
    sql`alter table servers add column logins_left_out bigint not null default 0`,

    // No reference to keys: a report stays when its key is gone.
    sql`create table login_reports (
      id ${text} primary key,
      server_id ${text} not null references servers (id) on delete cascade,
      kind ${text} not null check (kind in ('login', 'refusal')),
      at bigint not null,
      first_at bigint not null,
      received_at bigint not null,
      login_user ${text} not null,
      address ${text} not null,
      port integer not null,
      fingerprint ${text} not null,
      key_id ${text},
      reason ${text},
      count bigint not null,
      open_until bigint,
      search_text ${text} not null)`,
    sql`create index login_reports_by_server on login_reports (server_id, at, id)`,
    sql`create index login_reports_by_kind on login_reports (server_id, kind, at, id)`,
    sql`create index login_reports_by_receipt on login_reports (server_id, received_at)`,
    sql`create index login_reports_by_place on login_reports (server_id, fingerprint, login_user, at)`,
    sql`create index login_reports_by_key on login_reports (key_id, at, id) where key_id is not null`,
    sql`create index login_reports_by_time on login_reports (at)`,

    sql`create table login_report_ids (
      server_id ${text} not null references servers (id) on delete cascade,
      report_id ${text} not null,
      row_id ${text} references login_reports (id) on delete cascade,
      is_login integer not null check (is_login in (0, 1)),
      is_open integer not null check (is_open in (0, is_login)),
      received_at bigint not null,
      closing_at bigint,
      primary key (server_id, report_id))`,
    sql`create index login_report_ids_by_row on login_report_ids (row_id)`,
    sql`create index login_report_ids_by_receipt on login_report_ids (server_id, received_at)`,
    sql`create index login_report_ids_by_time on login_report_ids (received_at)`,
    sql`create index login_report_ids_open on login_report_ids (server_id, row_id) where is_open = 1`,
    sql`create index login_report_ids_closing on login_report_ids (server_id, closing_at) where is_open = 1 and closing_at is not null`,
  ])
}
