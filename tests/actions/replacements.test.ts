import {
  type AccessSubject,
  accountId,
  addAccess,
  backOutReplacement,
  confirmServer,
  createProject,
  createRobot,
  createServer,
  deleteKey,
  disableAccount,
  disableKey,
  enrolServer,
  finishReplacement,
  listAuditEvents,
  listServerKeys,
  type OwnedKey,
  previewClosings,
  recordLogins,
  refreshBundles,
  removeAccess,
  removeMember,
  removeReplaced,
  type Server,
  showKey,
  showReceipt,
  showReplacement,
  showServer,
  startReplacement,
  updateKey,
  updateServer,
} from "@latchkey/core"
import { fingerprintSha256 } from "@latchkey/engine"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { codeOf } from "../kit/codes.ts"
import { type Installation, openInstallation } from "../kit/installation.ts"
import { addKeyOf, letInto, newReport, newServer } from "../kit/servers.ts"

const facts = { signers: ["ssh-ed25519 AAAA"], scripts: "0".repeat(64) }

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

async function connect(code: string): Promise<Server> {
  const { context, bob } = installation
  const { server: enrolled } = await enrolServer(context, code, newReport())
  return confirmServer(
    context,
    bob,
    enrolled.id,
    enrolled.hostKeys.map(({ blob }) => fingerprintSha256(blob)),
  )
}

const ofKey = ({ id }: OwnedKey): AccessSubject => ({ kind: "key", keyId: id })

function give(subject: AccessSubject, loginUser = "deploy", to = server) {
  return addAccess(installation.context, installation.bob, to.id, { loginUser, subject })
}

function replace(removeAfterLogin = false) {
  const { context, bob } = installation
  return startReplacement(context, bob, oldKey.id, { newKeyId: newKey.id, removeAfterLogin })
}

/** What opens a server, as `login user, key`. */
async function opens(of = server): Promise<readonly string[]> {
  const { openings } = await listServerKeys(installation.context, installation.bob, of.id)
  return openings.map(({ loginUser, key }) => `${loginUser} ${key.name}`)
}

/** Servers take what they are to have now, and say so. */
async function settle(...servers: readonly Server[]): Promise<void> {
  const { database, clock } = installation.context
  const wanted = await refreshBundles(
    installation.context,
    servers.map(({ id }) => id),
    facts,
  )
  await database.transaction(({ hosts }) => hosts.acknowledge(wanted, clock.now()))
}

let reported = 0
/** @param ago seconds between the login and its report; `ahead` those that the server's clock, of whole seconds, is ahead */
async function reportLogin(
  by: Server,
  { fingerprint }: OwnedKey,
  { loginUser = "deploy", ago = 0, ahead = 0 } = {},
): Promise<void> {
  const { context, bob } = installation
  const login = { reportId: `1-1-${reported++}`, kind: "login", loginUser, fingerprint } as const
  const byItsClock = (at: number) => Math.floor(at / 1000 + ahead) * 1000
  const now = context.clock.now()
  await recordLogins(context, await showServer(context, bob, by.id), {
    clock: byItsClock(now),
    logins: [{ ...login, at: byItsClock(now - ago * 1000), address: "192.0.2.7", port: 4022 }],
  })
}

describe("while a key is being replaced", () => {
  test("the new key opens what accesses to the old one open, with their options, and the old one stays", async () => {
    const { context, bob } = installation
    const options = { from: "10.0.0.0/8" }
    await addAccess(context, bob, server.id, { loginUser: "deploy", subject: ofKey(oldKey), options })
    await replace()
    expect(await opens()).toEqual(["deploy new", "deploy old"])
    const { openings } = await listServerKeys(context, bob, server.id)
    expect(openings.map(({ access }) => access.options)).toEqual([options, options])
  })

  test("an access of the new key's own holds it to its own options", async () => {
    const { context, bob } = installation
    await give(ofKey(oldKey))
    const options = { noPty: true }
    await addAccess(context, bob, server.id, { loginUser: "deploy", subject: ofKey(newKey), options })
    await replace()
    const { openings } = await listServerKeys(context, bob, server.id)
    expect(openings.map(({ key, access }) => [key.name, access.options])).toEqual([
      ["new", options],
      ["old", {}],
    ])
    await finishReplacement(context, bob, oldKey.id)
    const left = (await listServerKeys(context, bob, server.id)).openings
    expect(left.map(({ key, access }) => [key.name, access.options])).toEqual([["new", options]])
  })

  test("every place tells whether either key is in effect there, by the old key or by the new one", async () => {
    const { context, bob } = installation
    await give(ofKey(oldKey))
    await settle(server)
    await replace()
    const { id: serverId, name } = server
    const waiting = {
      server: { id: serverId, name },
      loginUser: "deploy",
      newKey: { state: "waiting" },
      oldKey: "opens",
    }
    expect((await showReplacement(context, bob, oldKey.id))?.places).toMatchObject([waiting])
    await settle(server)
    await removeReplaced(context, bob, newKey.id, { serverId, loginUser: "deploy" })
    const removing = { newKey: { state: "in-effect" }, oldKey: "removing" }
    expect((await showReplacement(context, bob, newKey.id))?.places).toMatchObject([removing])
    await refreshBundles(context, [serverId], facts)
    expect((await showReplacement(context, bob, newKey.id))?.places).toMatchObject([removing])
    await settle(server)
    expect((await showReplacement(context, bob, newKey.id))?.places).toMatchObject([{ oldKey: "removed" }])
    expect(await opens()).toEqual(["deploy new"])
  })

  test("the old key goes from a place whatever lets it in there, and only where the new one opens", async () => {
    const { context, bob } = installation
    await give({ kind: "project" }, "guest")
    await replace()
    await removeReplaced(context, bob, oldKey.id, { serverId: server.id, loginUser: "guest" })
    expect(await opens()).toEqual(["guest new"])
    const elsewhere = removeReplaced(context, bob, oldKey.id, { serverId: server.id, loginUser: "root" })
    expect(await codeOf(elsewhere)).toBe("conflict")
  })

  test("a login with the new key takes the old one from that place, where that was asked for", async () => {
    const { context, bob } = installation
    const other = await connect((await createServer(context, bob, project.id, { name: "db-1" })).secret)
    await give(ofKey(oldKey))
    await give(ofKey(oldKey), "root")
    await give(ofKey(oldKey), "deploy", other)
    await replace(true)
    await reportLogin(server, newKey)
    expect(await opens()).toEqual(["deploy new", "deploy old", "root new", "root old"])
    await settle(server, other)
    installation.tick(2000)
    await reportLogin(server, oldKey, { loginUser: "root" })
    await reportLogin(server, newKey)
    expect(await opens()).toEqual(["deploy new", "root new", "root old"])
    expect(await opens(other)).toEqual(["deploy new", "deploy old"])
    const places = (await showReplacement(context, bob, oldKey.id))?.places
    expect(
      places?.map((place) => [place.server.name, place.loginUser, place.seenAt !== undefined, place.oldKey]),
    ).toEqual([
      ["db-1", "deploy", false, "opens"],
      ["web-1", "deploy", true, "removing"],
      ["web-1", "root", false, "opens"],
    ])
    const { items } = await listAuditEvents(context, bob, { limit: 1 })
    expect(items).toMatchObject([{ action: "key.remove-replaced", target: { id: oldKey.id } }])
  })

  test("a login is only marked where the old key is to stay until somebody removes it", async () => {
    const { context, bob } = installation
    await give(ofKey(oldKey))
    await replace()
    await settle(server)
    installation.tick(2000)
    await reportLogin(server, newKey)
    const places = (await showReplacement(context, bob, oldKey.id))?.places
    expect(places).toMatchObject([{ oldKey: "opens", seenAt: expect.any(Number) }])
  })

  test.each([
    ["right", 0],
    ["a little ahead", 4],
    ["a little behind", -4],
    ["an hour ahead", 3600],
    ["an hour behind", -3600],
  ])("a login from before it began takes nothing, however late it is told of: the clock is %s", async (_, ahead) => {
    const { context, bob } = installation
    await give(ofKey(oldKey))
    await replace()
    await settle(server)
    await backOutReplacement(context, bob, oldKey.id)
    await settle(server)
    await replace(true)
    await settle(server)
    for (const passed of [0, 300, 30_000]) {
      installation.tick(passed)
      const since = (context.clock.now() - ((await showReplacement(context, bob, oldKey.id))?.startedAt ?? 0)) / 1000
      for (const before of [0.001, 2, 60]) await reportLogin(server, newKey, { ago: since + before, ahead })
      const places = (await showReplacement(context, bob, oldKey.id))?.places
      expect(places?.map(({ oldKey: state, seenAt }) => [state, seenAt])).toEqual([["opens", undefined]])
    }
    await reportLogin(server, newKey, { ago: 27, ahead })
    expect(await opens()).toEqual(["deploy new"])
  })

  test("a report that was long on its way makes no clock look wrong that is known", async () => {
    const { context, bob } = installation
    await give(ofKey(oldKey))
    await reportLogin(server, oldKey)
    await replace(true)
    await settle(server)
    installation.tick(50_000)
    const { fingerprint } = newKey
    const login = {
      reportId: "late",
      kind: "login",
      loginUser: "deploy",
      fingerprint,
      address: "::1",
      port: 1,
    } as const
    const sentAt = Math.floor(context.clock.now() / 1000) * 1000 - 55_000
    const late = { clock: sentAt, logins: [{ ...login, at: sentAt - 1000 }] }
    await recordLogins(context, await showServer(context, bob, server.id), late)
    expect(await opens()).toEqual(["deploy new", "deploy old"])
  })
})

describe("a replacement ends", () => {
  test("by finishing: accesses are the new key's, which is a default if the old one was, and the old one is gone", async () => {
    const { context, bob } = installation
    await updateKey(context, bob, oldKey.id, { isDefault: true })
    await give(ofKey(oldKey))
    await replace()
    await finishReplacement(context, bob, newKey.id)
    expect(await opens()).toEqual(["deploy new"])
    expect(await codeOf(showKey(context, bob, oldKey.id))).toBe("not_found")
    expect(await showKey(context, bob, newKey.id)).toMatchObject({ isDefault: true })
    expect(await showReplacement(context, bob, newKey.id)).toBeUndefined()
  })

  test("by deleting the old key, which hands over what it opens", async () => {
    const { context, bob } = installation
    await give(ofKey(oldKey))
    await replace()
    await deleteKey(context, bob, oldKey.id)
    expect(await opens()).toEqual(["deploy new"])
  })

  test("by backing out or by deleting the new key: everything is as it was", async () => {
    const { context, bob } = installation
    await give(ofKey(oldKey))
    for (const end of [backOutReplacement, deleteKey]) {
      await replace()
      await removeReplaced(context, bob, oldKey.id, { serverId: server.id, loginUser: "deploy" })
      expect(await opens()).toEqual(["deploy new"])
      await end(context, bob, newKey.id)
      expect(await opens()).toEqual(["deploy old"])
      expect(await showReplacement(context, bob, oldKey.id)).toBeUndefined()
    }
  })

  test("and is not finished while the new key opens nothing", async () => {
    const { context, bob } = installation
    await give(ofKey(oldKey))
    await replace()
    await disableKey(context, bob, newKey.id)
    expect(await codeOf(finishReplacement(context, bob, oldKey.id))).toBe("conflict")
    expect(await opens()).toEqual(["deploy old"])
  })
})

describe("a replacement does not begin", () => {
  test("with a key that opens nothing, with itself, or with a key of somebody else", async () => {
    const { context, alice, bob } = installation
    const start = (newKeyId: OwnedKey["id"]) =>
      codeOf(startReplacement(context, bob, oldKey.id, { newKeyId, removeAfterLogin: false }))
    expect(await start(oldKey.id)).toBe("invalid")
    expect(await start((await addKeyOf(context, alice, "hers")).id)).toBe("not_found")
    await disableKey(context, bob, newKey.id)
    expect(await start(newKey.id)).toBe("conflict")
  })

  test("while one of the keys takes part in another", async () => {
    const { context, bob } = installation
    const third = await addKeyOf(context, bob, "third")
    await replace()
    for (const [from, to] of [
      [oldKey, third],
      [newKey, third],
      [third, newKey],
      [third, oldKey],
    ] as const) {
      const asked = startReplacement(context, bob, from.id, { newKeyId: to.id, removeAfterLogin: false })
      expect(await codeOf(asked)).toBe("conflict")
    }
  })

  test("twice, when two begin at once", async () => {
    const { context, bob } = installation
    const third = await addKeyOf(context, bob, "third")
    const [there, back] = [oldKey, newKey].map((from, index) =>
      codeOf(
        startReplacement(context, bob, from.id, {
          newKeyId: [newKey, third][index]?.id ?? third.id,
          removeAfterLogin: false,
        }),
      ),
    )
    expect([await there, await back].filter((code) => code === "conflict")).toHaveLength(1)
  })
})

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
