import { chmodSync, closeSync, existsSync, mkdirSync, openSync } from "node:fs"
import { join } from "node:path"
import { type Clock, CoreError } from "@latchkey/core"
import Sqlite from "better-sqlite3"
import { type CompiledQuery, Kysely, SqliteDialect, sql } from "kysely"
import { backUpSqlite, removeUnfinishedBackups } from "./backup.ts"
import { CommitGroup, largestGroup } from "./commit-group.ts"
import type { DatabaseBackend } from "./database-backend.ts"
import type { DatabaseHandle, Schema } from "./schema.ts"
import { ReadingDialect, WritingDialect } from "./sqlite-dialect.ts"

export const databaseFile = "latchkey.db"

/**
 * Milliseconds for which SQLite itself waits for another process's lock. It blocks this thread meanwhile, so it is short;
 * longer waits are the retries' work.
 */
const busyTimeout = 200

/** At most so much of the file is kept in memory by a connection; a negative number counts in KiB. */
const pageCache = -16_000

/** What must hold on every connection: the pragma, its value, and what SQLite answers when it holds. */
const pragmas = [
  ["journal_mode", "wal", "wal"],
  // A commit is on the disk before it is acknowledged (sqlite.org/pragma.html#pragma_synchronous): 2 is FULL.
  ["synchronous", "full", 2],
  // On macOS fsync alone does not reach the disk; elsewhere this changes nothing.
  ["fullfsync", "on", 1],
  ["foreign_keys", "on", 1],
  ["busy_timeout", busyTimeout, busyTimeout],
  // Savepoints keep what they may have to undo in memory (2), not in a temporary file.
  ["temp_store", "memory", 2],
  ["cache_size", pageCache, pageCache],
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

/**
 * For reading one state of the file in a transaction, while daemons write to it.
 *
 * @throws CoreError `not_found`, `unavailable`
 */
export function openSqliteToRead(dataFolder: string): DatabaseHandle {
  const path = join(dataFolder, databaseFile)
  if (!existsSync(path)) {
    throw new CoreError("not_found", `there is no database ${path}`, {
      hint: "name the data folder with LATCHKEY_DATA, or the PostgreSQL database with DATABASE_URL, as for `latchkey serve`",
    })
  }
  try {
    const database = new Sqlite(path, { readonly: true, timeout: busyTimeout })
    return new Kysely<Schema>({ dialect: new SqliteDialect({ database }) })
  } catch (error) {
    throw cannotOpen(path, error)
  }
}

function cannotOpen(path: string, cause: unknown): CoreError {
  return new CoreError("unavailable", `the database ${path} cannot be opened`, {
    hint: "look whether this program may write to that folder and whether the file is a SQLite database",
    cause,
  })
}

export interface SqliteOptions {
  readonly dataFolder: string
  readonly clock: Clock
  readonly log?: (message: string) => void
}

/**
 * Two connections to the file: one writes, in transactions that are committed together; the other reads what is
 * committed, and waits for none of them.
 *
 * @throws CoreError `unavailable` when the file cannot be opened or is no database
 */
export function sqliteBackend({ dataFolder, clock, log }: SqliteOptions): DatabaseBackend {
  const path = join(dataFolder, databaseFile)
  // Names the copy, so that a migration that has to be tried again replaces it.
  const openedAt = clock.now()
  let writer: Sqlite.Database
  let reader: Sqlite.Database
  try {
    writer = openSqlite(dataFolder)
    reader = new Sqlite(path, { readonly: true, timeout: busyTimeout })
    reader.pragma(`cache_size = ${pageCache}`)
  } catch (error) {
    throw cannotOpen(path, error)
  }
  const writing = new Kysely<Schema>({ dialect: new WritingDialect(writer) })
  const group = new CommitGroup(writing)
  const reading = new Kysely<Schema>({
    dialect: new ReadingDialect(reader, <R>(query: CompiledQuery) =>
      group.run((transaction) => transaction.executeQuery<R>(query)),
    ),
  })
  return {
    dialect: "sqlite",
    outside: reading,
    transact: (work) => group.run(work),
    atOnce: largestGroup,
    migrating: {
      db: writing,
      types: { text: sql`text`, bytes: sql`blob`, byKey: sql`without rowid` },
      // The transaction has held SQLite's one write lock since it began.
      lock: async () => removeUnfinishedBackups(dataFolder),
      async backUp(version) {
        const copy = backUpSqlite(path, dataFolder, version, openedAt)
        log?.(`the database is brought up to date; a copy of it as it was is at ${copy}`)
      },
    },
    connections: () => ({ idle: 0, busy: 2, waiting: group.waiting() }),
    async close() {
      // Kysely leaves alone what was never used. The writer is the last, to tidy up its files.
      await reading.destroy()
      reader.close()
      await writing.destroy()
      writer.close()
    },
  }
}
