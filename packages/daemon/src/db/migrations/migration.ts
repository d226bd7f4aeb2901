import type { RawBuilder } from "kysely"
import type { DatabaseHandle } from "../schema.ts"

/** What differs between the databases in a table's definition. */
export interface ColumnTypes {
  /** Compared byte by byte, as SQLite does by itself and PostgreSQL when told to. */
  readonly text: RawBuilder<unknown>
  readonly bytes: RawBuilder<unknown>
  /** After a table's columns: its rows are kept in the order of its primary key, where the database can do that. */
  readonly byKey: RawBuilder<unknown>
}

/** What a migration is given besides the database. */
export interface MigrationContext {
  readonly types: ColumnTypes
  /** A new UUID version 7. */
  newId(): string
}

/** A step forward of the schema. There are no steps back. */
export interface Migration {
  readonly name: string
  up(db: DatabaseHandle, context: MigrationContext): Promise<void>
}

/** Runs statements one after another. */
export async function runAll(db: DatabaseHandle, statements: readonly RawBuilder<unknown>[]): Promise<void> {
  for (const statement of statements) await statement.execute(db)
}
