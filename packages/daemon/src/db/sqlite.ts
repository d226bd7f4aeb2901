import { chmodSync, closeSync, mkdirSync, openSync } from "node:fs"
import { join } from "node:path"
import Sqlite from "better-sqlite3"
import {
  CompiledQuery,
  type DatabaseConnection,
  SqliteDialect,
  type SqliteDialectConfig,
  SqliteDriver,
  sql,
} from "kysely"
import type { ColumnTypes } from "./migrations.ts"

export const sqliteTypes: ColumnTypes = { text: sql`text`, bytes: sql`blob` }

export const databaseFile = "latchkey.db"

/**
 * Milliseconds for which SQLite itself waits for another process's lock. It blocks this thread meanwhile, so it is short;
 * longer waits are the retries' work.
 */
const busyTimeout = 200

/** What must hold on every connection: the pragma, its value, and what SQLite answers when it holds. */
const pragmas = [
  ["journal_mode", "wal", "wal"],
  // A commit is on the disk before it is acknowledged (sqlite.org/pragma.html#pragma_synchronous): 2 is FULL.
  ["synchronous", "full", 2],
  // On macOS fsync alone does not reach the disk; elsewhere this changes nothing.
  ["fullfsync", "on", 1],
  ["foreign_keys", "on", 1],
  ["busy_timeout", busyTimeout, busyTimeout],
] as const

/** Opens the database file of a data folder, made when missing; only its owner may read it. */
export function openSqlite(dataFolder: string): Sqlite.Database {
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 })
  const path = join(dataFolder, databaseFile)
  // SQLite gives its side files the mode of the file that it finds.
  closeSync(openSync(path, "a", 0o600))
  chmodSync(path, 0o600)
  const database = new Sqlite(path, { timeout: busyTimeout })
  try {
    for (const [name, value, expected] of pragmas) {
      database.pragma(`${name} = ${value}`)
      const actual = database.pragma(name, { simple: true })
      if (actual !== expected) throw new Error(`SQLite keeps ${name} at ${actual}, it must be ${expected}`)
    }
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

/** Kysely's dialect, with transactions that take the write lock when they begin and statements that are compiled once. */
export class DurableSqliteDialect extends SqliteDialect {
  readonly #database: Sqlite.Database

  constructor(database: Sqlite.Database) {
    super({ database: withStatementCache(database) })
    this.#database = database
  }

  override createDriver(): SqliteDriver {
    return new ImmediateDriver(this.#database, { database: withStatementCache(this.#database) })
  }
}

class ImmediateDriver extends SqliteDriver {
  readonly #database: Sqlite.Database

  constructor(database: Sqlite.Database, config: SqliteDialectConfig) {
    super(config)
    this.#database = database
  }

  // A transaction that begins by reading and then wants to write fails for good when another process wrote meanwhile.
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw("begin immediate"))
  }

  // SQLite has rolled back by itself after some errors, as a full disk.
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#database.inTransaction) await super.rollbackTransaction(connection)
  }
}

/** More than the stores have statements; lists with filters have many forms. */
const cachedStatements = 500

function withStatementCache(database: Sqlite.Database) {
  const statements = new Map<string, Sqlite.Statement>()
  return {
    close: () => void database.close(),
    prepare(source: string): Sqlite.Statement {
      const known = statements.get(source)
      if (known !== undefined) return known
      const statement = database.prepare(source)
      if (statements.size >= cachedStatements) statements.clear()
      statements.set(source, statement)
      return statement
    },
  }
}
