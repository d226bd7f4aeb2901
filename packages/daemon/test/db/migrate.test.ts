import { spawn } from "node:child_process"
import { once } from "node:events"
import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import Sqlite from "better-sqlite3"
import { sql } from "kysely"
import pg from "pg"
import { describe, expect, test } from "vitest"
import type { Migration } from "../../src/db/migrations/migration.ts"
import { migrations } from "../../src/db/migrations.ts"
import { databaseFile } from "../../src/db/sqlite.ts"
import { newId, onEachDatabase, type TestDatabase } from "./databases.ts"
import { addAccount } from "./rows.ts"

const marker: Migration = {
  name: "a table for the test",
  async up(db) {
    await sql`create table marker (id integer primary key)`.execute(db)
    await sql`insert into marker values (1)`.execute(db)
  },
}
const withMarker = [...migrations, marker]

/** One column of what the database holds, asked past the program. */
async function column(database: TestDatabase, query: string): Promise<unknown[]> {
  if (database.url === undefined) {
    const file = new Sqlite(join(database.dataFolder, databaseFile), { readonly: true })
    try {
      return file.prepare(query).pluck().all()
    } finally {
      file.close()
    }
  }
  const client = new pg.Client(database.url)
  await client.connect()
  try {
    const { rows } = await client.query({ text: query, rowMode: "array" })
    return rows.map((row: unknown[]) => row[0])
  } finally {
    await client.end()
  }
}

/** Runs a statement past the program. */
async function execute({ url, dataFolder }: TestDatabase, statement: string): Promise<void> {
  if (url === undefined) {
    const file = new Sqlite(join(dataFolder, databaseFile))
    file.exec(statement)
    file.close()
    return
  }
  const client = new pg.Client(url)
  await client.connect()
  await client.query(statement).finally(() => client.end())
}

function backupsOf(database: TestDatabase): string[] {
  const folder = join(database.dataFolder, "backups")
  return existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : []
}

describe("migrating", () => {
  onEachDatabase((current, dialect) => {
    test("a new database gets every migration and no backup", async () => {
      const logged: string[] = []
      await current().open({ migrations: withMarker, log: (line) => logged.push(line) })
      expect(await column(current(), "select version from migrations order by version")).toEqual(
        withMarker.map((_, index) => index + 1),
      )
      expect(await column(current(), "select id from marker")).toEqual([1])
      expect(backupsOf(current())).toEqual([])
      expect(logged).toEqual([])
    })

    test("a second start changes nothing", async () => {
      const first = await current().open({ clock: { now: () => 1000 } })
      const account = await addAccount(first.stores)
      await first.close()
      const second = await current().open({ clock: { now: () => 2000 } })
      expect(await second.stores.accounts.find(account.id)).toEqual(account)
      expect((await column(current(), "select distinct applied_at from migrations")).map(Number)).toEqual([1000])
      expect(backupsOf(current())).toEqual([])
    })

    test("an older database is backed up, migrated, and keeps what it holds", async () => {
      const first = await current().open()
      const account = await addAccount(first.stores)
      await first.close()
      const logged: string[] = []
      const clock = { now: () => Date.UTC(2026, 10, 22, 3, 4, 5, 678) }
      const second = await current().open({ migrations: withMarker, clock, log: (line) => logged.push(line) })
      expect(await second.stores.accounts.find(account.id)).toEqual(account)
      expect(await column(current(), "select id from marker")).toEqual([1])
      expect(logged).toHaveLength(1)
      if (dialect === "postgres") {
        expect(logged[0]).toContain("backups of a PostgreSQL database")
        expect(backupsOf(current())).toEqual([])
        return
      }
      const [backup = "", ...others] = backupsOf(current())
      expect(others).toEqual([])
      expect(backup.endsWith(`before-migration-${withMarker.length}-20261122T030405Z.db`)).toBe(true)
      expect(logged[0]).toContain(backup)
      expect(statSync(backup).mode & 0o777).toBe(0o600)
      const copy = new Sqlite(backup, { readonly: true })
      expect(copy.pragma("integrity_check", { simple: true })).toBe("ok")
      expect(copy.prepare("select id from accounts").pluck().all()).toEqual([account.id])
      expect(copy.prepare("select name from sqlite_schema where name = 'marker'").all()).toEqual([])
      copy.close()
    })

    test("accounts of the first version get a personal project, and are found by a search", async () => {
      await (await current().open({ migrations: migrations.slice(0, 1) })).close()
      const id = newId()
      await execute(
        current(),
        `insert into accounts (id, handle, email, display_name, language, role, publishes_keys, password_hash, created_at)
          values ('${id}', 'ada', 'ada@example.org', 'O''Ada', 'fr', 'admin', 1, 'hash', 1000)`,
      )
      const { stores } = await current().open()
      const account = await stores.accounts.findByHandle("ada")
      expect(account).toMatchObject({ kind: "person", theme: "system", keyQuota: 10_000, revision: 1, language: "fr" })
      const projects = await stores.projects.listByMember(account?.id ?? expect.fail())
      expect(projects).toMatchObject([
        { project: { kind: "personal", name: "ada", createdAt: 1000 }, membership: { role: "owner" } },
      ])
      expect((await stores.accounts.list({ search: "o'ada", limit: 1 })).total).toBe(1)
    })

    test("a migration that has to be tried again leaves one backup", async () => {
      await (await current().open()).close()
      let tries = 0
      let time = Date.UTC(2026, 10, 22)
      const contended: Migration = {
        name: "is in another's way once",
        async up(db, context) {
          await marker.up(db, context)
          if (++tries === 1) throw new Sqlite.SqliteError("database is locked", "SQLITE_BUSY")
        },
      }
      const clock = { now: () => (time += 60_000) }
      await current().open({ migrations: [...migrations, contended], clock })
      expect(tries).toBe(2)
      expect(backupsOf(current())).toHaveLength(dialect === "sqlite" ? 1 : 0)
    })

    if (dialect === "sqlite") {
      test("a backup that fails or was cut short leaves nothing behind", async () => {
        await (await current().open()).close()
        const folder = join(current().dataFolder, "backups")
        mkdirSync(folder)
        const whole = join(folder, "before-migration-1-20260101T000000Z.db")
        for (const path of [whole, `${whole}.unfinished`, `${whole}.4711.unfinished-journal`]) writeFileSync(path, "")
        await (await current().open()).close()
        expect(backupsOf(current())).toEqual([whole])

        // A folder that has the copy's name.
        const clock = { now: () => Date.UTC(2026, 10, 22) }
        const taken = join(folder, `before-migration-${withMarker.length}-20261122T000000Z.db`)
        mkdirSync(taken)
        await expect(current().open({ migrations: withMarker, clock })).rejects.toThrow()
        expect(backupsOf(current())).toEqual([whole, taken])
      })
    }

    test("daemons that start at once migrate once", async () => {
      const opened = await Promise.all(Array.from({ length: 4 }, () => current().open({ migrations: withMarker })))
      const ids = await Promise.all(opened.map((database) => database.stores.accounts.installationId()))
      expect(new Set(ids).size).toBe(1)
      expect(await column(current(), "select id from marker")).toEqual([1])
    })

    test("a database of a newer program is refused and left alone", async () => {
      await (await current().open({ migrations: withMarker })).close()
      await expect(current().open()).rejects.toMatchObject({
        code: "conflict",
        message: expect.stringContaining("made by a newer Latchkey"),
        hint: expect.stringContaining("start that newer Latchkey"),
      })
      expect(await column(current(), "select id from marker")).toEqual([1])
    })

    test("a migration that fails leaves the database as it was, for a next start", async () => {
      await (await current().open()).close()
      const failing: Migration = {
        name: "fails at its end",
        async up(db, context) {
          await marker.up(db, context)
          throw new Error("it failed")
        },
      }
      await expect(current().open({ migrations: [...migrations, failing] })).rejects.toThrow("it failed")
      await current().open({ migrations: withMarker })
      expect(await column(current(), "select id from marker")).toEqual([1])
    })

    test.each([0, 1])("killed in the middle, from version %i, it is done by the next start", async (version) => {
      if (version === 1) await (await current().open()).close()
      const { url = "", dataFolder } = current()
      const program = fileURLToPath(new URL("migrate-and-hang.ts", import.meta.url))
      const child = spawn(process.execPath, [program, dataFolder, url], { stdio: ["ignore", "pipe", "inherit"] })
      const [said] = await once(child.stdout, "data")
      expect(String(said)).toBe("half done\n")
      child.kill("SIGKILL")
      await once(child, "exit")
      const database = await current().open({ migrations: withMarker })
      expect(await column(current(), "select id from marker")).toEqual([1])
      expect(await database.stores.accounts.isSetUp()).toBe(false)
    })
  })
})
