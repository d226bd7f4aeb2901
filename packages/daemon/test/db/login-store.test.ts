import {
  type Account,
  type LoginReport,
  type Project,
  type ReportId,
  recordLogins,
  type Server,
  type SshKey,
  type Stores,
} from "@latchkey/core"
import { beforeEach, describe, expect, test } from "vitest"
import type { OpenDatabase } from "../../src/db/database.ts"
import { createSecrets } from "../../src/secrets.ts"
import { newId, onEachDatabase } from "./databases.ts"
import { addAccount, addKey } from "./rows.ts"
import { addProject, newServer } from "./server-rows.ts"

const secrets = createSecrets()
const unknown = `SHA256:${"B".repeat(43)}`

onEachDatabase((current) => {
  let database: OpenDatabase
  let stores: Stores
  let ada: Account
  let eve: Account
  let project: Project
  let server: Server
  let key: SshKey

  beforeEach(async () => {
    database = await current().open()
    ;({ stores } = database)
    const [member, stranger] = [await addAccount(stores), await addAccount(stores)]
    ;[ada, eve] = [member, stranger]
    project = await addProject(stores, member)
    server = newServer(project, ada.id)
    await stores.servers.insert(server)
    key = await addKey(stores, ada.id, { name: "Laptop" })
  })

  function report(given: Partial<LoginReport> = {}): LoginReport {
    return {
      id: newId(),
      serverId: server.id,
      kind: "login",
      at: 1_000,
      firstAt: 1_000,
      receivedAt: 1_000,
      loginUser: "root",
      address: "192.0.2.7",
      port: 50_022,
      fingerprint: key.fingerprint,
      keyId: key.id,
      count: 1,
      ...given,
    }
  }

  /** Files rows, each known by an id of its own. */
  async function file(...added: readonly LoginReport[]): Promise<readonly string[]> {
    const ids = added.map(({ id: rowId, kind }): ReportId => ({ reportId: newId(), kind, rowId }))
    await stores.logins.file({ serverId: server.id, receivedAt: 1_000, added, counted: [], ids, leftOut: 0 })
    return ids.map(({ reportId }) => reportId)
  }
  const list = async (query: Partial<Parameters<Stores["logins"]["list"]>[0]> = {}) =>
    (await stores.logins.list({ serverId: server.id, limit: 100, ...query })).items

  describe("login reports", () => {
    test("are listed newest first, page by page, whatever comes in between", async () => {
      for (let at = 1; at <= 5; at++) await file(report({ at }), report({ at, kind: "refusal", reason: "disabled" }))
      const seen: number[] = []
      let cursor: string | undefined
      do {
        const page = await stores.logins.list({ serverId: server.id, limit: 3, cursor })
        expect(page.total).toBeGreaterThanOrEqual(10)
        seen.push(...page.items.map(({ at }) => at))
        cursor = page.nextCursor
        await file(report({ at: 100 }))
      } while (cursor !== undefined)
      expect(seen).toEqual([5, 5, 4, 4, 3, 3, 2, 2, 1, 1])
      expect(await list({ kind: "refusal" })).toHaveLength(5)
      await expect(stores.logins.list({ serverId: server.id, limit: 3, cursor: "x" })).rejects.toMatchObject({
        code: "invalid",
      })
    })

    test("come back as they were filed, and are counted up", async () => {
      const row = report({ kind: "refusal", reason: "expired" })
      await file(row)
      expect(await stores.logins.listSince(server.id, 999)).toEqual([row])
      expect(await stores.logins.listSince(server.id, 1_000)).toEqual([])
      const counted = { ...row, at: 5_000, port: 22, count: 3 }
      const ids = [
        { reportId: "a", kind: "refusal", rowId: row.id } as const,
        { reportId: "b", kind: "login" } as const,
      ]
      const filed = { serverId: server.id, receivedAt: 5_000, added: [], counted: [counted], ids, leftOut: 2 }
      await stores.logins.file(filed)
      expect(await list()).toEqual([
        {
          ...counted,
          isOpen: false,
          isClosing: false,
          key: {
            id: key.id,
            name: "Laptop",
            keyType: key.keyType,
            bits: key.bits,
            owner: { id: ada.id, handle: ada.handle, kind: "person" },
          },
        },
      ])
      expect(await stores.logins.countLeftOut(server.id)).toBe(2)
      expect(await stores.logins.knownIds(server.id, ["a", "b", "c"])).toEqual(new Set(["a", "b"]))
      expect(await stores.logins.countIds(server.id, 4_999)).toBe(2)
    })

    test("are found by user, address, fingerprint, key and owner, and name no key of a stranger", async () => {
      const foreign = await addKey(stores, eve.id, { name: "Secret" })
      await file(report(), report({ keyId: foreign.id, fingerprint: foreign.fingerprint, address: "2001:db8::1" }))
      const found = async (search: string) => (await list({ search })).map(({ address }) => address)
      expect(await found("LAPTOP")).toEqual(["192.0.2.7"])
      expect(await found(ada.handle)).toEqual(["192.0.2.7"])
      expect(await found("db8")).toEqual(["2001:db8::1"])
      expect(await found("%")).toEqual([])
      expect(await found("secret")).toEqual([])
      expect(await found(eve.handle)).toEqual([])
      expect((await list({ search: "db8" }))[0]).not.toHaveProperty("key")
      expect(await stores.logins.listOfKey(foreign.id, { limit: 10 })).toEqual({ items: [], total: 0 })
      expect((await stores.logins.listOfKey(key.id, { limit: 10 })).items).toMatchObject([
        { server: { id: server.id, name: server.name } },
      ])
      await stores.projects.deleteMembership(project.id, ada.id)
      expect((await stores.logins.listOfKey(key.id, { limit: 10 })).items).toEqual([])
      expect(await found("laptop")).toEqual([])
    })

    test("are forgotten when they are old or too many, with their ids", async () => {
      for (let at = 1; at <= 10; at++) await file(report({ at, receivedAt: at }))
      await stores.logins.prune({ until: 3, most: 1_000, mostOpen: 100, idsUntil: 0, ordersUntil: 0 })
      expect((await list()).map(({ at }) => at)).toEqual([10, 9, 8, 7, 6, 5, 4, 3])
      await stores.logins.prune({ until: 3, most: 2, mostOpen: 100, idsUntil: 0, ordersUntil: 0 })
      expect((await list()).map(({ at }) => at)).toEqual([10, 9])
      expect(await stores.logins.countIds(server.id, 0)).toBe(2)
      await stores.logins.setOpen(server.id, [], 20)
      await stores.logins.prune({ until: 3, most: 2, mostOpen: 100, idsUntil: 1_001, ordersUntil: 0 })
      expect(await stores.logins.countIds(server.id, 0)).toBe(0)
      await stores.servers.delete(server.id)
      expect(await list()).toEqual([])
    })
  })

  describe("open logins", () => {
    test("close and open again as the server says, in rows that stand for several too", async () => {
      const row = report()
      const [first = ""] = await file(row)
      const second = { reportId: "second", kind: "login", rowId: row.id } as const
      const more = { serverId: server.id, receivedAt: 2, added: [], counted: [{ ...row, count: 2 }], leftOut: 0 }
      await stores.logins.file({ ...more, ids: [second] })
      expect(await stores.logins.listPlaces([server.id])).toEqual([
        {
          serverId: server.id,
          loginUser: "root",
          fingerprint: key.fingerprint,
          last: { at: 1_000, address: "192.0.2.7" },
          open: 2,
        },
      ])
      expect(await stores.logins.setOpen(server.id, [first, "second", "other"], 5)).toBe(false)
      expect(await stores.logins.setOpen(server.id, ["second"], 6)).toBe(true)
      expect((await list())[0]).toMatchObject({ isOpen: true })
      expect(await stores.logins.setOpen(server.id, [], 7)).toBe(true)
      expect((await list())[0]).toMatchObject({ isOpen: false, openUntil: 7 })
      expect(await stores.logins.listPlaces([server.id], key.fingerprint)).toMatchObject([{ open: 0 }])
      expect(await stores.logins.listPlaces([server.id], unknown)).toEqual([])
      expect(await stores.logins.setOpen(server.id, [first], 8)).toBe(true)
      expect((await list())[0]).toMatchObject({ isOpen: true })
      expect((await list())[0]).not.toHaveProperty("openUntil")
    })

    test("are so many and no more, the newest, of a server that never says that they were closed", async () => {
      const row = report()
      const [first = ""] = await file(row)
      const more = { serverId: server.id, added: [], counted: [row], leftOut: 0 }
      for (let count = 1; count <= 4; count++) {
        const ids = [{ reportId: `login-${count}`, kind: "login", rowId: row.id } as const]
        await stores.logins.file({ ...more, receivedAt: 1_000 + count, ids })
      }
      await stores.logins.prune({ until: 0, most: 100, mostOpen: 2, idsUntil: 0, ordersUntil: 0 })
      expect(await stores.logins.listPlaces([server.id])).toMatchObject([{ open: 2 }])
      const known = await stores.logins.knownIds(server.id, [first, "login-2", "login-3", "login-4"])
      expect(known).toEqual(new Set(["login-3", "login-4"]))
    })

    test("are told to close once, by their rows or by the key, on their own server alone", async () => {
      const other = newServer(project, ada.id, { name: "web-2" })
      await stores.servers.insert(other)
      const rows = [report(), report({ fingerprint: unknown }), report({ kind: "refusal" })]
      const [byKey = "", byRow = ""] = await file(...rows)
      const ids = rows.map(({ id }) => id)
      expect(await stores.logins.close(other.id, { ids }, 5)).toBe(0)
      expect(await stores.logins.close(server.id, { fingerprint: key.fingerprint }, 5)).toBe(1)
      expect(await stores.logins.listClosing([server.id, other.id], 4)).toEqual(new Map([[server.id, [byKey]]]))
      expect(await stores.logins.close(server.id, { ids }, 7)).toBe(2)
      // What was ordered first stays as old as it is.
      expect(await stores.logins.listClosing([server.id], 5)).toEqual(new Map([[server.id, [byRow]]]))
      await stores.logins.setOpen(server.id, [byKey], 8)
      expect(await stores.logins.listClosing([server.id], 4)).toEqual(new Map([[server.id, [byKey]]]))
      expect(await stores.logins.listClosing([], 4)).toEqual(new Map())
      const nothing = { until: 0, most: 100, mostOpen: 100, idsUntil: 0 }
      await stores.logins.prune({ ...nothing, ordersUntil: 5 })
      expect((await list())[2]).toMatchObject({ isOpen: true, isClosing: true })
      await stores.logins.prune({ ...nothing, ordersUntil: 6 })
      expect((await list())[2]).toMatchObject({ isOpen: true, isClosing: false })
      expect(await stores.logins.close(server.id, { fingerprint: key.fingerprint }, 9)).toBe(1)
      expect(await stores.logins.listClosing([server.id], 8)).toEqual(new Map([[server.id, [byKey]]]))
    })
  })

  describe("what is known of a fingerprint", () => {
    test("comes from the server's own lines and removals, and from its project's keys", async () => {
      const foreign = await addKey(stores, eve.id)
      const asked = [key.fingerprint, foreign.fingerprint, unknown]
      const facts = await stores.logins.factsOf(server.id, project.id, asked)
      expect(facts.get(key.fingerprint)).toMatchObject({
        key: { id: key.id, accountId: ada.id, createdAt: key.createdAt, standing: "good" },
        opens: [],
        removedFrom: [],
      })
      for (const each of [foreign.fingerprint, unknown]) expect(facts.get(each)).toEqual({ opens: [], removedFrom: [] })

      const line = { keyId: key.id, accountId: ada.id, fingerprint: key.fingerprint, options: "" }
      const head = { serverId: server.id, issuedAt: 1, loginUsers: ["root"], stale: "keep", hash: "h" } as const
      const added = ["root", "deploy"].map((loginUser) => ({ ...line, loginUser }))
      await stores.hosts.saveBundles([{ ...head, version: 1, added, removed: [] }])
      await stores.hosts.saveBundles([{ ...head, version: 2, added: [], removed: added.slice(1) }])
      const other = await addKey(stores, ada.id, { disabledAt: 5, expiresAt: 7 })
      const later = await stores.logins.factsOf(server.id, project.id, [key.fingerprint, other.fingerprint])
      expect(later.get(key.fingerprint)).toMatchObject({
        opens: [{ loginUser: "root", since: 1 }],
        removedFrom: [{ loginUser: "deploy", until: 1 }],
      })
      expect(later.get(other.fingerprint)?.key).toMatchObject({ disabledAt: 5, expiresAt: 7 })
    })
  })

  test("a report that comes twice at the same moment is counted once", async () => {
    const code = newId()
    await stores.servers.putCode(server.id, { createdBy: ada.id, expiresAt: 10 }, code)
    await stores.servers.enrol({ ...server, state: "unconfirmed", enrolledAt: 2 }, code, newId())
    await stores.servers.confirm(server.id, 3)
    const host = await stores.servers.find(server.id)
    if (host === undefined) throw new Error("the server is not there")
    const clock = { now: () => 1_000_000 }
    const origin = { door: "host", requestId: newId() } as const
    const daemons = [database, await current().open()].map((opened) => ({ database: opened, clock, secrets, origin }))
    const logins = ["1-1-1", "1-1-2"].map((reportId) => {
      return {
        reportId,
        kind: "refusal",
        at: 5,
        loginUser: "root",
        address: "::1",
        port: 1,
        fingerprint: unknown,
      } as const
    })
    await Promise.all([...daemons, ...daemons].map((context) => recordLogins(context, host, { logins })))
    expect(await list()).toMatchObject([{ count: 2, reason: "unknown" }])
  })

  test("a server's signs are kept, and its last login moves only forward", async () => {
    await stores.logins.note(server.id, { clockOffset: -90, lastLoginAt: 50 }, 60)
    await stores.logins.note(server.id, { lastLoginAt: 40 }, 70)
    expect(await stores.servers.find(server.id)).toMatchObject({
      clockOffset: -90,
      lastLoginAt: 50,
      lastContactAt: 70,
    })
  })
})
