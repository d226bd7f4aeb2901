import type Sqlite from "better-sqlite3"
import {
  CompiledQuery,
  type DatabaseConnection,
  type QueryResult,
  SqliteAdapter,
  SqliteDialect,
  type SqliteDialectConfig,
  SqliteDriver,
} from "kysely"

/** Kysely's dialect for the one connection that writes: its transactions take the write lock when they begin. */
export class WritingDialect extends SqliteDialect {
  readonly #database: Sqlite.Database

  constructor(database: Sqlite.Database) {
    super({ database })
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

/** Runs a statement that writes, as a transaction of its own. */
export type Write = <R>(query: CompiledQuery) => Promise<QueryResult<R>>

/** Kysely's dialect for a connection that reads while another writes; what would write is handed to that one. */
export class ReadingDialect extends SqliteDialect {
  readonly #database: Sqlite.Database
  readonly #write: Write

  constructor(database: Sqlite.Database, write: Write) {
    super({ database })
    this.#database = database
    this.#write = write
  }

  override createDriver(): SqliteDriver {
    return new ReadingDriver(withStatementCache(this.#database), this.#write)
  }

  override createAdapter(): SqliteAdapter {
    return new UnlockedAdapter()
  }
}

/** Nobody needs to wait for a connection on which each statement is done when it returns. */
class UnlockedAdapter extends SqliteAdapter {
  override get supportsMultipleConnections(): boolean {
    return true
  }
}

class ReadingDriver extends SqliteDriver {
  readonly #statements: StatementCache
  readonly #write: Write
  #connection: DatabaseConnection | undefined

  constructor(statements: StatementCache, write: Write) {
    super({ database: statements })
    this.#statements = statements
    this.#write = write
  }

  override async acquireConnection(): Promise<DatabaseConnection> {
    this.#connection ??= this.#readingOnly(await super.acquireConnection())
    return this.#connection
  }

  #readingOnly(connection: DatabaseConnection): DatabaseConnection {
    return {
      executeQuery: async (query) =>
        this.#statements.prepare(query.sql).readonly ? connection.executeQuery(query) : this.#write(query),
      streamQuery: (query, chunkSize) => connection.streamQuery(query, chunkSize),
    }
  }
}

interface StatementCache {
  close(): void
  prepare(source: string): Sqlite.Statement
}

/** More than the stores have statements; lists with filters have many forms. */
const cachedStatements = 500

function withStatementCache(database: Sqlite.Database): StatementCache {
  const statements = new Map<string, Sqlite.Statement>()
  return {
    close: () => void database.close(),
    prepare(source) {
      const known = statements.get(source)
      if (known !== undefined) return known
      const statement = database.prepare(source)
      if (statements.size >= cachedStatements) statements.clear()
      statements.set(source, statement)
      return statement
    },
  }
}
