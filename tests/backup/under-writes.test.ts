import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { ApiError, type Client, routes } from "@latchkey/contract"
import { maximumPageSize } from "@latchkey/core"
import pg from "pg"
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest"
import { runCli } from "../../packages/cli/test/run-cli.ts"
import { openBackup } from "../../packages/daemon/src/backup/backup-file.ts"
import type { RowBatch, Value } from "../../packages/daemon/src/backup-content.ts"
import { withSnapshot } from "../../packages/daemon/src/db/snapshot.ts"
import { clientWithToken, openBrowser, type RunningDaemon, signUp, startDaemon } from "../kit/daemon.ts"
import { hasPostgres, type PostgresCluster, startPostgres } from "../kit/postgres.ts"
import { newPublicLine } from "../kit/public-line.ts"

const writers = 8
/** So many keys are acknowledged before the backup begins. */
const before = 40
const passphrase = "correct horse battery staple"
/** Each of these tests runs the command line several times. */
const limits = { timeout: 300_000 }
const patience = { timeout: 60_000, interval: 50 }

/** Where data is: a folder, and a database's address unless it is SQLite in that folder. */
interface Place {
  readonly dataFolder: string
  readonly databaseUrl: string | undefined
}

type Rows = Readonly<Record<string, readonly (readonly Value[])[]>>

let folder: string
let passphraseFile: string
let cluster: PostgresCluster | undefined
let databases = 0

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "latchkey-backup-"))
  passphraseFile = join(folder, "passphrase")
  writeFileSync(passphraseFile, `${passphrase}\n`)
  if (hasPostgres()) cluster = await startPostgres({ fsync: false })
})
afterAll(async () => {
  await cluster?.stop()
  rmSync(folder, { recursive: true })
})

/** An empty place: a new data folder, and for PostgreSQL a new database. */
async function newPlace(kind: "sqlite" | "postgres"): Promise<Place> {
  const dataFolder = join(folder, `data-${++databases}`)
  if (kind === "sqlite") return { dataFolder, databaseUrl: undefined }
  if (cluster === undefined) throw new Error("PostgreSQL has not started")
  const client = new pg.Client(cluster.url)
  await client.connect()
  await client.query(`create database backup_${databases}`)
  await client.end()
  const url = new URL(cluster.url)
  url.pathname = `/backup_${databases}`
  return { dataFolder, databaseUrl: url.href }
}

const serve = ({ dataFolder, databaseUrl }: Place, env: Readonly<Record<string, string>> = {}) =>
  startDaemon({ dataFolder, env, ...(databaseUrl !== undefined && { database: databaseUrl }) })

/** Runs `latchkey backup` or `restore` where the data is. */
function archive({ dataFolder, databaseUrl }: Place, ...args: readonly string[]) {
  const env = { LATCHKEY_DATA: dataFolder, ...(databaseUrl !== undefined && { DATABASE_URL: databaseUrl }) }
  return runCli([...args, "--passphrase-file", passphraseFile], { env })
}

async function collect(batches: AsyncIterable<RowBatch>): Promise<Rows> {
  const rows: Record<string, (readonly Value[])[]> = {}
  for await (const { table, rows: more } of batches) rows[table.name] = [...(rows[table.name] ?? []), ...more]
  return rows
}

async function readBackup(file: string) {
  const { head, batches } = await openBackup(file, passphrase)
  return { head, rows: await collect(batches()) }
}

/** What a restored database holds, without the event of the restore itself. */
async function dump({ dataFolder, databaseUrl: url }: Place): Promise<Rows> {
  const rows = await withSnapshot({ dataFolder, url }, (snapshot) => collect(snapshot.batches()))
  const { audit_events: events = [], ...others } = rows
  return { ...others, audit_events: events.filter((event) => !event.includes("installation.restore")) }
}

/** One column of a table in a backup. */
function column({ head, rows }: Awaited<ReturnType<typeof readBackup>>, table: string, name: string): readonly Value[] {
  const index = head.tables.find((known) => known.name === table)?.columns.indexOf(name) ?? -1
  return (rows[table] ?? []).map((row) => row[index] ?? null)
}

/** All that the API tells an account of its things. */
async function exportOf(client: Client): Promise<unknown> {
  const { account } = await client.call(routes.showAccount, {})
  const { items: tokens } = await client.call(routes.listTokens, { query: {} })
  const keys = await client.call(routes.listKeys, { query: { limit: maximumPageSize } })
  const csv = await client.call(routes.exportKeys, { query: { format: "csv" } })
  const events = await client.call(routes.listAuditEvents, { query: { limit: maximumPageSize, action: "key.import" } })
  return { account, keys, csv, events, tokens: tokens.map(({ lastUsedAt, lastUsedFrom, ...token }) => token) }
}

interface Writing {
  readonly imported: Set<string>
  readonly deleted: Set<string>
  stop(): Promise<void>
}

/** Writers of one account get in each other's way, and PostgreSQL asks some of them to come again. */
async function unlessBusy<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call
  } catch (error) {
    if (error instanceof ApiError && error.code === "unavailable") return undefined
    throw error
  }
}

/** Eight writers that import, rename and delete keys until they are stopped; what they keep track of was acknowledged. */
function writeOn(client: Client): Writing {
  const imported = new Set<string>()
  const deleted = new Set<string>()
  let goesOn = true
  const write = async (writer: number) => {
    for (let count = 0; goesOn; count++) {
      const text = newPublicLine(`writer ${writer}, key ${count}`)
      const answer = await unlessBusy(client.call(routes.importKeys, { body: { keys: [{ text }] } }))
      const [result] = answer?.results ?? []
      if (result?.outcome !== "imported") continue
      const params = { id: result.key.id }
      imported.add(params.id)
      if (count % 3 === 1) {
        await unlessBusy(client.call(routes.updateKey, { params, body: { name: `renamed ${params.id}` } }))
      }
      if (count % 3 !== 2) continue
      // From the moment that it is asked for, a backup may have it either way.
      deleted.add(params.id)
      await unlessBusy(client.call(routes.deleteKey, { params }))
    }
  }
  const all = Promise.all(Array.from({ length: writers }, (_, writer) => write(writer)))
  return {
    imported,
    deleted,
    stop: async () => {
      goesOn = false
      await all
    },
  }
}

describe.skipIf(!hasPostgres()).each(["sqlite", "postgres"] as const)("a backup of a daemon on %s", limits, (kind) => {
  let place: Place
  let daemon: RunningDaemon
  let file: string
  let backup: Awaited<ReturnType<typeof readBackup>>
  let token: string
  const wanted: string[] = []

  beforeAll(async () => {
    place = await newPlace(kind)
    daemon = await serve(place, { LATCHKEY_SSH_LISTEN: "127.0.0.1:0" })
    const account = await signUp(daemon)
    token = account.token
    const writing = writeOn(account.client)
    try {
      await vi.waitFor(() => expect(writing.imported.size).toBeGreaterThan(before), patience)
      const acknowledged = [...writing.imported]
      file = join(folder, `${kind}.backup`)
      const result = await archive(place, "backup", file, "--json")
      expect(result).toMatchObject({ status: 0, stderr: "" })
      expect(JSON.parse(result.stdout)).toMatchObject({ file, verified: true, audited: true })
      wanted.push(...acknowledged.filter((id) => !writing.deleted.has(id)))
    } finally {
      await writing.stop()
    }
    backup = await readBackup(file)
  })
  afterAll(() => daemon.stop())

  test("was taken while others wrote, and shows one moment of it", () => {
    const kept = new Set(column(backup, "ssh_keys", "id"))
    expect(wanted.filter((id) => !kept.has(id))).toEqual([])
    const actions = column(backup, "audit_events", "action")
    const targets = column(backup, "audit_events", "target_id")
    const about = (action: string) => targets.filter((_, index) => actions[index] === action)
    const deleted = new Set(about("key.delete"))
    expect(new Set(about("key.import").filter((id) => !deleted.has(id)))).toEqual(kept)
    expect(new Set(column(backup, "key_material", "fingerprint"))).toEqual(
      new Set(column(backup, "ssh_keys", "fingerprint")),
    )
  })

  test("holds nothing that lets somebody in without a passphrase, a token or a key", () => {
    const kept = backup.head.tables.map(({ name }) => name)
    expect(kept).not.toContain("login_sessions")
    expect(kept).not.toContain("auth_tokens")
    expect(readFileSync(file).includes("alice")).toBe(false)
  })

  test.each(["sqlite", "postgres"] as const)("restores to %s with the same rows and files", async (target) => {
    const restored = await newPlace(target)
    const result = await archive(restored, "restore", file)
    expect(result.status, result.stderr).toBe(0)
    expect(result.stdout).toContain("as they were at")
    const { audit_events: events, ...others } = backup.rows
    expect(await dump(restored)).toEqual({ ...others, audit_events: events })
    const hostKeys = readdirSync(join(place.dataFolder, "ssh"))
    expect(hostKeys.length).toBeGreaterThan(0)
    for (const name of hostKeys) {
      const path = join("ssh", name)
      expect(readFileSync(join(restored.dataFolder, path))).toEqual(readFileSync(join(place.dataFolder, path)))
    }
    expect(readdirSync(restored.dataFolder).filter((name) => name === "restoring")).toEqual([])
  })

  test("made when nobody writes gives the same export through the API of a daemon on the other database", async () => {
    const quiet = join(folder, `${kind}-quiet.backup`)
    const browser = await openBrowser(daemon)
    await browser.signIn("alice")
    expect((await archive(place, "backup", quiet)).status).toBe(0)
    const restored = await newPlace(kind === "sqlite" ? "postgres" : "sqlite")
    expect((await archive(restored, "restore", quiet)).status).toBe(0)
    const other = await serve(restored)
    try {
      const client = clientWithToken(other, token)
      expect(await exportOf(client)).toEqual(await exportOf(clientWithToken(daemon, token)))
      const { items } = await client.call(routes.listAuditEvents, { query: { action: "installation.restore" } })
      expect(items).toMatchObject([{ door: "daemon", target: { kind: "installation" } }])
      // Whoever was signed in there is not here.
      const answer = await fetch(`${other.url}/api/v1/account`, { headers: browser.headers() })
      expect(answer.status).toBe(401)
      expect((await archive(restored, "restore", quiet, "--replace", "--yes")).stderr).toContain("already runs")
    } finally {
      await other.stop()
    }
    const refused = await archive(restored, "restore", quiet)
    expect(refused).toMatchObject({ status: 5, stdout: "" })
    expect(refused.stderr).toMatch(/^latchkey: error: this database holds an account\nlatchkey: hint: .*--replace.*\n$/)
    expect((await archive(restored, "restore", quiet, "--replace", "--yes")).status).toBe(0)
  })
})

test("what is no whole backup is refused in a line and a hint, and nothing is made", async () => {
  const text = join(folder, "text")
  writeFileSync(text, "not a backup\n")
  const source = await newPlace("sqlite")
  const daemon = await serve(source)
  const whole = join(folder, "whole.backup")
  expect((await archive(source, "backup", whole)).status).toBe(0)
  await daemon.stop()
  const cut = join(folder, "cut")
  writeFileSync(cut, readFileSync(whole).subarray(0, -1))
  const other = join(folder, "other")
  writeFileSync(other, readFileSync(whole))
  const refusals = [
    [text, "this is not a backup of Latchkey", 2],
    [cut, "the backup is damaged or cut off", 2],
    [join(folder, "nowhere"), "there is no file", 3],
    [folder, "cannot be read", 2],
  ] as const
  for (const [file, words, status] of refusals) {
    const target = await newPlace("sqlite")
    const result = await archive(target, "restore", file)
    expect(result).toMatchObject({ status, stdout: "" })
    expect(result.stderr).toMatch(/^latchkey: error: [^\n]+\nlatchkey: hint: [^\n]+\n$/)
    expect(result.stderr).toContain(words)
    expect(existsSync(join(target.dataFolder, "ssh"))).toBe(false)
  }
  writeFileSync(passphraseFile, "another passphrase\n")
  const wrong = await archive(await newPlace("sqlite"), "restore", other)
  writeFileSync(passphraseFile, `${passphrase}\n`)
  expect(wrong.stderr).toContain("the passphrase does not open this backup")
})
