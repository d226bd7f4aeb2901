import { sql } from "kysely"
import type { DatabaseHandle } from "../schema.ts"
import { type MigrationContext, runAll } from "./migration.ts"

/** What several daemons over one database know of each other. */
export async function daemons(db: DatabaseHandle, { types }: MigrationContext): Promise<void> {
  const { text } = types
  await runAll(db, [
    sql`create table change_heads (
      daemon_id ${text} primary key,
      version bigint not null)`,
    sql`create table change_counters (
      daemon_id ${text} not null,
      audience ${text} not null,
      topic ${text} not null,
      version bigint not null,
      primary key (daemon_id, audience, topic))`,
    sql`create index change_counters_by_version on change_counters (daemon_id, version)`,

    sql`create table periodic_tasks (
      name ${text} primary key,
      version bigint not null)`,
  ])
}
