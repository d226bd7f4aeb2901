import {
  deleteKey,
  disableKey,
  enableKey,
  endLogins,
  hour,
  importKeys,
  listKeyLogins,
  listServerKeys,
  listServerLogins,
  minute,
  recordLogins,
  type Server,
  type SshKey,
  second,
  showKey,
  showServer,
} from "@latchkey/core"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { newPublicLine } from "../../../../../tests/kit/public-line.ts"
import { type HostWorld, openHostWorld } from "./host-world.ts"

const patience = { timeout: 20_000 }

let world: HostWorld
beforeEach(async () => {
  world = await openHostWorld()
})
afterEach(() => world.close())

const context = () => world.door.context
const now = () => context().clock.now()
const seconds = (at = now()) => Math.floor(at / 1000)
const stranger = `SHA256:${"A".repeat(43)}`

let count = 0
function line(kind: "login" | "refused", fingerprint: string, given: { user?: string; at?: number; id?: string } = {}) {
  const { user = "root", at = now(), id = `${seconds(at)}-77-${++count}` } = given
  return `${kind} ${id} ${seconds(at)} 192.0.2.7 50022 ${fingerprint} ${user}\n`
}

const logins = async ({ id }: Server, query: Partial<Parameters<typeof listServerLogins>[3]> = {}) =>
  (await listServerLogins(context(), world.alice, id, { limit: 100, ...query })).items

/** A connected server whose root a key of alice's opens, and is in effect. */
async function open() {
  const { server, host } = await world.connect()
  const key = await world.newKey("laptop")
  await world.giveAccess(server, { loginUser: "root", subject: { kind: "key", keyId: key.id } })
  await host.pollUntil(() => host.linesOf("root")?.length === 1)
  return { server, host, key }
}

describe("a login that a server reports", () => {
  test("is listed with its key, marks it as used, and is told once however often it is sent", async () => {
    const { server, host, key } = await open()
    const text = line("login", key.fingerprint)
    for (const _ of [1, 2]) expect(await host.report(`${text}now ${seconds()}\n`)).toBe(204)
    expect(await logins(server)).toMatchObject([
      {
        kind: "login",
        loginUser: "root",
        address: "192.0.2.7",
        port: 50022,
        count: 1,
        isOpen: true,
        isClosing: false,
        key: { id: key.id, name: "laptop", owner: { handle: "alice" } },
      },
    ])
    expect((await logins(server))[0]).not.toHaveProperty("reason")
    expect(await showKey(context(), world.alice, key.id)).toMatchObject({
      lastUse: { state: "used", at: seconds() * 1000, from: "192.0.2.7" },
    })
    expect(await showServer(context(), world.alice, server.id)).toMatchObject({ lastLoginAt: seconds() * 1000 })
    const { items } = await listKeyLogins(context(), world.alice, key.id, { limit: 10 })
    expect(items).toMatchObject([{ server: { id: server.id, name: server.name } }])
    const { openings } = await listServerKeys(context(), world.alice, server.id)
    expect(openings).toMatchObject([{ openLogins: 1, lastLogin: { at: seconds() * 1000, address: "192.0.2.7" } }])
  })

  test("is told to the members of the server's project, and counted", async () => {
    const { server, host, key } = await open()
    const connected = await showServer(context(), world.alice, server.id)
    const sent = { reportId: "1-1-1", at: now(), loginUser: "root", address: "::1", port: 1 } as const
    const logins = [{ ...sent, kind: "login", fingerprint: key.fingerprint } as const]
    const told = [{ audience: world.alice.account.id, topic: "servers" }]
    expect(await recordLogins(context(), connected, { logins })).toMatchObject({ changes: told, logins: 1, leftOut: 0 })
    expect(await recordLogins(context(), connected, { logins })).toMatchObject({ changes: [], logins: 0 })
    await host.report(line("refused", stranger) + line("refused", stranger))
    expect((await world.door.metrics.read()).text).toContain('latchkey_login_reports_total{kind="refusal"} 2\n')
  })

  test("is open until the server lists it no more, also when reports come in another order", async () => {
    const { server, host, key } = await open()
    await host.report(`${line("login", key.fingerprint, { id: "1-2-3" })}open-list\nopen 1-2-3\nopen 9-9-9\n`)
    expect(await logins(server, { openOnly: true })).toHaveLength(1)
    world.tick(minute)
    const closedAt = now()
    await host.report("open-list\n")
    expect(await logins(server)).toMatchObject([{ isOpen: false, openUntil: closedAt }])
    expect(await logins(server, { openOnly: true })).toEqual([])
    await host.report("open-list\nopen 1-2-3\n")
    expect(await logins(server, { openOnly: true })).toMatchObject([{ isOpen: true }])
    expect((await logins(server))[0]).not.toHaveProperty("openUntil")
  })

  test("is ended by an order in the bundle, which stands there until it is closed, a day at most", async () => {
    const { server, host, key } = await open()
    await host.report(`${line("login", key.fingerprint, { id: "1-2-3" })}${line("login", stranger, { id: "1-2-4" })}`)
    const held = host.poll(50)
    expect(await endLogins(context(), world.alice, server.id, { fingerprint: key.fingerprint })).toBe(1)
    expect((await held).text).toContain("\nclose 1-2-3\n")
    expect(await logins(server)).toMatchObject([{ isClosing: false }, { isClosing: true }])
    const all = (await logins(server)).map(({ id }) => id)
    expect(await endLogins(context(), world.alice, server.id, { ids: [...all, ...all] })).toBe(2)
    await host.report("open-list\nopen 1-2-4\n")
    const next = await host.poll(50)
    expect(next.text).not.toContain("close 1-2-3")
    expect(next.text).toContain("close 1-2-4")
    world.tick(25 * hour)
    expect(await context().database.stores.logins.listClosing([server.id], now() - 24 * hour)).toEqual(new Map())
  })

  test("of a key that was removed is told with the removal for as long as it is open", async () => {
    const { server, host, key } = await open()
    await host.report(line("login", key.fingerprint, { id: "1-2-3" }))
    await deleteKey(context(), world.alice, key.id)
    await host.pollUntil(() => host.linesOf("root")?.length === 0)
    const removals = async () => (await listServerKeys(context(), world.alice, server.id)).removals
    await expect.poll(async () => (await removals())[0]?.inEffectAt, patience).toBeTypeOf("number")
    expect(await removals()).toMatchObject([{ fingerprint: key.fingerprint, openLogins: 1 }])
    await host.report("open-list\n")
    expect(await removals()).toEqual([])
    world.tick(minute)
    await host.report(line("refused", key.fingerprint))
    expect((await logins(server))[0]).toMatchObject({ kind: "refusal", reason: "removed" })
    expect((await logins(server))[0]).not.toHaveProperty("key")
  })
})

describe("a refused key", () => {
  test("has the reason that Latchkey knows", async () => {
    const { server, host, key } = await open()
    const other = await world.newKey("other")
    world.tick(minute)
    await host.report(
      [
        line("refused", stranger),
        line("refused", other.fingerprint),
        line("refused", key.fingerprint, { user: "deploy" }),
        line("refused", key.fingerprint),
      ].join(""),
    )
    const reasons = async () =>
      Object.fromEntries((await logins(server)).map((one) => [`${one.key?.name} ${one.loginUser}`, one.reason]))
    expect(await reasons()).toEqual({
      "undefined root": "unknown",
      "other root": "not-on-this-server",
      "laptop deploy": "not-for-this-user",
      "laptop root": undefined,
    })
    await disableKey(context(), world.alice, key.id)
    await host.pollUntil(() => host.linesOf("root")?.length === 0)
    world.tick(minute)
    await host.report(line("refused", key.fingerprint))
    const [newest] = (await logins(server)).filter(({ reason }) => reason === "disabled")
    expect(newest).toMatchObject({ loginUser: "root", key: { name: "laptop" } })
  })

  test.each([
    ["right", 0],
    ["an hour ahead", 3600 * second],
    ["an hour behind", -3600 * second],
  ])("is judged by what was so at its own moment, or known to be not: the clock is %s", async (_, ahead) => {
    const { server, host, key } = await open()
    world.tick(minute)
    const before = now()
    world.tick(minute)
    await disableKey(context(), world.alice, key.id)
    await host.pollUntil(() => host.linesOf("root")?.length === 0)
    world.tick(minute)
    const whileDisabled = now()
    const reasonOf = async (kind: "login" | "refused", at: number) => {
      const report = line(kind, key.fingerprint, { at: at + ahead })
      await host.report(`${report}now ${seconds(now() + ahead)}\n`)
      const rows = (await logins(server)).filter((one) => one.kind === (kind === "login" ? "login" : "refusal"))
      return rows.find((one) => Math.abs(one.at - at) <= second)?.reason
    }
    expect(await reasonOf("refused", whileDisabled)).toBe("disabled")
    expect(await reasonOf("login", before)).toBeUndefined()
    expect(await reasonOf("refused", before)).toBe("changed-since")
    await enableKey(context(), world.alice, key.id)
    await host.pollUntil(() => host.linesOf("root")?.length === 1)
    world.tick(hour)
    expect(await reasonOf("refused", whileDisabled)).toBe("changed-since")
    expect(await reasonOf("refused", now())).toBeUndefined()
  })

  test("that was added to Latchkey later was unknown then", async () => {
    const { server, host } = await open()
    const at = now()
    world.tick(minute)
    const key = await world.newKey("late")
    await host.report(line("refused", key.fingerprint, { at }))
    expect(await logins(server)).toMatchObject([{ reason: "unknown", key: { name: "late" } }])
  })

  test("is counted in one row for an hour", async () => {
    const { server, host } = await open()
    for (let index = 0; index < 3; index++) await host.report(line("refused", stranger) + line("refused", stranger))
    expect(await logins(server)).toMatchObject([{ count: 6, kind: "refusal" }])
    world.tick(hour + second)
    await host.report(line("refused", stranger))
    expect(await logins(server)).toMatchObject([{ count: 1 }, { count: 6 }])
  })
})

describe("a server that lies", () => {
  async function ofBob(): Promise<SshKey> {
    const [outcome] = await importKeys(context(), world.bob, [{ text: newPublicLine("bob"), name: "bob" }])
    if (outcome === undefined || !("key" in outcome)) throw new Error("the key was not imported")
    return outcome.key
  }

  test("marks no key as used that never opened it, and does not learn who has it", async () => {
    const { server, host } = await open()
    const [unused, foreign] = [await world.newKey("unused"), await ofBob()]
    await host.report(
      [line("login", unused.fingerprint), line("login", foreign.fingerprint), line("login", stranger)].join(""),
    )
    expect((await showKey(context(), world.alice, unused.id)).lastUse.state).not.toBe("used")
    expect((await showKey(context(), world.bob, foreign.id)).lastUse.state).not.toBe("used")
    const [nobodys, bobs] = await logins(server)
    const blank = { id: "", fingerprint: "", port: 0 }
    // But for what the server itself had said, a key of somebody else's project looks like one that nobody has.
    expect({ ...bobs, ...blank }).toEqual({ ...nobodys, ...blank })
    expect((await listKeyLogins(context(), world.bob, foreign.id, { limit: 10 })).items).toEqual([])
  })

  test("writes about itself alone, though another server has the same ids", async () => {
    const [first, second] = [await open(), await world.connect()]
    await first.host.report(line("login", first.key.fingerprint, { id: "1-2-3" }))
    await second.host.report(`${line("login", stranger, { id: "1-2-3" })}open-list\n`)
    expect(await logins(first.server)).toMatchObject([{ isOpen: true, key: { name: "laptop" } }])
    const ids = (await logins(first.server)).map(({ id }) => id)
    expect(await endLogins(context(), world.alice, second.server.id, { ids })).toBe(0)
    expect(await logins(first.server)).toMatchObject([{ isClosing: false }])
  })

  test("makes no times of the future, and corrects for its clock only what it says itself", async () => {
    const { server, host, key } = await open()
    // A report's clock has whole seconds.
    world.tick(1_000 - (now() % 1_000))
    const at = now() + 3 * hour
    await host.report(`${line("login", key.fingerprint, { at })}`)
    expect(await logins(server)).toMatchObject([{ at: now() }])
    expect(await showKey(context(), world.alice, key.id)).toMatchObject({ lastUse: { at: now() } })
    await host.report(`now ${seconds() + 7200}\n${line("refused", stranger, { at: now() + 2 * hour - minute })}`)
    expect(await logins(server, { kind: "refusal" })).toMatchObject([{ at: (seconds() - 60) * 1000 }])
    expect(await showServer(context(), world.alice, server.id)).toMatchObject({ clockOffset: 7200 })
    await host.report(line("refused", stranger, { at: 0, user: "adm" }))
    expect(await logins(server, { search: "adm" })).toMatchObject([{ at: 0 }])
  })

  test("is not kept from being heard by what strangers choose, and what they choose is only text", async () => {
    const { server, host, key } = await open()
    const users = [
      "root from 203.0.113.9 port 22 ssh2",
      "-----BEGIN OPENSSH PRIVATE KEY-----",
      "PuTTY-User-Key-File-3: ssh-ed25519",
      ` ${stranger} root`,
      "a\u2028b\r\u001b[2J",
      "x".repeat(9_000),
    ]
    const text = users.map((user) => line("refused", stranger, { user })).join("")
    expect(await host.report(`${text}login nonsense\nrefused\nopen x y\n${line("login", key.fingerprint)}`)).toBe(204)
    const listed = await logins(server)
    expect(listed.filter(({ kind }) => kind === "login")).toHaveLength(1)
    expect(new Set(listed.filter(({ kind }) => kind === "refusal").map(({ loginUser }) => loginUser))).toEqual(
      new Set(users.map((user) => user.replace(/[^\x20-\x7e]/g, "?").slice(0, 64))),
    )
    for (const one of listed) expect(one.address).toBe("192.0.2.7")
  })

  test("is passed over while nobody has confirmed it", async () => {
    const { server, code } = await world.newServer()
    const host = await world.newHost()
    await host.enrol(code)
    expect(await host.report(line("login", stranger))).toBe(204)
    expect(await logins(server)).toEqual([])
  })
})

test("a thousand reports of one server are bounded in rows, and those that are like others are counted", async () => {
  const { server, key } = await open()
  const connected = await showServer(context(), world.alice, server.id)
  const report = (kind: "login" | "refusal", fingerprint: string, addresses: readonly string[]) =>
    recordLogins(context(), connected, {
      logins: addresses.map((address) => {
        return { reportId: `${++count}-1-1`, kind, at: now(), loginUser: "root", address, port: 1, fingerprint }
      }),
    })
  for (let batch = 0; batch < 20; batch++) {
    await report("login", key.fingerprint, new Array<string>(50).fill("192.0.2.7"))
    await report(
      "refusal",
      stranger,
      Array.from({ length: 50 }, (_, index) => `198.51.${batch}.${index}`),
    )
  }
  const all = await listServerLogins(context(), world.alice, server.id, { limit: 1000 })
  expect(all).toMatchObject({ total: 500, leftOut: 700 })
  const counted = all.items.filter(({ kind }) => kind === "login").reduce((sum, one) => sum + one.count, 0)
  expect(counted).toBe(1_000)
  const { openings } = await listServerKeys(context(), world.alice, server.id)
  expect(openings).toMatchObject([{ openLogins: 1_000 }])
  // What nobody saw that hour finds room all the same.
  await report("login", stranger, ["203.0.113.1"])
  expect(await logins(server, { search: "203.0.113.1" })).toHaveLength(1)
  await context().database.stores.logins.prune({ until: 0, most: 40, mostOpen: 100, idsUntil: 0, ordersUntil: 0 })
  expect((await logins(server)).length).toBe(40)
})
