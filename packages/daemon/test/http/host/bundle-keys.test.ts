import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import {
  type Actor,
  announceBundleKey,
  type BundleKeyFiles,
  listBundleKeys,
  retireBundleKey,
  useBundleKey,
} from "@latchkey/core"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { type HostWorld, openHostWorld } from "./host-world.ts"

let world: HostWorld
beforeEach(async () => {
  world = await openHostWorld()
})
afterEach(() => world.close())

const patience = { timeout: 20_000, interval: 100 }
const context = () => world.door.context
const admin = (): Actor => world.alice
const states = async () => {
  const { keys } = await listBundleKeys(context(), admin())
  return keys.map(({ state, knownBy, missingOn }) => ({ state, knownBy, missingOn }))
}
const announce = async (files: BundleKeyFiles = world.door.signer) =>
  (await announceBundleKey(context(), admin(), files)).fingerprint
const use = (fingerprint: string, force = false) =>
  useBundleKey(context(), admin(), fingerprint, { force, files: world.door.signer })
const current = async () =>
  (await listBundleKeys(context(), admin())).keys.find(({ state }) => state === "current")?.fingerprint ?? ""

describe("the bundle key of an installation", () => {
  test("is announced to servers that wait, used once they know it, and the one before retired", async () => {
    const { host } = await world.connect()
    await host.pollUntil(() => host.version() === 1)
    const first = await current()
    expect(await states()).toEqual([{ state: "current", knownBy: 1, missingOn: 0 }])

    const held = host.poll(50)
    const next = await announce()
    expect((await held).text.match(/^signer /gm)).toHaveLength(2)
    expect((await states())[1]).toEqual({ state: "announced", knownBy: 0, missingOn: 1 })
    await expect(use(next)).rejects.toMatchObject({ code: "conflict", message: expect.stringContaining("1 servers") })
    await expect(announce()).rejects.toMatchObject({ code: "conflict" })

    const quiet = host.poll(50)
    await expect.poll(async () => (await states())[1]?.knownBy, patience).toBe(1)
    await use(next)
    expect(await current()).toBe(next)
    // Its servers trust both for now.
    await retireBundleKey(context(), admin(), first)
    expect((await quiet).text.match(/^signer /gm)).toHaveLength(1)
    expect(await host.poll(0)).toMatchObject({ kind: "fresh" })
    expect((await states()).map(({ state }) => state)).toEqual(["retired", "current"])
  })

  test("cannot be retired while it is used, nor used or announced again when it is retired", async () => {
    const first = await current()
    await expect(retireBundleKey(context(), admin(), first)).rejects.toMatchObject({ code: "conflict" })
    const next = await announce()
    await use(next)
    await retireBundleKey(context(), admin(), first)
    await expect(use(first, true)).rejects.toMatchObject({ code: "conflict" })
    await expect(use("SHA256:none")).rejects.toMatchObject({ code: "not_found" })
    // The file of the retired one is gone, and its place is free for the next one.
    await expect.poll(() => world.door.signer.requireKey().then(() => true), patience).toBe(true)
    await announce()
    expect((await states()).map(({ state }) => state)).toEqual(["retired", "current", "announced"])
  })

  test("leaves a server behind that was away, which trusts Latchkey again once it is connected anew", async () => {
    const { server, host } = await world.connect()
    await host.pollUntil(() => host.version() === 1)
    const first = await current()
    const next = await announce()
    await use(next, true)
    await retireBundleKey(context(), admin(), first)
    await expect(host.poll(0)).rejects.toThrow("not signed by a key that is trusted")
    const again = await world.newHost()
    await again.enrol((await world.offer(server)).code)
    await world.confirm(server, again)
    await again.pollUntil(() => again.version() > 1)
    const { items } = await context().database.stores.auditEvents.list({ limit: 50, action: "bundle-key.use" })
    expect(items[0]).toMatchObject({ before: { fingerprint: first }, after: { fingerprint: next, leftBehind: 1 } })
  })

  test("is not used by a daemon that lacks it, which answers servers with why", async () => {
    const folder = mkdtempSync(join(tmpdir(), "latchkey-other-"))
    try {
      const other = await world.openDoor({ dataFolder: folder })
      const next = await announce()
      await expect(useBundleKey(context(), admin(), next, { force: true, files: other.signer })).rejects.toMatchObject({
        code: "conflict",
        hint: expect.stringContaining("bundle-key.next"),
      })
      const { host } = await world.connect()
      const elsewhere = await fetch(`${other.url}/host/v1/bundle?have=0&nonce=${"n".repeat(20)}&hold=0`, {
        headers: { authorization: `Bearer ${host.token()}` },
      })
      expect(elsewhere.status).toBe(503)
      expect(await elsewhere.text()).toContain("lacks the key that servers trust")
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  test("is announced once by two who do it at once", async () => {
    const outcomes = await Promise.allSettled([announce(), announce()])
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"])
    expect((await states()).map(({ state }) => state)).toEqual(["current", "announced"])
  })

  test("is for administrators alone", async () => {
    for (const actor of [world.bob, { kind: "anonymous" } as const]) {
      const code = actor.kind === "anonymous" ? "unauthenticated" : "forbidden"
      await expect(listBundleKeys(context(), actor)).rejects.toMatchObject({ code })
      await expect(announceBundleKey(context(), actor, world.door.signer)).rejects.toMatchObject({ code })
      const fingerprint = await current()
      await expect(retireBundleKey(context(), actor, fingerprint)).rejects.toMatchObject({ code })
      await expect(useBundleKey(context(), actor, fingerprint, { files: world.door.signer })).rejects.toMatchObject({
        code,
      })
    }
    expect(await states()).toHaveLength(1)
  })
})
