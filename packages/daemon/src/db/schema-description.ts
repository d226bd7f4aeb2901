import { randomUUID } from "node:crypto"
import Sqlite from "better-sqlite3"
import { Kysely, SqliteDialect, sql } from "kysely"
import { migrateWithin } from "./migrate.ts"
import type { Migration } from "./migrations/migration.ts"
import type { Schema } from "./schema.ts"

/** A table as the migrations make it, on either database. */
export interface TableDescription {
  readonly name: string
  readonly columns: readonly string[]
  /** The columns of its primary key. */
  readonly key: readonly string[]
}

/**
 * The tables of a schema's version, each after those that it refers to. They are asked of an empty database in memory that
 * the migrations themselves have made: there is no second list that could forget one.
 */
export async function describeSchema(migrations: readonly Migration[]): Promise<readonly TableDescription[]> {
  const database = new Sqlite(":memory:")
  const db = new Kysely<Schema>({ dialect: new SqliteDialect({ database }) })
  try {
    await db.transaction().execute((transaction) =>
      migrateWithin(transaction, {
        migrations,
        types: { text: sql`text`, bytes: sql`blob`, byKey: sql`without rowid` },
        lock: async () => {},
        backUp: async () => {},
        newId: randomUUID,
        now: () => 0,
      }),
    )
    return inOrderOfReferences(database)
  } finally {
    await db.destroy()
  }
}

function inOrderOfReferences(database: Sqlite.Database): readonly TableDescription[] {
  const names = (query: string, ...values: readonly string[]) =>
    database
      .prepare<unknown[], string>(query)
      .pluck()
      .all(...values)
  const waiting = new Set(
    names("select name from pragma_table_list where schema = 'main' and type = 'table' and name not glob 'sqlite_*'"),
  )
  const ordered: TableDescription[] = []
  const isReady = (name: string) =>
    names('select "table" from pragma_foreign_key_list(?)', name).every(
      (other) => other === name || !waiting.has(other),
    )
  while (waiting.size > 0) {
    const [next] = [...waiting].filter(isReady).sort()
    if (next === undefined) throw new Error(`these tables refer to each other: ${[...waiting].join(", ")}`)
    waiting.delete(next)
    ordered.push({
      name: next,
      columns: names("select name from pragma_table_info(?) order by cid", next),
      key: names("select name from pragma_table_info(?) where pk > 0 order by pk", next),
    })
  }
  return ordered
}
