import { type AccountId, type KeyQuery, type KeySort, keySorts, type SshKey, type Stores } from "@latchkey/core"
import { describe, expect, test } from "vitest"
import { newId, onEachDatabase } from "./databases.ts"
import { addAccount, addKey } from "./rows.ts"

type Query = Partial<Omit<KeyQuery, "accountId">>

async function list(stores: Stores, accountId: AccountId, query: Query = {}) {
  return stores.sshKeys.list({ accountId, sort: "created", descending: false, limit: 100, ...query })
}

async function namesOf(stores: Stores, accountId: AccountId, query: Query = {}): Promise<string[]> {
  return (await list(stores, accountId, query)).items.map((key) => key.name)
}

/** Pages through a whole list, with something done between two pages. */
async function paged(stores: Stores, owner: AccountId, query: Query, between: () => Promise<unknown> = async () => {}) {
  const names: string[] = []
  for (let cursor: string | undefined; ; ) {
    const page = await list(stores, owner, { ...query, ...(cursor !== undefined && { cursor }) })
    names.push(...page.items.map((key) => key.name))
    if (page.nextCursor === undefined) return names
    expect(page.items).toHaveLength(query.limit ?? 100)
    cursor = page.nextCursor
    await between()
  }
}

/** Keys with ties and gaps in everything that lists can be sorted by. */
const shelf: readonly Partial<SshKey>[] = [
  { name: "delta", keyType: "ssh-rsa", bits: 4096, expiresAt: 3000, lastUse: { state: "used", at: 7000 } },
  { name: "Alpha", keyType: "ssh-rsa", bits: 2048, expiresAt: 3000, lastUse: { state: "never" } },
  { name: "alpha", lastUse: { state: "used", at: 7000, from: "192.0.2.1" } },
  { name: "Émile", expiresAt: 2000, lastUse: { state: "unknown" } },
  { name: "charlie", keyType: "ecdsa-sha2-nistp521", bits: 521, lastUse: { state: "used", at: 9000 } },
  { name: "ALPHA 2", keyType: "ecdsa-sha2-nistp256", lastUse: { state: "never" } },
  { name: "_under", expiresAt: 9000, lastUse: { state: "never" } },
  { name: "鍵", keyType: "ssh-rsa", bits: 16384, lastUse: { state: "used", at: 8000 } },
]

/** By sort, the shelf's names going up. Those without a value come last, going down too. */
const orders: Readonly<Record<KeySort, { readonly valued: readonly string[]; readonly without: readonly string[] }>> = {
  name: { valued: ["_under", "Alpha", "alpha", "ALPHA 2", "charlie", "delta", "Émile", "鍵"], without: [] },
  type: { valued: ["ALPHA 2", "charlie", "alpha", "Émile", "_under", "Alpha", "delta", "鍵"], without: [] },
  created: { valued: ["delta", "Alpha", "alpha", "Émile", "charlie", "ALPHA 2", "_under", "鍵"], without: [] },
  "last-used": { valued: ["delta", "alpha", "鍵", "charlie"], without: ["Alpha", "Émile", "ALPHA 2", "_under"] },
  expires: { valued: ["Émile", "delta", "Alpha", "_under"], without: ["alpha", "charlie", "ALPHA 2", "鍵"] },
}

function expected(sort: KeySort, descending: boolean): string[] {
  const { valued, without } = orders[sort]
  return descending ? [...valued.toReversed(), ...without.toReversed()] : [...valued, ...without]
}

describe("the list of keys", () => {
  onEachDatabase((current) => {
    async function stocked() {
      const { stores } = await current().open()
      const { id } = await addAccount(stores)
      const stranger = await addAccount(stores)
      for (const given of shelf) await addKey(stores, id, given)
      await addKey(stores, stranger.id, { name: "of another account" })
      return { stores, id }
    }

    test("an account without keys has an empty list", async () => {
      const { stores } = await current().open()
      const { id } = await addAccount(stores)
      for (const sort of keySorts) expect(await list(stores, id, { sort })).toEqual({ items: [], total: 0 })
    })

    test("every sort goes up and down, with those that lack the value last", async () => {
      const { stores, id } = await stocked()
      for (const sort of keySorts) {
        for (const descending of [false, true]) {
          expect(await namesOf(stores, id, { sort, descending })).toEqual(expected(sort, descending))
        }
      }
    })

    test("every sort is paged without loss or repetition, at every page size", async () => {
      const { stores, id } = await stocked()
      for (const sort of keySorts) {
        for (const descending of [false, true]) {
          for (const limit of [1, 2, 3, 4, 5, 7, 8]) {
            const query = { sort, descending, limit }
            expect(await paged(stores, id, query)).toEqual(expected(sort, descending))
            // Lists with a filter are statements of their own; this one leaves every key.
            expect(await paged(stores, id, { ...query, search: "" })).toEqual(expected(sort, descending))
          }
        }
      }
    })

    test("the keys of several accounts are one list, sorted, paged and filtered as that of one", async () => {
      const { stores } = await current().open()
      const [{ id }, ...others] = [await addAccount(stores), await addAccount(stores), await addAccount(stores)]
      const robots = others.map((account) => account.id)
      const stranger = await addAccount(stores)
      await addKey(stores, stranger.id, { name: "of another account" })
      for (const [index, given] of shelf.entries()) await addKey(stores, [id, ...robots][index % 3] ?? id, given)
      for (const sort of keySorts) {
        for (const descending of [false, true]) {
          for (const limit of [1, 3, 8]) {
            expect(await paged(stores, id, { sort, descending, limit, alsoOf: robots })).toEqual(
              expected(sort, descending),
            )
          }
        }
      }
      expect(await list(stores, id, { alsoOf: robots, limit: 1 })).toMatchObject({ total: shelf.length })
      expect(await namesOf(stores, id, { alsoOf: robots, search: "alpha" })).toEqual(["Alpha", "alpha", "ALPHA 2"])
      expect(await namesOf(stores, id, { alsoOf: robots.slice(1) })).not.toContain("Alpha")
    })

    test("keys that come and go between two pages move no other", async () => {
      const { stores, id } = await stocked()
      for (const sort of keySorts) {
        for (const descending of [false, true]) {
          const passing: SshKey[] = []
          let pages = 0
          const between = async () => {
            // Not for ever: a list that grows at its end faster than it is read has none.
            if (++pages > 6) return
            for (const key of passing.splice(0, 1)) await stores.sshKeys.delete(key.id)
            const name = `passing ${newId()}`
            passing.push(await addKey(stores, id, { name, expiresAt: 3000, lastUse: { state: "used", at: 7000 } }))
            passing.push(await addKey(stores, id, { name: `${name} b` }))
          }
          const names = await paged(stores, id, { sort, descending, limit: 2 }, between)
          const steady = names.filter((name) => !name.startsWith("passing"))
          expect(steady).toEqual(expected(sort, descending))
          expect(new Set(names).size).toBe(names.length)
          for (const { id: left, name } of (await list(stores, id)).items) {
            if (name.startsWith("passing")) await stores.sshKeys.delete(left)
          }
        }
      }
    })

    test("every page says how long the filtered list is", async () => {
      const { stores, id } = await stocked()
      const query = { sort: "name", limit: 2, search: "alpha" } as const
      const first = await list(stores, id, query)
      expect(first).toMatchObject({ total: 3, items: [{ name: "Alpha" }, { name: "alpha" }] })
      const second = await list(stores, id, { ...query, cursor: first.nextCursor ?? "" })
      expect(second).toMatchObject({ total: 3, items: [{ name: "ALPHA 2" }] })
      expect(second.nextCursor).toBeUndefined()
    })

    test("a search looks at name, comment and fingerprints without regard to case", async () => {
      const { stores, id } = await stocked()
      const key = await addKey(stores, id, { name: "Straße ÀÉ", comment: "Grace@Mainframe" })
      const find = (search: string) => namesOf(stores, id, { search })
      const all = [key.name, "straße", "àé", "GRACE@", "mainframe", key.fingerprint.slice(10, 30).toUpperCase()]
      for (const search of [...all, key.md5Fingerprint.slice(4).toUpperCase(), "A\u0300"]) {
        expect(await find(search), search).toContain(key.name)
      }
      expect(await find("É")).toEqual(["Émile", "Straße ÀÉ"])
      expect(await find("no such thing")).toEqual([])
    })

    test("a search takes every character as it stands", async () => {
      const { stores, id } = await stocked()
      const names = ["100% mine", "back\\slash", "under_score", "quote' or 1=1 --", "[set]", "star*?"]
      for (const name of names) await addKey(stores, id, { name })
      const find = (search: string) => namesOf(stores, id, { search })
      expect(await find("%")).toEqual(["100% mine"])
      expect(await find("\\")).toEqual(["back\\slash"])
      expect(await find("_")).toEqual(["_under", "under_score"])
      expect(await find("' or")).toEqual(["quote' or 1=1 --"])
      expect(await find("[s")).toEqual(["[set]"])
      expect(await find("*?")).toEqual(["star*?"])
    })

    test("each filter leaves what it names", async () => {
      const { stores, id } = await stocked()
      const [rsa] = (await list(stores, id, { name: "delta" })).items
      const names = (query: Query) => namesOf(stores, id, query)
      expect(await names({ name: "alpha" })).toEqual(["alpha"])
      expect(await names({ fingerprint: rsa?.fingerprint ?? "" })).toEqual(["delta"])
      expect(await names({ keyTypes: ["ssh-rsa", "ecdsa-sha2-nistp256"] })).toEqual(["delta", "Alpha", "ALPHA 2", "鍵"])
      expect(await names({ keyTypes: [] })).toEqual([])
      expect(await names({ unusedSince: 8000 })).toEqual(["delta", "Alpha", "alpha", "ALPHA 2", "_under"])
      expect(await names({ usedSince: 8000 })).toEqual(["charlie", "鍵"])
      expect(await names({ neverUsed: true })).toEqual(["Alpha", "ALPHA 2", "_under"])
      expect(await names({ neverUsed: true, keyTypes: ["ssh-rsa"], search: "AL" })).toEqual(["Alpha"])
      await addKey(stores, id, { name: "preselected", isDefault: true })
      expect(await names({ isDefault: true })).toEqual(["preselected"])
      expect(await names({ isDefault: false })).not.toContain("preselected")
    })

    test("keys that need attention are weak, disabled, expiring, or long unused", async () => {
      const { stores } = await current().open()
      const { id } = await addAccount(stores)
      const old = { createdAt: 1000 }
      await addKey(stores, id, { name: "fine" })
      await addKey(stores, id, { name: "weak", standing: "weak" })
      await addKey(stores, id, { name: "disabled", disabledAt: 1 })
      await addKey(stores, id, { name: "expiring", expiresAt: 4999 })
      await addKey(stores, id, { name: "expires later", expiresAt: 5000 })
      await addKey(stores, id, { name: "old and never used", ...old })
      await addKey(stores, id, { name: "old and used lately", ...old, lastUse: { state: "used", at: 3000 } })
      await addKey(stores, id, { name: "old and used long ago", ...old, lastUse: { state: "used", at: 2999 } })
      await addKey(stores, id, { name: "old and unknown", ...old, lastUse: { state: "unknown" } })
      const needsAttention = { expiresBefore: 5000, unusedSince: 3000 }
      expect(await namesOf(stores, id, { needsAttention })).toEqual([
        "weak",
        "disabled",
        "expiring",
        "old and never used",
        "old and used long ago",
      ])
    })

    test("a cursor that this list did not give is refused", async () => {
      const { stores, id } = await stocked()
      const forge = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url")
      const { nextCursor } = await list(stores, id, { sort: "name", limit: 1 })
      const forged = [
        "",
        "%%%",
        forge(null),
        forge(["keys created up", 5, newId()]),
        forge(["keys created up", null, "' or 1=1"]),
        forge(["keys created up", null, newId(), 1]),
        "A".repeat(100_000),
        nextCursor ?? "",
      ]
      for (const cursor of forged) {
        const page = list(stores, id, { sort: "created", cursor })
        await expect(page).rejects.toMatchObject({ code: "invalid", message: "this cursor is not valid" })
      }
      for (const value of [null, 5, true, {}]) {
        const page = list(stores, id, { sort: "name", cursor: forge(["keys name up", value, newId()]) })
        await expect(page).rejects.toMatchObject({ code: "invalid" })
      }
      const other = list(stores, id, { sort: "name", descending: true, cursor: nextCursor ?? "" })
      await expect(other).rejects.toMatchObject({ code: "invalid" })
    })

    test("a cursor of another account's list shows nothing of that account", async () => {
      const { stores, id } = await stocked()
      const bob = await addAccount(stores)
      await addKey(stores, bob.id, { name: "bob’s" })
      const { nextCursor } = await list(stores, id, { sort: "name", limit: 1 })
      const page = await list(stores, bob.id, { sort: "name", cursor: nextCursor ?? "" })
      expect(page.items.map((key) => key.name)).toEqual(["bob’s"])
    })

    test("a NUL character finds nothing, or is refused, and harms nothing", async () => {
      const { stores, id } = await stocked()
      const outcome = await namesOf(stores, id, { search: "\u0000" }).catch((error: unknown) => error)
      expect(outcome instanceof Error ? outcome : { code: "invalid" }).toMatchObject({ code: "invalid" })
      expect(await namesOf(stores, id)).toHaveLength(shelf.length)
    })
  })
})
