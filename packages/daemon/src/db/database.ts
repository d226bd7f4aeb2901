import { AsyncLocalStorage } from "node:async_hooks"
import { join } from "node:path"
import { type Clock, CoreError, type Database, type Secrets, type Stores } from "@latchkey/core"
import { Kysely, sql } from "kysely"
import { backUpSqlite } from "./backup.ts"
import { commitUnknown, troubleOf } from "./database-error.ts"
import { type Migrating, migrate } from "./migrate.ts"
import { type Migration, migrations } from "./migrations.ts"
import { openPool, postgresDialect, postgresTypes } from "./postgres.ts"
import { requestLimits, retrying } from "./retry.ts"
import type { DatabaseHandle, Schema } from "./schema.ts"
import { DurableSqliteDialect, databaseFile, openSqlite, sqliteTypes } from "./sqlite.ts"
import { storesOver, withEveryCall } from "./stores.ts"

export interface OpenDatabaseOptions {
  /** `postgres://...`; absent: SQLite, in the data folder. */
  readonly url: string | undefined
  /** Made when missing. */
  readonly dataFolder: string
  readonly secrets: Pick<Secrets, "id">
  readonly clock: Clock
  /** Told, in one line each, what a person should know of a migration. */
  readonly log?: (message: string) => void
  /** Told each time that a request has to run again because another got in its way. */
  readonly onRetry?: () => void
  /** Default: all that this program knows. Tests of migrating give their own. */
  readonly migrations?: readonly Migration[]
}

/** A database that is ready for use: of this program's version, and answering. */
export interface OpenDatabase extends Database {
  readonly dialect: "sqlite" | "postgres"
  /**
   * Resolves when the database answers now.
   *
   * @throws CoreError `unavailable`
   */
  ping(): Promise<void>
  /** Waits for PostgreSQL transactions that run; SQLite must have none any more. Nothing can be asked afterwards. */
  close(): Promise<void>
}

/** A dialect's part of opening. */
interface Opened {
  readonly dialect: OpenDatabase["dialect"]
  readonly kysely: DatabaseHandle
  readonly migrating: Pick<Migrating, "types" | "lock" | "backUp">
}

/**
 * Opens the database, and brings it to this program's version first.
 *
 * @throws CoreError `conflict` for a database newer than the program, `invalid` for an address that is not PostgreSQL's,
 *   `unavailable` when it cannot be opened
 */
export async function openDatabase(options: OpenDatabaseOptions): Promise<OpenDatabase> {
  const { dialect, kysely, migrating } = open(options)
  try {
    await migrate(kysely, {
      ...migrating,
      migrations: options.migrations ?? migrations,
      newId: options.secrets.id,
      now: options.clock.now,
    })
  } catch (error) {
    await kysely.destroy()
    throw error
  }

  const transacting = new AsyncLocalStorage<true>()
  const requireOutside = () => {
    if (transacting.getStore()) throw new Error("inside of a transaction only the stores that it gives can be used")
  }

  async function attempt<T>(work: (stores: Stores) => Promise<T>): Promise<T> {
    let isCommitting = false
    try {
      return await kysely
        .transaction()
        .setIsolationLevel("serializable")
        .execute(async (transaction) => {
          const result = await transacting.run(true, () => work(storesOver(transaction)))
          isCommitting = true
          return result
        })
    } catch (error) {
      throw isCommitting && troubleOf(error) === "lost" ? commitUnknown(error) : error
    }
  }

  return {
    dialect,
    stores: withEveryCall(storesOver(kysely), async (call) => {
      requireOutside()
      return retrying(requestLimits, call, options.onRetry)
    }),
    async transaction(work) {
      requireOutside()
      return retrying(requestLimits, () => attempt(work), options.onRetry)
    },
    async ping() {
      await retrying(requestLimits, () => kysely.selectFrom("installation").select("id").executeTakeFirstOrThrow())
    },
    close: () => kysely.destroy(),
  }
}

function open(options: OpenDatabaseOptions): Opened {
  if (options.url === undefined) return openSqliteFile(options)
  if (!/^postgres(ql)?:\/\//.test(options.url)) {
    throw new CoreError("invalid", "the database's address does not start with postgres://", {
      hint: "set DATABASE_URL to postgres://NAME:PASSWORD@HOST/DATABASE, or unset it to use SQLite",
    })
  }
  return openPostgres(options.url, options)
}

function openSqliteFile({ dataFolder, clock, log }: OpenDatabaseOptions): Opened {
  const path = join(dataFolder, databaseFile)
  try {
    return {
      dialect: "sqlite",
      kysely: new Kysely<Schema>({ dialect: new DurableSqliteDialect(openSqlite(dataFolder)) }),
      migrating: {
        types: sqliteTypes,
        // The transaction has held SQLite's one write lock since it began.
        lock: async () => {},
        async backUp(version) {
          const copy = backUpSqlite(path, dataFolder, version, clock.now())
          log?.(`the database is brought up to date; a copy of it as it was is at ${copy}`)
        },
      },
    }
  } catch (error) {
    if (error instanceof CoreError) throw error
    throw new CoreError("unavailable", `the database ${path} cannot be opened`, {
      hint: "look whether this program may write to that folder and whether the file is a SQLite database",
      cause: error,
    })
  }
}

function openPostgres(url: string, { log }: OpenDatabaseOptions): Opened {
  return {
    dialect: "postgres",
    kysely: new Kysely<Schema>({ dialect: postgresDialect(openPool(url)) }),
    migrating: {
      types: postgresTypes,
      async lock(transaction) {
        // However long another daemon takes to migrate, the wait for it is not a statement that hangs.
        await sql`set local statement_timeout = 0`.execute(transaction)
        await transaction.selectFrom("migration_lock").select("id").forUpdate().execute()
      },
      async backUp() {
        log?.("the database is brought up to date; backups of a PostgreSQL database are whoever runs it to make")
      },
    },
  }
}
