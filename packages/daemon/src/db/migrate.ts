import { CoreError, type Instant } from "@latchkey/core"
import { sql } from "kysely"
import type { Migration, MigrationContext } from "./migrations/migration.ts"
import { migrationLimits, retrying } from "./retry.ts"
import type { DatabaseHandle } from "./schema.ts"

export interface Migrating extends MigrationContext {
  readonly migrations: readonly Migration[]
  /** Waits until no other daemon migrates, and holds the others off to the end of the transaction. */
  lock(transaction: DatabaseHandle): Promise<void>
  /** Called once, before the first of the migrations that an existing database lacks; it has the given version. */
  backUp(version: number): Promise<void>
  now(): Instant
}

/**
 * Brings the database to the version of this program, all in one transaction: killed in the middle, it has changed
 * nothing. The lock is a row (a database may have no other kind) that the transaction holds, so it ends with whoever holds it.
 *
 * @throws CoreError `conflict` when the database is newer than this program, `unavailable`
 */
export async function migrate(db: DatabaseHandle, migrating: Migrating): Promise<void> {
  await retrying(migrationLimits, () =>
    // Not serializable: what the daemon before us committed while we waited must be seen.
    db
      .transaction()
      .setIsolationLevel("read committed")
      .execute((transaction) => migrateWithin(transaction, migrating)),
  )
}

/** The same within a transaction that has begun. */
export async function migrateWithin(db: DatabaseHandle, migrating: Migrating): Promise<void> {
  const { text } = migrating.types
  await sql`create table if not exists migration_lock (id integer primary key)`.execute(db)
  await sql`create table if not exists migrations (
    version integer primary key,
    name ${text} not null,
    applied_at bigint not null)`.execute(db)
  await db
    .insertInto("migration_lock")
    .values({ id: 1 })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  await migrating.lock(db)

  const applied = await db
    .selectFrom("migrations")
    .select((eb) => eb.fn.max("version").as("version"))
    .executeTakeFirst()
  const version = applied?.version ?? 0
  const { migrations } = migrating
  if (version > migrations.length) throw newerDatabase(version, migrations.length)
  if (version > 0 && version < migrations.length) await migrating.backUp(version)
  for (const [index, migration] of migrations.entries()) {
    if (index < version) continue
    await migration.up(db, migrating)
    const row = { version: index + 1, name: migration.name, applied_at: migrating.now() }
    await db.insertInto("migrations").values(row).execute()
  }
}

export function newerDatabase(version: number, known: number): CoreError {
  return new CoreError(
    "conflict",
    `this database was made by a newer Latchkey (its version is ${version}, this program knows ${known})`,
    { hint: "start that newer Latchkey, or restore the backup that it made before it changed the database" },
  )
}
