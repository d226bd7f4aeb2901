/** What a column holds: text, a number, bytes or nothing. Both databases know no more. */
export type Value = string | number | null | Uint8Array

/** A table as a backup tells of it: its rows follow as lists of values in the order of these columns. */
export interface TableContent {
  readonly name: string
  readonly columns: readonly string[]
  readonly rows: number
}

/** What a database held at one moment. */
export interface DatabaseContent {
  /** The version of its schema: how many migrations it has seen. */
  readonly schema: number
  readonly installation: string
  /** A table comes after those that its rows refer to. */
  readonly tables: readonly TableContent[]
}

/** A few rows of one table. */
export interface RowBatch {
  readonly table: TableContent
  readonly rows: readonly (readonly Value[])[]
}

/** A file of the data folder; the path is relative, with forward slashes. */
export interface FileContent {
  readonly path: string
  readonly bytes: Uint8Array
}
