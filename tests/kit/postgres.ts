import { type ChildProcess, execFileSync, spawn } from "node:child_process"
import { randomBytes } from "node:crypto"
import { once } from "node:events"
import { chownSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { freePort } from "./ports.ts"
import { requireTool } from "./tools.ts"

/** A throw-away PostgreSQL cluster; `url` is a `postgres://` address of its empty database. */
export interface PostgresCluster {
  readonly url: string
  /** Ends all of its processes at once with SIGKILL, as a power cut does. Its files stay. */
  kill(): Promise<void>
  /** Ends it as whoever administers it does: what runs is cut off, in words. Its files stay. */
  shutDown(): Promise<void>
  /** Starts it again, on its files and at its address, after `kill` or `shutDown`. */
  start(): Promise<void>
  /** Freezes all of its processes, as a disk does that hangs: it takes connections and answers nothing. */
  freeze(): void
  /** Lets them go on. */
  thaw(): void
  /** Stops the cluster and removes its files; safe to call twice. */
  stop(): Promise<void>
}

export interface PostgresOptions {
  /** `false` trades durability for speed; leave it on wherever a test speaks of durability. */
  readonly fsync?: boolean
}

/** Attempts, because another program can take the free port before PostgreSQL does. */
const PORT_ATTEMPTS = 3

/** Milliseconds until a cluster that does not accept connections counts as failed. */
const START_LIMIT_MS = 30_000

/** Characters of a cluster's log that are kept to look at. */
const LOG_KEPT = 10_000

/** For `describe.skipIf(!hasPostgres())`: throws instead of answering `false` when `CI=true`. */
export function hasPostgres(): boolean {
  return requireTool("initdb", "postgresql") !== undefined
}

/**
 * Makes and starts a PostgreSQL cluster of the installed version under the temporary folder.
 *
 * It listens on a free loopback port, asks for a random password, and writes as durably as a real one. PostgreSQL
 * refuses to run as root: started by root, it runs as the system user `postgres` that Debian's package makes.
 */
export async function startPostgres(options: PostgresOptions = {}): Promise<PostgresCluster> {
  const initdb = requireTool("initdb", "postgresql")
  const postgres = requireTool("postgres", "postgresql")
  if (initdb === undefined || postgres === undefined) throw new Error("PostgreSQL is missing: install postgresql")

  const owner = process.getuid?.() === 0 ? systemUser("postgres") : undefined
  const folder = mkdtempSync(join(tmpdir(), "latchkey-postgres-"))
  if (owner !== undefined) chownSync(folder, owner.uid, owner.gid)
  const password = randomBytes(16).toString("hex")
  const passwordFile = join(folder, "password")
  writeFileSync(passwordFile, password)
  const data = join(folder, "data")
  const init = ["--pgdata", data, "--username=latchkey", "--auth=scram-sha-256", `--pwfile=${passwordFile}`]
  execFileSync(initdb, [...init, "--encoding=UTF8", "--locale=C", "--no-sync"], {
    ...owner,
    cwd: folder,
    stdio: "pipe",
  })

  for (let attempt = 1; ; attempt++) {
    const port = await freePort()
    const fsync = options.fsync === false ? "off" : "on"
    const settings = [`port=${port}`, "listen_addresses=127.0.0.1", `unix_socket_directories=${folder}`]
    const args = ["-D", data, ...[...settings, `fsync=${fsync}`].flatMap((setting) => ["-c", setting])]
    const launch = () => spawn(postgres, args, { ...owner, cwd: folder, stdio: ["ignore", "ignore", "pipe"] })
    let child = launch()
    // A test run that is cut short must not leave the cluster behind.
    const endWithUs = () => void child.kill("SIGQUIT")
    process.once("exit", endWithUs)
    const log = await readyOrLog(child)
    if (log === undefined) {
      return {
        url: `postgres://latchkey:${password}@127.0.0.1:${port}/postgres`,
        kill: () => killCluster(child),
        shutDown: () => stopCluster(child),
        freeze: () => signalAll(child, "SIGSTOP"),
        thaw: () => signalAll(child, "SIGCONT"),
        async start() {
          for (const limit = Date.now() + START_LIMIT_MS; ; ) {
            child = launch()
            const problem = await readyOrLog(child)
            if (problem === undefined) return
            // Its killed children take a moment to let go of the memory that they shared.
            if (problem.includes("still in use") && Date.now() < limit) continue
            throw new Error(`PostgreSQL did not start again:\n${problem}`)
          }
        },
        async stop() {
          await stopCluster(child, folder)
          process.off("exit", endWithUs)
        },
      }
    }
    process.off("exit", endWithUs)
    await stopCluster(child)
    if (attempt < PORT_ATTEMPTS && log.includes("Address already in use")) continue
    rmSync(folder, { recursive: true, force: true })
    throw new Error(`PostgreSQL did not start:\n${log}`)
  }
}

/** The postmaster's children have process groups of their own, and would otherwise live to end their work. */
async function killCluster(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, "exit")
  signalAll(child, "SIGKILL")
  await ended
}

function signalAll(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return
  const children = childrenOf(child.pid)
  child.kill(signal)
  for (const pid of children) {
    try {
      process.kill(pid, signal)
    } catch {
      // It has ended by itself.
    }
  }
}

function childrenOf(pid: number): readonly number[] {
  try {
    const list = execFileSync("ps", ["-o", "pid=", "--ppid", String(pid)], { encoding: "utf8" })
    return list.trim().split(/\s+/).map(Number)
  } catch {
    // ps ends with status 1 when there are none.
    return []
  }
}

function systemUser(name: string): { uid: number; gid: number } {
  const id = (flag: string) => Number(execFileSync("id", [flag, name], { encoding: "utf8" }))
  return { uid: id("-u"), gid: id("-g") }
}

/** Waits until PostgreSQL accepts connections; resolves with its log instead when it ends or takes too long. */
function readyOrLog(child: ChildProcess): Promise<string | undefined> {
  return new Promise((resolve) => {
    let log = ""
    const timer = setTimeout(() => resolve(`${log}\nno answer in ${START_LIMIT_MS} ms`), START_LIMIT_MS)
    const settle = (outcome: string | undefined) => {
      clearTimeout(timer)
      resolve(outcome)
    }
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      // The pipe has to be read to the end of the cluster's life, and whoever cannot connect yet fills it with complaints.
      log = (log + text).slice(-LOG_KEPT)
      if (log.includes("ready to accept connections")) settle(undefined)
    })
    child.once("exit", () => settle(log))
    child.once("error", (error) => settle(String(error)))
  })
}

async function stopCluster(child: ChildProcess, folder?: string): Promise<void> {
  if (child.exitCode === null && child.signalCode === null && child.pid !== undefined) {
    const ended = once(child, "exit")
    // It may have been left frozen.
    signalAll(child, "SIGCONT")
    // SIGINT is PostgreSQL's fast shutdown: connections that tests left open are cut.
    child.kill("SIGINT")
    await ended
  }
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true })
}
