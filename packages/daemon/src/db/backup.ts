import { closeSync, fsyncSync, mkdirSync, openSync, renameSync } from "node:fs"
import { join } from "node:path"
import type { Instant } from "@latchkey/core"
import Sqlite from "better-sqlite3"

const backupFolder = "backups"

/**
 * Copies what is committed in a SQLite database into the data folder's backups, while others use it.
 *
 * @returns the copy's path
 */
export function backUpSqlite(databasePath: string, dataFolder: string, version: number, at: Instant): string {
  const folder = join(dataFolder, backupFolder)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const time = new Date(at).toISOString().replace(/[-:]|\.\d+/g, "")
  const path = join(folder, `before-migration-${version + 1}-${time}.db`)
  // Only a whole copy gets the name of one. The file is made here for its mode; VACUUM INTO takes an empty one.
  const unfinished = `${path}.${process.pid}.unfinished`
  closeSync(openSync(unfinished, "w", 0o600))
  const database = new Sqlite(databasePath, { readonly: true })
  try {
    database.prepare("vacuum into ?").run(unfinished)
  } finally {
    database.close()
  }
  toDisk(unfinished)
  renameSync(unfinished, path)
  toDisk(folder)
  return path
}

function toDisk(path: string): void {
  const file = openSync(path, "r")
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}
