import { type AuditDetail, archiveEvent, installationId, type Secrets } from "@latchkey/core"
import { openBackup, writeBackup } from "./backup/backup-file.ts"
import { readDataFiles, stageDataFiles } from "./backup/data-files.ts"
import { writeRecords } from "./backup/records.ts"
import type { DatabaseContent, RowBatch } from "./backup-content.ts"
import type { Config } from "./config.ts"
import { openDataFolder } from "./data-folder.ts"
import { openDatabase } from "./db/database.ts"
import { restoreDatabase } from "./db/restore.ts"
import { withSnapshot } from "./db/snapshot.ts"
import type { Progress } from "./progress.ts"
import { createSecrets } from "./secrets.ts"

/** What a backup holds, for people and as JSON. */
export interface ArchiveResult {
  readonly file: string
  readonly createdAt: string
  readonly schema: number
  readonly installation: string
  readonly rows: number
  readonly tables: Readonly<Record<string, number>>
  readonly files: readonly string[]
}

type Place = Pick<Config, "dataFolder" | "databaseUrl">

const clock = { now: Date.now }

/**
 * Writes a backup of what the database and the data folder hold, while daemons go on using them.
 *
 * @param file undefined for standard output
 * @throws CoreError
 */
export async function backUp(
  { dataFolder, databaseUrl: url }: Place,
  file: string | undefined,
  passphrase: string,
  progress: Progress,
): Promise<ArchiveResult & { readonly bytes: number; readonly verified: boolean; readonly audited: boolean }> {
  const { result, isCurrent } = await withSnapshot({ url, dataFolder }, async (snapshot) => {
    const files = await readDataFiles(dataFolder)
    const head = { ...snapshot, createdAt: new Date(clock.now()).toISOString() }
    const batches = countingRows(snapshot.batches(), progress.rows)
    const written = await writeBackup(file, writeRecords(head, files, batches), passphrase, progress.bytes)
    const paths = files.map(({ path }) => path)
    return { result: { ...describe(file, head, paths), ...written }, isCurrent: snapshot.isCurrent }
  })
  // A daemon of an older program may be running: its database is not for this one to change.
  if (!isCurrent) return { ...result, audited: false }
  const secrets = createSecrets()
  const database = await openDatabase({ url, dataFolder, secrets, clock })
  try {
    await database.transaction((stores) => stores.auditEvents.append(eventOf("installation.backup", result, secrets)))
  } finally {
    await database.close()
  }
  return { ...result, audited: true }
}

/**
 * Puts what a backup holds in the place of what the database and the data folder hold.
 *
 * @param file undefined for standard input
 * @throws CoreError, and then nothing has changed
 */
export async function restore(
  { dataFolder, databaseUrl: url }: Place,
  file: string | undefined,
  passphrase: string,
  { replace, ...progress }: Progress & { readonly replace: boolean },
): Promise<ArchiveResult> {
  const letGo = await openDataFolder(dataFolder)
  try {
    const { head, files, batches } = await openBackup(file, passphrase, progress.bytes)
    const paths = files.map(({ path }) => path)
    const result = describe(file, head, paths)
    const staged = await stageDataFiles(dataFolder, files)
    try {
      const secrets = createSecrets()
      await restoreDatabase(
        { url, dataFolder, secrets, clock, replace, onRows: progress.rows },
        head,
        batches(),
        (stores) => stores.auditEvents.append(eventOf("installation.restore", result, secrets)),
      )
      // Should this process end here, the database is whole, and the same restore with --replace brings the files.
      await staged.place()
    } finally {
      await staged.discard()
    }
    return result
  } finally {
    letGo()
  }
}

function describe(
  file: string | undefined,
  { createdAt, schema, installation, tables }: DatabaseContent & { readonly createdAt: string },
  files: readonly string[],
): ArchiveResult {
  return {
    file: file ?? "-",
    createdAt,
    schema,
    installation,
    rows: tables.reduce((sum, { rows }) => sum + rows, 0),
    tables: Object.fromEntries(tables.map(({ name, rows }) => [name, rows])),
    files,
  }
}

function eventOf(
  action: "installation.backup" | "installation.restore",
  { createdAt, installation, rows, files }: ArchiveResult,
  secrets: Secrets,
) {
  const origin = { door: "daemon", requestId: secrets.id() } as const
  const facts = { createdAt, rows, files: files.length } satisfies AuditDetail
  return archiveEvent({ clock, secrets, origin }, action, installationId(installation), facts)
}

async function* countingRows(batches: AsyncIterable<RowBatch>, onRows: (count: number) => void) {
  let count = 0
  for await (const batch of batches) {
    count += batch.rows.length
    onRows(count)
    yield batch
  }
}
