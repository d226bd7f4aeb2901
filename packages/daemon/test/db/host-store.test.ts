import {
  type Account,
  accessId,
  type Context,
  type Project,
  projectId,
  refreshBundles,
  type Server,
  type Stores,
  serverId,
} from "@latchkey/core"
import { beforeEach, describe, expect, test } from "vitest"
import type { OpenDatabase } from "../../src/db/database.ts"
import { createSecrets } from "../../src/secrets.ts"
import { newId, onEachDatabase, onPostgres } from "./databases.ts"
import { addAccount, addKey } from "./rows.ts"

const secrets = createSecrets()
const installation = { signers: ["ssh-ed25519 AAAA"], scripts: "0".repeat(64) }

/** A project of one person, who has a key that opens root on its one server. */
async function addServer(stores: Stores): Promise<{ readonly server: Server; readonly owner: Account }> {
  const owner = await addAccount(stores)
  const project: Project = { id: projectId(newId()), name: "web", kind: "shared", serverQuota: 10, createdAt: 1 }
  await stores.projects.insert(project)
  await stores.projects.putMembership({ projectId: project.id, accountId: owner.id, role: "owner", since: 1 })
  const server: Server = {
    id: serverId(newId()),
    projectId: project.id,
    name: "web-1",
    kind: "connected",
    createdBy: owner.id,
    createdAt: 1,
    state: "waiting",
    stalePolicy: "auto",
    hostKeys: [],
    loginUsers: [],
    version: 0,
    acknowledgedVersion: 0,
    unmanaged: [],
  }
  await stores.servers.insert(server)
  await stores.servers.putCode(server.id, { createdBy: owner.id, expiresAt: 10 }, newId())
  await stores.accesses.insert({
    id: accessId(newId()),
    serverId: server.id,
    loginUser: "root",
    subject: { kind: "account", accountId: owner.id },
    options: {},
    breakGlass: false,
    createdBy: owner.id,
    createdAt: 1,
  })
  return { server, owner }
}

async function connect(stores: Stores, server: Server): Promise<void> {
  const code = newId()
  await stores.servers.putCode(server.id, { createdBy: server.createdBy, expiresAt: 10 }, code)
  await stores.servers.enrol({ ...server, state: "unconfirmed", enrolledAt: 2 }, code, newId())
  await stores.servers.confirm(server.id, 3)
}

const contextOf = (database: OpenDatabase): Pick<Context, "database" | "clock" | "secrets"> => ({
  database,
  clock: { now: () => 1_000_000 },
  secrets,
})

onEachDatabase((current) => {
  let database: OpenDatabase
  let stores: Stores
  let server: Server
  let owner: Account
  beforeEach(async () => {
    database = await current().open()
    ;({ stores } = database)
    ;({ server, owner } = await addServer(stores))
  })
  const refresh = async () => (await refreshBundles(contextOf(database), [server.id], installation))[0]
  const lines = () => stores.hosts.listLines([server.id])

  describe("bundles", () => {
    test("are made for connected servers alone, and anew only when they differ", async () => {
      await addKey(stores, owner.id)
      expect(await refresh()).toMatchObject({ state: "waiting", version: 0, text: "", isNew: false })
      await connect(stores, server)
      const first = await refresh()
      expect(first).toMatchObject({ version: 1, isNew: true })
      expect(await refresh()).toEqual({ ...first, isNew: false })
      expect(await stores.servers.find(server.id)).toMatchObject({ version: 1, acknowledgedVersion: 0 })
      expect(await lines()).toMatchObject([{ loginUser: "root", accountId: owner.id, addedAt: 1_000_000 }])
      expect(await refreshBundles(contextOf(database), [serverId(newId())], installation)).toEqual([])
    })

    test("say what came, what went and since when it is in effect", async () => {
      await connect(stores, server)
      const [gone, kept] = [await addKey(stores, owner.id), await addKey(stores, owner.id)]
      await refresh()
      await stores.hosts.acknowledge([{ serverId: server.id, version: 1 }], 7)
      expect((await lines()).map(({ inEffectAt }) => inEffectAt)).toEqual([7, 7])
      await stores.sshKeys.delete(gone.id)
      expect(await refresh()).toMatchObject({ version: 2, isNew: true })
      expect(await lines()).toMatchObject([{ keyId: kept.id, inEffectAt: 7 }])
      expect(await stores.hosts.listWaitingRemovals([server.id])).toMatchObject([
        { keyId: gone.id, fingerprint: gone.fingerprint, removedAt: 1_000_000 },
      ])
      // What was never made is not acknowledged, and says nothing but that the server is there.
      await stores.hosts.acknowledge([{ serverId: server.id, version: 3 }], 8)
      expect(await stores.servers.find(server.id)).toMatchObject({ acknowledgedVersion: 1, lastContactAt: 8 })
      await stores.hosts.acknowledge([{ serverId: server.id, version: 2 }], 9)
      expect(await stores.hosts.listWaitingRemovals([server.id])).toEqual([])
      expect(await stores.servers.find(server.id)).toMatchObject({ acknowledgedVersion: 2, acknowledgedAt: 9 })
      await stores.hosts.takeBack(server.id, 1)
      expect(await stores.hosts.listWaitingRemovals([server.id])).toHaveLength(1)
      // By a bundle that nobody here made the key may open again.
      await stores.hosts.overtake(server.id, 41)
      await stores.hosts.acknowledge([{ serverId: server.id, version: 41 }], 10)
      expect(await stores.hosts.listWaitingRemovals([server.id])).toHaveLength(1)
      await stores.hosts.pruneRemovals(1_000_001)
      expect(await stores.hosts.listWaitingRemovals([server.id])).toEqual([])
    })

    test("go with their server", async () => {
      await connect(stores, server)
      await addKey(stores, owner.id)
      await refresh()
      await stores.servers.delete(server.id)
      expect(await lines()).toEqual([])
      expect(await stores.hosts.findHosts([server.id])).toEqual([])
    })
  })

  test("whose keys may open a server is known by membership, and while a line or its removal is remembered", async () => {
    await connect(stores, server)
    const key = await addKey(stores, owner.id)
    expect(await stores.hosts.listServersOf([owner.id])).toEqual([server.id])
    await refresh()
    expect(await stores.hosts.listLinesOf(key.id)).toHaveLength(1)
    await stores.projects.deleteMembership(server.projectId, owner.id)
    expect(await stores.hosts.listServersOf([owner.id])).toEqual([server.id])
    await stores.hosts.pruneRemovals(0)
    expect(await stores.hosts.listServersOf([owner.id])).toEqual([server.id])
    expect(await stores.hosts.listLinesOfAccounts([owner.id])).toMatchObject([{ keyId: key.id }])
    await refresh()
    await stores.hosts.pruneRemovals(0)
    expect(await stores.hosts.listServersOf([owner.id])).toEqual([server.id])
    expect(await stores.hosts.listLinesOfAccounts([owner.id])).toEqual([])
    expect(await stores.hosts.listRemovalsOfAccounts([owner.id])).toMatchObject([{ keyId: key.id }])
    await stores.hosts.pruneRemovals(Number.MAX_SAFE_INTEGER)
    expect(await stores.hosts.listServersOf([owner.id])).toEqual([])
    expect(await stores.hosts.listServersOf([])).toEqual([])
  })

  test("what opens a login user who is managed again is in effect from then on", async () => {
    await connect(stores, server)
    await addKey(stores, owner.id)
    await refresh()
    await stores.hosts.report(server.id, { unmanaged: [{ loginUser: "root", reason: "missing" }] }, 5)
    await stores.hosts.acknowledge([{ serverId: server.id, version: 1 }], 6)
    await stores.hosts.report(server.id, { unmanaged: [] }, 9)
    expect(await lines()).toMatchObject([{ inEffectAt: 9 }])
  })

  test("a report is news when it says something else than the last one", async () => {
    expect(await stores.hosts.report(server.id, { unmanaged: [] }, 1)).toBe(false)
    expect(await stores.hosts.report(server.id, { problem: "no disk", unmanaged: [] }, 2)).toBe(true)
    expect(await stores.hosts.report(server.id, { problem: "no disk", unmanaged: [] }, 3)).toBe(false)
    expect(await stores.hosts.report(server.id, { unmanaged: [] }, 4)).toBe(true)
    const unmanaged = [{ loginUser: "root", reason: "match-block" }] as const
    expect(await stores.hosts.report(server.id, { unmanaged }, 5)).toBe(true)
    expect(await stores.hosts.report(server.id, { unmanaged }, 6)).toBe(false)
    expect(await stores.servers.find(server.id)).toMatchObject({ unmanaged })
    expect(await stores.servers.find(server.id)).not.toHaveProperty("problem")
  })
})

onPostgres((current) => {
  test("two daemons that look at once make one version", async () => {
    const [first, second] = [await current().open(), await current().open()]
    const { server, owner } = await addServer(first.stores)
    await connect(first.stores, server)
    for (let round = 1; round <= 5; round++) {
      await addKey(first.stores, owner.id)
      const looked = await Promise.all(
        [first, second, first, second].map((database) =>
          refreshBundles(contextOf(database), [server.id], installation),
        ),
      )
      expect(looked.flat().map(({ version }) => version)).toEqual([round, round, round, round])
      expect(looked.flat().filter(({ isNew }) => isNew)).toHaveLength(1)
      expect(new Set(looked.flat().map(({ hash }) => hash)).size).toBe(1)
    }
  })
})
