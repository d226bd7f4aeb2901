import { constants } from "node:fs"
import { access, chmod, mkdir, stat } from "node:fs/promises"
import { dirname, join } from "node:path"
import { CoreError } from "@latchkey/core"
import Sqlite from "better-sqlite3"

/**
 * Makes the folder that holds everything where it is missing, for its owner alone also where it is not, and keeps other
 * daemons out of it.
 *
 * @returns what lets it go again; when the daemon dies, by whatever cause, the system does that
 * @throws CoreError `unavailable` when it cannot be made or written, `forbidden` when others may write to it, `conflict` when
 *   another daemon has it
 */
export async function openDataFolder(path: string): Promise<() => void> {
  const runFolder = join(path, "run")
  try {
    await makeFolder(path)
    await keepToOwner(path)
    await makeFolder(runFolder)
    await access(path, constants.R_OK | constants.W_OK | constants.X_OK)
    return lock(join(runFolder, "daemon.lock"))
  } catch (cause) {
    if (cause instanceof CoreError) throw cause
    if (cause instanceof Sqlite.SqliteError && cause.code === "SQLITE_BUSY") {
      throw new CoreError("conflict", `another Latchkey already runs with the data folder ${path}`, {
        hint: "stop that one first, or give this one another folder with LATCHKEY_DATA",
      })
    }
    throw new CoreError("unavailable", `the data folder ${path} cannot be written`, {
      hint: "let the user that runs Latchkey own it, or choose another folder with LATCHKEY_DATA",
      cause,
    })
  }
}

/** Node's recursive `mkdir` never ends where a folder that exists answers that it does not, as `/proc` does. */
async function makeFolder(path: string): Promise<void> {
  if (await isFolder(path)) return
  if (dirname(path) !== path) await makeFolder(dirname(path))
  try {
    await mkdir(path, { mode: 0o700 })
  } catch (error) {
    // Another daemon may have made it meanwhile.
    if (!(await isFolder(path))) throw error
  }
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  )
}

/** Who could only read gets nothing more; who could write may have put anything there, which a person has to look at. */
async function keepToOwner(path: string): Promise<void> {
  if (process.platform === "win32") return
  const { mode } = await stat(path)
  if ((mode & 0o022) !== 0) {
    throw new CoreError("forbidden", `others than its owner may write to the data folder ${path}`, {
      hint: `look whether everything in it is yours, then: chmod 700 ${path}`,
    })
  }
  if ((mode & 0o077) !== 0) await chmod(path, 0o700)
}

/** Node has no locks of files; SQLite, on an empty file, has, and they end with their process. */
function lock(path: string): () => void {
  const file = new Sqlite(path, { timeout: 0 })
  try {
    file.exec("begin exclusive")
  } catch (error) {
    file.close()
    throw error
  }
  return () => void file.close()
}
