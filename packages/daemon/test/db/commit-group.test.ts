import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type Sqlite from "better-sqlite3"
import { Kysely, sql } from "kysely"
import { afterEach, beforeEach, expect, test } from "vitest"
import { CommitGroup } from "../../src/db/commit-group.ts"
import type { DatabaseHandle, Schema } from "../../src/db/schema.ts"
import { openSqlite } from "../../src/db/sqlite.ts"
import { WritingDialect } from "../../src/db/sqlite-dialect.ts"

let folder: string
let database: Sqlite.Database
let group: CommitGroup
let commits: number
let savepoints: number

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "latchkey-group-"))
  database = openSqlite(folder)
  database.exec("create table numbers (number integer primary key, filler blob)")
  commits = 0
  savepoints = 0
  const db = new Kysely<Schema>({
    dialect: new WritingDialect(database),
    log: ({ query }) => {
      if (query.sql === "commit") commits++
      if (query.sql.startsWith("savepoint")) savepoints++
    },
  })
  group = new CommitGroup(db)
})

afterEach(() => {
  database.close()
  rmSync(folder, { recursive: true })
})

async function write(db: DatabaseHandle, number: number, size = 0): Promise<number> {
  await sql`insert into numbers values (${number}, zeroblob(${size}))`.execute(db)
  return number
}

/** What committed transactions left, asked on another connection. */
function stored(): unknown[] {
  const other = openSqlite(folder)
  try {
    return other.prepare("select number from numbers order by number").pluck().all()
  } finally {
    other.close()
  }
}

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index)

test("those that come together share a commit, and a group does not grow without end", async () => {
  expect(await Promise.all(numbers(20).map((number) => group.run((db) => write(db, number))))).toEqual(numbers(20))
  expect(commits).toBe(1)
  await Promise.all(numbers(100).map((number) => group.run((db) => write(db, 100 + number))))
  expect(commits).toBe(1 + Math.ceil(100 / 32))
  expect(stored()).toHaveLength(120)
})

test("one that fails is told so, and the others of its group still share a commit", async () => {
  const runAll = (failing?: number) =>
    Promise.allSettled(
      numbers(20).map((number) =>
        group.run(async (db) => {
          await write(db, commits * 100 + number)
          if (number === failing) throw new Error("changed its mind")
        }),
      ),
    )
  await runAll()
  expect(savepoints).toBe(0)
  const outcomes = await runAll(12)
  expect(commits).toBe(2)
  expect(savepoints).toBe(20)
  expect(outcomes.findIndex(({ status }) => status === "rejected")).toBe(12)
  expect(stored()).toEqual([...numbers(20), ...numbers(20).map((number) => 100 + number)].toSpliced(32, 1))
})

test("those that come while others run join them", async () => {
  const second = { done: Promise.resolve(0) }
  await group.run(async (db) => {
    setImmediate(() => {
      second.done = group.run((inside) => write(inside, 2))
    })
    return write(db, 1)
  })
  expect(await second.done).toBe(2)
  expect(commits).toBe(1)
})

test("nobody is told of success before the commit", async () => {
  const seen: unknown[] = []
  await Promise.all(numbers(5).map((number) => group.run((db) => write(db, number)).then(() => seen.push(stored()))))
  expect(seen).toEqual(numbers(5).map(() => numbers(5)))
})

test("when SQLite rolls all back, all who came before are told so", async () => {
  const outcomes = await Promise.allSettled([
    group.run((db) => write(db, 1)),
    group.run((db) => write(db, 2)),
    group.run(async (db) => {
      await sql`rollback`.execute(db)
      throw new Error("as after a failed write to the disk")
    }),
    group.run((db) => write(db, 4)),
  ])
  expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected", "fulfilled"])
  expect(stored()).toEqual([4])
})

test("on a full disk exactly those that succeeded are stored", async () => {
  database.pragma("max_page_count = 20")
  const sizes = [10, 10, 1_000_000, 10, 60_000, 60_000, 10]
  const outcomes = await Promise.allSettled(sizes.map((size, number) => group.run((db) => write(db, number, size))))
  const succeeded = outcomes.flatMap((outcome) => (outcome.status === "fulfilled" ? [outcome.value] : []))
  expect(outcomes[2]).toMatchObject({ status: "rejected", reason: { code: "SQLITE_FULL" } })
  expect(succeeded.length).toBeGreaterThan(0)
  expect(stored()).toEqual(succeeded)
})

test("when another process holds the lock, all who wait are refused at once, not one after the other", async () => {
  const other = openSqlite(folder)
  other.exec("begin immediate")
  const started = performance.now()
  const outcomes = await Promise.allSettled(numbers(20).map((number) => group.run((db) => write(db, number))))
  const waited = performance.now() - started
  other.close()
  for (const outcome of outcomes) {
    expect(outcome).toMatchObject({ status: "rejected", reason: { code: "SQLITE_BUSY" } })
  }
  // Twenty waits one after the other take four seconds.
  expect(waited).toBeLessThan(2_000)
  expect(await group.run((db) => write(db, 1))).toBe(1)
})
