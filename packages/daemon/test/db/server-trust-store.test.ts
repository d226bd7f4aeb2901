import { type Account, newBundleKey, refreshBundles, type Server, type SshKey, type Stores } from "@latchkey/core"
import { beforeEach, describe, expect, test } from "vitest"
import { newPublicLine } from "../../../../tests/kit/public-line.ts"
import type { OpenDatabase } from "../../src/db/database.ts"
import { createSecrets } from "../../src/secrets.ts"
import { newId, onEachDatabase } from "./databases.ts"
import { addAccount, addKey } from "./rows.ts"
import { addProject, newServer } from "./server-rows.ts"

const secrets = createSecrets()
const bundleKey = (state: "announced" | "current" | "retired", addedAt: number) =>
  newBundleKey(newPublicLine("").split(" ").slice(0, 2).join(" ").trim(), state, addedAt)

onEachDatabase((current) => {
  let database: OpenDatabase
  let stores: Stores
  let owner: Account
  let key: SshKey
  let servers: readonly Server[]
  beforeEach(async () => {
    database = await current().open()
    ;({ stores } = database)
    owner = await addAccount(stores)
    key = await addKey(stores, owner.id)
    const project = await addProject(stores, owner)
    servers = [newServer(project, owner.id), newServer(project, owner.id, { name: "web-2" })]
    for (const server of servers) {
      const code = newId()
      await stores.servers.insert(server)
      await stores.servers.putCode(server.id, { createdBy: owner.id, expiresAt: 10 }, code)
      await stores.servers.enrol({ ...server, state: "unconfirmed", enrolledAt: 2 }, code, newId())
      await stores.servers.confirm(server.id, 3)
    }
  })
  const idOf = (index: number) => {
    const server = servers[index]
    if (server === undefined) throw new Error("there is no such server")
    return server.id
  }

  describe("bundle keys", () => {
    test("are listed with the oldest first, and one of them is current", async () => {
      const [old, next] = [bundleKey("current", 5), bundleKey("announced", 6)]
      await stores.bundleKeys.insert(next)
      await stores.bundleKeys.insert(old)
      expect(await stores.bundleKeys.list()).toEqual([old, next])
      await expect(stores.bundleKeys.setState(next.publicKey, "current")).rejects.toThrow()
      await stores.bundleKeys.setState(old.publicKey, "retired")
      await stores.bundleKeys.setState(next.publicKey, "current")
      expect((await stores.bundleKeys.list()).map(({ state }) => state)).toEqual(["retired", "current"])
    })

    test("are known by servers that have acknowledged a bundle which names them", async () => {
      const [old, next] = [bundleKey("current", 5), bundleKey("announced", 6)]
      const reaches = async () => {
        const tally = await stores.bundleKeys.tally(1_000)
        const of = ({ publicKey }: typeof old) => tally.reaches.find((reach) => reach.publicKey === publicKey)
        return [old, next].map((each) => of(each)?.servers ?? 0)
      }
      /** A bundle that names these keys, in effect on the first server. */
      const name = async (version: number, ...named: readonly (typeof old)[]) => {
        const context = { database, clock: { now: () => 1_000_000 }, secrets }
        const ids = servers.map(({ id }) => id)
        await refreshBundles(context, ids, { signers: named.map(({ publicKey }) => publicKey) })
        const before = await reaches()
        await stores.hosts.acknowledge([{ serverId: idOf(0), version }], 2_000)
        return [...before, ...(await reaches())]
      }
      expect(await stores.bundleKeys.tally(1_000)).toEqual({ connected: 2, heard: 0, reaches: [] })
      expect(await name(1, old)).toEqual([0, 0, 1, 0])
      // The old one is known since version 1 all the same.
      expect(await name(2, old, next)).toEqual([1, 0, 1, 1])
      expect(await name(3, next)).toEqual([0, 1, 0, 1])
      expect(await stores.bundleKeys.tally(1_000)).toMatchObject({ connected: 2, heard: 1 })
      await stores.bundleKeys.noteNamed([{ serverId: idOf(0), version: 4 }], [])
      expect(await reaches()).toEqual([0, 0])
    })
  })

  describe("orders for a new token", () => {
    test("are done when the token handed out last is first used", async () => {
      const { serverTrust } = stores
      await serverTrust.offerToken(idOf(0), "early")
      expect(await serverTrust.findOffered("early")).toBeUndefined()
      await serverTrust.putOrder(idOf(0), "first", 5)
      await serverTrust.offerToken(idOf(0), "lost")
      await serverTrust.offerToken(idOf(0), "kept")
      expect(await serverTrust.findOffered("lost")).toBeUndefined()
      expect(await serverTrust.findOffered("kept")).toBe(idOf(0))
      expect(await serverTrust.findOrder(idOf(1))).toBeUndefined()
      await serverTrust.takeToken(idOf(0), "kept")
      expect(await serverTrust.findOrder(idOf(0))).toBeUndefined()
      expect(await serverTrust.findOffered("kept")).toBeUndefined()
      expect((await stores.servers.findByToken("kept"))?.id).toBe(idOf(0))
    })

    test("take the place of those before, with the tokens handed out for them", async () => {
      const { serverTrust } = stores
      await serverTrust.putOrder(idOf(0), "first", 5)
      await serverTrust.offerToken(idOf(0), "token")
      await serverTrust.putOrder(idOf(0), "second", 6)
      expect(await serverTrust.findOrder(idOf(0))).toBe("second")
      expect(await serverTrust.findOffered("token")).toBeUndefined()
      await serverTrust.deleteOrder(idOf(0))
      expect(await serverTrust.findOrder(idOf(0))).toBeUndefined()
    })
  })

  describe("letters", () => {
    test("are found by their hash, for their server alone, until they are used or others take their place", async () => {
      const { serverTrust } = stores
      const unlock = { loginUser: "root", keyId: key.id, createdBy: owner.id, expiresAt: 50 }
      await serverTrust.putUnlock(idOf(0), unlock, "hash")
      expect(await serverTrust.findUnlock(idOf(0), "hash")).toEqual(unlock)
      expect(await serverTrust.findUnlock(idOf(1), "hash")).toBeUndefined()
      await serverTrust.putUnlock(idOf(0), { ...unlock, loginUser: "deploy" }, "other")
      expect(await serverTrust.findUnlock(idOf(0), "hash")).toBeUndefined()
      await serverTrust.deleteUnlock(idOf(0))
      expect(await serverTrust.findUnlock(idOf(0), "other")).toBeUndefined()
    })

    test("that were wrong are counted for a server while they are new", async () => {
      const { serverTrust } = stores
      for (const at of [10, 20, 20]) await serverTrust.addWrongLetters(idOf(0), at, 0)
      expect(await serverTrust.countWrongLetters(idOf(0), 10)).toBe(2)
      expect(await serverTrust.countWrongLetters(idOf(1), 0)).toBe(0)
      await serverTrust.addWrongLetters(idOf(0), 30, 20)
      expect(await serverTrust.countWrongLetters(idOf(0), 0)).toBe(1)
    })

    test("and all else of a server's goes with it, and letters go with their key", async () => {
      const { serverTrust } = stores
      const unlock = { loginUser: "root", keyId: key.id, createdBy: owner.id, expiresAt: 50 }
      for (const index of [0, 1]) await serverTrust.putUnlock(idOf(index), unlock, "hash")
      await serverTrust.putOrder(idOf(0), "first", 5)
      await serverTrust.addWrongLetters(idOf(0), 10, 0)
      await stores.bundleKeys.noteNamed([{ serverId: idOf(0), version: 1 }], ["ssh-ed25519 AAAA"])
      await stores.servers.delete(idOf(0))
      expect(await serverTrust.findOrder(idOf(0))).toBeUndefined()
      expect(await serverTrust.countWrongLetters(idOf(0), 0)).toBe(0)
      await stores.sshKeys.delete(key.id)
      expect(await serverTrust.findUnlock(idOf(1), "hash")).toBeUndefined()
    })
  })
})
