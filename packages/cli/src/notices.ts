import { chmod, mkdir, stat, writeFile } from "node:fs/promises"
import { dirname, join } from "node:path"
import { type Client, routes } from "@latchkey/contract"
import { day, type Instant } from "@latchkey/core"
import { claimNotices, type Notice } from "./claim-notices.ts"
import { isForPeople, printHint, printNote } from "./io.ts"
import { loginFile } from "./login-file.ts"
import { inWords } from "./time.ts"
import { usedConnection } from "./used-connection.ts"

/** A notice must not make a command wait: milliseconds. */
const patience = 2_000

/**
 * After a command that talked to the daemon: says who claims one of the account's keys, each time for as long as there
 * is something to do about it, and once a day what was settled and which keys expire within 14 days. For people only;
 * nothing that goes wrong here is worth a word.
 */
export async function tellNotices(args: readonly string[]): Promise<void> {
  const connection = usedConnection()
  if (connection === undefined || !isForPeople() || !process.stderr.isTTY || args.includes("--json")) return
  const { client } = connection
  try {
    const now = Date.now()
    const signal = AbortSignal.timeout(patience)
    const stamp = join(dirname(loginFile()), "last-notice")
    const isFirst = !(await isFromToday(stamp, now))
    const claims = await claimNotices(client, isFirst, now, signal)
    const expiry = isFirst ? await expiryNotices(client, now, signal) : []
    if (isFirst) await touch(stamp)
    for (const { message, hint } of [...claims, ...expiry]) {
      printNote(message)
      if (hint !== undefined) printHint(hint)
    }
  } catch {
    // A token without keys:read, a folder that cannot be written to, a daemon that has gone: no news.
  }
}

async function expiryNotices(client: Client, now: Instant, signal: AbortSignal): Promise<readonly Notice[]> {
  const { health, expiresSoon } = await client.call(routes.summariseKeys, {}, signal)
  if (health.notice === 0) return []
  const names = expiresSoon.map(({ name, expiresAt }) => `${name} expires ${inWords(expiresAt, now)}`)
  if (health.notice > names.length) names.push(`and ${health.notice - names.length} more`)
  const hint = "latchkey key list --sort expires shows them; add a new key before the old one ends"
  return [{ message: names.join(", "), hint }]
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
