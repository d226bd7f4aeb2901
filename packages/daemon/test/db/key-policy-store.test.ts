import {
  accountId,
  defaultKeyPolicy,
  healthMoments,
  type KeyPolicyState,
  keyHealths,
  summaryDays,
} from "@latchkey/core"
import { blocklistEntries } from "@latchkey/engine"
import { describe, expect, test } from "vitest"
import { newId, onEachDatabase } from "./databases.ts"
import { addAccount, addKey, newKey } from "./rows.ts"

const day = 86_400_000
const now = 1_800_000_000_000

function stateAt(revision: number, given: Partial<KeyPolicyState> = {}): KeyPolicyState {
  const by = { accountId: accountId(newId()), handle: "ada" }
  return { policy: defaultKeyPolicy, revision, blockedKeys: 0, lastChange: { at: now, by, what: "x" }, ...given }
}

describe("the key policy", () => {
  onEachDatabase((current) => {
    test("is the first one until somebody changes it, and then what was saved", async () => {
      const { stores } = await current().open()
      expect(await stores.keyPolicy.current()).toEqual({ policy: defaultKeyPolicy, revision: 1, blockedKeys: 0 })
      const policy = { ...defaultKeyPolicy, maximumLifetimeDays: 90, minimumRsaBits: 3072 }
      const second = stateAt(2, { policy, blockedKeys: 3 })
      expect(await stores.keyPolicy.save(second)).toBe(true)
      expect(await stores.keyPolicy.current()).toEqual(second)
      const third = stateAt(3)
      expect(await stores.keyPolicy.save(third)).toBe(true)
      expect(await stores.keyPolicy.current()).toEqual(third)
    })

    test("is saved by one of two who start from the same state, from two daemons", async () => {
      const daemons = [await current().open(), await current().open()]
      for (const revision of [2, 3]) {
        const saved = await Promise.all(daemons.map(({ stores }) => stores.keyPolicy.save(stateAt(revision))))
        expect(saved.toSorted()).toEqual([false, true])
      }
    })

    test("keeps its blocklist whole, and finds a key by any of its entries", async () => {
      const { stores } = await current().open()
      const account = await addAccount(stores)
      const [one, other] = [await addKey(stores, account.id), await addKey(stores, account.id)]
      const third = await addKey(stores, account.id)
      const [, , md5End] = blocklistEntries(third.fingerprint, third.md5Fingerprint)
      const entries = [one.fingerprint, other.md5Fingerprint, md5End]
      await stores.keyPolicy.replaceBlocklist(entries)
      expect(await stores.keyPolicy.isBlocked(one)).toBe(true)
      expect(await stores.keyPolicy.isBlocked(other)).toBe(true)
      expect(await stores.keyPolicy.isBlocked(third)).toBe(true)
      expect(await stores.keyPolicy.isBlocked(newKey(account.id))).toBe(false)
      expect(await stores.keyPolicy.blocklist()).toEqual(entries.toSorted())
      const registered = await stores.sshKeys.listRegistered(undefined, 10)
      expect(registered.map(({ isBlocked }) => isBlocked)).toEqual([true, true, true])
      const many = Array.from({ length: 25_000 }, (_, index) => `SHA256:${index}`)
      await stores.keyPolicy.replaceBlocklist(many)
      expect(await stores.keyPolicy.blocklist()).toHaveLength(many.length)
      expect(await stores.keyPolicy.isBlocked(one)).toBe(false)
      await stores.keyPolicy.replaceBlocklist([])
      expect(await stores.keyPolicy.blocklist()).toEqual([])
    })

    test("walks through the keys of all accounts in pages, and changes many at once", async () => {
      const { stores } = await current().open()
      const accounts = [await addAccount(stores), await addAccount(stores)]
      const keys = []
      for (const { id } of [...accounts, ...accounts, ...accounts]) keys.push(await addKey(stores, id))
      let othersHadTheirTurn = false
      setImmediate(() => {
        othersHadTheirTurn = true
      })
      const first = await stores.sshKeys.listRegistered(undefined, 4)
      expect(othersHadTheirTurn).toBe(true)
      const second = await stores.sshKeys.listRegistered(first.at(-1)?.key.id, 4)
      expect([...first, ...second].map(({ key }) => key.id)).toEqual(keys.map(({ id }) => id))
      expect([...first, ...second].map(({ handle }) => handle)).toEqual(
        keys.map(({ accountId }) => accounts.find(({ id }) => id === accountId)?.handle),
      )
      const [one, two] = keys
      if (one === undefined || two === undefined) throw new Error("there are no keys")
      await stores.sshKeys.applyPolicy([
        { id: one.id, standing: "stopped" },
        { id: two.id, standing: "weak", expiresAt: now + day },
      ])
      expect(await stores.sshKeys.find(one.id)).toEqual({ ...one, standing: "stopped" })
      expect(await stores.sshKeys.find(two.id)).toEqual({ ...two, standing: "weak", expiresAt: now + day })
    })

    test("leaves a stopped key out of what is published", async () => {
      const { stores } = await current().open()
      const { id } = await addAccount(stores)
      await addKey(stores, id, { name: "stopped", standing: "stopped" })
      await addKey(stores, id, { name: "weak", standing: "weak" })
      const opening = await stores.sshKeys.listOpening(id, now)
      expect(opening.map(({ name }) => name)).toEqual(["weak"])
    })
  })
})

describe("the summary of an account's keys", () => {
  onEachDatabase((current) => {
    test("counts what the list finds when it is asked for the same", async () => {
      const { stores } = await current().open()
      const { id } = await addAccount(stores)
      await addKey(stores, (await addAccount(stores)).id)
      const given = { createdAt: now - day, lastUse: { state: "used", at: now - day } } as const
      await addKey(stores, id, given)
      await addKey(stores, id, { ...given, standing: "weak" })
      await addKey(stores, id, { ...given, standing: "stopped", expiresAt: now + day })
      await addKey(stores, id, { ...given, expiresAt: now })
      await addKey(stores, id, { ...given, name: "later", expiresAt: now + 14 * day })
      await addKey(stores, id, { ...given, name: "sooner", expiresAt: now + 1 })
      await addKey(stores, id, { ...given, expiresAt: now + 15 * day })
      await addKey(stores, id, { ...given, expiresAt: now + 2 * day, disabledAt: now })
      await addKey(stores, id, { createdAt: now - 90 * day })
      await addKey(stores, id, { createdAt: now - 90 * day, lastUse: { state: "unknown" } })
      await addKey(stores, id, { createdAt: now - 800 * day, lastUse: { state: "used", at: now - 400 * day } })
      await addKey(stores, id, { ...given, keyType: "ssh-rsa", bits: 4096 })

      const moments = healthMoments(now)
      const since = summaryDays.map((days) => now - days * day)
      const summary = await stores.sshKeys.summarise({ ...moments, accountId: id, since })
      expect(summary).toMatchObject({
        total: 12,
        health: { stopped: 1, weak: 1, expired: 1, notice: 2, expiring: 5, unused: 2, disabled: 1 },
        types: [
          { keyType: "ssh-ed25519", bits: 256, count: 11 },
          { keyType: "ssh-rsa", bits: 4096, count: 1 },
        ],
        ages: [9, 0, 0, 2, 0, 1],
        lastUses: [9, 0, 0, 0, 1, 0],
        neverUsed: 1,
        useUnknown: 1,
      })
      expect(summary.expiresSoon.map(({ name }) => name)).toEqual(["sooner", "later"])
      for (const is of keyHealths) {
        const query = { accountId: id, health: { is, ...moments }, sort: "name", descending: false, limit: 50 } as const
        expect((await stores.sshKeys.list(query)).total, is).toBe(summary.health[is])
      }
    })

    test("is all zeros for an account without keys", async () => {
      const { stores } = await current().open()
      const { id } = await addAccount(stores)
      const summary = await stores.sshKeys.summarise({ ...healthMoments(now), accountId: id, since: [now] })
      expect(summary).toMatchObject({ total: 0, types: [], ages: [0, 0], lastUses: [0, 0], expiresSoon: [] })
    })
  })
})
