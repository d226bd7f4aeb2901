import { sql } from "kysely"
import { jsonObject } from "../row.ts"
import type { DatabaseHandle } from "../schema.ts"
import { type MigrationContext, runAll } from "./migration.ts"

/** The chain of audit events, and what Activity searches by. */
export async function auditSeals(db: DatabaseHandle, { types }: MigrationContext): Promise<void> {
  const { text } = types
  await runAll(db, [
    sql`alter table audit_events add column target_fingerprint ${text}`,
    // Set when the event is sealed, once and for all.
    sql`alter table audit_events add column chain_place bigint`,
    sql`alter table audit_events add column chain_link ${text}`,
    sql`create unique index audit_events_by_place on audit_events (chain_place) where chain_place is not null`,
    sql`create index audit_events_unsealed on audit_events (id) where chain_place is null`,

    sql`create index audit_events_by_person on audit_events (actor_handle, id)`,
    sql`create index audit_events_by_fingerprint on audit_events (target_fingerprint, id)
      where target_fingerprint is not null`,
    sql`create index audit_events_refused on audit_events (id) where outcome = 'refused'`,

    sql`create table audit_seals (
      number bigint primary key,
      place bigint not null unique,
      link ${text} not null,
      sealed_at bigint not null,
      newest_at bigint not null,
      signed_at bigint,
      signed_by ${text},
      signature ${text},
      pruned_at bigint,
      check ((signed_at is null) = (signature is null)),
      check ((signed_by is null) = (signature is null)))`,
    sql`create index audit_seals_signed on audit_seals (number) where signature is not null`,

    sql`create table audit_signing_keys (
      public_key ${text} primary key,
      added_at bigint not null)`,
  ])
  await addFingerprints(db)
}

/** Events about keys have the fingerprint among their details, where nothing finds it. */
async function addFingerprints(db: DatabaseHandle): Promise<void> {
  for (let last = ""; ; ) {
    const rows = await db
      .selectFrom("audit_events")
      .select(["id", "before", "after"])
      .where("target_kind", "=", "ssh_key")
      .where("id", ">", last)
      .orderBy("id")
      .limit(1000)
      .execute()
    for (const { id, before, after } of rows) {
      const { fingerprint } = jsonObject(after ?? before ?? "{}", "audit event's detail")
      if (typeof fingerprint !== "string") continue
      await db.updateTable("audit_events").set({ target_fingerprint: fingerprint }).where("id", "=", id).execute()
    }
    const end = rows.at(-1)
    if (end === undefined) return
    last = end.id
  }
}
