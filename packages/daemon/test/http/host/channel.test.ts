import {
  addAccess,
  day,
  deleteKey,
  deleteServer,
  disableKey,
  enableKey,
  listAccesses,
  removeAccess,
  type Server,
  showServer,
  updateKey,
} from "@latchkey/core"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { type HostWorld, openHostWorld } from "./host-world.ts"

const patience = { timeout: 20_000 }

let world: HostWorld
beforeEach(async () => {
  world = await openHostWorld()
})
afterEach(() => world.close())

const context = () => world.door.context
const seen = ({ id }: Server) => showServer(context(), world.alice, id)
const linesIn = ({ id }: Server) => context().database.stores.hosts.listLines([id])
const removalsOf = ({ id }: Server) => context().database.stores.hosts.listWaitingRemovals([id])

describe("the bundle of a connected server", () => {
  test("gets a line when access is given, and loses it when the key is deleted", async () => {
    const { server, host } = await world.connect()
    const key = await world.newKey("laptop")
    await host.pollUntil(() => host.version() === 1)
    expect(host.linesOf("deploy")).toBeUndefined()

    const held = host.poll(50)
    await world.giveAccess(server, { loginUser: "deploy", subject: { kind: "key", keyId: key.id } })
    expect(await held).toMatchObject({ kind: "bundle" })
    const line = `${key.keyType} ${Buffer.from(key.blob).toString("base64")} ${key.id}`
    expect(host.linesOf("deploy")).toEqual([line])
    expect(await linesIn(server)).toMatchObject([{ keyId: key.id }])
    expect((await linesIn(server))[0]).not.toHaveProperty("inEffectAt")

    const next = host.poll(50)
    await expect.poll(async () => (await linesIn(server))[0]?.inEffectAt, patience).toBeTypeOf("number")
    expect(await seen(server)).toMatchObject({ version: 2, acknowledgedVersion: 2 })

    await deleteKey(context(), world.alice, key.id)
    expect(await next).toMatchObject({ kind: "bundle" })
    // Named all the same: its other ways in stay closed.
    expect(host.linesOf("deploy")).toEqual([])
    expect(await removalsOf(server)).toMatchObject([{ keyId: key.id, fingerprint: key.fingerprint }])
    await host.poll(0)
    await expect.poll(() => removalsOf(server), patience).toEqual([])
  })

  test("follows what is disabled, enabled, given with options, taken away and set to expire", async () => {
    const { server, host } = await world.connect()
    const key = await world.newKey("laptop")
    const subject = { kind: "account", accountId: world.alice.account.id } as const
    await world.giveAccess(server, { loginUser: "root", subject, options: { from: "10.0.0.0/8", noPty: true } })
    const line = `from="10.0.0.0/8",no-pty ${key.keyType} ${Buffer.from(key.blob).toString("base64")} ${key.id}`
    const has = (...lines: readonly string[]) => host.pollUntil(() => String(host.linesOf("root")) === String(lines))
    await has(line)
    await disableKey(context(), world.alice, key.id)
    await has()
    await enableKey(context(), world.alice, key.id)
    await has(line)
    await updateKey(context(), world.alice, key.id, { expiresAt: Date.UTC(2099, 0, 2, 3, 4, 5, 678) })
    await has(line.replace("no-pty", 'no-pty,expiry-time="20990102030405Z"'))
    const [access] = await listAccesses(context(), world.alice, server.id)
    if (access === undefined) throw new Error("there is no access")
    await removeAccess(context(), world.alice, server.id, access.access.id)
    await has()
  })

  test("loses a key when that expires, though nobody changes anything", async () => {
    const { server, host } = await world.connect()
    const key = await world.newKey("laptop")
    await updateKey(context(), world.alice, key.id, { expiresAt: context().clock.now() + day })
    await world.giveAccess(server, { loginUser: "root", subject: { kind: "project" } })
    await host.pollUntil(() => host.linesOf("root")?.length === 1)
    world.tick(day)
    await host.pollUntil(() => host.linesOf("root")?.length === 0)
  })

  test("holds nobody else's keys, and no other server's", async () => {
    const first = await world.connect()
    const second = await world.connect()
    const key = await world.newKey("laptop")
    await world.giveAccess(first.server, { loginUser: "root", subject: { kind: "key", keyId: key.id } })
    await first.host.pollUntil(() => first.host.linesOf("root")?.length === 1)
    await second.host.pollUntil(() => second.host.version() === 1)
    expect(second.host.linesOf("root")).toBeUndefined()
  })

  test("does not change when nothing that it says does", async () => {
    const { server, host } = await world.connect()
    await host.pollUntil(() => host.version() === 1)
    await world.newKey("laptop")
    await addAccess(context(), world.alice, (await world.newServer()).server.id, {
      loginUser: "root",
      subject: { kind: "project" },
    })
    expect(await host.poll(1)).toMatchObject({ kind: "fresh" })
    expect(await seen(server)).toMatchObject({ version: 1 })
  })
})

describe("a poll", () => {
  test("is answered with a freshness note after its hold, about the bundle's own text", async () => {
    const { host } = await world.connect()
    const first = await host.poll(50)
    const note = await host.poll(1)
    const text = first.text.slice(0, first.text.indexOf("-----BEGIN"))
    expect(note.text).toContain(`\nbundle ${context().secrets.hash(text)}\nvalid-for 86400\n`)
  })

  test("of a server that nobody has confirmed gets nothing", async () => {
    const { server, code } = await world.newServer({
      accesses: [{ loginUser: "root", subject: { kind: "project" } }],
    })
    await world.newKey("laptop")
    const host = await world.newHost()
    await host.enrol(code)
    expect(await host.poll(1)).toMatchObject({ status: 204, text: "" })
    expect(await seen(server)).toMatchObject({ state: "unconfirmed", version: 0 })
  })

  test("of a server that nobody has confirmed tells nothing of what is in effect", async () => {
    const { server, host } = await world.connect()
    const key = await world.newKey("laptop")
    await world.giveAccess(server, { loginUser: "root", subject: { kind: "key", keyId: key.id } })
    await host.pollUntil(() => host.linesOf("root")?.length === 1)
    const version = host.version()
    await host.enrol((await world.offer(server)).code)
    host.pretend(version + 40)
    expect(await host.poll(0)).toMatchObject({ kind: "nothing" })
    host.pretend(version)
    const held = host.poll(50)
    await expect.poll(() => world.heldPolls(), patience).toBe(1)
    await world.confirm(server, host)
    // Asked again, it is believed.
    expect(await held).toMatchObject({ kind: "nothing" })
    // What is left is written now.
    await world.door.stop()
    expect(await seen(server)).toMatchObject({ state: "connected", version, acknowledgedVersion: 0 })
    expect((await linesIn(server))[0]).not.toHaveProperty("inEffectAt")
  })

  test("with a version that leaves no room for later ones is refused, and changes nothing", async () => {
    const { server, host } = await world.connect()
    await host.pollUntil(() => host.version() === 1)
    host.pretend(1e12 + 1)
    expect(await host.poll(0)).toMatchObject({ status: 400 })
    expect(await seen(server)).toMatchObject({ version: 1 })
    host.pretend(1e12)
    expect(await host.poll(50)).toMatchObject({ kind: "bundle" })
    expect(host.version()).toBe(1e12 + 1)
    await host.poll(0)
    await expect.poll(async () => (await seen(server)).acknowledgedVersion, patience).toBe(1e12 + 1)
  })

  test("ends when its server is deleted, and its token is good for nothing then", async () => {
    const { server, host } = await world.connect()
    await host.poll(50)
    const held = host.poll(50)
    await deleteServer(context(), world.alice, server.id)
    expect(await held).toMatchObject({ status: 401 })
    expect(await host.poll(0)).toMatchObject({ status: 401 })
    expect(await host.report("ok\n")).toBe(401)
  })

  test("of an enrolment before the last one gets nothing any more", async () => {
    const { server, host } = await world.connect()
    await host.poll(50)
    const held = host.poll(50)
    const { code } = await world.offer(server)
    const other = await world.newHost()
    world.tick(1)
    await other.enrol(code)
    expect(await held).toMatchObject({ status: 401 })
    expect(await host.poll(0)).toMatchObject({ status: 401 })
    expect(await other.poll(0)).toMatchObject({ status: 204 })
  })

  test("takes the place of one that the same server left hanging", async () => {
    const { host } = await world.connect()
    await host.poll(50)
    const hanging = host.poll(50)
    await expect.poll(() => world.heldPolls(), patience).toBe(1)
    const [first, second] = await Promise.all([hanging, host.poll(1)])
    expect([first.kind, second.kind]).toEqual(["nothing", "fresh"])
  })

  test.each([
    "have=1",
    "have=-1&nonce=0123456789abcdef",
    "have=1e3&nonce=0123456789abcdef",
    "have=1&nonce=short",
    "have=1&nonce=0123456789abcdef%0Aend",
    "have=1&nonce=0123456789abcdef&hold=51",
    "have=9999999999999999&nonce=0123456789abcdef",
  ])("with the query %s is refused", async (query) => {
    const { host } = await world.connect()
    const answer = await fetch(`${world.door.url}/host/v1/bundle?${query}`, {
      headers: { authorization: `Bearer ${host.token()}` },
    })
    expect(answer.status).toBe(400)
    expect(await answer.text()).toMatch(/^latchkey: error: /)
  })
})

describe("after a restart", () => {
  test("versions go on, and what changed meanwhile is delivered", async () => {
    let url = world.door.url
    const { server, code } = await world.newServer()
    const host = await world.newHost(() => url)
    await host.enrol(code)
    await world.confirm(server, host)
    await host.pollUntil(() => host.version() === 1)
    await world.door.stop()
    const key = await world.newKey("laptop")
    await world.giveAccess(server, { loginUser: "root", subject: { kind: "key", keyId: key.id } })
    url = (await world.openDoor()).url
    await host.pollUntil(() => host.linesOf("root")?.length === 1)
    expect(host.version()).toBe(2)
  })

  test("with an older database a server goes on from its own version, which is an event", async () => {
    const { server, host } = await world.connect()
    const key = await world.newKey("laptop")
    await world.giveAccess(server, { loginUser: "root", subject: { kind: "key", keyId: key.id } })
    await host.pollUntil(() => host.linesOf("root")?.length === 1)
    // Such a server has seen versions that this database knows nothing of.
    host.pretend(41)
    expect(await host.poll(50)).toMatchObject({ kind: "bundle" })
    expect(host.version()).toBe(42)
    expect(host.linesOf("root")).toHaveLength(1)
    await host.poll(0)
    await expect.poll(async () => (await seen(server)).acknowledgedVersion, patience).toBe(42)
    await expect.poll(async () => (await linesIn(server))[0]?.inEffectAt, patience).toBeTypeOf("number")
    const { items } = await context().database.stores.auditEvents.list({ limit: 50, action: "server.overtake" })
    expect(items).toMatchObject([{ target: { id: server.id }, before: { version: 1 }, after: { version: 41 } }])
  })

  test("of a server that lost what it had nothing counts as in effect", async () => {
    const { server, host } = await world.connect()
    const key = await world.newKey("laptop")
    await world.giveAccess(server, { loginUser: "root", subject: { kind: "key", keyId: key.id } })
    await host.pollUntil(() => host.linesOf("root")?.length === 1)
    await expect.poll(async () => (await linesIn(server))[0]?.inEffectAt, patience).toBeTypeOf("number")
    await host.enrol((await world.offer(server)).code)
    expect((await linesIn(server))[0]).not.toHaveProperty("inEffectAt")
    expect(await seen(server)).toMatchObject({ state: "unconfirmed", acknowledgedVersion: 0 })
    await world.confirm(server, host)
    await host.pollUntil(() => host.linesOf("root")?.length === 1)
    await expect.poll(async () => (await linesIn(server))[0]?.inEffectAt, patience).toBeTypeOf("number")
  })
})

describe("a report", () => {
  test("is kept until all is well, as one line of plain text", async () => {
    const { server, host } = await world.connect()
    expect(await host.report("problem disk full\nproblem no \u001b[31muser\n")).toBe(204)
    expect((await seen(server)).problem).toBe("disk full; no ?[31muser")
    expect(await host.report("ok\n")).toBe(204)
    expect(await seen(server)).not.toHaveProperty("problem")
  })
})
