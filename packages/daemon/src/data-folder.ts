import { constants } from "node:fs"
import { access, mkdir } from "node:fs/promises"
import { CoreError } from "@latchkey/core"

/**
 * Makes the folder that holds everything, for its owner alone, where it is missing.
 *
 * @throws CoreError `unavailable` when it cannot be made or written
 */
export async function openDataFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true, mode: 0o700 })
    await access(path, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch (cause) {
    throw new CoreError("unavailable", `the data folder ${path} cannot be written`, {
      hint: "let the user that runs Latchkey own it, or choose another folder with LATCHKEY_DATA",
      cause,
    })
  }
}
