import type { Migrating } from "./migrate.ts"
import type { DatabaseHandle } from "./schema.ts"

/** How many connections a daemon has to its database now, and who waits for one. */
export interface Connections {
  readonly idle: number
  readonly busy: number
  readonly waiting: number
}

/** What a kind of database does in its own way. Errors are its own: whoever calls it knows what they mean. */
export interface DatabaseBackend {
  readonly dialect: "sqlite" | "postgres"
  /** For statements outside of a transaction; each one that writes is a transaction of its own. */
  readonly outside: DatabaseHandle
  /** One serializable transaction, committed durably when it resolves. */
  transact<T>(work: (transaction: DatabaseHandle) => Promise<T>): Promise<T>
  /** So many transactions that are asked for at once still begin in that order and do not get in each other's way. */
  readonly atOnce: number
  readonly migrating: Pick<Migrating, "types" | "lock" | "backUp"> & { readonly db: DatabaseHandle }
  connections(): Connections
  close(): Promise<void>
}
