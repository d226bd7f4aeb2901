import { CoreError } from "@latchkey/core"
import { z } from "zod"
import type { DatabaseContent, FileContent, RowBatch, TableContent, Value } from "../backup-content.ts"
import { largestFile, mostFiles, requireOwnFiles } from "./data-files.ts"
import type { Bytes } from "./encryption.ts"

// Inside of its encryption and compression a backup is lines of JSON: the head, one object a file, one list a row in the
// order of the head's tables and columns, and `{"end":ROWS}`. docs/backup.md tells the same to people.

const format = "latchkey-backup"
const formatVersion = 1

/** Bytes of a line: rows are limited by what the API takes in one request, the head by the number of tables. */
const longestLine = 16 * 1024 * 1024

const Head = z.object({
  format: z.literal(format),
  version: z.int().min(1),
  createdAt: z.iso.datetime(),
  schema: z.int().min(1),
  installation: z.string(),
  tables: z.array(z.object({ name: z.string(), columns: z.array(z.string()), rows: z.int().min(0) })),
  files: z.int().min(0).max(mostFiles),
})
const File = z.strictObject({ path: z.string(), base64: z.base64().max(Math.ceil(largestFile / 3) * 4) })
const Row = z.array(z.union([z.string(), z.number(), z.null(), z.strictObject({ base64: z.base64() })]))
const End = z.strictObject({ end: z.int() })

/** What a backup says of itself. */
export type BackupHead = Omit<z.infer<typeof Head>, "format" | "version">

/** A backup that is being read: the rows are read once, to their end. */
export interface BackupRecords {
  readonly head: BackupHead
  readonly files: readonly FileContent[]
  batches(): AsyncGenerator<RowBatch>
}

/** All lines of a backup. */
export async function* writeRecords(
  { createdAt, schema, installation, tables }: DatabaseContent & { readonly createdAt: string },
  files: readonly FileContent[],
  batches: AsyncIterable<RowBatch>,
): AsyncGenerator<Uint8Array> {
  const head = { createdAt, schema, installation, tables, files: files.length } satisfies Record<
    keyof BackupHead,
    unknown
  >
  yield toLines([{ format, version: formatVersion, ...head }])
  for (const { path, bytes } of files) yield toLines([{ path, base64: toBase64(bytes) }])
  let count = 0
  for await (const { rows } of batches) {
    count += rows.length
    yield toLines(
      rows.map((row) => row.map((value) => (value instanceof Uint8Array ? { base64: toBase64(value) } : value))),
    )
  }
  yield toLines([{ end: count }])
}

function toLines(values: readonly unknown[]): Uint8Array {
  return Buffer.from(values.map((value) => `${JSON.stringify(value)}\n`).join(""))
}

function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64")
}

/**
 * Reads the head and the files, and gives the rows as they are asked for.
 *
 * @throws CoreError `invalid` for lines that are no backup's, and for files that cannot all be put in their places;
 *   `conflict` for a newer format
 */
export async function readRecords(content: Bytes): Promise<BackupRecords> {
  const lines = readLines(content)
  const next = async () => (await lines.next()).value ?? undefined
  const head = parseHead(await next())
  const files: FileContent[] = []
  while (files.length < head.files) {
    const { path, base64 } = parse(File, await next())
    files.push({ path, bytes: Buffer.from(base64, "base64") })
  }
  requireOwnFiles(files)
  return {
    head,
    files,
    async *batches() {
      let count = 0
      for (const table of head.tables) {
        for (let left = table.rows; left > 0; ) {
          const rows: (readonly Value[])[] = []
          while (rows.length < Math.min(left, batchSize)) rows.push(parseRow(table, await next()))
          left -= rows.length
          count += rows.length
          yield { table, rows }
        }
      }
      const { end } = parse(End, await next())
      // Reading on to the end is what shows that nothing was cut off or added.
      if (end !== count || (await next()) !== undefined) throw notUnderstood()
    },
  }
}

const batchSize = 100

function parseHead(line: string | undefined): BackupHead {
  const { version, format: _, ...head } = parse(Head, line)
  if (version <= formatVersion) return head
  throw new CoreError("conflict", `this backup has format ${version}, and this program knows ${formatVersion}`, {
    hint: "restore it with the newer Latchkey that made it",
  })
}

function parseRow(table: TableContent, line: string | undefined): readonly Value[] {
  const row = parse(Row, line)
  if (row.length !== table.columns.length) throw notUnderstood()
  return row.map((value) => (typeof value === "object" && value !== null ? Buffer.from(value.base64, "base64") : value))
}

function parse<T>(schema: z.ZodType<T>, line: string | undefined): T {
  try {
    return schema.parse(JSON.parse(line ?? ""))
  } catch (cause) {
    throw notUnderstood(cause)
  }
}

async function* readLines(content: Bytes): AsyncGenerator<string> {
  const decoder = new TextDecoder("utf-8", { fatal: true })
  let pending: Buffer[] = []
  let length = 0
  for await (const piece of content) {
    let rest = Buffer.from(piece.buffer, piece.byteOffset, piece.length)
    for (let end = rest.indexOf("\n"); end !== -1; end = rest.indexOf("\n")) {
      yield decoder.decode(Buffer.concat([...pending, rest.subarray(0, end)]))
      pending = []
      length = 0
      rest = rest.subarray(end + 1)
    }
    pending.push(rest)
    length += rest.length
    if (length > longestLine) throw notUnderstood()
  }
  if (length > 0) throw notUnderstood()
}

function notUnderstood(cause?: unknown): CoreError {
  return new CoreError("invalid", "this file opens, but what is in it is not a backup of Latchkey", {
    hint: "a backup is what `latchkey backup FILE` writes",
    cause,
  })
}
