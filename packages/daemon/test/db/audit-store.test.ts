import { type Account, type AuditEvent, type AuditQuery, type AuditStore, apiTokenId } from "@latchkey/core"
import { describe, expect, test } from "vitest"
import { newId, onEachDatabase } from "./databases.ts"
import { addAccount, newEvent } from "./rows.ts"

async function wholeList(store: AuditStore, query: AuditQuery): Promise<AuditEvent[]> {
  const events: AuditEvent[] = []
  let cursor: string | undefined
  do {
    const page = await store.list({ ...query, ...(cursor !== undefined && { cursor }) })
    expect(page.items.length).toBeLessThanOrEqual(query.limit)
    events.push(...page.items)
    cursor = page.nextCursor
  } while (cursor !== undefined)
  return events
}

describe("audit events", () => {
  onEachDatabase((current) => {
    test("one is read as it was stored", async () => {
      const { stores } = await current().open()
      const account = await addAccount(stores)
      const bare = newEvent(account)
      const { actor: _, ...unsigned } = newEvent(account, { action: "login.sign-in", outcome: "refused" })
      const full = newEvent(account, {
        at: 1_700_000_000_999,
        action: "key.update",
        actor: { accountId: account.id, handle: "ada", tokenId: apiTokenId(newId()) },
        target: { kind: "ssh_key", id: newId(), name: "a \"name\" with 'quotes' 💚", accountId: account.id },
        door: "openstack",
        address: "2001:db8::1",
        before: { name: "a", isDefault: false, expiresAt: null, bits: 256 },
        after: { name: "b", isDefault: true, expiresAt: 1_800_000_000_000 },
      })
      for (const event of [bare, unsigned, full]) await stores.auditEvents.append(event)
      expect(await stores.auditEvents.list({ limit: 10 })).toEqual({ items: [full, unsigned, bare], total: 3 })
    })

    test("the list goes on, newest first, while events are added", async () => {
      const { auditEvents, ...stores } = (await current().open()).stores
      const account = await addAccount({ auditEvents, ...stores })
      const events = Array.from({ length: 7 }, () => newEvent(account))
      for (const event of events) await auditEvents.append(event)
      const first = await auditEvents.list({ limit: 3 })
      expect(first).toMatchObject({ items: events.slice(4).reverse(), total: 7 })
      await auditEvents.append(newEvent(account))
      const second = await auditEvents.list({ limit: 4, cursor: first.nextCursor ?? "" })
      expect(second).toEqual({ items: events.slice(0, 4).reverse(), total: 8 })
    })

    test("an account's events are those it did and those about its things", async () => {
      const { stores } = await current().open()
      const [ada, bob, admin] = [await addAccount(stores), await addAccount(stores), await addAccount(stores)]
      const by = (actor: Account, about: Account) =>
        newEvent(about, { actor: { accountId: actor.id, handle: actor.handle } })
      const events = [by(ada, ada), by(bob, bob), by(admin, ada), by(admin, bob)]
      const { actor: _, ...byNobody } = newEvent(ada)
      events.push(byNobody)
      for (const event of events) await stores.auditEvents.append(event)
      const numbers = new Map(events.map((event, index) => [event.id, index]))
      const idsOf = async (query: Partial<AuditQuery>) =>
        (await wholeList(stores.auditEvents, { limit: 1, ...query })).map(({ id }) => numbers.get(id))
      expect(await idsOf({ accountId: ada.id })).toEqual([4, 2, 0])
      expect(await idsOf({ accountId: bob.id })).toEqual([3, 1])
      expect(await idsOf({ accountId: admin.id })).toEqual([3, 2])
      expect((await stores.auditEvents.list({ accountId: admin.id, limit: 1 })).total).toBe(2)
    })

    test("the list is filtered by action and by target, together too", async () => {
      const { stores } = await current().open()
      const account = await addAccount(stores)
      const key = { kind: "ssh_key", id: newId(), name: "k", accountId: account.id } as const
      const imported = newEvent(account, { action: "key.import", target: key })
      const deleted = newEvent(account, { action: "key.delete", target: key })
      const other = newEvent(account, { action: "key.delete", target: { ...key, id: newId() } })
      for (const event of [imported, deleted, other]) await stores.auditEvents.append(event)
      const listed = async (query: Omit<AuditQuery, "limit">) =>
        (await stores.auditEvents.list({ ...query, limit: 10 })).items
      expect(await listed({ action: "key.delete" })).toEqual([other, deleted])
      expect(await listed({ targetId: key.id })).toEqual([deleted, imported])
      expect(await listed({ accountId: account.id, action: "key.delete", targetId: key.id })).toEqual([deleted])
      expect(await stores.auditEvents.list({ action: "key.show", limit: 10 })).toEqual({ items: [], total: 0 })
    })

    test("a cursor that this list did not give is refused", async () => {
      const { stores } = await current().open()
      const forge = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url")
      const forged = ["", "!!!", forge({}), forge(["audit", null, "no id"]), forge(["audit", 5, newId()])]
      for (const cursor of [...forged, forge(["keys created up", null, newId()]), "A".repeat(100_000)]) {
        const list = stores.auditEvents.list({ limit: 10, cursor })
        await expect(list).rejects.toMatchObject({ code: "invalid", fields: [{ path: "cursor" }] })
      }
    })
  })
})
