import { execFileSync, spawn } from "node:child_process"
import { once } from "node:events"
import { chownSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout as delay } from "node:timers/promises"
import pg from "pg"
import { freePort } from "./ports.ts"
import { requireTool } from "./tools.ts"

/** A second PostgreSQL that has all that the first one acknowledges, and takes its place when told to. */
export interface Standby {
  readonly port: number
  /** Makes it the one that can be written to. */
  promote(): Promise<void>
  stop(): Promise<void>
}

/** Milliseconds that a step may take on a busy machine. */
const patience = 60_000

/** Copies a cluster, and lets it confirm a commit no sooner than the copy has it. */
export async function startStandby(primaryUrl: string): Promise<Standby> {
  const postgres = requireTool("postgres", "postgresql")
  const copier = requireTool("pg_basebackup", "postgresql")
  if (postgres === undefined || copier === undefined) throw new Error("PostgreSQL is missing: install postgresql")
  const folder = mkdtempSync(join(tmpdir(), "latchkey-standby-"))
  const owner = process.getuid?.() === 0 ? postgresUser() : undefined
  if (owner !== undefined) chownSync(folder, owner.uid, owner.gid)
  const data = join(folder, "data")
  const copy = [`--pgdata=${data}`, `--dbname=${primaryUrl}`, "--checkpoint=fast", "--write-recovery-conf", "--no-sync"]
  execFileSync(copier, copy, { ...owner, cwd: folder, stdio: "pipe" })
  const port = await freePort()
  const settings = [`port=${port}`, "listen_addresses=127.0.0.1", `unix_socket_directories=${folder}`]
  const args = ["-D", data, ...settings.flatMap((setting) => ["-c", setting])]
  const child = spawn(postgres, args, { ...owner, cwd: folder, stdio: "ignore" })
  const endWithUs = () => void child.kill("SIGQUIT")
  process.once("exit", endWithUs)
  const own = new URL(primaryUrl)
  own.port = String(port)
  await untilIs(own.href, "select true as is")
  await query(primaryUrl, "alter system set synchronous_standby_names = '*'")
  await query(primaryUrl, "select pg_reload_conf()")
  await untilIs(primaryUrl, "select count(*) = 1 as is from pg_stat_replication where sync_state = 'sync'")
  return {
    port,
    async promote() {
      await query(own.href, "select pg_promote()")
      await untilIs(own.href, "select not pg_is_in_recovery() as is")
    },
    async stop() {
      const ended = once(child, "exit")
      child.kill("SIGQUIT")
      await ended
      process.off("exit", endWithUs)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function query(url: string, text: string): Promise<readonly unknown[]> {
  const client = new pg.Client(url)
  client.on("error", () => {})
  await client.connect()
  try {
    return (await client.query(text)).rows
  } finally {
    await client.end()
  }
}

async function untilIs(url: string, text: string): Promise<void> {
  for (const limit = Date.now() + patience; ; ) {
    const [row] = await query(url, text).catch(() => [])
    if (typeof row === "object" && row !== null && "is" in row && row.is === true) return
    if (Date.now() > limit) throw new Error(`PostgreSQL never answered yes to: ${text}`)
    await delay(100)
  }
}

function postgresUser(): { uid: number; gid: number } {
  const id = (flag: string) => Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" }))
  return { uid: id("-u"), gid: id("-g") }
}
