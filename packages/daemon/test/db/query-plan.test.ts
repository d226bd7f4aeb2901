import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import {
  type ApiToken,
  apiTokenId,
  foundKeyId,
  keySorts,
  nobodyInParticular,
  projectId,
  type Stores,
} from "@latchkey/core"
import { parsePublicKey } from "@latchkey/engine"
import type Sqlite from "better-sqlite3"
import { Kysely, sql } from "kysely"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { newPublicLine } from "../../../../tests/kit/public-line.ts"
import { migrations } from "../../src/db/migrations.ts"
import type { Schema } from "../../src/db/schema.ts"
import { openSqlite } from "../../src/db/sqlite.ts"
import { WritingDialect } from "../../src/db/sqlite-dialect.ts"
import { storesOver } from "../../src/db/stores.ts"
import { newId } from "./databases.ts"
import { addAccount, addKey, newAccount, newEvent, newKey } from "./rows.ts"
import { addProject, newAccess, newServer } from "./server-rows.ts"

/** How SQLite goes about every statement that a store sends: `SCAN` reads a whole table, `TEMP B-TREE` sorts by itself. */
describe("on SQLite no statement reads a whole table or sorts it", () => {
  const folder = mkdtempSync(join(tmpdir(), "latchkey-plan-"))
  let database: Sqlite.Database
  let stores: Stores
  let sent: string[] = []

  beforeAll(async () => {
    database = openSqlite(folder)
    const dialect = new WritingDialect(database)
    const db = new Kysely<Schema>({ dialect })
    for (const { up } of migrations)
      await up(db, { types: { text: sql`text`, bytes: sql`blob`, byKey: sql`without rowid` }, newId })
    // Statements do not all pass through Kysely.
    const adapter = dialect.createAdapter()
    const { connection } = adapter
    if (connection === undefined) throw new Error("the migrations used no connection")
    adapter.connection = {
      executeQuery(query) {
        sent.push(query.sql)
        return connection.executeQuery(query)
      },
      streamQuery: (query, chunkSize) => connection.streamQuery(query, chunkSize),
    }
    stores = storesOver(db)
  })
  afterAll(() => {
    database.close()
    rmSync(folder, { recursive: true })
  })

  async function plansOf(work: () => Promise<unknown>): Promise<string[]> {
    sent = []
    await work()
    expect(sent).not.toEqual([])
    return sent.flatMap((statement) => {
      const blanks = Array.from(statement.matchAll(/\?/g), () => null)
      const plan = database.prepare<unknown[], { detail: string }>(`explain query plan ${statement}`).all(...blanks)
      return plan.map(({ detail }) => detail)
    })
  }

  // What is counted has been found already, and has a limit; an event is sealed after a few seconds.
  const scan = /\bSCAN\b(?! CONSTANT ROW| some$| audit_events USING INDEX audit_events_unsealed$)/
  const slow = new RegExp(`${scan.source}|TEMP B-TREE`)

  test.each(keySorts)("listing keys by %s, both ways, the first page and the next", async (sort) => {
    const { id } = await addAccount(stores)
    const lastUse = { state: "used", at: 5 } as const
    for (let count = 0; count < 3; count++) await addKey(stores, id, { expiresAt: 5, lastUse })
    for (let count = 0; count < 3; count++) await addKey(stores, id)
    for (const descending of [false, true]) {
      for (const limit of [2, 4]) {
        const query = { accountId: id, sort, descending, limit }
        const plans = await plansOf(async () => {
          const { nextCursor } = await stores.sshKeys.list(query)
          await stores.sshKeys.list({ ...query, cursor: nextCursor ?? "" })
        })
        for (const plan of plans) expect(plan).not.toMatch(slow)
      }
    }
  })

  test("finding people, projects, robots and links", async () => {
    const account = await addAccount(stores)
    const project = { id: projectId(newId()), name: "p", kind: "shared", serverQuota: 1, createdAt: 1 } as const
    await stores.projects.insert(project)
    const plans = await plansOf(async () => {
      await stores.accounts.countEnabledAdmins()
      await stores.accounts.listRobots(project.id)
      await stores.projects.findPersonal(account.id)
      await stores.projects.findMembership(project.id, account.id)
      await stores.projects.countOwners(project.id, account.id)
      await stores.links.findByHash("hash")
      await stores.links.findInvitation("carol", 5)
      await stores.links.listByProject(project.id, 5)
      await stores.links.deletePasswordResets(account.id)
      await stores.links.deleteExpired(5)
      await stores.loginSessions.listByAccount(account.id)
      await stores.loginSessions.deleteByAccount(account.id)
    })
    for (const plan of plans) expect(plan).not.toMatch(slow)
  })

  test("finding auth tokens and key pairs, and ending all that are of one thing", async () => {
    const account = await addAccount(stores)
    const project = await addProject(stores, account)
    for (let count = 0; count < 3; count++) await addKey(stores, account.id)
    const apiToken: ApiToken = { id: apiTokenId(newId()), accountId: account.id, name: "n", scopes: [], createdAt: 1 }
    await stores.apiTokens.insert(apiToken, "hash")
    const plans = await plansOf(async () => {
      await stores.authTokens.findByHash("hash")
      await stores.authTokens.deleteByAccount(account.id)
      await stores.authTokens.deleteByAccount(account.id, project.id)
      await stores.authTokens.deleteStale(1)
      await stores.keyPairs.list(account.id, 2, "a")
      await stores.keyPairs.find(account.id, "a")
      await stores.keyPairs.hasX509(account.id, "a")
      await stores.keyPairs.count(account.id)
      await stores.apiTokens.delete(apiToken.id)
    })
    for (const plan of plans) expect(plan).not.toMatch(slow)
  })

  test("finding servers, and what opens them", async () => {
    const account = await addAccount(stores)
    const key = await addKey(stores, account.id)
    const project = await addProject(stores, account)
    const server = newServer(project, account.id)
    await stores.servers.insert(server)
    const subjects = [{ kind: "key", keyId: key.id }, { kind: "project" }] as const
    const plans = await plansOf(async () => {
      for (const subject of subjects) await stores.accesses.insert(newAccess(server, subject))
      await stores.servers.find(server.id)
      await stores.servers.listByProject(project.id)
      await stores.servers.countByProject(project.id)
      await stores.servers.update(server)
      await stores.servers.findByCode("hash")
      await stores.servers.findByToken("hash")
      await stores.accesses.countByServer(server.id)
      await stores.accesses.openingFacts([server.id])
      await stores.accesses.deleteOfAccount(project.id, account.id)
      await stores.servers.delete(server.id)
    })
    for (const plan of plans) expect(plan).not.toMatch(slow)
    // What an account opens is put together from several ways to it.
    for (const plan of await plansOf(() => stores.accesses.listServersOf(account.id))) expect(plan).not.toMatch(scan)
  })

  test("keeping found keys, and what was decided about them", async () => {
    const account = await addAccount(stores)
    const { fingerprint } = await addKey(stores, account.id)
    const project = await addProject(stores, account)
    const server = newServer(project, account.id)
    await stores.servers.insert(server)
    const { foundKeys } = stores
    const publicKey = parsePublicKey(newPublicLine("somebody"))
    const found = { id: foundKeyId(newId()), loginUser: "root", publicKey, fingerprint, options: "" }
    const plans = await plansOf(async () => {
      await foundKeys.replace(server.id, [found], 1)
      await foundKeys.find(found.id)
      await foundKeys.decide(found.id, "dropped")
      await foundKeys.listDecisions([server.id])
      await foundKeys.settle([server.id])
      await foundKeys.replace(server.id, [], 2)
    })
    for (const plan of plans) expect(plan).not.toMatch(slow)
    // A thousand at most, which are put in order.
    for (const plan of await plansOf(() => foundKeys.list(server.id))) expect(plan).not.toMatch(scan)
  })

  test("keeping and listing what servers report of logins", async () => {
    const account = await addAccount(stores)
    const key = await addKey(stores, account.id)
    const project = await addProject(stores, account)
    const server = newServer(project, account.id)
    await stores.servers.insert(server)
    const { logins } = stores
    const sent = { kind: "login", loginUser: "root", address: "::1", port: 1, fingerprint: key.fingerprint } as const
    const row = { ...sent, id: newId(), serverId: server.id, at: 1, firstAt: 1, receivedAt: 1, keyId: key.id, count: 1 }
    const ids = [{ reportId: "1", kind: "login", rowId: row.id } as const]
    const page = { serverId: server.id, limit: 1 }
    const plans = await plansOf(async () => {
      await logins.factsOf(server.id, project.id, [key.fingerprint])
      await logins.knownIds(server.id, ["1"])
      await logins.countIds(server.id, 0)
      await logins.listSince(server.id, 0)
      await logins.file({ serverId: server.id, receivedAt: 1, added: [row], counted: [row], ids, leftOut: 1 })
      await logins.setOpen(server.id, ["1"], 1)
      await logins.note(server.id, { clockOffset: 1, lastLoginAt: 1 }, 1)
      await logins.close(server.id, { ids: [row.id] }, 1)
      await logins.close(server.id, { fingerprint: key.fingerprint }, 1)
      await logins.listClosing([server.id], 0)
      for (const cursor of [undefined, (await logins.list(page)).nextCursor]) {
        await logins.list({ ...page, cursor })
        await logins.list({ ...page, cursor, kind: "refusal" })
      }
      await logins.listOfKey(key.id, { limit: 1 })
      await logins.countLeftOut(server.id)
    })
    for (const plan of plans) expect(plan).not.toMatch(slow)
    // What is found there is sorted and joined, but no table is read whole.
    for (const plan of await plansOf(() => logins.listPlaces([server.id]))) expect(plan).not.toMatch(/SCAN login_/)
  })

  test("looking up, importing, changing and deleting", async () => {
    const account = await addAccount(stores)
    const key = newKey(account.id)
    const plans = await plansOf(async () => {
      await stores.accounts.findByHandle(account.handle)
      await stores.accounts.findForSignIn(account.email)
      await stores.accounts.update(account)
      await stores.accounts.insert(newAccount(), "hash")
      await stores.sshKeys.claimMaterial(key.fingerprint, account.id, key.blob)
      await stores.sshKeys.insert(key)
      await stores.sshKeys.find(key.id)
      await stores.sshKeys.findByName(account.id, key.name)
      await stores.sshKeys.findByFingerprint(key.fingerprint)
      await stores.sshKeys.update(key)
      await stores.sshKeys.recordUses([{ keyId: key.id, at: 5 }])
      await stores.sshKeys.listOpening(account.id, 5)
      await stores.sshKeys.delete(key.id)
      await stores.apiTokens.findByHash("hash")
      await stores.loginSessions.findByHash("hash")
      await stores.signInFailures.add("name", "key", 5, 5)
      await stores.signInFailures.find("name", "key")
      await stores.signInFailures.deleteStale(5)
    })
    for (const plan of plans) expect(plan).not.toMatch(slow)
  })

  test("reading the audit of an account, an action or a thing", async () => {
    const account = await addAccount(stores)
    for (let count = 0; count < 3; count++) await stores.auditEvents.append(newEvent(account))
    const queries = [
      { accountId: account.id },
      { action: "account.update" },
      { targetId: account.id },
      { person: account.handle },
      { person: nobodyInParticular },
      { key: "SHA256:x" },
      { key: account.id },
      { from: 0, to: 2_000_000_000_000 },
    ] as const
    for (const query of queries) {
      const plans = await plansOf(async () => {
        const { nextCursor } = await stores.auditEvents.list({ ...query, limit: 2 })
        if (nextCursor !== undefined) await stores.auditEvents.list({ ...query, limit: 2, cursor: nextCursor })
      })
      // The events of robots that an account looks after are found robot by robot, so they have to be sorted.
      for (const plan of plans) expect(plan).not.toMatch("accountId" in query ? scan : slow)
    }
  })
})
