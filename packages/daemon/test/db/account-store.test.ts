import { loginSessionId, type Project, projectId } from "@latchkey/core"
import { describe, expect, test } from "vitest"
import { newId, onEachDatabase } from "./databases.ts"
import { addAccount, addKey, newAccount, newEvent, newRobot } from "./rows.ts"

describe("accounts", () => {
  onEachDatabase((current) => {
    test("an account is read as it was stored", async () => {
      const { stores } = await current().open()
      const plain = newAccount({ handle: "ada", displayName: "Ada 💚 o'Lovelace" })
      const full = newAccount({ role: "admin", language: "fr", publishesKeys: true, disabledAt: 1_800_000_000_123 })
      expect(await stores.accounts.insert(plain, "hash of ada")).toBe(true)
      expect(await stores.accounts.insert(full, "hash of the other")).toBe(true)
      expect(await stores.accounts.find(plain.id)).toEqual(plain)
      expect(await stores.accounts.find(full.id)).toEqual(full)
      expect(await stores.accounts.findByHandle("ada")).toEqual(plain)
      expect(await stores.accounts.findByHandle("ADA")).toBeUndefined()
    })

    test("what is not there is undefined", async () => {
      const { stores } = await current().open()
      expect(await stores.accounts.find(newAccount().id)).toBeUndefined()
      expect(await stores.accounts.findByHandle("nobody")).toBeUndefined()
      expect(await stores.accounts.findForSignIn("nobody")).toBeUndefined()
    })

    test("sign-in finds by handle and by e-mail, with the password's hash", async () => {
      const { stores } = await current().open()
      const account = newAccount({ handle: "ada", email: "ada@example.org" })
      await stores.accounts.insert(account, "the hash")
      const expected = { account, passwordHash: "the hash" }
      expect(await stores.accounts.findForSignIn("ada")).toEqual(expected)
      expect(await stores.accounts.findForSignIn("ada@example.org")).toEqual(expected)
    })

    test("a taken handle or e-mail stores nothing", async () => {
      const { stores } = await current().open()
      await addAccount(stores, { handle: "ada", email: "ada@example.org" })
      const sameHandle = newAccount({ handle: "ada", email: "other@example.org" })
      const sameEmail = newAccount({ handle: "other", email: "ada@example.org" })
      expect(await stores.accounts.insert(sameHandle, "hash")).toBe(false)
      expect(await stores.accounts.insert(sameEmail, "hash")).toBe(false)
      expect(await stores.accounts.find(sameHandle.id)).toBeUndefined()
      expect(await stores.accounts.find(sameEmail.id)).toBeUndefined()
    })

    test("an update stores all but handle and password, and takes a disabling away", async () => {
      const { stores } = await current().open()
      const account = await addAccount(stores, { handle: "ada" })
      const changed = {
        ...account,
        email: "new@example.org",
        displayName: "A.",
        role: "admin",
        language: "fr",
      } as const
      expect(await stores.accounts.update({ ...changed, publishesKeys: true, disabledAt: 5 })).toBe(true)
      expect(await stores.accounts.find(account.id)).toEqual({ ...changed, publishesKeys: true, disabledAt: 5 })
      expect(await stores.accounts.update(changed)).toBe(true)
      expect(await stores.accounts.find(account.id)).toEqual(changed)
      expect((await stores.accounts.findForSignIn("ada"))?.passwordHash).toBe("$argon2id$stub")
    })

    test("they are listed by handle, by kind and by what they contain, page by page", async () => {
      const { stores } = await current().open()
      const people = [
        await addAccount(stores, { handle: "carl", displayName: "Zoë 100%" }),
        await addAccount(stores, { handle: "ada", email: "first@example.net" }),
        await addAccount(stores, { handle: "bob", displayName: "Ada's friend" }),
      ]
      const [carl, ada, bob] = people
      const all = await stores.accounts.list({ limit: 10 })
      expect(all).toEqual({ items: [ada, bob, carl], total: 3 })
      const first = await stores.accounts.list({ limit: 2 })
      expect(first).toMatchObject({ items: [ada, bob], total: 3 })
      expect(await stores.accounts.list({ limit: 2, cursor: first.nextCursor })).toEqual({ items: [carl], total: 3 })
      const found = async (search: string) => (await stores.accounts.list({ search, limit: 10 })).items
      expect(await found("ADA")).toEqual([ada, bob])
      expect(await found("zoë")).toEqual([carl])
      expect(await found("0%")).toEqual([carl])
      expect(await found("example.net")).toEqual([ada])
      expect((await stores.accounts.list({ kind: "robot", limit: 10 })).items).toEqual([])
      await stores.accounts.update({ ...(ada ?? expect.fail()), displayName: "Augusta" })
      expect(await found("augusta")).toHaveLength(1)
    })

    test("their keys are counted, and whatever they did last says when they were seen", async () => {
      const { stores } = await current().open()
      const [ada, bob, carl, nobody] = [
        await addAccount(stores),
        await addAccount(stores),
        await addAccount(stores),
        await addAccount(stores),
      ]
      await addKey(stores, ada.id, { lastUse: { state: "used", at: 5000 } })
      await addKey(stores, ada.id)
      await stores.auditEvents.append(newEvent(ada, { at: 4000 }))
      await stores.auditEvents.append(newEvent(bob, { at: 6000 }))
      await stores.auditEvents.append(newEvent(bob, { at: 7000 }))
      const loginSession = { id: loginSessionId(newId()), accountId: carl.id, createdAt: 1000, lastSeenAt: 8000 }
      await stores.loginSessions.insert(loginSession, "hash of a login session")
      const project: Project = { id: projectId(newId()), name: "Atlas", kind: "shared", serverQuota: 1, createdAt: 1 }
      await stores.projects.insert(project)
      const robot = newRobot(project.id)
      await stores.accounts.insert(robot)
      const tallies = await stores.accounts.tally([ada, bob, carl, nobody, robot].map(({ id }) => id))
      expect([...tallies.values()]).toHaveLength(5)
      expect(tallies.get(ada.id)).toEqual({ keyCount: 2, lastSeenAt: 5000 })
      expect(tallies.get(bob.id)).toEqual({ keyCount: 0, lastSeenAt: 7000 })
      expect(tallies.get(carl.id)).toEqual({ keyCount: 0, lastSeenAt: 8000 })
      expect(tallies.get(nobody.id)).toEqual({ keyCount: 0 })
      expect(tallies.get(robot.id)).toEqual({ keyCount: 0, projectName: "Atlas" })
      expect(await stores.accounts.tally([])).toEqual(new Map())
    })

    test("administrators who are enabled are counted", async () => {
      const { stores } = await current().open()
      await addAccount(stores)
      expect(await stores.accounts.countEnabledAdmins()).toBe(0)
      await addAccount(stores, { role: "admin" })
      await addAccount(stores, { role: "admin", disabledAt: 5 })
      expect(await stores.accounts.countEnabledAdmins()).toBe(1)
    })

    test("a password is replaced, and nothing else", async () => {
      const { stores } = await current().open()
      const account = await addAccount(stores, { handle: "ada" })
      await stores.accounts.setPassword(account.id, "another hash")
      expect(await stores.accounts.findForSignIn("ada")).toEqual({ account, passwordHash: "another hash" })
    })

    test("an update to a taken e-mail is refused, and its transaction goes on", async () => {
      const database = await current().open()
      await addAccount(database.stores, { email: "taken@example.org" })
      const account = await addAccount(database.stores)
      const after = await database.transaction(async (stores) => {
        expect(await stores.accounts.update({ ...account, email: "taken@example.org" })).toBe(false)
        return stores.accounts.find(account.id)
      })
      expect(after).toEqual(account)
    })
  })
})

describe("the installation", () => {
  onEachDatabase((current) => {
    test("it keeps the id of its first start", async () => {
      const first = await current().open()
      const second = await current().open()
      const id = await first.stores.accounts.installationId()
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
      expect(await second.stores.accounts.installationId()).toBe(id)
    })

    test("set-up is claimed once", async () => {
      const { stores } = await current().open()
      expect(await stores.accounts.isSetUp()).toBe(false)
      expect(await stores.accounts.claimSetUp(5)).toBe(true)
      expect(await stores.accounts.isSetUp()).toBe(true)
      expect(await stores.accounts.claimSetUp(6)).toBe(false)
    })

    test("of many who claim set-up at once from two daemons one wins", async () => {
      const daemons = [await current().open(), await current().open()]
      const claims = daemons.flatMap((daemon) =>
        Array.from({ length: 4 }, (_, index) =>
          daemon.transaction(async (stores) => {
            const won = await stores.accounts.claimSetUp(index)
            if (won) await addAccount(stores, { handle: "admin" })
            return won
          }),
        ),
      )
      const outcomes = await Promise.all(claims)
      expect(outcomes.filter((won) => won)).toHaveLength(1)
    })
  })
})
