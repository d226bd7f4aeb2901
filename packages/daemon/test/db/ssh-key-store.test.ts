import { sshKeyId } from "@latchkey/core"
import { describe, expect, test } from "vitest"
import { newId, onEachDatabase } from "./databases.ts"
import { addAccount, addKey, newKey, register } from "./rows.ts"

describe("SSH keys", () => {
  onEachDatabase((current) => {
    test("a key is read as it was stored, by id, name and fingerprint", async () => {
      const { stores } = await current().open()
      const { id } = await addAccount(stores)
      const plain = newKey(id)
      const full = newKey(id, {
        name: "Ångström’s key 💚",
        keyType: "ssh-rsa",
        bits: 4096,
        comment: "quote \" apostrophe ' percent % backslash \\",
        blob: Uint8Array.from({ length: 256 }, (_, index) => index),
        isDefault: true,
        expiresAt: 1_800_000_000_000,
        disabledAt: 1_750_000_000_001,
        verifiedAt: 1_750_000_000_002,
        lastUse: { state: "used", at: 1_750_000_000_003, from: "192.0.2.9" },
      })
      const unknown = newKey(id, { lastUse: { state: "unknown" } })
      for (const key of [plain, full, unknown]) expect(await register(stores, key)).toBe(true)
      for (const key of [plain, full, unknown]) expect(await stores.sshKeys.find(key.id)).toEqual(key)
      expect(await stores.sshKeys.findByName(id, full.name)).toEqual(full)
      expect(await stores.sshKeys.findByFingerprint(plain.fingerprint)).toEqual([plain])
    })

    test("what is not there is undefined, or an empty list", async () => {
      const { stores } = await current().open()
      const { id } = await addAccount(stores)
      expect(await stores.sshKeys.find(sshKeyId(newId()))).toBeUndefined()
      expect(await stores.sshKeys.findByName(id, "none")).toBeUndefined()
      expect(await stores.sshKeys.findByFingerprint("SHA256:none")).toEqual([])
    })

    test("a fingerprint is claimed once, by the same account or another", async () => {
      const { stores } = await current().open()
      const [ada, bob] = [await addAccount(stores), await addAccount(stores)]
      const key = await addKey(stores, ada.id)
      expect(await stores.sshKeys.claimMaterial(key.fingerprint, ada.id, key.blob)).toBe(false)
      expect(await stores.sshKeys.claimMaterial(key.fingerprint, bob.id, key.blob)).toBe(false)
    })

    test("the database itself keeps a registration to the account that holds the material", async () => {
      const { stores } = await current().open()
      const [ada, bob] = [await addAccount(stores), await addAccount(stores)]
      const key = await addKey(stores, ada.id)
      const stolen = newKey(bob.id, { fingerprint: key.fingerprint, blob: key.blob })
      await expect(stores.sshKeys.insert(stolen)).rejects.toThrow(/foreign key/i)
      const unclaimed = newKey(ada.id)
      await expect(stores.sshKeys.insert(unclaimed)).rejects.toThrow(/foreign key/i)
    })

    test("a name is taken within its account, with regard to case", async () => {
      const database = await current().open()
      const { stores } = database
      const [ada, bob] = [await addAccount(stores), await addAccount(stores)]
      await addKey(stores, ada.id, { name: "laptop" })
      await addKey(stores, ada.id, { name: "Laptop" })
      await addKey(stores, bob.id, { name: "laptop" })
      const again = newKey(ada.id, { name: "laptop" })
      const refused = database.transaction(async (inside) => {
        if (!(await register(inside, again))) throw new Error("taken")
      })
      await expect(refused).rejects.toThrow("taken")
      // The claim went with the transaction.
      expect(await stores.sshKeys.claimMaterial(again.fingerprint, bob.id, again.blob)).toBe(true)
    })

    test("one account can hold a key under several names, oldest first", async () => {
      const { stores } = await current().open()
      const { id } = await addAccount(stores)
      const first = await addKey(stores, id)
      const second = newKey(id, { fingerprint: first.fingerprint, blob: first.blob })
      expect(await stores.sshKeys.insert(second)).toBe(true)
      expect(await stores.sshKeys.findByFingerprint(first.fingerprint)).toEqual([first, second])
    })

    test("an update stores what may change of a key, and takes away what is absent", async () => {
      const { stores } = await current().open()
      const { id } = await addAccount(stores)
      const key = await addKey(stores, id, { name: "old" })
      const changed = { ...key, name: "New", isDefault: true, expiresAt: 5, disabledAt: 6, verifiedAt: 7 }
      expect(await stores.sshKeys.update(changed)).toBe(true)
      expect(await stores.sshKeys.find(key.id)).toEqual(changed)
      const query = { accountId: id, sort: "name", descending: false, limit: 5 } as const
      expect((await stores.sshKeys.list({ ...query, search: "new" })).items).toEqual([changed])
      expect((await stores.sshKeys.list({ ...query, search: "old" })).items).toEqual([])
      expect(await stores.sshKeys.update(key)).toBe(true)
      expect(await stores.sshKeys.find(key.id)).toEqual(key)
    })

    test("an update to a taken name is refused, and its transaction goes on", async () => {
      const database = await current().open()
      const { id } = await addAccount(database.stores)
      await addKey(database.stores, id, { name: "taken" })
      const key = await addKey(database.stores, id, { name: "mine" })
      const after = await database.transaction(async (stores) => {
        expect(await stores.sshKeys.update({ ...key, name: "taken" })).toBe(false)
        expect(await stores.sshKeys.update({ ...key, name: "mine" })).toBe(true)
        return stores.sshKeys.find(key.id)
      })
      expect(after).toEqual(key)
    })

    test("the material is free when its last registration is deleted", async () => {
      const { stores } = await current().open()
      const [ada, bob] = [await addAccount(stores), await addAccount(stores)]
      const first = await addKey(stores, ada.id)
      const second = newKey(ada.id, { fingerprint: first.fingerprint, blob: first.blob })
      await stores.sshKeys.insert(second)
      await stores.sshKeys.delete(first.id)
      expect(await stores.sshKeys.find(first.id)).toBeUndefined()
      expect(await stores.sshKeys.claimMaterial(first.fingerprint, bob.id, first.blob)).toBe(false)
      await stores.sshKeys.delete(second.id)
      await stores.sshKeys.delete(second.id)
      expect(await stores.sshKeys.claimMaterial(first.fingerprint, bob.id, first.blob)).toBe(true)
    })

    test("uses are recorded forward, never back, and those of keys that are gone are dropped", async () => {
      const { stores } = await current().open()
      const { id } = await addAccount(stores)
      const [often, once, unused] = [await addKey(stores, id), await addKey(stores, id), await addKey(stores, id)]
      await stores.sshKeys.recordUses([
        { keyId: often.id, at: 2000, from: "192.0.2.2" },
        { keyId: once.id, at: 1500 },
        { keyId: often.id, at: 3000, from: "192.0.2.3" },
        { keyId: sshKeyId(newId()), at: 9000, from: "192.0.2.9" },
        { keyId: often.id, at: 1000, from: "192.0.2.1" },
      ])
      await stores.sshKeys.recordUses([{ keyId: often.id, at: 2500, from: "192.0.2.4" }])
      await stores.sshKeys.recordUses([])
      const usesOf = async (key: typeof often) => (await stores.sshKeys.find(key.id))?.lastUse
      expect(await usesOf(often)).toEqual({ state: "used", at: 3000, from: "192.0.2.3" })
      expect(await usesOf(once)).toEqual({ state: "used", at: 1500 })
      expect(await usesOf(unused)).toEqual({ state: "never" })
    })

    test("a use under one name of a key is one under all its names, and forward whatever name it came by", async () => {
      const { stores } = await current().open()
      const { id } = await addAccount(stores)
      const first = await addKey(stores, id)
      const second = newKey(id, { fingerprint: first.fingerprint, blob: first.blob })
      await stores.sshKeys.insert(second)
      const other = await addKey(stores, id)
      const uses = async () => {
        const keys = [first, second, other].map(async (key) => (await stores.sshKeys.find(key.id))?.lastUse)
        return Promise.all(keys)
      }
      await stores.sshKeys.recordUses([{ keyId: second.id, at: 2000, from: "192.0.2.2" }])
      const used = { state: "used", at: 2000, from: "192.0.2.2" }
      expect(await uses()).toEqual([used, used, { state: "never" }])
      await stores.sshKeys.recordUses([
        { keyId: second.id, at: 4000 },
        { keyId: first.id, at: 3000 },
      ])
      expect(await uses()).toEqual([{ state: "used", at: 4000 }, { state: "used", at: 4000 }, { state: "never" }])
    })

    test("keys that open something are listed by name, whoever else has keys", async () => {
      const { stores } = await current().open()
      const [ada, bob] = [await addAccount(stores), await addAccount(stores)]
      const now = 5000
      const open = await addKey(stores, ada.id, { name: "b" })
      const later = await addKey(stores, ada.id, { name: "A", expiresAt: now + 1 })
      await addKey(stores, ada.id, { name: "expired", expiresAt: now })
      await addKey(stores, ada.id, { name: "disabled", disabledAt: 1 })
      await addKey(stores, bob.id, { name: "of another" })
      expect(await stores.sshKeys.listOpening(ada.id, now)).toEqual([later, open])
      const query = { accountId: ada.id, opensAt: now, sort: "name", descending: false, limit: 10 } as const
      expect(await stores.sshKeys.list(query)).toEqual({ items: [later, open], total: 2 })
    })

    test("of many who claim a fingerprint at once from two daemons one wins", async () => {
      const daemons = [await current().open(), await current().open()] as const
      const accounts = []
      for (const daemon of daemons) {
        for (let count = 0; count < 4; count++) accounts.push({ daemon, ...(await addAccount(daemon.stores)) })
      }
      const { fingerprint, blob } = newKey(accounts[0]?.id ?? expect.fail())
      const outcomes = await Promise.all(
        accounts.map(({ daemon, id }) =>
          daemon.transaction((stores) => register(stores, newKey(id, { fingerprint, blob }))),
        ),
      )
      expect(outcomes.filter((won) => won)).toHaveLength(1)
      const [registered, ...others] = await daemons[0].stores.sshKeys.findByFingerprint(fingerprint)
      expect(others).toEqual([])
      expect(registered?.accountId).toBe(accounts[outcomes.indexOf(true)]?.id)
    })

    test("of many who take a name at once one wins, by import and by rename", async () => {
      const daemons = [await current().open(), await current().open()] as const
      const { id } = await addAccount(daemons[0].stores)
      const renamed = [await addKey(daemons[0].stores, id), await addKey(daemons[0].stores, id)] as const
      const imports = daemons.flatMap((daemon) =>
        [newKey(id, { name: "new" }), newKey(id, { name: "new" })].map((key) =>
          daemon.transaction((stores) => register(stores, key)),
        ),
      )
      expect((await Promise.all(imports)).filter((won) => won)).toHaveLength(1)
      const renames = daemons.map((daemon, index) =>
        daemon.transaction((stores) => stores.sshKeys.update({ ...renamed[index === 0 ? 0 : 1], name: "renamed" })),
      )
      expect((await Promise.all(renames)).filter((won) => won)).toHaveLength(1)
    })
  })
})
