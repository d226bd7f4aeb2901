import { AsyncLocalStorage } from "node:async_hooks"
import { type Clock, CoreError, type Database, type Secrets } from "@latchkey/core"
import type { ChangeCounters } from "../change-feed.ts"
import type { DaemonBeats } from "../heartbeat.ts"
import type { TaskClaims } from "../periodic.ts"
import { changeCounters } from "./change-counters.ts"
import { daemonBeats } from "./daemon-beats.ts"
import type { Connections, DatabaseBackend } from "./database-backend.ts"
import { migrate } from "./migrate.ts"
import type { Migration } from "./migrations/migration.ts"
import { migrations } from "./migrations.ts"
import { postgresBackend } from "./postgres.ts"
import { requestLimits, retrying } from "./retry.ts"
import { sqliteBackend } from "./sqlite.ts"
import { storesOver, withEveryCall } from "./stores.ts"
import { taskClaims } from "./task-claims.ts"

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
  readonly dialect: DatabaseBackend["dialect"]
  /** What daemons over this database tell each other; absent where no other daemon can use it. */
  readonly changeCounters: ChangeCounters | undefined
  readonly taskClaims: TaskClaims
  /** By which daemons show that they run; absent where no other program can use the database. */
  readonly daemonBeats: DaemonBeats | undefined
  connections(): Connections
  /**
   * Resolves when the database answers now.
   *
   * @throws CoreError `unavailable`
   */
  ping(): Promise<void>
  /** How many rows a table has. */
  count(table: "accounts" | "ssh_keys"): Promise<number>
  /** Waits for what was asked before. Nothing can be asked afterwards. */
  close(): Promise<void>
}

/**
 * Opens the database, and brings it to this program's version first.
 *
 * @throws CoreError `conflict` for a database newer than the program, `invalid` for an address that is not PostgreSQL's,
 *   `unavailable` when it cannot be opened
 */
export async function openDatabase(options: OpenDatabaseOptions): Promise<OpenDatabase> {
  const { dialect, outside, transact, atOnce, migrating, connections, close } = backendFor(options)
  try {
    await migrate(migrating.db, {
      ...migrating,
      migrations: options.migrations ?? migrations,
      newId: options.secrets.id,
      now: options.clock.now,
    })
  } catch (error) {
    await close()
    throw error
  }

  const transacting = new AsyncLocalStorage<true>()
  const requireOutside = () => {
    if (transacting.getStore()) throw new Error("inside of a transaction only the stores that it gives can be used")
  }
  const running = new Set<Promise<unknown>>()
  const persisting = <T>(attempt: () => Promise<T>): Promise<T> => {
    const call = retrying(requestLimits, attempt, options.onRetry)
    running.add(call)
    const forget = () => void running.delete(call)
    call.then(forget, forget)
    return call
  }
  const claims = taskClaims(outside)

  return {
    dialect,
    changeCounters: dialect === "postgres" ? changeCounters(outside) : undefined,
    daemonBeats: dialect === "postgres" ? daemonBeats(outside) : undefined,
    taskClaims: {
      look: (name) => persisting(() => claims.look(name)),
      claim: (name, version) => persisting(() => claims.claim(name, version)),
    },
    connections,
    stores: withEveryCall(storesOver(outside), async (call) => {
      requireOutside()
      return persisting(call)
    }),
    async transaction(work) {
      requireOutside()
      return persisting(() => transact((transaction) => transacting.run(true, () => work(storesOver(transaction)))))
    },
    async inOrder(tasks) {
      const results = []
      for (let begun = 0; begun < tasks.length; begun += atOnce) {
        results.push(...(await Promise.all(tasks.slice(begun, begun + atOnce).map((task) => task()))))
      }
      return results
    },
    async ping() {
      await persisting(() => outside.selectFrom("installation").select("id").executeTakeFirstOrThrow())
    },
    async count(table) {
      const query = outside.selectFrom(table).select(({ fn }) => fn.countAll().as("count"))
      return Number((await persisting(() => query.executeTakeFirstOrThrow())).count)
    },
    async close() {
      await Promise.allSettled(running)
      await close()
    },
  }
}

/** The kind of database that an address means. */
export function backendFor(
  options: Pick<OpenDatabaseOptions, "url" | "dataFolder" | "clock" | "log">,
): DatabaseBackend {
  if (options.url === undefined) return sqliteBackend(options)
  if (/^postgres(ql)?:\/\//.test(options.url)) return postgresBackend(options.url, options.log)
  throw new CoreError("invalid", "the database's address does not start with postgres://", {
    hint: "set DATABASE_URL to postgres://NAME:PASSWORD@HOST/DATABASE, or unset it to use SQLite",
  })
}
