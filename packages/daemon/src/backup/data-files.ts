import type { Dirent } from "node:fs"
import { readdir, readFile, stat } from "node:fs/promises"
import { join, relative, sep } from "node:path"
import { CoreError } from "@latchkey/core"
import type { FileContent } from "../backup-content.ts"
import { restoringFolder } from "./staged-files.ts"

// A backup keeps every file of the data folder but these, so that a new one cannot be forgotten.

/** The database, whose rows a backup keeps; what only a running daemon needs; copies of the past; half written files. */
const leftOut = /^(latchkey\.db(-.*)?|(run|backups)(\/.*)?|.*\.(new|unfinished))$/i

/** Host keys and signing keys are a few, of less than 10 kB. */
export const mostFiles = 100
/** Bytes. */
export const largestFile = 1024 * 1024

/** Nothing that could lead out of the folder or means something to a shell. */
const safePath = /^(?!.*(^|\/)\.)[\w.-]+(\/[\w.-]+)*$/
const longestPath = 200

/**
 * The files of the data folder that a backup keeps, in the order of their paths.
 *
 * @throws CoreError `invalid` for files that Latchkey does not make, `conflict` while those of a restore are not in their
 *   places; the errors of node:fs
 */
export async function readDataFiles(dataFolder: string): Promise<readonly FileContent[]> {
  const paths = (await readdir(dataFolder, { recursive: true, withFileTypes: true }).catch(noneWhenAbsent))
    .filter((entry) => entry.isFile())
    .map((entry) => relative(dataFolder, join(entry.parentPath, entry.name)).replaceAll(sep, "/"))
    .filter((path) => !leftOut.test(path))
    .sort()
  if (paths.some((path) => path.startsWith(`${restoringFolder}/`))) throw unfinishedRestore(dataFolder)
  if (paths.length > mostFiles) throw foreignFile(dataFolder, `more than ${mostFiles} files`)
  const files: FileContent[] = []
  for (const path of paths) {
    const { size } = await stat(join(dataFolder, path))
    if (!isSafe(path) || size > largestFile) throw foreignFile(dataFolder, JSON.stringify(path))
    files.push({ path, bytes: await readFile(join(dataFolder, path)) })
  }
  return files
}

/** With PostgreSQL a daemon without a gateway may have left nothing there. */
function noneWhenAbsent(error: NodeJS.ErrnoException): Dirent[] {
  if (error.code === "ENOENT") return []
  throw error
}

/**
 * Whether all of a backup's files can stand in one data folder: none of them where Latchkey keeps something else, none
 * twice, none where another one needs a folder.
 *
 * @throws CoreError `invalid` for files that no backup of ours holds
 */
export function requireOwnFiles(files: readonly FileContent[]): void {
  // Some systems take upper and lower case for the same.
  const taken = new Set<string>()
  const folders = new Set<string>()
  for (const { path, bytes } of files) {
    const place = path.toLowerCase()
    const parents = place.split("/").map((_, index, steps) => steps.slice(0, index).join("/"))
    const isInTheWay = taken.has(place) || folders.has(place) || parents.some((parent) => taken.has(parent))
    const isForeign = leftOut.test(path) || place.split("/")[0] === restoringFolder
    if (!isSafe(path) || isForeign || isInTheWay || bytes.length > largestFile) throw misplacedFile(path)
    taken.add(place)
    for (const parent of parents) folders.add(parent)
  }
}

function isSafe(path: string): boolean {
  return path.length <= longestPath && safePath.test(path)
}

function misplacedFile(path: string): CoreError {
  return new CoreError(
    "invalid",
    `the backup holds a file that belongs nowhere: ${JSON.stringify(path.slice(0, longestPath))}`,
    {
      hint: "this is not a backup that Latchkey made",
    },
  )
}

function foreignFile(dataFolder: string, what: string): CoreError {
  return new CoreError("invalid", `the data folder ${dataFolder} holds ${what}, which is nothing of Latchkey`, {
    hint: "move what is not Latchkey's out of that folder, then back up again",
  })
}

function unfinishedRestore(dataFolder: string): CoreError {
  return new CoreError("conflict", `a restore into the data folder ${dataFolder} has not come to its end`, {
    hint: "wait for it; if it was cut off, start Latchkey once, which brings it to its end",
  })
}
