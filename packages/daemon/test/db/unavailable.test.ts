import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { CoreError } from "@latchkey/core"
import Sqlite from "better-sqlite3"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { hasPostgres, startPostgres } from "../../../../tests/kit/postgres.ts"
import { openDatabase } from "../../src/db/database.ts"
import { toUnavailable } from "../../src/db/database-error.ts"
import { databaseFile, openSqlite } from "../../src/db/sqlite.ts"
import { createSecrets } from "../../src/secrets.ts"
import { addAccount, newAccount } from "./rows.ts"

const secrets = createSecrets()
const clock = { now: Date.now }
const unavailable = { code: "unavailable", message: "the database does not answer", retryAfter: 5 }

let dataFolder = ""
beforeEach(() => {
  dataFolder = mkdtempSync(join(tmpdir(), "latchkey-db-"))
})
afterEach(() => {
  rmSync(dataFolder, { recursive: true })
})

describe.skipIf(!hasPostgres())("PostgreSQL", () => {
  test("stopped in the middle, it is unavailable, and answers again once it is back", async () => {
    const cluster = await startPostgres()
    const database = await openDatabase({ url: cluster.url, dataFolder, secrets, clock })
    try {
      const account = await addAccount(database.stores)
      const cut = database.transaction(async (stores) => {
        await stores.accounts.find(account.id)
        await cluster.kill()
        await expect(stores.accounts.find(account.id)).rejects.toThrow()
      })
      // It was about to commit: whether it did cannot be known.
      await expect(cut).rejects.toMatchObject({ code: "unavailable", message: expect.stringContaining("not confirm") })
      await expect(database.ping()).rejects.toMatchObject(unavailable)
      await expect(database.stores.accounts.find(account.id)).rejects.toMatchObject(unavailable)
      await expect(database.transaction((stores) => stores.accounts.isSetUp())).rejects.toMatchObject(unavailable)
      await cluster.start()
      await database.ping()
      expect(await database.stores.accounts.find(account.id)).toEqual(account)
      const another = newAccount()
      expect(await database.transaction((stores) => stores.accounts.insert(another, "hash"))).toBe(true)
    } finally {
      await database.close()
      await cluster.stop()
    }
  })

  test("connections that break while nobody uses them end nothing", async () => {
    const cluster = await startPostgres()
    const database = await openDatabase({ url: cluster.url, dataFolder, secrets, clock })
    try {
      await Promise.all(Array.from({ length: 5 }, () => database.ping()))
      await cluster.kill()
      await cluster.start()
      await database.ping()
    } finally {
      await database.close()
      await cluster.stop()
    }
  })

  test("where nothing listens or the password is wrong, opening is unavailable", async () => {
    const cluster = await startPostgres({ fsync: false })
    try {
      const wrong = cluster.url.replace(/:[^:@/]+@/, ":wrong@")
      expect(wrong).not.toBe(cluster.url)
      const opening = openDatabase({ url: wrong, dataFolder, secrets, clock })
      await expect(opening).rejects.toMatchObject({ code: "unavailable" })
    } finally {
      await cluster.stop()
    }
    const nothing = openDatabase({ url: cluster.url, dataFolder, secrets, clock })
    await expect(nothing).rejects.toMatchObject(unavailable)
  })

  test("an address that is not PostgreSQL's is refused, without saying it", async () => {
    const opening = openDatabase({ url: "mysql://root:hunter2@localhost/x", dataFolder, secrets, clock })
    const error = await opening.catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: "invalid", hint: expect.stringContaining("DATABASE_URL") })
    expect(String(error)).not.toContain("hunter2")
  })
})

describe("SQLite", () => {
  test("its file is durable at each commit and readable by its owner alone", () => {
    const database = openSqlite(dataFolder)
    expect(database.pragma("journal_mode", { simple: true })).toBe("wal")
    expect(database.pragma("synchronous", { simple: true })).toBe(2)
    expect(database.pragma("foreign_keys", { simple: true })).toBe(1)
    database.exec("create table t (x)")
    for (const suffix of ["", "-wal", "-shm"]) {
      expect(statSync(join(dataFolder, databaseFile + suffix)).mode & 0o777).toBe(0o600)
    }
    database.close()
    chmodSync(join(dataFolder, databaseFile), 0o644)
    openSqlite(dataFolder).close()
    expect(statSync(join(dataFolder, databaseFile)).mode & 0o777).toBe(0o600)
  })

  test("a file that is no database is said to be none", async () => {
    writeFileSync(join(dataFolder, databaseFile), "hello, I am a text file, and a long one too".repeat(100))
    const opening = openDatabase({ url: undefined, dataFolder, secrets, clock })
    await expect(opening).rejects.toMatchObject({
      code: "unavailable",
      message: expect.stringContaining("cannot be opened"),
      hint: expect.stringContaining("SQLite"),
    })
  })

  test("a lock that another process keeps becomes unavailable, and then lets go", async () => {
    const database = await openDatabase({ url: undefined, dataFolder, secrets, clock })
    const other = new Sqlite(join(dataFolder, databaseFile))
    other.exec("begin immediate")
    const account = newAccount()
    const refused = database.transaction((stores) => stores.accounts.insert(account, "hash"))
    await expect(refused).rejects.toMatchObject({ code: "unavailable", message: "the database is busy", retryAfter: 1 })
    // Readers are not kept out.
    expect(await database.stores.accounts.isSetUp()).toBe(false)
    const waiting = database.transaction((stores) => stores.accounts.insert(account, "hash"))
    setTimeout(() => other.exec("commit"), 300)
    expect(await waiting).toBe(true)
    other.close()
    await database.close()
  })

  test("a full disk says so", () => {
    const database = openSqlite(dataFolder)
    database.exec("create table t (x)")
    database.pragma("max_page_count = 10")
    const insert = database.prepare("insert into t values (randomblob(100000))")
    let thrown: unknown
    try {
      insert.run()
    } catch (error) {
      thrown = error
    }
    database.close()
    expect(thrown).toMatchObject({ code: "SQLITE_FULL" })
    expect(toUnavailable(thrown)).toMatchObject({
      code: "unavailable",
      message: "the database's disk is full, nothing was changed",
      cause: thrown,
    })
  })

  test("once closed it is unavailable", async () => {
    const database = await openDatabase({ url: undefined, dataFolder, secrets, clock })
    await database.close()
    await expect(database.ping()).rejects.toBeInstanceOf(CoreError)
    await expect(database.transaction(async () => 1)).rejects.toMatchObject(unavailable)
  })
})

test("a fault that is not the database's stays what it is", () => {
  const fault = new TypeError("x is not a function")
  expect(toUnavailable(fault)).toBe(fault)
  const coded = Object.assign(new Error("no such file"), { code: "ENOENT" })
  expect(toUnavailable(coded)).toBe(coded)
})
