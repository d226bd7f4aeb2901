import { spawn } from "node:child_process"
import { once } from "node:events"
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout as delay } from "node:timers/promises"
import { fileURLToPath } from "node:url"
import pg from "pg"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { backUp } from "../../packages/daemon/src/archive.ts"
import { settleFiles, stageFiles } from "../../packages/daemon/src/backup/staged-files.ts"
import { openDatabase } from "../../packages/daemon/src/db/database.ts"
import { wasRestored } from "../../packages/daemon/src/db/restored.ts"
import { withSnapshot } from "../../packages/daemon/src/db/snapshot.ts"
import { createSecrets } from "../../packages/daemon/src/secrets.ts"
import { addAccount, newEvent } from "../../packages/daemon/test/db/rows.ts"
import { startDaemon } from "../kit/daemon.ts"
import { hasPostgres, type PostgresCluster, startPostgres } from "../kit/postgres.ts"

/** Of a restore, at random moments after it has begun to write. */
const kills = 6
/** Rows enough that the transaction takes its time. */
const events = 3_000

const main = fileURLToPath(new URL("../../packages/daemon/src/main.ts", import.meta.url))
const passphrase = "correct horse battery staple"
const secrets = createSecrets()
const quiet = { begin: () => {}, rows: () => {}, bytes: () => {} }

interface Place {
  readonly dataFolder: string
  readonly databaseUrl: string | undefined
}

let folder: string
let cluster: PostgresCluster
let count = 0
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "latchkey-cut-"))
  if (hasPostgres()) cluster = await startPostgres({ fsync: false })
})
afterAll(async () => {
  await cluster?.stop()
  rmSync(folder, { recursive: true })
})

async function createDatabase(template: string): Promise<string> {
  const name = `cut_${++count}`
  const client = new pg.Client(cluster.url)
  await client.connect()
  await client.query(`create database ${name} template ${template}`)
  await client.end()
  const url = new URL(cluster.url)
  url.pathname = `/${name}`
  return url.href
}

/** An installation with an account and a host key that tell it apart. */
async function makeInstallation(kind: "sqlite" | "postgres", name: string): Promise<Place> {
  const dataFolder = join(folder, `${kind}-${name}`)
  const databaseUrl = kind === "postgres" ? await createDatabase("template1") : undefined
  mkdirSync(join(dataFolder, "ssh"), { recursive: true, mode: 0o700 })
  writeFileSync(join(dataFolder, "ssh", "host_key"), name)
  const database = await openDatabase({ url: databaseUrl, dataFolder, secrets, clock: { now: Date.now } })
  const account = await addAccount(database.stores, { displayName: name })
  await database.transaction(async ({ auditEvents }) => {
    for (let made = 0; made < events; made++) await auditEvents.append(newEvent(account))
  })
  await database.close()
  return { dataFolder, databaseUrl }
}

async function copyOf({ dataFolder, databaseUrl }: Place): Promise<Place> {
  const copy = join(folder, `copy-${++count}`)
  cpSync(dataFolder, copy, { recursive: true })
  const template = databaseUrl === undefined ? undefined : new URL(databaseUrl).pathname.slice(1)
  return { dataFolder: copy, databaseUrl: template === undefined ? undefined : await createDatabase(template) }
}

/** Runs `restore --replace`; `onWriting` is called as soon as its first file is there. */
async function restore({ dataFolder, databaseUrl }: Place, file: string, onWriting: (kill: () => void) => void) {
  const env = { PATH: process.env.PATH, LATCHKEY_DATA: dataFolder, DATABASE_URL: databaseUrl }
  const stdio = ["ignore", "ignore", "pipe", "pipe"] as const
  const child = spawn(process.execPath, [main, "restore", "--replace", "--", file], { env, stdio: [...stdio] })
  let log = ""
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    log += text
  })
  const pipe = child.stdio[3]
  if (pipe !== null && pipe !== undefined && "end" in pipe) pipe.end(passphrase)
  const ended = once(child, "close")
  let isOver = false
  ended.then(() => {
    isOver = true
  })
  while (!isOver && !existsSync(join(dataFolder, "restoring"))) await delay(2)
  const writing = performance.now()
  onWriting(() => child.kill("SIGKILL"))
  await ended
  return { status: child.exitCode, log, writingTook: performance.now() - writing }
}

/** Whose database and whose files are there, once the next start has looked. */
async function stateOf({ dataFolder, databaseUrl: url }: Place): Promise<readonly string[]> {
  await settleFiles(dataFolder, (id) => wasRestored({ url, dataFolder }, id))
  const name = await withSnapshot({ url, dataFolder }, async (snapshot) => {
    for await (const { table, rows } of snapshot.batches()) {
      if (table.name === "accounts") return String(rows[0]?.[table.columns.indexOf("display_name")])
    }
    return "none"
  })
  expect(readdirSync(dataFolder)).not.toContain("restoring")
  return [name, readFileSync(join(dataFolder, "ssh", "host_key"), "utf8")]
}

describe.each(["sqlite", "postgres"] as const)("a restore on %s", (kind) => {
  const skips = kind === "postgres" && !hasPostgres()
  test.skipIf(skips)(
    "that is killed at any moment leaves all of the old or all of the new",
    { timeout: 300_000 },
    async () => {
      const old = await makeInstallation(kind, "old")
      const file = join(folder, `${kind}.backup`)
      await backUp(await makeInstallation(kind, "new"), file, passphrase, quiet)

      const whole = await copyOf(old)
      const { status, log, writingTook } = await restore(whole, file, () => {})
      expect(status, log).toBe(0)
      expect(await stateOf(whole)).toEqual(["new", "new"])
      const [, kept = ""] = /what was replaced is kept in (\S+\.backup),/.exec(log) ?? []
      const again = await copyOf(whole)
      expect((await restore(again, kept, () => {})).status).toBe(0)
      expect(await stateOf(again)).toEqual(["old", "old"])

      for (let killed = 0; killed < kills; killed++) {
        const place = await copyOf(old)
        const moment = (writingTook * killed) / (kills - 1)
        await restore(place, file, (kill) => setTimeout(kill, moment))
        const [database, files] = await stateOf(place)
        expect(files, `killed ${moment} ms after it began to write`).toBe(database)
        expect(["old", "new"]).toContain(database)
      }
    },
  )
})

test("a restore that was killed between its database and its files is brought to its end by the next start", async () => {
  const place = await copyOf(await makeInstallation("sqlite", "first"))
  const file = join(folder, "first.backup")
  await backUp(place, file, passphrase, quiet)
  const { status, log } = await restore(place, file, () => {})
  expect(status, log).toBe(0)
  const { dataFolder, databaseUrl: url } = place
  const requestId = await withSnapshot({ url, dataFolder }, async (snapshot) => {
    for await (const { table, rows } of snapshot.batches()) {
      const row = rows.find((values) => values.includes("installation.restore"))
      if (table.name === "audit_events" && row !== undefined) return String(row[table.columns.indexOf("request_id")])
    }
    return ""
  })
  await stageFiles(dataFolder, requestId, [{ path: "ssh/host_key", bytes: Buffer.from("of the backup") }])
  await stageFiles(dataFolder, "of no restore", [{ path: "ssh/host_key", bytes: Buffer.from("of another") }])
  const daemon = await startDaemon({ dataFolder })
  try {
    expect(readFileSync(join(dataFolder, "ssh", "host_key"), "utf8")).toBe("of the backup")
    expect(readdirSync(dataFolder)).not.toContain("restoring")
    expect(daemon.log()).toContain("a restore that was cut off has come to its end")
  } finally {
    await daemon.stop()
  }
})
