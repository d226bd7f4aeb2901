import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readdirSync, renameSync, rmSync } from "node:fs"
import { join } from "node:path"
import type { Instant } from "@latchkey/core"
import Sqlite from "better-sqlite3"

const backupFolder = "backups"
const unfinishedSuffix = ".unfinished"

/**
 * Copies what is committed in a SQLite database into the data folder's backups, while others use it. A copy of the same
 * version and second is replaced.
 *
 * @returns the copy's path
 */
export function backUpSqlite(databasePath: string, dataFolder: string, version: number, at: Instant): string {
  const folder = join(dataFolder, backupFolder)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const time = new Date(at).toISOString().replace(/[-:]|\.\d+/g, "")
  const path = join(folder, `before-migration-${version + 1}-${time}.db`)
  // Only a whole copy gets the name of one. The file is made here for its mode; VACUUM INTO takes an empty one.
  // Only a whole copy gets the name of one. The file is made here for its mode; VACUUM INTO takes an empty one.
  const unfinished = `${path}${unfinishedSuffix}`
  try {
    closeSync(openSync(unfinished, "w", 0o600))
    const database = new Sqlite(databasePath, { readonly: true })
    try {
      database.prepare("vacuum into ?").run(unfinished)
    } finally {
      database.close()
    }
    toDisk(unfinished)
    renameSync(unfinished, path)
  } finally {
    rmSync(unfinished, { force: true })
  }
  toDisk(folder)
  return path
}

/** Removes what a daemon that was killed left of a copy. Only for whoever keeps others from making one. */
export function removeUnfinishedBackups(dataFolder: string): void {
  const folder = join(dataFolder, backupFolder)
  if (!existsSync(folder)) return
  for (const name of readdirSync(folder)) {
    // SQLite may have left a journal beside the copy.
    if (name.includes(unfinishedSuffix)) rmSync(join(folder, name))
  }
}

function toDisk(path: string): void {
  const file = openSync(path, "r")
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}
