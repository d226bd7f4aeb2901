import { CoreError } from "@latchkey/core"

/**
 * What a database's error means for whoever asked:
 * - `conflict`: another transaction was in the way; the same again can succeed at once
 * - `lost`: the connection went away, so it is not known what became of a commit
 * - `absent`: the database cannot work now
 * - `full`: its disk is full
 * - `unreadable`: a text with a NUL character, which PostgreSQL cannot hold
 * - `fault`: everything else, a fault of ours
 */
export type Trouble = "conflict" | "lost" | "absent" | "full" | "unreadable" | "fault"

// SQLSTATE, PostgreSQL's documentation, appendix A; the five characters' first two are the class.
const bySqlState: Readonly<Record<string, Trouble>> = {
  "40001": "conflict", // serialization_failure
  "40P01": "conflict", // deadlock_detected
  // Statements look before they write, so a duplicate that they did not see is one that another transaction just wrote.
  "23505": "conflict", // unique_violation
  "42P07": "conflict", // duplicate_table: two daemons make the first table at once
  "53100": "full", // disk_full
  "22021": "unreadable", // character_not_in_repertoire
  "0A000": "absent", // feature_not_supported: a standby has no serializable transactions
  "25006": "absent", // read_only_sql_transaction: a standby
  "25P03": "lost", // idle_in_transaction_session_timeout
  "55P03": "absent", // lock_not_available
  "57014": "absent", // query_canceled, as by statement_timeout
}
const bySqlStateClass: Readonly<Record<string, Trouble>> = {
  "08": "lost", // connection exception
  "28": "absent", // invalid authorization
  "3D": "absent", // no such database
  "53": "absent", // insufficient resources, as too many connections
  "57": "lost", // operator intervention: starting up, shutting down, crashed
  "58": "absent", // system error
  XX: "absent", // internal error, corrupted data
}

// SQLite's result codes (sqlite.org/rescode.html); extended ones start with their primary code's name.
const bySqliteCode: Readonly<Record<string, Trouble>> = {
  SQLITE_BUSY: "conflict",
  SQLITE_LOCKED: "conflict",
  SQLITE_FULL: "full",
  SQLITE_IOERR: "absent",
  SQLITE_CANTOPEN: "absent",
  SQLITE_READONLY: "absent",
  SQLITE_CORRUPT: "absent",
  SQLITE_NOTADB: "absent",
  SQLITE_PERM: "absent",
  SQLITE_AUTH: "absent",
  SQLITE_NOMEM: "absent",
}

/** What `pg`, its pool and Kysely say without a code, by the beginning of the message. */
const byMessage: readonly (readonly [string, Trouble])[] = [
  ["Connection terminated", "lost"],
  ["Client has encountered a connection error", "lost"],
  ["Client was closed and is not queryable", "lost"],
  ["Query read timeout", "lost"],
  ["timeout expired", "absent"],
  ["timeout exceeded when trying to connect", "absent"],
  ["Cannot use a pool after calling end on the pool", "absent"],
  ["driver has already been destroyed", "absent"],
  ["The database connection is not open", "absent"],
]

export function troubleOf(error: unknown): Trouble {
  if (!(error instanceof Error)) return "fault"
  const code = "code" in error && typeof error.code === "string" ? error.code : undefined
  if (code === undefined) return byMessage.find(([start]) => error.message.startsWith(start))?.[1] ?? "fault"
  if (code.startsWith("SQLITE_")) return bySqliteCode[code.split("_", 2).join("_")] ?? "fault"
  if (/^[0-9A-Z]{5}$/.test(code)) return bySqlState[code] ?? bySqlStateClass[code.slice(0, 2)] ?? "fault"
  // What is left are the system's errors on the socket: ECONNREFUSED, ECONNRESET, ENOTFOUND and their like.
  return "syscall" in error || error instanceof AggregateError ? "lost" : "fault"
}

const busyRetry = 1
const absentRetry = 5

/** The error for people, with the database's own as its cause; what is not a database's trouble stays as it is. */
export function toUnavailable(error: unknown): unknown {
  switch (troubleOf(error)) {
    case "conflict":
      return new CoreError("unavailable", "the database is busy", {
        hint: "try again in a moment",
        retryAfter: busyRetry,
        cause: error,
      })
    case "lost":
    case "absent":
      return new CoreError("unavailable", "the database does not answer", {
        hint: "try again in a moment; if it stays so, look at the database and at this daemon's log",
        retryAfter: absentRetry,
        cause: error,
      })
    case "full":
      return new CoreError("unavailable", "the database's disk is full, nothing was changed", {
        hint: "make room on the disk that holds the database, then try again",
        retryAfter: absentRetry,
        cause: error,
      })
    case "unreadable":
      return new CoreError("invalid", "there is a NUL character in this text", { hint: "remove it", cause: error })
    case "fault":
      return error
  }
}

/** The connection broke while the database was asked to commit: nobody here can know whether it did. */
export function commitUnknown(error: unknown): CoreError {
  return new CoreError("unavailable", "the database did not confirm that the change is stored", {
    hint: "look whether it is there before you try again",
    retryAfter: absentRetry,
    cause: error,
  })
}
