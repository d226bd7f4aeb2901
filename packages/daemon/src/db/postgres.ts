import { Kysely, PostgresDialect, type PostgresPool, sql } from "kysely"
import pg from "pg"
import type { DatabaseBackend } from "./database-backend.ts"
import { commitUnknown, troubleOf } from "./database-error.ts"
import type { DatabaseHandle, Schema } from "./schema.ts"

/** Connections of one daemon; a transaction holds one while it runs. */
const poolSize = 10

/** Milliseconds. */
const connectTimeout = 5_000
const idleTimeout = 30_000
const idleInTransactionTimeout = 10_000

/** A database that hangs, or a network that swallows all, must become an error before whoever waits gives up. */
const requestTimeouts = { statement_timeout: 10_000, query_timeout: 15_000 } as const

/** A pool of connections; none is opened before the first question. */
function openPool(url: string, options: pg.PoolConfig): pg.Pool {
  const types = new pg.TypeOverrides()
  // Times and counts stay far below 2^53.
  types.setTypeParser(pg.types.builtins.INT8, Number)
  const pool = new pg.Pool({
    connectionString: url,
    application_name: "latchkey",
    connectionTimeoutMillis: connectTimeout,
    idleTimeoutMillis: idleTimeout,
    idle_in_transaction_session_timeout: idleInTransactionTimeout,
    keepAlive: true,
    types,
    ...options,
  })
  // A connection that breaks while nobody waits for an answer is reported here; without a listener it ends the process.
  // Whoever uses it next gets an error, and the pool opens another.
  const ignore = () => {}
  pool.on("error", ignore)
  pool.on("connect", (client) => client.on("error", ignore))
  return pool
}

/**
 * The pool, less those connections on which something was not answered in time. What was asked there may still be done,
 * as a transaction that nobody knows to be open: whoever got such a connection would be part of it.
 */
function withoutBroken(pool: pg.Pool): PostgresPool {
  return {
    connect: async () => discardedWhenBroken(await pool.connect()),
    end: () => pool.end(),
    options: pool.options,
  }
}

function discardedWhenBroken(client: pg.PoolClient): pg.PoolClient {
  let broken: unknown
  async function query(...args: unknown[]): Promise<unknown> {
    if (broken !== undefined) throw broken
    try {
      return await Reflect.apply(client.query, client, args)
    } catch (error) {
      if (troubleOf(error) === "lost") broken = error
      throw error
    }
  }
  return new Proxy(client, {
    get(target, name) {
      if (name === "query") return query
      if (name === "release") return (discard = false) => client.release(discard || broken !== undefined)
      return Reflect.get(target, name)
    },
  })
}

export function postgresBackend(url: string, log?: (message: string) => void): DatabaseBackend {
  const over = (pool: pg.Pool) => new Kysely<Schema>({ dialect: new PostgresDialect({ pool: withoutBroken(pool) }) })
  const pool = openPool(url, { max: poolSize, ...requestTimeouts })
  const db = over(pool)
  // A migration takes as long as it takes, and so does the wait for another daemon's.
  const migratingDb = over(openPool(url, { max: 1 }))
  return {
    dialect: "postgres",
    outside: db,
    transact: (work) => serializable(db, work),
    // Those of one account would conflict.
    atOnce: 1,
    migrating: {
      db: migratingDb,
      types: { text: sql`text collate "C"`, bytes: sql`bytea`, byKey: sql`` },
      async lock(transaction) {
        await transaction.selectFrom("migration_lock").select("id").forUpdate().execute()
      },
      async backUp() {
        log?.("the database is brought up to date; backups of a PostgreSQL database are whoever runs it to make")
      },
    },
    connections() {
      const { idleCount: idle, totalCount, waitingCount: waiting } = pool
      return { idle, busy: totalCount - idle, waiting }
    },
    async close() {
      await migratingDb.destroy()
      await db.destroy()
    },
  }
}

/** For reading one state of the database for as long as it takes. */
export function openPostgresToRead(url: string): DatabaseHandle {
  const pool = openPool(url, { max: 1, idle_in_transaction_session_timeout: 0 })
  return new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) })
}

async function serializable<T>(db: DatabaseHandle, work: (transaction: DatabaseHandle) => Promise<T>): Promise<T> {
  let isCommitting = false
  try {
    return await db
      .transaction()
      .setIsolationLevel("serializable")
      .execute(async (transaction) => {
        const result = await work(transaction)
        isCommitting = true
        return result
      })
  } catch (error) {
    throw isCommitting && troubleOf(error) === "lost" ? commitUnknown(error) : error
  }
}
