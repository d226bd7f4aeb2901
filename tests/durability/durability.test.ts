import { spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import Sqlite from "better-sqlite3"
import pg from "pg"
import { afterAll, describe, expect, test } from "vitest"
import { databaseFile, openSqlite } from "../../packages/daemon/src/db/sqlite.ts"
import { hasPostgres, startPostgres } from "../kit/postgres.ts"

/** Of the writer, and of PostgreSQL with it, at random moments. */
const kills = 20
/** A kill falls within this many milliseconds after the first acknowledged write. */
const longestRun = 250

const seed = Number(process.env.LATCHKEY_TEST_SEED ?? Date.now() % 2 ** 32)
const random = randomFrom(seed)
const folders: string[] = []

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true })
})

/** A query's first column, asked past the program. */
type Ask = (query: string) => Promise<readonly string[]>

describe(`nothing acknowledged is lost over ${kills} kills (LATCHKEY_TEST_SEED=${seed})`, () => {
  test("on SQLite", { concurrent: true, timeout: 120_000 }, async () => {
    const dataFolder = newFolder()
    const acknowledged = new Set<string>()
    openSqlite(dataFolder).close()
    for (let kill = 0; kill < kills; kill++) {
      await writeUntilKilled(dataFolder, "", acknowledged, async () => {})
      const file = new Sqlite(join(dataFolder, databaseFile))
      await expectWhole(async (query) => file.prepare<[], string>(query).pluck().all(), acknowledged)
      file.close()
    }
    const database = openSqlite(dataFolder)
    expect(database.pragma("synchronous", { simple: true })).toBe(2)
    expect(database.pragma("integrity_check", { simple: true })).toBe("ok")
    expect(database.pragma("foreign_key_check")).toEqual([])
    database.close()
  })

  test.skipIf(!hasPostgres())("on PostgreSQL", { concurrent: true, timeout: 120_000 }, async () => {
    const dataFolder = newFolder()
    const acknowledged = new Set<string>()
    const cluster = await startPostgres()
    try {
      for (let kill = 0; kill < kills; kill++) {
        await writeUntilKilled(dataFolder, cluster.url, acknowledged, () => cluster.kill())
        await cluster.start()
        const client = new pg.Client(cluster.url)
        await client.connect()
        const ask: Ask = async (query) => {
          const { rows } = await client.query({ text: query, rowMode: "array" })
          return rows.map((row: unknown[]) => String(row[0]))
        }
        await expectWhole(ask, acknowledged)
        for (const setting of ["fsync", "synchronous_commit", "full_page_writes"]) {
          expect(await ask(`show ${setting}`)).toEqual(["on"])
        }
        await client.end()
      }
    } finally {
      await cluster.stop()
    }
  })
})

/** Lets eight writers write for a random time, kills them, and adds what they saw acknowledged. */
async function writeUntilKilled(
  dataFolder: string,
  url: string,
  acknowledged: Set<string>,
  killDatabase: () => Promise<void>,
): Promise<void> {
  const program = fileURLToPath(new URL("writer.ts", import.meta.url))
  const child = spawn(process.execPath, [program, dataFolder, url], { stdio: ["ignore", "pipe", "pipe"] })
  let output = ""
  let problems = ""
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    output += text
  })
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    problems += text
  })
  const ended = once(child, "close")
  await Promise.race([once(child.stdout, "data"), ended])
  expect(output, problems).not.toBe("")
  await new Promise((resolve) => setTimeout(resolve, random() * longestRun))
  // The database first, so that its writers wait for answers when it goes.
  await killDatabase()
  child.kill("SIGKILL")
  await ended
  for (const line of output.split("\n").slice(0, -1)) acknowledged.add(line)
}

/** All that was acknowledged is there, and of what was not, no half. */
async function expectWhole(ask: Ask, acknowledged: ReadonlySet<string>): Promise<void> {
  const stored = new Set(await ask("select id from ssh_keys"))
  expect(acknowledged.size).toBeGreaterThan(0)
  expect([...acknowledged].filter((id) => !stored.has(id))).toEqual([])
  const audited = await ask("select target_id from audit_events where action = 'key.import'")
  expect(new Set(audited)).toEqual(stored)
  expect(audited).toHaveLength(stored.size)
  const claimed = await ask("select fingerprint from key_material")
  expect(new Set(claimed)).toEqual(new Set(await ask("select fingerprint from ssh_keys")))
}

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "latchkey-durability-"))
  folders.push(folder)
  return folder
}

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
