import { CoreError } from "@latchkey/core"
import { sql } from "kysely"
import type { DatabaseContent, RowBatch, TableContent, Value } from "../backup-content.ts"
import { toUnavailable } from "./database-error.ts"
import { newerDatabase } from "./migrate.ts"
import { migrations } from "./migrations.ts"
import { openPostgresToRead } from "./postgres.ts"
import { type DatabaseHandle, hasTable } from "./schema.ts"
import { describeSchema, type TableDescription } from "./schema-description.ts"
import { openSqliteToRead } from "./sqlite.ts"

/** Where the database is: `url` of PostgreSQL, else SQLite in the data folder. */
export interface DatabasePlace {
  readonly url: string | undefined
  readonly dataFolder: string
}

/** The database as it was when the snapshot began, whatever is written meanwhile. */
export interface Snapshot extends DatabaseContent {
  /** Whether its schema is this program's, as it is once this program has served with it. */
  readonly isCurrent: boolean
  /** All rows of all tables, in their order. */
  batches(): AsyncGenerator<RowBatch>
}

/**
 * Tables that no backup keeps: login sessions and auth tokens, because whoever is signed in signs in again after a restore;
 * proofs that were asked for and letters that unlock servers, which last for minutes and work once; what running daemons
 * tell each other; and the version of the schema, which is part of what a backup says of itself.
 */
export const leftOut: ReadonlySet<string> = new Set([
  "login_sessions",
  "auth_tokens",
  "ownership_challenges",
  "server_unlocks",
  "server_wrong_letters",
  "change_heads",
  "change_counters",
  "periodic_tasks",
  "daemons",
  "migrations",
  "migration_lock",
])

const batchSize = 100

/**
 * Lets `work` read one consistent state of the database, which others go on writing. Changes nothing, migrates nothing.
 *
 * @throws CoreError `not_found` when there is no database, `conflict` when it is newer than this program, `unavailable`
 */
export async function withSnapshot<T>(place: DatabasePlace, work: (snapshot: Snapshot) => Promise<T>): Promise<T> {
  const db = openToRead(place)
  try {
    return await db
      .transaction()
      .setIsolationLevel("repeatable read")
      .setAccessMode("read only")
      .execute(async (transaction) => work(await openSnapshot(transaction)))
  } catch (error) {
    throw toUnavailable(error)
  } finally {
    await db.destroy()
  }
}

/** @throws CoreError `not_found`, `unavailable` */
export function openToRead({ url, dataFolder }: DatabasePlace): DatabaseHandle {
  return url === undefined ? openSqliteToRead(dataFolder) : openPostgresToRead(url)
}

async function openSnapshot(db: DatabaseHandle): Promise<Snapshot> {
  const schema = await versionOf(db)
  if (schema > migrations.length) throw newerDatabase(schema, migrations.length)
  const described = (await describeSchema(migrations.slice(0, schema))).filter(({ name }) => !leftOut.has(name))
  const tables: TableContent[] = []
  for (const { name, columns } of described) tables.push({ name, columns, rows: await countRows(db, name) })
  const { id } = await db.selectFrom("installation").select("id").executeTakeFirstOrThrow()
  return {
    schema,
    installation: id,
    tables,
    isCurrent: schema === migrations.length,
    async *batches() {
      for (const [index, table] of tables.entries()) {
        const key = described[index]?.key ?? []
        for await (const rows of readRows(db, { ...table, key })) yield { table, rows }
      }
    },
  }
}

async function versionOf(db: DatabaseHandle): Promise<number> {
  const applied = (await hasTable(db, "migrations"))
    ? await db
        .selectFrom("migrations")
        .select((eb) => eb.fn.max("version").as("version"))
        .executeTakeFirst()
    : undefined
  if (applied?.version) return applied.version
  throw new CoreError("not_found", "this database holds nothing of Latchkey", {
    hint: "look whether LATCHKEY_DATA and DATABASE_URL are those that `latchkey serve` runs with",
  })
}

async function countRows(db: DatabaseHandle, table: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*) as count from ${sql.table(table)}`.execute(db)
  return rows[0]?.count ?? 0
}

/** Page by page along the primary key, so that no more than a page is ever in memory. */
async function* readRows(
  db: DatabaseHandle,
  { name, columns, key }: TableDescription,
): AsyncGenerator<readonly (readonly Value[])[]> {
  const listed = sql.join(columns.map((column) => sql.ref(column)))
  const keyColumns = sql.join(key.map((column) => sql.ref(column)))
  let after = sql``
  for (;;) {
    const { rows } = await sql<Record<string, unknown>>`
      select ${listed} from ${sql.table(name)} ${after} order by ${keyColumns} limit ${sql.lit(batchSize)}`.execute(db)
    const last = rows.at(-1)
    if (last === undefined) return
    yield rows.map((row) => columns.map((column) => toValue(row[column], `${name}.${column}`)))
    if (rows.length < batchSize) return
    const place = key.map((column) => sql.val(toValue(last[column], `${name}.${column}`)))
    after = sql`where (${keyColumns}) > (${sql.join(place)})`
  }
}

function toValue(value: unknown, column: string): Value {
  if (value === null || typeof value === "string" || typeof value === "number" || value instanceof Uint8Array) {
    return value
  }
  throw new Error(`the database holds a ${typeof value} in ${column}, which a backup has no form for`)
}
