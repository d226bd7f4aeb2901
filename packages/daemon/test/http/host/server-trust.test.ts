import { createHash } from "node:crypto"
import { deleteKey, disableKey, listAccesses, offerUnlock, renewServerToken, showServer } from "@latchkey/core"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { newHostKey } from "../../../../../tests/kit/host-key.ts"
import { type HostWorld, openHostWorld } from "./host-world.ts"

let world: HostWorld
beforeEach(async () => {
  world = await openHostWorld()
})
afterEach(() => world.close())

const context = () => world.door.context
type Connected = Awaited<ReturnType<HostWorld["connect"]>>

describe("a new token", () => {
  const orderIn = (text: string) => /^new-token (.*)$/m.exec(text)?.[1] ?? ""

  async function ordered(): Promise<Connected & { readonly order: string }> {
    const connected = await world.connect()
    const { server, host } = connected
    await host.pollUntil(() => host.version() === 1)
    const held = host.poll(50)
    await renewServerToken(context(), world.alice, server.id)
    return { ...connected, order: orderIn((await held).text) }
  }

  test("takes the place of the old one when it is first used, so that a lost answer locks nobody out", async () => {
    const { server, host, order } = await ordered()
    const stolen = host.token()
    const lost = await host.takeToken(order)
    expect(lost.status).toBe(200)
    expect((await host.poll(0)).status).toBe(200)
    const { token } = await host.takeToken(order)
    host.useToken(lost.token)
    expect((await host.poll(0)).status).toBe(401)
    host.useToken(token)
    await host.pollUntil(() => host.version() === 3)
    expect(orderIn((await host.poll(0)).text)).toBe("")
    host.useToken(stolen)
    expect((await host.poll(0)).status).toBe(401)
    expect((await host.takeToken(order)).status).toBe(401)
    const { items } = await context().database.stores.auditEvents.list({ limit: 50, action: "server.take-token" })
    expect(items).toMatchObject([{ target: { id: server.id }, door: "host" }])
  })

  test("is given for the order that waits alone, and to whoever holds a host key that was confirmed", async () => {
    const { server, host, order } = await ordered()
    expect((await host.takeToken("another")).status).toBe(409)
    expect((await host.takeToken(order, await newHostKey())).status).toBe(403)
    expect((await host.post("/host/v1/token", `order ${order}\n`)).status).toBe(403)
    const { id } = (await world.connect()).server
    expect((await host.takeToken(order, undefined, id)).status).toBe(403)
    const { token } = await host.takeToken(order)
    host.useToken(token)
    await host.poll(0)
    // Done: what was signed for it is worth nothing any more.
    expect((await host.takeToken(order)).status).toBe(409)
    expect((await showServer(context(), world.alice, server.id)).state).toBe("connected")
  })

  test("is ordered from connected servers alone, and an enrolment ends the order", async () => {
    const { server } = await world.newServer()
    await expect(renewServerToken(context(), world.alice, server.id)).rejects.toMatchObject({ code: "conflict" })
    await expect(renewServerToken(context(), world.bob, server.id)).rejects.toMatchObject({ code: "not_found" })
    const { server: old, host, order } = await ordered()
    const { token } = await host.takeToken(order)
    const again = await world.newHost()
    await again.enrol((await world.offer(old)).code)
    host.useToken(token)
    expect((await host.poll(0)).status).toBe(401)
  })
})

describe("letters", () => {
  async function asked(): Promise<Connected & { readonly letters: string; readonly fingerprint: string }> {
    const connected = await world.connect()
    const key = await world.newKey("laptop")
    const { letters } = await offerUnlock(context(), world.alice, connected.server.id, {
      loginUser: "root",
      keyId: key.id,
    })
    return { ...connected, letters, fingerprint: key.fingerprint }
  }
  const unlock = (host: Connected["host"], letters: string) => host.post("/host/v1/unlock", `unlock ${letters}\n`)

  test("give a key access as whoever asked for them, once", async () => {
    const { server, host, letters, fingerprint } = await asked()
    expect(letters).toMatch(/^[bcdefghijklnoprstuvx]{16}$/)
    const { status, text } = await unlock(host, letters.toUpperCase().replace(/(.{4})(?=.)/g, "$1-"))
    expect({ status, text }).toMatchObject({ status: 200 })
    expect(text).toContain(`user root\nfingerprint ${fingerprint}\nkey ssh-ed25519 AAAA`)
    await host.pollUntil(() => host.linesOf("root")?.length === 1)
    expect(await listAccesses(context(), world.alice, server.id)).toHaveLength(1)
    expect((await unlock(host, letters)).status).toBe(404)
    const { items } = await context().database.stores.auditEvents.list({ limit: 50, action: "server.unlock" })
    expect(items).toMatchObject([
      { outcome: "refused", target: { id: server.id } },
      { outcome: "done", actor: { handle: "alice" }, door: "host", after: { fingerprint } },
    ])
  })

  test("of two who type them at once open for one", async () => {
    const { host, letters } = await asked()
    const statuses = (await Promise.all([unlock(host, letters), unlock(host, letters)])).map(({ status }) => status)
    expect(statuses.toSorted()).toEqual([200, 404])
  })

  test("are for one server, and wrong ones are heard and audited five times, but never keep right ones out", async () => {
    const { letters, server, host } = await asked()
    const other = await world.connect()
    for (const { host: each } of [other, { host }]) {
      for (let index = 0; index < 5; index++) expect((await unlock(each, "b".repeat(16))).status).toBe(404)
      expect((await unlock(each, "b".repeat(16))).status).toBe(429)
    }
    const { items } = await context().database.stores.auditEvents.list({ limit: 50, action: "server.unlock" })
    const of = (id: string) => items.filter(({ target, outcome }) => target.id === id && outcome === "refused")
    expect([of(server.id).length, of(other.server.id).length, items.length]).toEqual([5, 5, 10])
    expect((await unlock(other.host, letters)).status).toBe(429)
    expect((await unlock(host, letters)).status).toBe(200)
    expect(await listAccesses(context(), world.alice, server.id)).toHaveLength(1)
    expect(await listAccesses(context(), world.alice, other.server.id)).toHaveLength(0)
  })

  test("open nothing when whoever asked may not any more", async () => {
    const { server, host, letters } = await asked()
    await context().database.transaction(({ projects }) =>
      projects.deleteMembership(server.projectId, world.alice.account.id),
    )
    expect((await unlock(host, letters)).status).toBe(404)
  })

  test("open nothing for a key that was disabled or deleted since", async () => {
    const { server, host } = await world.connect()
    const key = await world.newKey("phone")
    const request = { loginUser: "root", keyId: key.id }
    const { letters } = await offerUnlock(context(), world.alice, server.id, request)
    await disableKey(context(), world.alice, key.id)
    expect((await unlock(host, letters)).status).toBe(409)
    expect(await listAccesses(context(), world.alice, server.id)).toEqual([])
    await deleteKey(context(), world.alice, key.id)
    expect((await unlock(host, letters)).status).toBe(404)
    await expect(offerUnlock(context(), world.alice, server.id, request)).rejects.toMatchObject({ code: "not_found" })
    await expect(offerUnlock(context(), world.bob, server.id, request)).rejects.toMatchObject({ code: "not_found" })
  })
})

test("the scripts are one signed text, whose hash bundles name", async () => {
  const { host } = await world.connect()
  const bundle = (await host.poll(20)).text
  const { status, text } = await host.post("/host/v1/scripts")
  expect(status).toBe(200)
  const signed = text.slice(0, text.indexOf("\nend\n") + 5)
  host.verify(signed, text.slice(signed.length), "latchkey-scripts")
  expect(bundle).toContain(`\nscripts ${createHash("sha256").update(signed).digest("hex")}\n`)
  const names = [...signed.matchAll(/^file (\S+) \d+$/gm)].map(([, name]) => name)
  expect(names).toContain("latchkey-sync")
  expect(names).toContain("files.txt")
  host.useToken("none")
  expect((await host.post("/host/v1/scripts")).status).toBe(401)
})
