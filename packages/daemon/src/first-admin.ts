import { readFile } from "node:fs/promises"
import { type Context, CoreError, createFirstAccount, needsSetUp } from "@latchkey/core"
import type { Config } from "./config.ts"

/**
 * Makes the first account as the settings say, when they do and there is none yet.
 *
 * @throws CoreError `invalid` when the password cannot be read or the account breaks a rule
 */
export async function createAdmin({ admin }: Config, context: Context): Promise<void> {
  if (admin === undefined || !(await needsSetUp(context))) return
  const text = await readFile(admin.passwordFile, "utf8").catch((cause) => {
    throw new CoreError("invalid", `the password file ${admin.passwordFile} cannot be read`, {
      hint: "LATCHKEY_ADMIN_PASSWORD_FILE names a file whose first line is the password",
      cause,
    })
  })
  const [password = ""] = text.split(/\r?\n/)
  const { handle, email } = admin
  try {
    await createFirstAccount(context, { handle, email, displayName: handle, password })
  } catch (error) {
    if (!(error instanceof CoreError)) throw error
    // Another daemon over the same database, started at the same moment, was first.
    if (error.code === "conflict") return
    if (error.code !== "invalid") throw error
    throw new CoreError("invalid", `the first account cannot be made: ${error.message}`, {
      hint: "look at the settings LATCHKEY_ADMIN_HANDLE, _EMAIL and _PASSWORD_FILE",
    })
  }
}
