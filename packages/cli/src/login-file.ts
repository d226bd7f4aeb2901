import { randomUUID } from "node:crypto"
import { chmod, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises"
import { homedir } from "node:os"
import { dirname, isAbsolute, join } from "node:path"
import { CoreError } from "@latchkey/core"

/** What `latchkey login` leaves behind: the one place where the CLI keeps a secret. */
export interface StoredLogin {
  /** The daemon's address, without a path. */
  readonly url: string
  readonly tokenId: string
  readonly token: string
}

/** `$XDG_CONFIG_HOME/latchkey/login.json`; the variable counts only when it is absolute (XDG Base Directory). */
export function loginFile(): string {
  const configured = process.env.XDG_CONFIG_HOME
  const folder = configured !== undefined && isAbsolute(configured) ? configured : join(homedir(), ".config")
  return join(folder, "latchkey", "login.json")
}

/** @throws CoreError `invalid` for a file that something else has written */
export async function readLogin(): Promise<StoredLogin | undefined> {
  const path = loginFile()
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT" || error.code === "ENOTDIR") return undefined
    throw error
  })
  if (text === undefined) return undefined
  const login = parseLogin(text)
  if (login !== undefined) return login
  throw new CoreError("invalid", `${path} is damaged`, { hint: "delete it, and log in again" })
}

/** For its owner alone, and at once: a reader finds the old login or the new one, never half of it. */
export async function writeLogin(login: StoredLogin): Promise<void> {
  const path = loginFile()
  const folder = dirname(path)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await chmod(folder, 0o700)
  const temporary = join(folder, `.login.${randomUUID()}`)
  try {
    await writeFile(temporary, `${JSON.stringify(login, null, 2)}\n`, { mode: 0o600, flag: "wx", flush: true })
    await rename(temporary, path)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
}

export async function removeLogin(): Promise<void> {
  await rm(loginFile(), { force: true })
}

function parseLogin(text: string): StoredLogin | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isLogin(value) ? value : undefined
  } catch {
    return undefined
  }
}

function isLogin(value: unknown): value is StoredLogin {
  const isText = (field: unknown) => typeof field === "string" && field !== ""
  if (typeof value !== "object" || value === null) return false
  return (
    "url" in value &&
    isText(value.url) &&
    "tokenId" in value &&
    isText(value.tokenId) &&
    "token" in value &&
    isText(value.token)
  )
}
