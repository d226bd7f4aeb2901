import { type AccountId, accountId, type LoginSession, loginSessionId } from "@latchkey/core"
import { describe, expect, test } from "vitest"
import { newId, onEachDatabase } from "./databases.ts"
import { addAccount } from "./rows.ts"

function newLoginSession(owner: AccountId, given: Partial<LoginSession> = {}): LoginSession {
  return { id: loginSessionId(newId()), accountId: owner, createdAt: 1000, lastSeenAt: 1000, ...given }
}

describe("login sessions", () => {
  onEachDatabase((current) => {
    test("one is found by its id and by its secret's hash", async () => {
      const { stores } = await current().open()
      const { id } = await addAccount(stores)
      const loginSession = newLoginSession(id, { address: "2001:db8::1" })
      const withoutAddress = newLoginSession(id)
      await stores.loginSessions.insert(loginSession, "hash")
      await stores.loginSessions.insert(withoutAddress, "another hash")
      expect(await stores.loginSessions.find(loginSession.id)).toEqual(loginSession)
      expect(await stores.loginSessions.findByHash("hash")).toEqual(loginSession)
      expect(await stores.loginSessions.findByHash("another hash")).toEqual(withoutAddress)
      expect(await stores.loginSessions.findByHash("no hash")).toBeUndefined()
    })

    test("one of an account that does not exist is not stored", async () => {
      const { stores } = await current().open()
      const stray = newLoginSession(accountId(newId()))
      await expect(stores.loginSessions.insert(stray, "hash")).rejects.toThrow(/foreign key/i)
      expect(await stores.loginSessions.find(stray.id)).toBeUndefined()
    })

    test("its last use moves forward, never back", async () => {
      const { stores } = await current().open()
      const loginSession = newLoginSession((await addAccount(stores)).id)
      await stores.loginSessions.insert(loginSession, "hash")
      await stores.loginSessions.touch(loginSession.id, 3000)
      await stores.loginSessions.touch(loginSession.id, 2000)
      expect((await stores.loginSessions.find(loginSession.id))?.lastSeenAt).toBe(3000)
    })

    test("a deleted one is gone, and deleting it again is nothing", async () => {
      const { stores } = await current().open()
      const loginSession = newLoginSession((await addAccount(stores)).id)
      await stores.loginSessions.insert(loginSession, "hash")
      await stores.loginSessions.delete(loginSession.id)
      await stores.loginSessions.delete(loginSession.id)
      expect(await stores.loginSessions.find(loginSession.id)).toBeUndefined()
    })

    test("an account's are listed, last used first, and removed together but for one", async () => {
      const { stores } = await current().open()
      const [{ id }, other] = [await addAccount(stores), await addAccount(stores)]
      const [old, used, stranger] = [
        newLoginSession(id, { lastSeenAt: 2000, device: "Firefox, Linux" }),
        newLoginSession(id, { lastSeenAt: 3000 }),
        newLoginSession(other.id),
      ]
      for (const each of [old, used, stranger]) await stores.loginSessions.insert(each, each.id)
      expect(await stores.loginSessions.listByAccount(id)).toEqual([used, old])
      expect(await stores.loginSessions.deleteByAccount(id, old.id)).toBe(1)
      expect(await stores.loginSessions.listByAccount(id)).toEqual([old])
      expect(await stores.loginSessions.deleteByAccount(id)).toBe(1)
      expect(await stores.loginSessions.find(stranger.id)).toEqual(stranger)
    })

    test("stale ones are removed, by use or by age", async () => {
      const { stores } = await current().open()
      const { id } = await addAccount(stores)
      const unused = newLoginSession(id, { createdAt: 900, lastSeenAt: 900 })
      const old = newLoginSession(id, { createdAt: 100, lastSeenAt: 2000 })
      const valid = newLoginSession(id, { createdAt: 900, lastSeenAt: 1000 })
      for (const each of [unused, old, valid]) await stores.loginSessions.insert(each, each.id)
      await stores.loginSessions.deleteStale(1000, 500)
      expect(await stores.loginSessions.find(unused.id)).toBeUndefined()
      expect(await stores.loginSessions.find(old.id)).toBeUndefined()
      expect(await stores.loginSessions.find(valid.id)).toEqual(valid)
    })
  })
})

describe("sign-in failures", () => {
  onEachDatabase((current) => {
    test("they are counted by kind and key", async () => {
      const { signInFailures } = (await current().open()).stores
      expect(await signInFailures.find("name", "a")).toBeUndefined()
      await signInFailures.add("name", "a", 1000, 0)
      await signInFailures.add("name", "a", 2000, 0)
      await signInFailures.add("network", "a", 3000, 0)
      await signInFailures.add("name", "b", 4000, 0)
      expect(await signInFailures.find("name", "a")).toEqual({ count: 2, lastAt: 2000 })
      expect(await signInFailures.find("network", "a")).toEqual({ count: 1, lastAt: 3000 })
    })

    test("the count starts again when the last failure is forgotten", async () => {
      const { signInFailures } = (await current().open()).stores
      for (const at of [1000, 1001, 1002]) await signInFailures.add("name", "a", at, 0)
      await signInFailures.add("name", "a", 5000, 1002)
      expect(await signInFailures.find("name", "a")).toEqual({ count: 4, lastAt: 5000 })
      await signInFailures.add("name", "a", 9000, 5001)
      expect(await signInFailures.find("name", "a")).toEqual({ count: 1, lastAt: 9000 })
    })

    test("one is taken away at a time, never below none", async () => {
      const { signInFailures } = (await current().open()).stores
      await signInFailures.subtract("name", "a")
      expect(await signInFailures.find("name", "a")).toBeUndefined()
      await signInFailures.add("name", "a", 1000, 0)
      await signInFailures.subtract("name", "a")
      await signInFailures.subtract("name", "a")
      expect(await signInFailures.find("name", "a")).toEqual({ count: 0, lastAt: 1000 })
    })

    test("they are cleared one by one and by age", async () => {
      const { signInFailures } = (await current().open()).stores
      for (const key of ["a", "b", "c"]) await signInFailures.add("name", key, key === "c" ? 2000 : 1000, 0)
      await signInFailures.clear("name", "a")
      expect(await signInFailures.find("name", "a")).toBeUndefined()
      await signInFailures.deleteStale(2000)
      expect(await signInFailures.find("name", "b")).toBeUndefined()
      expect(await signInFailures.find("name", "c")).toBeDefined()
    })

    test("of many at once each counts", async () => {
      const database = await current().open()
      const add = () => database.transaction((stores) => stores.signInFailures.add("name", "a", 1000, 0))
      await Promise.all(Array.from({ length: 8 }, add))
      expect((await database.stores.signInFailures.find("name", "a"))?.count).toBe(8)
    })
  })
})
