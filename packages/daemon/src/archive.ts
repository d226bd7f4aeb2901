import { mkdir, rm } from "node:fs/promises"
import { join } from "node:path"
import { type AuditDetail, archiveEvent, CoreError, installationId, type Secrets } from "@latchkey/core"
import { openBackup, type Written, writeBackup } from "./backup/backup-file.ts"
import { readDataFiles } from "./backup/data-files.ts"
import { writeRecords } from "./backup/records.ts"
import { settleFiles, stageFiles } from "./backup/staged-files.ts"
import type { DatabaseContent, RowBatch } from "./backup-content.ts"
import type { Config } from "./config.ts"
import { openDataFolder } from "./data-folder.ts"
import { openDatabase } from "./db/database.ts"
import { restoreDatabase } from "./db/restore.ts"
import { wasRestored } from "./db/restored.ts"
import { requireNoDaemons } from "./db/running-daemons.ts"
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

/** What a restore did. */
export interface RestoreResult extends ArchiveResult {
  /** A backup of what was replaced, with the same passphrase; null when nothing was. */
  readonly replaced: string | null
  /** One-time links that the backup held, and that do not come back. */
  readonly endedLinks: number
}

/**
 * Writes a backup of what the database and the data folder hold, while daemons go on using them.
 *
 * @param file undefined for standard output
 * @throws CoreError
 */
export async function backUp(
  place: Place,
  file: string | undefined,
  passphrase: string,
  progress: Progress,
): Promise<ArchiveResult & Written & { readonly audited: boolean }> {
  const { result, isCurrent } = await writeArchive(place, file, passphrase, progress)
  // A daemon of an older program may be running: its database is not for this one to change.
  if (!isCurrent) return { ...result, audited: false }
  const { dataFolder, databaseUrl: url } = place
  const secrets = createSecrets()
  const database = await openDatabase({ url, dataFolder, secrets, clock })
  try {
    const event = eventOf("installation.backup", result, secrets, secrets.id())
    await database.transaction((stores) => stores.auditEvents.append(event))
  } finally {
    await database.close()
  }
  return { ...result, audited: true }
}

async function writeArchive(
  { dataFolder, databaseUrl: url }: Place,
  file: string | undefined,
  passphrase: string,
  progress: Progress,
) {
  return withSnapshot({ url, dataFolder }, async (snapshot) => {
    const files = await readDataFiles(dataFolder)
    const head = { ...snapshot, createdAt: new Date(clock.now()).toISOString() }
    const batches = countingRows(snapshot.batches(), progress.rows)
    const written = await writeBackup(file, writeRecords(head, files, batches), passphrase, progress.bytes)
    const paths = files.map(({ path }) => path)
    return { result: { ...describe(file, head, paths), ...written }, isCurrent: snapshot.isCurrent }
  })
}

/**
 * Puts what a backup holds in the place of what the database and the data folder hold. Whenever it is cut off, all is as it
 * was, or all is as in the backup once Latchkey starts.
 *
 * @param file undefined for standard input
 * @throws CoreError, and then nothing has changed
 */
export async function restore(
  place: Place,
  file: string | undefined,
  passphrase: string,
  { replace, ...progress }: Progress & { readonly replace: boolean },
): Promise<RestoreResult> {
  const { dataFolder, databaseUrl: url } = place
  const letGo = await openDataFolder(dataFolder)
  const settle = () => settleFiles(dataFolder, (restoreId) => wasRestored({ url, dataFolder }, restoreId))
  try {
    await settle()
    const { head, files, batches } = await openBackup(file, passphrase, progress.bytes)
    const paths = files.map(({ path }) => path)
    const result = describe(file, head, paths)
    const secrets = createSecrets()
    const restoreId = secrets.id()
    // The lock of the data folder keeps others from SQLite.
    const beats = url === undefined ? new Map<string, number>() : await requireNoDaemons({ url, dataFolder, clock })
    const replaced = replace ? await keepReplaced(place, passphrase, progress) : null
    progress.begin("restoring")
    await stageFiles(dataFolder, restoreId, files)
    try {
      const endedLinks = await restoreDatabase(
        { url, dataFolder, secrets, clock, beats, replace, onRows: progress.rows },
        head,
        batches(),
        (stores) => stores.auditEvents.append(eventOf("installation.restore", result, secrets, restoreId)),
      )
      await settle()
      return { ...result, replaced, endedLinks }
    } catch (error) {
      // A database that went away may have stored all of it; then the next start puts the files in their places.
      await settle().catch(() => 0)
      const isUnknown = () => true
      const hasHappened = await wasRestored({ url, dataFolder }, restoreId).catch(isUnknown)
      if (replaced !== null && !hasHappened) await rm(replaced)
      throw error
    }
  } finally {
    letGo()
  }
}

/** A backup beside the copies from before migrations, in case that the restore was a mistake. */
async function keepReplaced(place: Place, passphrase: string, progress: Progress): Promise<string | null> {
  const folder = join(place.dataFolder, "backups")
  const time = new Date(clock.now()).toISOString().replace(/[-:]|\.\d+/g, "")
  const file = join(folder, `before-restore-${time}.backup`)
  progress.begin("keeping what is replaced")
  await mkdir(folder, { recursive: true, mode: 0o700 })
  try {
    await writeArchive(place, file, passphrase, progress)
    return file
  } catch (error) {
    if (error instanceof CoreError && error.code === "not_found") return null
    throw error
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
  requestId: string,
) {
  const origin = { door: "daemon", requestId } as const
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
