import type { Server } from "@latchkey/core"
import { parsePublicKey } from "@latchkey/engine"
import { describe, expect, test } from "vitest"
import { newPublicLine } from "../../../../tests/kit/public-line.ts"
import { onEachDatabase } from "./databases.ts"
import { addAccount, addKey, newRobot } from "./rows.ts"
import { addProject, newAccess, newServer } from "./server-rows.ts"

const hostKey = () => ({ ...parsePublicKey(newPublicLine("host")), comment: "" })

describe("servers", () => {
  onEachDatabase((current) => {
    const open = async () => {
      const { stores } = await current().open()
      const ada = await addAccount(stores)
      const project = await addProject(stores, ada)
      return { ...stores, stores, ada, project }
    }

    test("one is read as it was stored, changed, and removed with its accesses", async () => {
      const { servers, accesses, ada, project } = await open()
      const server = newServer(project, ada.id, { address: "web-1.example.org" })
      expect(await servers.insert(server)).toBe(true)
      expect(await servers.find(server.id)).toEqual(server)
      const { address: _, ...rest } = server
      const changed: Server = { ...rest, name: "Web-2", stalePolicy: "deny" }
      expect(await servers.update(changed)).toBe(true)
      expect(await servers.find(server.id)).toEqual(changed)
      const access = newAccess(server, { kind: "project" })
      await accesses.insert(access)
      await servers.delete(server.id)
      expect(await servers.find(server.id)).toBeUndefined()
      expect(await accesses.find(access.id)).toBeUndefined()
    })

    test("a project's are listed by name, each name once without regard to case", async () => {
      const { stores, servers, ada, project } = await open()
      for (const name of ["web-2", "DB", "web-1"]) await servers.insert(newServer(project, ada.id, { name }))
      const other = await addProject(stores, ada)
      const elsewhere = newServer(other, ada.id, { name: "db" })
      expect(await servers.insert(elsewhere)).toBe(true)
      expect(await servers.insert(newServer(project, ada.id, { name: "WEB-1" }))).toBe(false)
      expect(await servers.update({ ...elsewhere, name: "web-1" })).toBe(true)
      const listed = await servers.listByProject(project.id)
      expect(listed.map(({ name }) => name)).toEqual(["DB", "web-1", "web-2"])
      const [db] = listed
      expect(db && (await servers.update({ ...db, name: "WEB-2" }))).toBe(false)
      expect(db && (await servers.update({ ...db, name: "db" }))).toBe(true)
      expect(await servers.countByProject(project.id)).toBe(3)
    })

    test("a change touches nothing of what the machine says, nor of its versions", async () => {
      const { servers, ada, project } = await open()
      const server = newServer(project, ada.id)
      await servers.insert(server)
      await servers.putCode(server.id, { createdBy: ada.id, expiresAt: 5 }, "code")
      const enrolled: Server = { ...server, state: "unconfirmed", hostKeys: [hostKey()], enrolledAt: 7 }
      expect(await servers.enrol(enrolled, "code", "token")).toBe(true)
      await servers.confirm(server.id, 9)
      await servers.update({ ...server, name: "new" })
      expect(await servers.find(server.id)).toEqual({ ...enrolled, name: "new", state: "connected", confirmedAt: 9 })
      expect((await servers.findByToken("token"))?.id).toBe(server.id)
    })

    test("a code is found by its hash, replaced by the next, and spent once", async () => {
      const { servers, ada, project } = await open()
      const server = newServer(project, ada.id)
      await servers.insert(server)
      const code = { createdBy: ada.id, expiresAt: 5 }
      await servers.putCode(server.id, code, "first")
      expect(await servers.findByCode("first")).toEqual({ server, code })
      await servers.putCode(server.id, { ...code, expiresAt: 6 }, "second")
      expect(await servers.findByCode("first")).toBeUndefined()
      const enrolled: Server = {
        ...server,
        state: "unconfirmed",
        address: "192.0.2.7",
        hostKeys: [hostKey(), hostKey()],
        loginUsers: ["root", "deploy"],
        sshdVersion: "9.2",
        enrolledAt: 7,
        lastContactAt: 8,
      }
      expect(await servers.enrol(enrolled, "first", "token")).toBe(false)
      expect(await servers.enrol(enrolled, "second", "token")).toBe(true)
      expect(await servers.enrol(enrolled, "second", "other")).toBe(false)
      expect(await servers.find(server.id)).toEqual(enrolled)
      expect(await servers.findByToken("other")).toBeUndefined()
    })

    test("those on which an account may open something are found by each way to it", async () => {
      const { stores, servers, accesses, ada, project } = await open()
      const bob = await addAccount(stores)
      const robot = newRobot(project.id)
      await stores.accounts.insert(robot)
      const key = await addKey(stores, ada.id)
      const [byKey, byAccount, byProject, none] = ["a", "b", "c", "d"].map((name) =>
        newServer(project, ada.id, { name }),
      )
      if (!byKey || !byAccount || !byProject || !none) throw new Error("four servers were made")
      for (const each of [byKey, byAccount, byProject, none]) await servers.insert(each)
      await accesses.insert(newAccess(byKey, { kind: "key", keyId: key.id }))
      await accesses.insert(newAccess(byAccount, { kind: "account", accountId: ada.id }))
      await accesses.insert(newAccess(byAccount, { kind: "account", accountId: robot.id }))
      await accesses.insert(newAccess(byProject, { kind: "project" }))
      const of = async (id: typeof ada.id) => (await accesses.listServersOf(id)).map(({ name }) => name).toSorted()
      expect(await of(ada.id)).toEqual(["a", "b", "c"])
      expect(await of(robot.id)).toEqual(["b"])
      expect(await of(bob.id)).toEqual([])
    })
  })
})

describe("accesses", () => {
  onEachDatabase((current) => {
    const open = async () => {
      const { stores } = await current().open()
      const [ada, bob] = [await addAccount(stores), await addAccount(stores)]
      const project = await addProject(stores, ada, bob)
      const server = newServer(project, ada.id)
      await stores.servers.insert(server)
      return { ...stores, stores, ada, bob, project, server }
    }

    test("one is read as it was stored, and there is one for a server, login user and subject", async () => {
      const { stores, accesses, ada, bob, server } = await open()
      const key = await addKey(stores, ada.id)
      const options = { from: "10.0.0.0/8", command: 'echo "hi"', restrict: true, noPty: true }
      for (const subject of [
        { kind: "key", keyId: key.id },
        { kind: "account", accountId: bob.id },
        { kind: "project" },
      ] as const) {
        const access = newAccess(server, subject, { options })
        expect(await accesses.insert(access)).toBe(true)
        expect(await accesses.find(access.id)).toEqual(access)
        expect(await accesses.insert(newAccess(server, subject))).toBe(false)
        expect(await accesses.insert(newAccess(server, subject, { loginUser: "root" }))).toBe(true)
      }
      expect(await accesses.countByServer(server.id)).toBe(6)
    })

    test("they go with their key and with their account", async () => {
      const { stores, accesses, ada, project, server } = await open()
      const key = await addKey(stores, ada.id)
      const robot = newRobot(project.id)
      await stores.accounts.insert(robot)
      await accesses.insert(newAccess(server, { kind: "key", keyId: key.id }))
      await accesses.insert(newAccess(server, { kind: "account", accountId: robot.id }))
      await stores.sshKeys.delete(key.id)
      expect(await accesses.countByServer(server.id)).toBe(1)
      await stores.accounts.delete(robot.id)
      expect(await accesses.countByServer(server.id)).toBe(0)
    })

    test("those of an account go from the servers of one project alone", async () => {
      const { stores, servers, accesses, ada, bob, server } = await open()
      const other = newServer(await addProject(stores, ada), ada.id)
      await servers.insert(other)
      const [hers, his] = [await addKey(stores, ada.id), await addKey(stores, bob.id)]
      for (const each of [server, other]) {
        await accesses.insert(newAccess(each, { kind: "key", keyId: hers.id }))
        await accesses.insert(newAccess(each, { kind: "account", accountId: ada.id }))
        await accesses.insert(newAccess(each, { kind: "key", keyId: his.id }))
        await accesses.insert(newAccess(each, { kind: "project" }))
      }
      expect(await accesses.deleteOfAccount(server.projectId, ada.id)).toBe(2)
      expect(await accesses.countByServer(server.id)).toBe(2)
      expect(await accesses.countByServer(other.id)).toBe(4)
    })

    test("what decides about openings is found for many servers, and for those alone", async () => {
      const { stores, servers, accesses, ada, bob, project, server } = await open()
      const robot = newRobot(project.id)
      await stores.accounts.insert(robot)
      const [hers, his, machine] = [
        await addKey(stores, ada.id, { disabledAt: 5, expiresAt: 9 }),
        await addKey(stores, bob.id, { standing: "stopped" }),
        await addKey(stores, robot.id),
      ]
      const other = newServer(project, ada.id, { name: "web-2" })
      await servers.insert(other)
      await servers.insert(newServer(project, ada.id, { name: "web-3" }))
      const all = [
        newAccess(server, { kind: "key", keyId: machine.id }),
        newAccess(server, { kind: "project" }),
        newAccess(other, { kind: "account", accountId: bob.id }),
      ]
      for (const access of all) await accesses.insert(access)
      const facts = await accesses.openingFacts([server.id, other.id])
      expect(facts.projects).toEqual(new Map([server, other].map(({ id }) => [id, project.id])))
      expect(facts.accesses.toSorted((left, right) => (left.id < right.id ? -1 : 1))).toEqual(all)
      expect(facts.members).toEqual(new Map([[project.id, new Set([ada.id, bob.id])]]))
      expect(facts.keys.map(({ id, blob }) => ({ id, blob }))).toEqual(
        [hers, his, machine].map(({ id, blob }) => ({ id, blob })),
      )
      expect(facts.keys[0]).toMatchObject({ disabledAt: 5, expiresAt: 9, accountId: ada.id })
      expect(facts.keys[1]).toMatchObject({ standing: "stopped", name: his.name })
      expect(facts.accounts.get(robot.id)).toMatchObject({ kind: "robot", projectId: project.id })
      expect((await accesses.openingFacts([other.id])).keys.map(({ id }) => id)).toEqual([his.id])
      expect(await accesses.openingFacts([])).toMatchObject({ accesses: [], keys: [] })
    })
  })
})
