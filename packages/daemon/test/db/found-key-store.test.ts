import { type FoundKey, foundKeyId, type ReportedKey, refreshBundles, type Server, type Stores } from "@latchkey/core"
import { fingerprintSha256, parsePublicKey } from "@latchkey/engine"
import { beforeEach, describe, expect, test } from "vitest"
import { newPublicLine } from "../../../../tests/kit/public-line.ts"
import type { OpenDatabase } from "../../src/db/database.ts"
import { createSecrets } from "../../src/secrets.ts"
import { newId, onEachDatabase } from "./databases.ts"
import { addAccount } from "./rows.ts"
import { addProject, newServer } from "./server-rows.ts"

const secrets = createSecrets()
const installation = { signers: ["ssh-ed25519 AAAA"] }

function reported(loginUser: string, line = newPublicLine("somebody@home")): ReportedKey {
  const publicKey = parsePublicKey(line)
  const fingerprint = fingerprintSha256(publicKey.blob)
  return { id: foundKeyId(newId()), loginUser, publicKey, fingerprint, options: 'from="192.0.2.0/24"' }
}

onEachDatabase((current) => {
  let database: OpenDatabase
  let stores: Stores
  let server: Server
  beforeEach(async () => {
    database = await current().open()
    ;({ stores } = database)
    const owner = await addAccount(stores)
    server = newServer(await addProject(stores, owner), owner.id)
    await stores.servers.insert(server)
    await stores.servers.putCode(server.id, { createdBy: owner.id, expiresAt: 10 }, "code")
    await stores.servers.enrol({ ...server, state: "unconfirmed", enrolledAt: 2 }, "code", newId())
    await stores.servers.confirm(server.id, 3)
  })

  const replace = (found: readonly ReportedKey[], at: number) => stores.foundKeys.replace(server.id, found, at)
  const items = async () => (await stores.foundKeys.list(server.id)).items
  const refresh = async () => {
    const context = { database, clock: { now: () => 1_000_000 }, secrets }
    return (await refreshBundles(context, [server.id], installation))[0]
  }
  const only = async (): Promise<FoundKey> => {
    const [item, ...others] = await items()
    if (item === undefined || others.length > 0) throw new Error("there is not one found key")
    return item
  }

  describe("found keys", () => {
    test("are those of the last report, and news when that differs from the one before", async () => {
      expect(await stores.foundKeys.list(server.id)).toEqual({ items: [] })
      const [root, deploy] = [reported("root"), reported("deploy")]
      expect(await replace([root], 5)).toBe(true)
      expect(await items()).toMatchObject([
        { ...root, serverId: server.id, decision: "undecided", isInEffect: true, seenAt: 5 },
      ])
      expect(await replace([{ ...root, id: foundKeyId(newId()) }], 6)).toBe(false)
      expect(await items()).toMatchObject([{ id: root.id, seenAt: 6 }])
      expect(await replace([root, deploy], 7)).toBe(true)
      expect((await items()).map(({ loginUser }) => loginUser)).toEqual(["deploy", "root"])
      // The clock stands still.
      expect(await replace([deploy], 7)).toBe(true)
      expect(await items()).toMatchObject([{ loginUser: "deploy" }])
      expect(await stores.foundKeys.find(root.id)).toBeUndefined()
      expect(await replace([], 8)).toBe(true)
      expect(await stores.foundKeys.list(server.id)).toMatchObject({ items: [] })
      expect((await stores.foundKeys.list(server.id)).reportedAt).toBeGreaterThanOrEqual(8)
    })

    test("stand in the bundle as was decided, and that is in effect once it is acknowledged", async () => {
      await replace([reported("root")], 5)
      expect((await refresh())?.text).not.toMatch(/^(?:user|drop|break-glass) /m)
      const { id, publicKey } = await only()
      const key = Buffer.from(publicKey.blob).toString("base64")
      await stores.foundKeys.decide(id, "break-glass")
      expect(await only()).toMatchObject({ decision: "break-glass", isInEffect: false })
      const marked = await refresh()
      expect(marked).toMatchObject({ version: 2, isNew: true })
      // The server's policy is auto.
      expect(marked?.text).toContain(
        `\nstale break-glass\nuser root 0\nbreak-glass root ${key}\nsigner ssh-ed25519 AAAA\nend\n`,
      )
      expect(await only()).toMatchObject({ isInEffect: false })
      await stores.hosts.acknowledge([{ serverId: server.id, version: 2 }], 7)
      expect(await only()).toMatchObject({ isInEffect: true })
      expect(await refresh()).toMatchObject({ version: 2, isNew: false })

      await stores.foundKeys.decide(id, "dropped")
      expect(await only()).toMatchObject({ decision: "dropped", isInEffect: false })
      await stores.foundKeys.decide(id, "break-glass")
      expect(await only()).toMatchObject({ decision: "break-glass", isInEffect: true })

      await stores.foundKeys.decide(id, "undecided")
      expect(await only()).toMatchObject({ decision: "undecided", isInEffect: false })
      const kept = await refresh()
      // Whoever was managed once stays so.
      expect(kept?.text).toContain("\nstale keep\nuser root 0\nsigner ")
      await stores.hosts.acknowledge([{ serverId: server.id, version: 3 }], 8)
      expect(await only()).toMatchObject({ isInEffect: true })
    })

    test("that were dropped stay so when the server does not report them any more", async () => {
      const found = reported("root")
      await replace([found], 5)
      await stores.foundKeys.decide(found.id, "dropped")
      expect((await refresh())?.text).toMatch(/^drop root AAAA/m)
      await replace([], 6)
      expect(await items()).toEqual([])
      expect(await refresh()).toMatchObject({ isNew: false })
      await replace([{ ...found, id: foundKeyId(newId()) }], 7)
      expect(await only()).toMatchObject({ id: found.id, decision: "dropped" })
    })

    test("of a machine are not those of the one that enrols after it", async () => {
      await replace([reported("root")], 5)
      await stores.servers.putCode(server.id, { createdBy: server.createdBy, expiresAt: 10 }, "again")
      await stores.servers.enrol({ ...server, state: "unconfirmed", enrolledAt: 9 }, "again", newId())
      expect(await stores.foundKeys.list(server.id)).toEqual({ items: [] })
    })
  })
})
