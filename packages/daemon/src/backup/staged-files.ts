import { mkdir, open, readdir, rename, rm, stat } from "node:fs/promises"
import { dirname, join, relative } from "node:path"
import { CoreError } from "@latchkey/core"
import type { FileContent } from "../backup-content.ts"

// The database decides whether a restore has happened. Its files are on the disk before that, in a folder with the
// restore's id, and are put in their places after it: whoever comes next does that for a restore that was cut off between.

/** In the data folder. */
export const restoringFolder = "restoring"

/**
 * Writes files of a backup into the data folder, for its owner alone, where nobody takes them for its own yet.
 *
 * @throws CoreError `conflict` where something else stands in their places; the errors of node:fs
 */
export async function stageFiles(dataFolder: string, restoreId: string, files: readonly FileContent[]): Promise<void> {
  for (const { path } of files) await requireFreePlace(dataFolder, path)
  const folder = join(dataFolder, restoringFolder, restoreId)
  const folders = new Set([dataFolder, dirname(folder), folder])
  await mkdir(folder, { recursive: true, mode: 0o700 })
  for (const { path, bytes } of files) {
    const target = join(folder, path)
    await mkdir(dirname(target), { recursive: true, mode: 0o700 })
    await writePrivately(target, bytes)
    for (let parent = dirname(target); parent !== folder; parent = dirname(parent)) folders.add(parent)
  }
  for (const path of folders) await toDisk(path)
}

/**
 * Brings restores to their ends: the files of one that happened into their places, those of others away. It can be cut off
 * anywhere and done again. Only for whoever keeps others out of the data folder.
 *
 * @param hasHappened whether the database says so of the restore with this id
 * @returns how many files were put in their places
 */
export async function settleFiles(
  dataFolder: string,
  hasHappened: (restoreId: string) => Promise<boolean>,
): Promise<number> {
  let placed = 0
  const restoring = join(dataFolder, restoringFolder)
  for (const restoreId of await list(restoring)) {
    if (await hasHappened(restoreId)) placed += await placeFiles(dataFolder, join(restoring, restoreId))
    await rm(join(restoring, restoreId), { recursive: true, force: true })
  }
  await rm(restoring, { recursive: true, force: true })
  return placed
}

async function placeFiles(dataFolder: string, folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  for (const staged of files) {
    const place = join(dataFolder, relative(folder, staged))
    await mkdir(dirname(place), { recursive: true, mode: 0o700 })
    await rename(staged, place)
    await toDisk(dirname(place))
  }
  await toDisk(dataFolder)
  return files.length
}

/** A rename would find out too late. */
async function requireFreePlace(dataFolder: string, path: string): Promise<void> {
  const steps = path.split("/")
  for (const [index] of steps.entries()) {
    const place = join(dataFolder, ...steps.slice(0, index + 1))
    const found = await stat(place).catch(() => undefined)
    const isLast = index === steps.length - 1
    if (found === undefined || (isLast ? found.isFile() : found.isDirectory())) continue
    throw new CoreError("conflict", `${place} is in the way of a ${isLast ? "file" : "folder"} of the backup`, {
      hint: "move it out of the data folder, then restore again",
    })
  }
}

async function list(folder: string): Promise<readonly string[]> {
  return readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return []
    throw error
  })
}

async function writePrivately(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, "wx", 0o600)
  try {
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
}

/** What was made or renamed in a folder is there after a power cut too. */
async function toDisk(folder: string): Promise<void> {
  const handle = await open(folder, "r")
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
