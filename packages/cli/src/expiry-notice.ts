import { chmod, mkdir, stat, writeFile } from "node:fs/promises"
import { dirname, join } from "node:path"
import { routes } from "@latchkey/contract"
import { day } from "@latchkey/core"
import { isForPeople, printHint, printNote } from "./io.ts"
import { loginFile } from "./login-file.ts"
import { inWords } from "./time.ts"
import { usedConnection } from "./used-connection.ts"

/** A notice must not make a command wait: milliseconds. */
const patience = 2_000

/**
 * After a command that talked to the daemon: says which of the account's keys expire within 14 days. For people only, and
 * once a day; nothing that goes wrong here is worth a word.
 */
export async function noticeExpiry(args: readonly string[]): Promise<void> {
  const connection = usedConnection()
  if (connection === undefined || !isForPeople() || !process.stderr.isTTY || args.includes("--json")) return
  try {
    const now = Date.now()
    const stamp = join(dirname(loginFile()), "last-notice")
    if (await isFromToday(stamp, now)) return
    const { health, expiresSoon } = await connection.client.call(
      routes.summariseKeys,
      {},
      AbortSignal.timeout(patience),
    )
    await touch(stamp)
    if (health.notice === 0) return
    const names = expiresSoon.map(({ name, expiresAt }) => `${name} expires ${inWords(expiresAt, now)}`)
    if (health.notice > names.length) names.push(`and ${health.notice - names.length} more`)
    printNote(names.join(", "))
    printHint("latchkey key list --sort expires shows them; add a new key before the old one ends")
  } catch {
    // A token without keys:read, a folder that cannot be written to, a daemon that has gone: no news.
  }
}

async function isFromToday(path: string, now: number): Promise<boolean> {
  const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: 0 }))
  // A time to come is a clock that was wrong.
  return mtimeMs <= now && now - mtimeMs < day
}

async function touch(path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  await writeFile(path, "", { mode: 0o600 })
  await chmod(path, 0o600)
}
