import { PostgresDialect, sql } from "kysely"
import pg from "pg"
import type { ColumnTypes } from "./migrations.ts"

export const postgresTypes: ColumnTypes = { text: sql`text collate "C"`, bytes: sql`bytea` }

/** Connections of one daemon; a transaction holds one while it runs. */
const poolSize = 10

// Milliseconds. A database that hangs must become an error before the person who waits gives up.
const connectTimeout = 5_000
const statementTimeout = 10_000
const idleInTransactionTimeout = 10_000
const idleTimeout = 30_000

/** A pool of connections; none is opened before the first question. */
export function openPool(url: string): pg.Pool {
  const types = new pg.TypeOverrides()
  // Times and counts stay far below 2^53.
  types.setTypeParser(pg.types.builtins.INT8, Number)
  const pool = new pg.Pool({
    connectionString: url,
    application_name: "latchkey",
    max: poolSize,
    connectionTimeoutMillis: connectTimeout,
    idleTimeoutMillis: idleTimeout,
    statement_timeout: statementTimeout,
    idle_in_transaction_session_timeout: idleInTransactionTimeout,
    keepAlive: true,
    types,
  })
  // A connection that breaks while nobody waits for an answer is reported here; without a listener it ends the process.
  // Whoever uses it next gets an error, and the pool opens another.
  const ignore = () => {}
  pool.on("error", ignore)
  pool.on("connect", (client) => client.on("error", ignore))
  return pool
}

export function postgresDialect(pool: pg.Pool): PostgresDialect {
  return new PostgresDialect({ pool })
}
