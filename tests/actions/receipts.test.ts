import {
  type AccessSubject,
  accountId,
  addAccess,
  createProject,
  createRobot,
  createServer,
  deleteKey,
  disableAccount,
  importKeyPair,
  listAuditEvents,
  listKeys,
  type OwnedKey,
  previewClosings,
  refreshBundles,
  removeAccess,
  removeMember,
  removeReplaced,
  type Server,
  showReceipt,
  startReplacement,
  updateServer,
} from "@latchkey/core"
import { formatPublicKey } from "@latchkey/engine"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { codeOf } from "../kit/codes.ts"
import { connectServer, facts, settleServers } from "../kit/connected-servers.ts"
import { type Installation, openInstallation } from "../kit/installation.ts"
import { addKeyOf, letInto, newServer } from "../kit/servers.ts"

let installation: Installation
let server: Server
let project: Awaited<ReturnType<typeof newServer>>["project"]
let oldKey: OwnedKey
let newKey: OwnedKey
beforeEach(async () => {
  installation = await openInstallation()
  const { context, bob } = installation
  const made = await newServer(installation)
  project = made.project
  server = await connect(made.secret)
  oldKey = await addKeyOf(context, bob, "old")
  newKey = await addKeyOf(context, bob, "new")
})
afterEach(() => installation.close())

const connect = (code: string) => connectServer(installation, code)
const settle = (...servers: readonly Server[]) => settleServers(installation, servers)

const ofKey = ({ id }: OwnedKey): AccessSubject => ({ kind: "key", keyId: id })

function give(subject: AccessSubject, loginUser = "deploy", to = server) {
  return addAccess(installation.context, installation.bob, to.id, { loginUser, subject })
}

function replace(removeAfterLogin = false) {
  const { context, bob } = installation
  return startReplacement(context, bob, oldKey.id, { newKeyId: newKey.id, removeAfterLogin })
}

describe("what closes", () => {
  test("is told of several keys at once: who loses a login user, and which one nobody opens any more", async () => {
    const { context, bob, add } = installation
    const carol = await add("carol")
    await letInto(installation, project, carol, "member")
    await addKeyOf(context, carol, "hers")
    await give(ofKey(oldKey))
    await give({ kind: "project" }, "guest")
    const keyIds = [oldKey.id, newKey.id]
    expect(await previewClosings(context, bob, { keyIds })).toMatchObject({
      places: [
        { server: { name: "web-1" }, loginUser: "deploy", keys: 1, isLastKey: true, losers: [{ handle: "bob" }] },
        { server: { name: "web-1" }, loginUser: "guest", keys: 2, isLastKey: false, losers: [{ handle: "bob" }] },
      ],
      hiddenServers: 0,
    })
    expect(await previewClosings(context, bob, { keyIds: [newKey.id] })).toMatchObject({
      places: [{ loginUser: "guest", isLastKey: false, losers: [] }],
    })
    expect(await codeOf(previewClosings(context, carol, { keyIds }))).toBe("not_found")
  })

  test("is nothing of a key that is being replaced, for the new one goes on opening it", async () => {
    const { context, bob } = installation
    await give(ofKey(oldKey))
    await replace()
    const { places } = await previewClosings(context, bob, { keyIds: [oldKey.id] })
    expect(places).toMatchObject([{ loginUser: "deploy", isLastKey: false, losers: [] }])
  })

  test("is nothing of one name of a key that goes on opening under another, and all of both", async () => {
    const { context, bob } = installation
    const publicKey = formatPublicKey({ ...oldKey, type: oldKey.keyType })
    const { id } = await importKeyPair(context, bob, { name: "old too", type: "ssh", publicKey })
    const { items } = await listKeys(context, bob, { limit: 10, sort: "name", descending: false })
    const other = items.find((key) => key.id === id)
    if (other === undefined) throw new Error("there is no second name")
    await give({ kind: "account", accountId: bob.account.id })
    for (const key of [oldKey, other]) {
      expect((await previewClosings(context, bob, { keyIds: [key.id] })).places).toEqual([])
    }
    const keyIds = [oldKey.id, newKey.id, other.id]
    expect((await previewClosings(context, bob, { keyIds })).places).toMatchObject([{ keys: 2, isLastKey: true }])
  })

  test("is nothing of the new key of a replacement that is deleted, which ends it, and much of one that is disabled", async () => {
    const { context, bob } = installation
    await give(ofKey(oldKey))
    await replace()
    await removeReplaced(context, bob, newKey.id, { serverId: server.id, loginUser: "deploy" })
    const keyIds = [newKey.id]
    expect((await previewClosings(context, bob, { keyIds })).places).toMatchObject([{ isLastKey: true }])
    const deleted = await previewClosings(context, bob, { keyIds, deleted: true })
    expect(deleted.places).toMatchObject([{ loginUser: "deploy", isLastKey: false, losers: [] }])
    const both = await previewClosings(context, bob, { keyIds: [oldKey.id, newKey.id], deleted: true })
    expect(both.places).toMatchObject([{ isLastKey: true }])
  })

  test("is told of a member in a project to its members, and of an account everywhere to admins", async () => {
    const { context, alice, bob, add } = installation
    const carol = await add("carol")
    await letInto(installation, project, carol, "member")
    await addKeyOf(context, carol, "hers")
    await give({ kind: "account", accountId: accountId(carol.account.id) }, "root")
    const account = { accountId: carol.account.id }
    const inProject = { ...account, projectId: project.id }
    const root = { loginUser: "root", keys: 1, isLastKey: true, losers: [{ handle: "carol" }] }
    expect(await previewClosings(context, bob, inProject)).toMatchObject({ places: [root], hiddenServers: 0 })
    expect(await previewClosings(context, carol, account)).toMatchObject({ places: [root], hiddenServers: 0 })
    expect(await previewClosings(context, alice, account)).toEqual({ places: [], hiddenServers: 1 })
    expect(await codeOf(previewClosings(context, alice, inProject))).toBe("not_found")
    expect(await codeOf(previewClosings(context, bob, account))).toBe("not_found")
  })

  test("counts the robots of an account's personal project, which stop with it", async () => {
    const { context, alice, bob } = installation
    const personal = await context.database.stores.projects.findPersonal(bob.account.id)
    if (personal === undefined) throw new Error("everyone has a personal project")
    const robot = await createRobot(context, bob, personal.id, { handle: "ci", displayName: "CI" })
    await addKeyOf(context, bob, "machine", robot.id)
    const own = await createServer(context, bob, personal.id, { name: "home-1" })
    await give({ kind: "account", accountId: robot.id }, "ci", own.server)
    const places = [{ server: { name: "home-1" }, loginUser: "ci", losers: [{ handle: "ci" }] }]
    for (const { id } of [robot, bob.account]) {
      expect(await previewClosings(context, bob, { accountId: id })).toMatchObject({ places })
      expect(await previewClosings(context, alice, { accountId: id })).toEqual({ places: [], hiddenServers: 1 })
    }
  })
})

describe("a receipt", () => {
  test("counts the servers on which a key opens, and names those that have not said so", async () => {
    const { context, bob } = installation
    const other = await connect((await createServer(context, bob, project.id, { name: "db-1" })).secret)
    await give(ofKey(oldKey))
    await give(ofKey(oldKey), "deploy", other)
    await settle(server)
    const { added, removed } = await showReceipt(context, bob, { keyId: oldKey.id })
    expect(added).toMatchObject({ total: 2, inEffect: 1, since: context.clock.now() })
    expect(added.waiting).toMatchObject([{ server: { name: "db-1" }, loginUser: "deploy" }])
    expect(removed).toEqual({ total: 0, inEffect: 0, waiting: [] })
  })

  test("of a deleted key is there for whoever held it and for the project, and says until when it may open", async () => {
    const { context, alice, bob, add } = installation
    const carol = await add("carol")
    await letInto(installation, project, carol, "viewer")
    const { server: strict, secret } = await createServer(context, bob, project.id, {
      name: "db-1",
      stalePolicy: "deny",
    })
    await connect(secret)
    await give(ofKey(oldKey))
    await give(ofKey(oldKey), "deploy", strict)
    await settle(server, strict)
    const heardAt = context.clock.now()
    await deleteKey(context, bob, oldKey.id)
    expect((await showReceipt(context, bob, { keyId: oldKey.id })).removed).toMatchObject({ total: 2, inEffect: 0 })
    installation.tick(1000)
    await settle(server)
    for (const reader of [bob, carol]) {
      const { removed } = await showReceipt(context, reader, { keyId: oldKey.id })
      expect(removed).toMatchObject({ total: 2, inEffect: 1, since: context.clock.now() })
      expect(removed.waiting).toMatchObject([{ server: { name: "db-1" }, policy: "deny" }])
      expect(removed.waiting[0]?.refusesFrom).toBe(heardAt + 24 * 60 * 60 * 1000 + 60_000)
    }
    expect(await codeOf(showReceipt(context, alice, { keyId: oldKey.id }))).toBe("not_found")
  })

  test("of a deleted key that opened nothing is empty, for whoever held it", async () => {
    const { context, alice, bob } = installation
    await deleteKey(context, bob, oldKey.id)
    const { added, removed } = await showReceipt(context, bob, { keyId: oldKey.id })
    expect([added, removed]).toMatchObject([{ total: 0 }, { total: 0, waiting: [] }])
    expect((await listAuditEvents(context, bob, { outcome: "refused", limit: 10 })).items).toEqual([])
    expect(await codeOf(showReceipt(context, alice, { keyId: oldKey.id }))).toBe("not_found")
  })

  test("of one name that is deleted says of no server that it refuses the key, which it has under another", async () => {
    const { context, bob } = installation
    const publicKey = formatPublicKey({ ...oldKey, type: oldKey.keyType })
    const { id } = await importKeyPair(context, bob, { name: "old too", type: "ssh", publicKey })
    await give({ kind: "account", accountId: bob.account.id })
    await settle(server)
    await deleteKey(context, bob, oldKey.id)
    installation.tick(1000)
    await settle(server)
    expect((await showReceipt(context, bob, { keyId: oldKey.id })).removed).toMatchObject({ total: 0, waiting: [] })
    const { items } = await listKeys(context, bob, { limit: 10, sort: "name", descending: false })
    const keyId = items.find((key) => key.id === id)?.id ?? oldKey.id
    const receipt = await showReceipt(context, bob, { keyId })
    expect(receipt).toMatchObject({ added: { total: 1, inEffect: 1 }, removed: { total: 0 } })
    await deleteKey(context, bob, keyId)
    await settle(server)
    expect((await showReceipt(context, bob, { keyId })).removed).toMatchObject({ total: 1, inEffect: 1 })
  })

  test("promises no refusal where the deleted key may be one for emergencies", async () => {
    const { context, bob } = installation
    const request = { loginUser: "deploy", subject: { kind: "project" }, breakGlass: true } as const
    await addAccess(context, bob, server.id, request)
    await settle(server)
    await deleteKey(context, bob, oldKey.id)
    const [waiting] = (await showReceipt(context, bob, { keyId: oldKey.id })).removed.waiting
    expect(waiting).toMatchObject({ loginUser: "deploy", policy: "break-glass" })
    expect(waiting).not.toHaveProperty("refusesFrom")
  })

  test("promises no end of a key on a server that has not heard yet what it is to do when it is stale", async () => {
    const { context, bob } = installation
    await give(ofKey(oldKey))
    await settle(server)
    await deleteKey(context, bob, oldKey.id)
    await updateServer(context, bob, server.id, { stalePolicy: "deny" })
    const waiting = async () => {
      await refreshBundles(context, [server.id], facts)
      return (await showReceipt(context, bob, { keyId: oldKey.id })).removed.waiting[0]
    }
    expect(await waiting()).toMatchObject({ policy: "keep" })
    expect((await waiting())?.refusesFrom).toBeUndefined()
  })

  test("counts only what was removed from the moment on that is asked about", async () => {
    const { context, bob } = installation
    const other = await connect((await createServer(context, bob, project.id, { name: "db-1" })).secret)
    const [first, second] = [await give(ofKey(oldKey)), await give(ofKey(oldKey), "deploy", other)]
    await settle(server, other)
    await removeAccess(context, bob, server.id, first.access.id)
    await settle(server)
    installation.tick(60_000)
    const since = context.clock.now()
    await removeAccess(context, bob, other.id, second.access.id)
    const of = { keyId: oldKey.id }
    expect((await showReceipt(context, bob, of, since)).removed).toMatchObject({ total: 1, inEffect: 0 })
    await settle(other)
    expect((await showReceipt(context, bob, of, since)).removed).toMatchObject({ total: 1, inEffect: 1, since })
    expect((await showReceipt(context, bob, of)).removed).toMatchObject({ total: 2, inEffect: 2 })
  })

  test("of whoever has left a project counts all of their keys, for its members and for themselves", async () => {
    const { context, alice, bob, add } = installation
    const carol = await add("carol")
    await letInto(installation, project, carol, "member")
    for (const name of ["one", "two"]) await addKeyOf(context, carol, name)
    const other = await connect((await createServer(context, bob, project.id, { name: "db-1" })).secret)
    await give({ kind: "project" }, "guest")
    await give({ kind: "account", accountId: accountId(carol.account.id) }, "guest", other)
    await settle(server, other)
    await removeMember(context, bob, project.id, accountId(carol.account.id))
    await settle(other)
    const of = { accountId: accountId(carol.account.id), projectId: project.id }
    for (const reader of [bob, carol]) {
      const { removed } = await showReceipt(context, reader, of)
      expect(removed).toMatchObject({ total: 2, inEffect: 1 })
      const names = removed.waiting.map((place) => [place.server.name, place.loginUser])
      expect(names).toEqual(reader === bob ? [["web-1", "guest"]] : [])
    }
    expect((await showReceipt(context, alice, of)).removed).toMatchObject({ total: 2, waiting: [] })
    expect(await codeOf(showReceipt(context, bob, { accountId: of.accountId }))).toBe("not_found")
  })

  test("of a disabled account tells admins how many servers have heard, and names none that they may not see", async () => {
    const { context, alice, bob } = installation
    await give(ofKey(oldKey))
    await settle(server)
    await disableAccount(context, alice, bob.account.id)
    const of = { accountId: bob.account.id }
    expect((await showReceipt(context, alice, of)).removed).toMatchObject({ total: 1, inEffect: 0, waiting: [] })
    await settle(server)
    expect((await showReceipt(context, alice, of)).removed).toMatchObject({ total: 1, inEffect: 1 })
  })

  test("names and counts no server of a project that one is not in, to others than the holder", async () => {
    const { context, bob, add } = installation
    const carol = await add("carol")
    const { project: hidden } = await createProject(context, bob, "hidden")
    const elsewhere = await connect((await createServer(context, bob, hidden.id, { name: "secret-1" })).secret)
    await letInto(installation, project, carol, "member")
    await give(ofKey(oldKey))
    await give(ofKey(oldKey), "deploy", elsewhere)
    await settle(server, elsewhere)
    expect((await showReceipt(context, bob, { keyId: oldKey.id })).added).toMatchObject({ total: 2 })
    expect((await showReceipt(context, carol, { keyId: oldKey.id })).added).toMatchObject({ total: 1, inEffect: 1 })
    const access = await give(ofKey(newKey), "root", elsewhere)
    expect(await codeOf(showReceipt(context, carol, { keyId: newKey.id }))).toBe("not_found")
    await removeAccess(context, bob, elsewhere.id, access.access.id)
  })
})
