import type { Dirent } from "node:fs"
import { mkdir, open, readdir, readFile, rename, rm, stat } from "node:fs/promises"
import { dirname, join, relative, sep } from "node:path"
import { CoreError } from "@latchkey/core"
import type { FileContent } from "../backup-content.ts"

// A backup keeps every file of the data folder but these, so that a new one cannot be forgotten.

/** The database, whose rows a backup keeps; what only a running daemon needs; copies of the past; half written files. */
const leftOut = /^(latchkey\.db(-.*)?|run\/.*|backups\/.*|.*\.(new|restored|unfinished))$/

/** Host keys and signing keys are a few, of less than 10 kB. */
export const mostFiles = 100
const largestFile = 1024 * 1024

/** Nothing that could lead out of the folder or means something to a shell. */
const safePath = /^(?!.*(^|\/)\.)[\w.-]+(\/[\w.-]+)*$/

/**
 * The files of the data folder that a backup keeps, in the order of their paths.
 *
 * @throws CoreError `invalid` for files that Latchkey does not make; the errors of node:fs
 */
export async function readDataFiles(dataFolder: string): Promise<readonly FileContent[]> {
  const paths = (await readdir(dataFolder, { recursive: true, withFileTypes: true }).catch(noneWhenAbsent))
    .filter((entry) => entry.isFile())
    .map((entry) => relative(dataFolder, join(entry.parentPath, entry.name)).replaceAll(sep, "/"))
    .filter((path) => !leftOut.test(path))
    .sort()
  if (paths.length > mostFiles) throw foreignFile(dataFolder, `more than ${mostFiles} files`)
  const files: FileContent[] = []
  for (const path of paths) {
    const { size } = await stat(join(dataFolder, path))
    if (!safePath.test(path) || size > largestFile) throw foreignFile(dataFolder, JSON.stringify(path))
    files.push({ path, bytes: await readFile(join(dataFolder, path)) })
  }
  return files
}

/** With PostgreSQL a daemon without a gateway may have left nothing there. */
function noneWhenAbsent(error: NodeJS.ErrnoException): Dirent[] {
  if (error.code === "ENOENT") return []
  throw error
}

/** Files that lie beside those they are to replace. */
export interface StagedFiles {
  /** Puts them in their places. */
  place(): Promise<void>
  /** Removes what was not placed. */
  discard(): Promise<void>
}

/**
 * Writes files of a backup into the data folder under other names, for its owner alone.
 *
 * @throws CoreError `invalid` for a path that no backup of ours holds; the errors of node:fs
 */
export async function stageDataFiles(dataFolder: string, files: readonly FileContent[]): Promise<StagedFiles> {
  for (const { path } of files) {
    if (safePath.test(path) && !leftOut.test(path)) continue
    throw new CoreError("invalid", `the backup holds a file that belongs nowhere: ${JSON.stringify(path)}`, {
      hint: "this is not a backup that Latchkey made",
    })
  }
  const final = files.map(({ path }) => join(dataFolder, path))
  const staged = final.map((path) => `${path}.restored`)
  const discard = async () => {
    for (const path of staged) await rm(path, { force: true })
  }
  try {
    for (const [index, { bytes }] of files.entries()) await writePrivately(staged[index] ?? "", bytes)
  } catch (error) {
    await discard()
    throw error
  }
  return {
    discard,
    async place() {
      for (const [index, path] of final.entries()) await rename(staged[index] ?? "", path)
    },
  }
}

async function writePrivately(path: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  await rm(path, { force: true })
  const file = await open(path, "wx", 0o600)
  try {
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
}

function foreignFile(dataFolder: string, what: string): CoreError {
  return new CoreError("invalid", `the data folder ${dataFolder} holds ${what}, which is nothing of Latchkey`, {
    hint: "move what is not Latchkey's out of that folder, then back up again",
  })
}
