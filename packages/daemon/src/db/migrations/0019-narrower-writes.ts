import { sql } from "kysely"
import type { DatabaseHandle } from "../schema.ts"
import { type MigrationContext, runAll } from "./migration.ts"

/** By which Activity searches, each with its columns and what is not in it in any case. */
const auditIndexes = [
  { name: "audit_events_by_account", columns: "target_account_id, id" },
  { name: "audit_events_by_actor", columns: "actor_account_id, id", where: "actor_account_id <> target_account_id" },
  { name: "audit_events_by_target", columns: "target_id, id" },
  { name: "audit_events_by_action", columns: "action, id" },
  { name: "audit_events_by_person", columns: "actor_handle, id" },
  { name: "audit_events_by_fingerprint", columns: "target_fingerprint, id", where: "target_fingerprint is not null" },
]

/**
 * Less to write for each change. An event comes into these indexes when it is sealed, with hundreds of others at once: for
 * each alone it was much of what its transaction wrote. Until then there are few, which are found among those that are not
 * sealed.
 */
export async function narrowerWrites(db: DatabaseHandle, _: MigrationContext): Promise<void> {
  await runAll(
    db,
    auditIndexes.flatMap(({ name, columns, where }) => [
      sql`drop index ${sql.ref(name)}`,
      sql`create index ${sql.ref(name)} on audit_events (${sql.raw(columns)})
        where chain_place is not null${sql.raw(where === undefined ? "" : ` and ${where}`)}`,
    ]),
  )
  await runAll(db, [
    // With the account in it, it is also what SQLite looks for the last registration of a key by, when its material goes:
    // before, it went through all keys of the account.
    sql`drop index ssh_keys_by_fingerprint`,
    sql`create index ssh_keys_by_fingerprint on ssh_keys (fingerprint, account_id, id)`,
  ])
}
