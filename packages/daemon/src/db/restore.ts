import { type Clock, CoreError, counterProofTime, type Secrets, type Stores } from "@latchkey/core"
import { sql } from "kysely"
import type { DatabaseContent, RowBatch, TableContent, Value } from "../backup-content.ts"
import { backendFor } from "./database.ts"
import { toUnavailable } from "./database-error.ts"
import { migrateWithin } from "./migrate.ts"
import { migrations } from "./migrations.ts"
import { type Beats, requireStill } from "./running-daemons.ts"
import type { DatabaseHandle } from "./schema.ts"
import { describeSchema, type TableDescription } from "./schema-description.ts"
import { type DatabasePlace, leftOut } from "./snapshot.ts"
import { storesOver } from "./stores.ts"

export interface Restoring extends DatabasePlace {
  readonly secrets: Pick<Secrets, "id">
  readonly clock: Clock
  /** What `requireNoDaemons` has seen. */
  readonly beats: Beats
  /** Whether a database that holds accounts may be replaced. */
  readonly replace: boolean
  /** Told how many rows are in by now. */
  readonly onRows: (count: number) => void
}

/**
 * Puts the content of a backup in the place of all that a database holds: in one transaction, so that whatever fails leaves
 * it as it was. The rows come into tables of their own version, which is then brought to this program's. One-time links
 * and the codes that enrol servers stay out: one that was spent after the backup would work once more. Claims on keys wait anew, for an answer that was given
 * after the backup is not in it.
 *
 * @returns how many one-time links the backup held
 * @param finish the last work in that transaction
 * @throws CoreError `conflict` when the database holds accounts, when a daemon runs, or when it or the backup is newer than this program;
 *   `invalid` for a content that does not fit; `unavailable`; and what `batches` and `finish` throw
 */
export async function restoreDatabase(
  restoring: Restoring,
  content: DatabaseContent,
  batches: AsyncIterable<RowBatch>,
  finish: (stores: Stores) => Promise<void>,
): Promise<number> {
  if (content.schema > migrations.length) throw newerBackup(content.schema)
  const oldMigrations = migrations.slice(0, content.schema)
  const described = await describeSchema(oldMigrations)
  requireFit(content.tables, described)
  const { dialect, migrating, close } = backendFor(restoring)
  const migrateTo = (transaction: DatabaseHandle, wanted: typeof migrations) =>
    migrateWithin(transaction, {
      ...migrating,
      backUp: async () => {},
      migrations: wanted,
      newId: restoring.secrets.id,
      now: restoring.clock.now,
    })
  try {
    return await migrating.db
      .transaction()
      .setIsolationLevel("read committed")
      .execute(async (transaction) => {
        // The backup may be read from something slow.
        if (dialect === "postgres") await sql`set local idle_in_transaction_session_timeout = 0`.execute(transaction)
        await migrateTo(transaction, migrations)
        await requireStill(transaction, restoring.beats)
        if (!restoring.replace) await requireNoAccounts(transaction)
        for (const { name } of (await describeSchema(migrations)).toReversed()) {
          await sql`drop table ${sql.table(name)}`.execute(transaction)
        }
        await migrateTo(transaction, oldMigrations)
        await clear(transaction, described)
        await insertAll(transaction, batches, restoring.onRows)
        await migrateTo(transaction, migrations)
        await transaction
          .updateTable("key_claims")
          .set({ takes_effect_at: restoring.clock.now() + counterProofTime })
          .where("state", "=", "waiting")
          .execute()
        await transaction
          .updateTable("servers")
          .set({ code_hash: null, code_created_by: null, code_expires_at: null, script_fetched_at: null })
          .where("code_hash", "is not", null)
          .execute()
        const { numDeletedRows } = await transaction.deleteFrom("links").executeTakeFirst()
        await finish(storesOver(transaction))
        return Number(numDeletedRows)
      })
  } catch (error) {
    throw toUnavailable(error)
  } finally {
    await close()
  }
}

/** Of the rows that migrations make, as the installation's, only the backup's are wanted. */
async function clear(db: DatabaseHandle, tables: readonly TableDescription[]): Promise<void> {
  for (const { name } of tables.toReversed()) {
    if (name !== "migrations" && name !== "migration_lock") await sql`delete from ${sql.table(name)}`.execute(db)
  }
}

/** So many rows in one statement; with the widest table this stays far below the 32,766 values that SQLite allows. */
const rowsAtOnce = 100

async function insertAll(db: DatabaseHandle, batches: AsyncIterable<RowBatch>, onRows: (count: number) => void) {
  let count = 0
  for await (const { table, rows } of batches) {
    for (let start = 0; start < rows.length; start += rowsAtOnce) {
      await insert(db, table, rows.slice(start, start + rowsAtOnce))
    }
    count += rows.length
    onRows(count)
  }
}

async function insert(db: DatabaseHandle, table: TableContent, rows: readonly (readonly Value[])[]): Promise<void> {
  const columns = sql.join(table.columns.map((column) => sql.ref(column)))
  const values = sql.join(rows.map((row) => sql`(${sql.join(row.map((value) => sql.val(value)))})`))
  await sql`insert into ${sql.table(table.name)} (${columns}) values ${values}`.execute(db)
}

async function requireNoAccounts(db: DatabaseHandle): Promise<void> {
  const { count } = await db
    .selectFrom("accounts")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .executeTakeFirstOrThrow()
  if (count === 0) return
  throw new CoreError("conflict", `this database holds ${count === 1 ? "an account" : `${count} accounts`}`, {
    hint: "restore into an empty one (LATCHKEY_DATA, DATABASE_URL), or add --replace to lose what this one holds",
  })
}

function requireFit(tables: readonly TableContent[], described: readonly TableDescription[]): void {
  const seen = new Set<string>()
  for (const { name, columns } of tables) {
    const own = described.find((table) => table.name === name)
    const fits = own !== undefined && own.columns.toSorted().join() === columns.toSorted().join()
    if (!fits || leftOut.has(name) || seen.has(name)) throw foreignTable(name)
    seen.add(name)
  }
}

function foreignTable(name: string): CoreError {
  return new CoreError("invalid", `the backup's table ${JSON.stringify(name)} is not one of its schema version`, {
    hint: "this is not a backup that a released Latchkey made",
  })
}

function newerBackup(version: number): CoreError {
  return new CoreError(
    "conflict",
    `this backup was made by a newer Latchkey (its version is ${version}, this program knows ${migrations.length})`,
    { hint: "restore it with that newer Latchkey" },
  )
}
