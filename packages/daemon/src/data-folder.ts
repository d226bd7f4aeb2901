import { constants } from "node:fs"
import { access, mkdir } from "node:fs/promises"
import { join } from "node:path"
import { CoreError } from "@latchkey/core"
import Sqlite from "better-sqlite3"

/**
 * Makes the folder that holds everything, for its owner alone, where it is missing, and keeps other daemons out of it.
 *
 * @returns what lets it go again; when the daemon dies, by whatever cause, the system does that
 * @throws CoreError `unavailable` when it cannot be made or written, `conflict` when another daemon has it
 */
export async function openDataFolder(path: string): Promise<() => void> {
  const runFolder = join(path, "run")
  try {
    await mkdir(path, { recursive: true, mode: 0o700 })
    await mkdir(runFolder, { recursive: true, mode: 0o700 })
    await access(path, constants.R_OK | constants.W_OK | constants.X_OK)
    return lock(join(runFolder, "daemon.lock"))
  } catch (cause) {
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
