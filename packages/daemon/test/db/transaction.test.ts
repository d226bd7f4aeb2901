import { setImmediate as nextTurn } from "node:timers/promises"
import { CoreError, type Stores } from "@latchkey/core"
import { describe, expect, test } from "vitest"
import { onEachDatabase } from "./databases.ts"
import { addAccount, newAccount, newEvent, newKey, register } from "./rows.ts"

describe("a transaction", () => {
  onEachDatabase((current, dialect) => {
    test("what it wrote is there for another daemon as soon as it resolves", async () => {
      const [writer, reader] = [await current().open(), await current().open()]
      const account = newAccount()
      const stored = await writer.transaction((stores) => stores.accounts.insert(account, "hash"))
      expect(stored).toBe(true)
      expect(await reader.stores.accounts.find(account.id)).toEqual(account)
    })

    test("work that throws leaves nothing behind, and its error arrives as it is", async () => {
      const database = await current().open()
      const account = newAccount()
      const error = new CoreError("conflict", "this is taken")
      const failed = database.transaction(async (stores) => {
        await stores.accounts.insert(account, "hash")
        await stores.auditEvents.append(newEvent(account))
        throw error
      })
      await expect(failed).rejects.toBe(error)
      expect(await database.stores.accounts.find(account.id)).toBeUndefined()
      expect((await database.stores.auditEvents.list({ limit: 1 })).total).toBe(0)
    })

    test("nothing of it is seen before it ends", async () => {
      const [writer, reader] = [await current().open(), await current().open()]
      const account = newAccount()
      await writer.transaction(async (stores) => {
        await stores.accounts.insert(account, "hash")
        expect(await stores.accounts.find(account.id)).toEqual(account)
        expect(await reader.stores.accounts.find(account.id)).toBeUndefined()
      })
    })

    test("the outer stores and a second transaction inside of it are errors, not a standstill", async () => {
      const database = await current().open()
      const mistake = /inside of a transaction/
      await expect(database.transaction(() => database.stores.accounts.isSetUp())).rejects.toThrow(mistake)
      await expect(database.transaction(() => database.transaction(async () => {}))).rejects.toThrow(mistake)
      await database.transaction(async (stores) => {
        await expect(database.stores.accounts.isSetUp()).rejects.toThrow(mistake)
        expect(await stores.accounts.isSetUp()).toBe(false)
      })
      expect(await database.stores.accounts.isSetUp()).toBe(false)
    })

    test("two that read what the other writes do not both win: one is run again", async () => {
      const daemons = [await current().open(), await current().open()]
      let runs = 0
      // PostgreSQL finds the conflict when it is there: each waits until both have looked. SQLite lets only one begin.
      const isPostgres = dialect === "postgres"
      const bothLooked = Promise.withResolvers<void>()
      // Each makes its account only when the other's is not there: run one after the other, one does nothing.
      const makeUnless = (mine: string, others: string) => async (stores: Stores) => {
        runs++
        const found = await stores.accounts.findByHandle(others)
        if (runs === 2) bothLooked.resolve()
        if (isPostgres) await bothLooked.promise
        if (found === undefined) await addAccount(stores, { handle: mine })
        return found === undefined
      }
      const outcomes = await Promise.all([
        daemons[0]?.transaction(makeUnless("ada", "bob")),
        daemons[1]?.transaction(makeUnless("bob", "ada")),
      ])
      expect(outcomes.filter((made) => made)).toHaveLength(1)
      expect(runs).toBe(isPostgres ? 3 : 2)
    })

    test("many that do the same at once all succeed", async () => {
      const daemons = [await current().open(), await current().open()]
      const account = await addAccount(daemons[0]?.stores ?? expect.fail())
      const append = async (index: number) => {
        await daemons[index % 2]?.transaction(async (stores) => {
          await stores.accounts.find(account.id)
          await stores.auditEvents.append(newEvent(account))
        })
      }
      await Promise.all(Array.from({ length: 24 }, (_, index) => append(index)))
      expect((await daemons[0]?.stores.auditEvents.list({ limit: 1 }))?.total).toBe(24)
    })

    test("reads go on while many transactions run", async () => {
      const database = await current().open()
      const account = await addAccount(database.stores)
      let isReading = true
      let writes = 0
      const writing = (async () => {
        for (; isReading; writes++) {
          await database.transaction((stores) => stores.auditEvents.append(newEvent(account)))
        }
      })()
      let reads = 0
      // However slow the machine is: reads that wait for all transactions would never end.
      for (; reads < 50 || writes < 100; reads++) {
        await database.stores.accounts.find(account.id)
        await nextTurn()
      }
      isReading = false
      await writing
      expect(reads).toBeGreaterThanOrEqual(50)
    })

    test("one that fails among many at once fails alone, and the others keep nothing of it", async () => {
      const database = await current().open()
      const account = await addAccount(database.stores)
      const outcomes = await Promise.allSettled(
        Array.from({ length: 9 }, (_, index) =>
          database.transaction(async (stores) => {
            const event = newEvent(account)
            await stores.auditEvents.append(event)
            await nextTurn()
            if (index % 3 === 1) throw new Error(`number ${index} fails`)
            return event.id
          }),
        ),
      )
      const failed = outcomes.filter((outcome) => outcome.status === "rejected").map(({ reason }) => String(reason))
      expect(failed).toEqual([1, 4, 7].map((index) => `Error: number ${index} fails`))
      const kept = outcomes.filter((outcome) => outcome.status === "fulfilled").map(({ value }) => value)
      const { items } = await database.stores.auditEvents.list({ limit: 100 })
      expect(new Set(items.map(({ id }) => id))).toEqual(new Set(kept))
    })

    test("tasks that ask for one each have them in their order, and those that fail keep nothing", async () => {
      const database = await current().open()
      const account = await addAccount(database.stores)
      const begun: number[] = []
      const tasks = Array.from({ length: 80 }, (_, index) => async () => {
        const event = newEvent(account)
        const stored = database.transaction(async (stores) => {
          begun.push(index)
          await stores.auditEvents.append(event)
          if (index % 9 === 0) throw new Error("this one fails")
          return event.id
        })
        return stored.catch(() => undefined)
      })
      const ids = await database.inOrder(tasks)
      // Work may begin again, with others that it shared a transaction with.
      expect([...new Set(begun)]).toEqual(tasks.map((_, index) => index))
      expect(ids.map((id) => id === undefined)).toEqual(tasks.map((_, index) => index % 9 === 0))
      const { items } = await database.stores.auditEvents.list({ limit: 100 })
      expect(items.map(({ id }) => id).sort()).toEqual(ids.filter((id) => id !== undefined).sort())
    })

    test("tasks in order begin in their order, give their results in it, and fail one by one", async () => {
      const database = await current().open()
      const owner = await addAccount(database.stores)
      const once = newKey(owner.id)
      const keys = [newKey(owner.id), once, { ...newKey(owner.id), fingerprint: once.fingerprint, blob: once.blob }]
      while (keys.length < 80) keys.push(newKey(owner.id))
      const begun: number[] = []
      const tasks = keys.map(
        (key, index) => () =>
          database
            .transaction(async (stores) => {
              begun.push(index)
              if (!(await register(stores, key))) throw new Error("taken")
              return index
            })
            .catch((error: unknown) => String(error)),
      )
      const results = await database.inOrder(tasks)
      expect(begun.filter((index, at) => begun.indexOf(index) === at)).toEqual(keys.map((_, index) => index))
      expect(results).toEqual(keys.map((_, index) => (index === 2 ? "Error: taken" : index)))
      const { total } = await database.stores.sshKeys.list({
        accountId: owner.id,
        sort: "name",
        descending: false,
        limit: 1,
      })
      expect(total).toBe(keys.length - 1)
    })

    test("single writes outside of one are committed each for itself", async () => {
      const [writer, reader] = [await current().open(), await current().open()]
      const accounts = await Promise.all(Array.from({ length: 5 }, () => addAccount(writer.stores)))
      for (const account of accounts) expect(await reader.stores.accounts.find(account.id)).toEqual(account)
      const [first] = accounts
      const taken = newAccount({ handle: first?.handle ?? "" })
      expect(await writer.stores.accounts.insert(taken, "hash")).toBe(false)
      expect(await reader.stores.accounts.find(taken.id)).toBeUndefined()
    })

    test("closing waits for those that run", async () => {
      const database = await current().open()
      const account = newAccount()
      const writing = database.transaction(async (stores) => {
        await nextTurn()
        return stores.accounts.insert(account, "hash")
      })
      await database.close()
      expect(await writing).toBe(true)
      expect(await (await current().open()).stores.accounts.find(account.id)).toEqual(account)
    })
  })
})
