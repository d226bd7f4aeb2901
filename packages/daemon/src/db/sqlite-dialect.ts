import type Sqlite from "better-sqlite3"
import {
  CompiledQuery,
  type DatabaseConnection,
  type QueryResult,
  SqliteAdapter,
  SqliteDialect,
  SqliteDriver,
} from "kysely"

/** Knows the one connection of its database. */
export class DirectAdapter extends SqliteAdapter {
  /** Of whatever transaction is open; undefined before the first use of the database. */
  connection: DatabaseConnection | undefined
}

/** Kysely's dialect for the one connection that writes: its transactions take the write lock when they begin. */
export class WritingDialect extends SqliteDialect {
  readonly #database: Sqlite.Database
  readonly #adapter = new DirectAdapter()

  constructor(database: Sqlite.Database) {
    super({ database })
    this.#database = database
  }

  override createDriver(): SqliteDriver {
    return new ImmediateDriver(this.#database, this.#adapter)
  }

  override createAdapter(): DirectAdapter {
    return this.#adapter
  }
}

class ImmediateDriver extends SqliteDriver {
  readonly #database: Sqlite.Database
  readonly #adapter: DirectAdapter

  constructor(database: Sqlite.Database, adapter: DirectAdapter) {
    super({ database: withStatementCache(database) })
    this.#database = database
    this.#adapter = adapter
  }

  override async acquireConnection(): Promise<DatabaseConnection> {
    this.#adapter.connection ??= await super.acquireConnection()
    return this.#adapter.connection
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
  readonly #adapter = new UnlockedAdapter()

  constructor(database: Sqlite.Database, write: Write) {
    super({ database })
    this.#database = database
    this.#write = write
  }

  override createDriver(): SqliteDriver {
    return new ReadingDriver(withStatementCache(this.#database), this.#write, this.#adapter)
  }

  override createAdapter(): DirectAdapter {
    return this.#adapter
  }
}

/** Nobody needs to wait for a connection on which each statement is done when it returns. */
class UnlockedAdapter extends DirectAdapter {
  override get supportsMultipleConnections(): boolean {
    return true
  }
}

class ReadingDriver extends SqliteDriver {
  readonly #statements: StatementCache
  readonly #write: Write
  readonly #adapter: DirectAdapter

  constructor(statements: StatementCache, write: Write, adapter: DirectAdapter) {
    super({ database: statements })
    this.#statements = statements
    this.#write = write
    this.#adapter = adapter
  }

  override async acquireConnection(): Promise<DatabaseConnection> {
    this.#adapter.connection ??= this.#readingOnly(await super.acquireConnection())
    return this.#adapter.connection
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
