import {
  type AccessSubject,
  addAccess,
  backOutReplacement,
  createServer,
  deleteKey,
  deleteKeyPair,
  disableKey,
  finishReplacement,
  importKeyPair,
  listAuditEvents,
  listKeyOpenings,
  listKeys,
  listServerKeys,
  type OwnedKey,
  recordLogins,
  refreshBundles,
  removeReplaced,
  type Server,
  showKey,
  showReplacement,
  showServer,
  startReplacement,
  updateKey,
} from "@latchkey/core"
import { formatPublicKey } from "@latchkey/engine"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { codeOf } from "../kit/codes.ts"
import { connectServer, facts, settleServers } from "../kit/connected-servers.ts"
import { type Installation, openInstallation } from "../kit/installation.ts"
import { addKeyOf, newServer } from "../kit/servers.ts"

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

/** What opens a server, as `login user, key`. */
async function opens(of = server): Promise<readonly string[]> {
  const { openings } = await listServerKeys(installation.context, installation.bob, of.id)
  return openings.map(({ loginUser, key }) => `${loginUser} ${key.name}`)
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

  test.each([false, true])(
    "of accesses to two names of a key the older one holds it, the second name first: %s",
    async (isSwapped) => {
      const { context, bob } = installation
      const publicKey = formatPublicKey({ ...oldKey, type: oldKey.keyType })
      await importKeyPair(context, bob, { name: "old too", type: "ssh", publicKey })
      const { items } = await listKeys(context, bob, { limit: 10, sort: "name", descending: false })
      const names = items.filter((key) => key.fingerprint === oldKey.fingerprint)
      const options = [{ from: "10.0.0.0/8" }, { noPty: true }]
      for (const [index, key] of (isSwapped ? names.toReversed() : names).entries()) {
        await addAccess(context, bob, server.id, {
          loginUser: "deploy",
          subject: ofKey(key),
          options: options[index] ?? {},
        })
      }
      const { openings } = await listServerKeys(context, bob, server.id)
      expect(openings.map(({ access }) => access.options)).toEqual([options[0]])
    },
  )

  test("the old key goes from a place whatever lets it in there, and only where the new one opens", async () => {
    const { context, bob } = installation
    await give({ kind: "project" }, "guest")
    await replace()
    await removeReplaced(context, bob, oldKey.id, { serverId: server.id, loginUser: "guest" })
    expect(await opens()).toEqual(["guest new"])
    const elsewhere = removeReplaced(context, bob, oldKey.id, { serverId: server.id, loginUser: "root" })
    expect(await codeOf(elsewhere)).toBe("conflict")
  })

  test("both keys are what they are under other names too", async () => {
    const { context, bob } = installation
    for (const key of [oldKey, newKey]) {
      const publicKey = formatPublicKey({ ...key, type: key.keyType })
      await importKeyPair(context, bob, { name: `copy of ${key.name}`, type: "ssh", publicKey })
    }
    await give({ kind: "account", accountId: bob.account.id })
    await replace()
    const place = { serverId: server.id, loginUser: "deploy" }
    await removeReplaced(context, bob, oldKey.id, place)
    const { openings } = await listServerKeys(context, bob, server.id)
    expect(openings).toMatchObject([{ key: { fingerprint: newKey.fingerprint } }])
    for (const { id } of (await listKeys(context, bob, { limit: 10, sort: "name", descending: false })).items) {
      const { fingerprint } = await showKey(context, bob, id)
      expect(await listKeyOpenings(context, bob, id)).toHaveLength(fingerprint === newKey.fingerprint ? 1 : 0)
    }
  })

  test("the old key goes from a place that only another of its names was let into", async () => {
    const { context, bob } = installation
    const name = "old too"
    const publicKey = formatPublicKey({ ...oldKey, type: oldKey.keyType })
    await importKeyPair(context, bob, { name, type: "ssh", publicKey })
    const { items } = await listKeys(context, bob, { limit: 10, sort: "name", descending: false })
    for (const key of items.filter((each) => each.name === name || each.id === newKey.id)) await give(ofKey(key))
    await replace()
    expect(await opens()).toEqual(["deploy new", "deploy old too"])
    await removeReplaced(context, bob, oldKey.id, { serverId: server.id, loginUser: "deploy" })
    expect(await opens()).toEqual(["deploy new"])
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

  test("and is not finished while the old key has another name, under which it would open", async () => {
    const { context, bob } = installation
    await replace()
    const name = "old too"
    const publicKey = formatPublicKey({ ...oldKey, type: oldKey.keyType })
    await importKeyPair(context, bob, { name, type: "ssh", publicKey })
    expect(await codeOf(finishReplacement(context, bob, oldKey.id))).toBe("conflict")
    await deleteKeyPair(context, bob, name)
    await finishReplacement(context, bob, oldKey.id)
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
