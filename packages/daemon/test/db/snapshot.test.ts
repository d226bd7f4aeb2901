import { counterProofTime, linkId } from "@latchkey/core"
import Sqlite from "better-sqlite3"
import pg from "pg"
import { describe, expect, test } from "vitest"
import type { RowBatch, Value } from "../../src/backup-content.ts"
import { migrations } from "../../src/db/migrations.ts"
import { restoreDatabase } from "../../src/db/restore.ts"
import { describeSchema } from "../../src/db/schema-description.ts"
import { leftOut, type Snapshot, withSnapshot } from "../../src/db/snapshot.ts"
import { newId, onEachDatabase, type TestDatabase } from "./databases.ts"
import { addAccount, addKey, newClaim, newEvent } from "./rows.ts"
import { addProject, newAccess, newServer } from "./server-rows.ts"

const restoring = {
  secrets: { id: newId },
  clock: { now: Date.now },
  beats: new Map<string, number>(),
  onRows: () => {},
}

/** All rows by table. */
async function readAll(snapshot: Snapshot): Promise<Record<string, (readonly Value[])[]>> {
  const all: Record<string, (readonly Value[])[]> = Object.fromEntries(snapshot.tables.map(({ name }) => [name, []]))
  for await (const { table, rows } of snapshot.batches()) all[table.name]?.push(...rows)
  return all
}

const dump = (place: TestDatabase) => withSnapshot(place, readAll)

/** The tables that are really there, asked of the database itself. */
async function tablesOf({ url, dataFolder }: TestDatabase): Promise<readonly string[]> {
  if (url === undefined) {
    const file = new Sqlite(`${dataFolder}/latchkey.db`, { readonly: true })
    const names = file.prepare<[], string>("select name from sqlite_schema where type = 'table'").pluck().all()
    file.close()
    return names.filter((name) => !name.startsWith("sqlite_"))
  }
  const client = new pg.Client(url)
  await client.connect()
  const { rows } = await client.query("select tablename from pg_tables where schemaname = 'public'")
  await client.end()
  return rows.map(({ tablename }) => String(tablename))
}

onEachDatabase((current) => {
  test("a backup covers every table that exists, but those left out on purpose", async () => {
    await current().open()
    const real = await tablesOf(current())
    expect((await describeSchema(migrations)).map(({ name }) => name).sort()).toEqual([...real].sort())
    const kept = await withSnapshot(current(), async ({ tables }) => tables.map(({ name }) => name))
    expect([...kept, ...leftOut].sort()).toEqual([...real].sort())
  })

  test("a snapshot shows one moment, whatever is written meanwhile", async () => {
    const { stores } = await current().open()
    const account = await addAccount(stores)
    for (let count = 0; count < 3; count++) await addKey(stores, account.id)
    const rows = await withSnapshot(current(), async (snapshot) => {
      const key = await addKey(stores, account.id)
      await stores.auditEvents.append(newEvent(account))
      await stores.sshKeys.delete(key.id)
      await addKey(stores, account.id)
      return readAll(snapshot)
    })
    expect(rows).toMatchObject({ audit_events: [], accounts: [expect.anything()] })
    expect(rows.ssh_keys).toHaveLength(3)
    expect((await dump(current())).ssh_keys).toHaveLength(4)
  })

  test("tables of more rows than are read at once are read whole", async () => {
    const { stores, transaction } = await current().open()
    const account = await addAccount(stores)
    await transaction(async (within) => {
      for (let count = 0; count < 1_001; count++) await within.auditEvents.append(newEvent(account))
    })
    const { audit_events: events = [] } = await dump(current())
    expect(new Set(events.map(([id]) => id)).size).toBe(1_001)
  })

  describe("a restore", () => {
    const source = async () => {
      const { stores, close } = await current().open()
      const account = await addAccount(stores, { displayName: "Zoë \u{1f511}" })
      await addKey(stores, account.id, { disabledAt: 5, comment: "a\nb" })
      await stores.auditEvents.append(newEvent(account, { before: { name: "x" } }))
      await close()
      return withSnapshot(current(), async (snapshot) => ({ ...snapshot, all: await readAll(snapshot) }))
    }
    async function* batchesOf({ tables, all }: Awaited<ReturnType<typeof source>>): AsyncGenerator<RowBatch> {
      for (const table of tables) if (table.rows > 0) yield { table, rows: all[table.name] ?? [] }
    }
    const over = (replace: boolean) => ({ ...current(), ...restoring, replace })
    const nothing = async () => {}

    test("puts back every row, over what a newer state holds, when told to", async () => {
      const content = await source()
      const { stores, close } = await current().open()
      await addAccount(stores)
      await close()
      await restoreDatabase(over(true), content, batchesOf(content), nothing)
      expect(await dump(current())).toEqual(content.all)
    })

    test("refuses a database that holds accounts, and leaves it as it was", async () => {
      const content = await source()
      const attempt = restoreDatabase(over(false), content, batchesOf(content), nothing)
      await expect(attempt).rejects.toMatchObject({ code: "conflict", message: "this database holds an account" })
      expect(await dump(current())).toEqual(content.all)
    })

    test("that fails at its end leaves the database as it was", async () => {
      const content = await source()
      const fail = () => Promise.reject(new Error("the last step fails"))
      const attempt = restoreDatabase(over(true), content, batchesOf(content), fail)
      await expect(attempt).rejects.toThrow("the last step fails")
      expect(await dump(current())).toEqual(content.all)
    })

    test("brings no one-time link back, and says how many there were", async () => {
      const { stores } = await current().open()
      const { id: createdBy } = await addAccount(stores)
      const link = { createdBy, createdAt: 1, expiresAt: Date.now() + 1_000_000 }
      await stores.links.insert({ ...link, id: linkId(newId()), kind: "password_reset", accountId: createdBy }, "one")
      await stores.links.insert({ ...link, id: linkId(newId()), kind: "invitation", handle: "bob" }, "two")
      const content = await source()
      expect(content.all.links).toHaveLength(2)
      expect(await restoreDatabase(over(true), content, batchesOf(content), nothing)).toBe(2)
      expect((await dump(current())).links).toEqual([])
    })

    test("brings servers and their accesses back, and nothing that enrols or unlocks one", async () => {
      const { stores } = await current().open()
      const account = await addAccount(stores)
      const project = await addProject(stores, account)
      const server = newServer(project, account.id)
      await stores.servers.insert(server)
      const access = newAccess(server, { kind: "account", accountId: account.id }, { options: { noPty: true } })
      await stores.accesses.insert(access)
      const expiring = { createdBy: account.id, expiresAt: Date.now() + 1_000_000 }
      await stores.servers.putCode(server.id, expiring, "code")
      const { id: keyId } = await addKey(stores, account.id)
      await stores.serverTrust.putUnlock(server.id, { ...expiring, loginUser: "root", keyId }, "letters")
      const content = await source()
      await restoreDatabase(over(true), content, batchesOf(content), nothing)
      const restored = (await current().open()).stores
      expect(await restored.servers.find(server.id)).toEqual(server)
      expect(await restored.accesses.find(access.id)).toEqual(access)
      expect(await restored.servers.findByCode("code")).toBeUndefined()
      expect(await restored.serverTrust.findUnlock(server.id, "letters")).toBeUndefined()
    })

    test("gives the holder of a claimed key the whole time for an answer again", async () => {
      const { stores } = await current().open()
      const holder = await addAccount(stores)
      const claimed = newClaim(holder.id, "waiting")
      const settled = newClaim(holder.id, "taken_over")
      for (const claim of [claimed, settled]) await stores.ownership.insertClaim(claim)
      const content = await source()
      const before = Date.now()
      await restoreDatabase(over(true), content, batchesOf(content), nothing)
      const restored = (await current().open()).stores.ownership
      expect((await restored.findClaim(claimed.id))?.takesEffectAt).toBeGreaterThanOrEqual(before + counterProofTime)
      expect((await restored.findClaim(settled.id))?.takesEffectAt).toBe(1)
    })

    test("refuses a database with which a daemon has shown that it runs", async () => {
      const { daemonBeats } = await current().open()
      const content = await source()
      await daemonBeats?.beat("killed", 7)
      const attempt = (beats: ReadonlyMap<string, number>) =>
        restoreDatabase({ ...over(true), beats }, content, batchesOf(content), nothing)
      const refusal = { code: "conflict", message: "a Latchkey daemon is running with this database" }
      if (daemonBeats !== undefined) {
        await expect(attempt(new Map())).rejects.toMatchObject(refusal)
        await expect(attempt(new Map([["killed", 6]]))).rejects.toMatchObject(refusal)
        expect(await dump(current())).toEqual(content.all)
      }
      await attempt(new Map([["killed", 7]]))
    })

    test("refuses the backup of a newer Latchkey", async () => {
      const content = await source()
      const newer = { ...content, schema: migrations.length + 1 }
      const attempt = restoreDatabase(over(true), newer, batchesOf(content), nothing)
      await expect(attempt).rejects.toMatchObject({ code: "conflict", hint: expect.stringContaining("newer Latchkey") })
    })

    test("refuses tables and columns that its version does not have", async () => {
      const content = await source()
      const [first, ...others] = content.tables
      const sessionColumns =
        (await describeSchema(migrations)).find(({ name }) => name === "login_sessions")?.columns ?? []
      expect(sessionColumns).toContain("hash")
      const second = content.tables.find(({ name }) => name === "accounts")
      for (const odd of [
        { name: "sqlite_schema", columns: ["name"], rows: 0 },
        { name: "accounts", columns: ['id") values (1); --'], rows: 0 },
        { ...first, name: "accounts", columns: ["id"], rows: 0 },
        { ...second, name: "accounts", columns: second?.columns ?? [], rows: 0 },
        { name: "login_sessions", columns: sessionColumns, rows: 0 },
      ]) {
        const attempt = restoreDatabase(
          over(true),
          { ...content, tables: [odd, ...others] },
          batchesOf(content),
          nothing,
        )
        await expect(attempt).rejects.toMatchObject({ code: "invalid" })
      }
    })

    test("brings rows of the first version to this program's", async () => {
      const place = current()
      const first = await place.open({ migrations: migrations.slice(0, 1) })
      await first.close()
      const { installation, columns } = await withSnapshot(place, async (snapshot) => ({
        installation: snapshot.installation,
        columns: snapshot.tables.find(({ name }) => name === "accounts")?.columns ?? [],
      }))
      const account: Record<string, Value> = {
        id: newId(),
        handle: "ada",
        email: "ada@example.org",
        display_name: "Ada",
        language: "en",
        role: "admin",
        publishes_keys: 0,
        password_hash: "$argon2id$stub",
        created_at: 1_700_000_000_000,
      }
      const accounts = { name: "accounts", columns, rows: 1 }
      const self = { name: "installation", columns: ["id", "single_row", "set_up_at"], rows: 1 }
      async function* rows(): AsyncGenerator<RowBatch> {
        yield { table: accounts, rows: [columns.map((column) => account[column] ?? null)] }
        yield { table: self, rows: [[installation, 1, 1_700_000_000_000]] }
      }
      await restoreDatabase(over(false), { schema: 1, installation, tables: [accounts, self] }, rows(), nothing)
      const { stores } = await place.open()
      expect(await stores.accounts.findByHandle("ada")).toMatchObject({ displayName: "Ada" })
      expect(await stores.accounts.installationId()).toBe(installation)
      expect(await withSnapshot(place, async ({ schema }) => schema)).toBe(migrations.length)
    })
  })
})

test("a data folder without a database has nothing to read", async () => {
  const attempt = withSnapshot({ url: undefined, dataFolder: "/nonexistent" }, async () => {})
  await expect(attempt).rejects.toMatchObject({ code: "not_found" })
})
