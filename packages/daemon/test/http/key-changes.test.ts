import { type KeyListQuery, routes } from "@latchkey/contract"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import type { z } from "zod"
import { addAccount } from "../../../../tests/kit/accounts.ts"
import { type RunningDaemon, type SignedUp, signUp, startDaemon } from "../../../../tests/kit/daemon.ts"
import { newPublicLine } from "../../../../tests/kit/public-line.ts"
import { refusalOf } from "../../../../tests/kit/refusals.ts"

let daemon: RunningDaemon
let alice: SignedUp
beforeAll(async () => {
  daemon = await startDaemon()
  alice = await signUp(daemon, "alice")
})
afterAll(() => daemon.stop())

async function newKey(name: string, { client }: SignedUp = alice, text = newPublicLine(name)) {
  const { results } = await client.call(routes.importKeys, { body: { keys: [{ text, name }] } })
  const [result] = results
  if (result?.outcome !== "imported") throw new Error(`not imported: ${JSON.stringify(result)}`)
  return result.key
}

describe("changing a key", () => {
  test("renames it, makes it a default and sets its expiry, each by itself", async () => {
    const { id } = await newKey("before")
    const change = (body: object) => alice.client.call(routes.updateKey, { params: { id }, body })
    expect(await change({ name: "after" })).toMatchObject({ name: "after", isDefault: false, expiresAt: null })
    expect(await change({ isDefault: true })).toMatchObject({ name: "after", isDefault: true, expiresAt: null })
    const soon = new Date(Date.now() + 86_400_000).toISOString()
    expect(await change({ expiresAt: soon })).toMatchObject({ expiresAt: soon, isDefault: true, status: "expiring" })
    expect(await change({ expiresAt: null })).toMatchObject({ expiresAt: null, status: "active" })
    const past = new Date(Date.now() - 1000).toISOString()
    expect(await refusalOf(change({ expiresAt: past }))).toMatchObject({
      code: "invalid",
      fields: [{ path: "expiresAt" }],
    })
  })

  test("to a name that is taken is a conflict", async () => {
    await newKey("taken")
    const { id } = await newKey("free")
    const refusal = await refusalOf(alice.client.call(routes.updateKey, { params: { id }, body: { name: "taken" } }))
    expect(refusal).toMatchObject({ code: "conflict", fields: [{ path: "name" }] })
  })

  test("disables and enables it", async () => {
    const { id } = await newKey("sleeper")
    const disabled = await alice.client.call(routes.disableKey, { params: { id } })
    expect(disabled).toMatchObject({ status: "disabled", disabledAt: expect.any(String) })
    expect(await alice.client.call(routes.disableKey, { params: { id } })).toEqual(disabled)
    expect(await alice.client.call(routes.enableKey, { params: { id } })).toMatchObject({ disabledAt: null })
  })

  test("deletes one, and several with a result for each", async () => {
    const [one, two, three] = [await newKey("one"), await newKey("two"), await newKey("three")]
    const bob = await addAccount(daemon, "bob")
    const his = await newKey("his", bob)
    await alice.client.call(routes.deleteKey, { params: { id: one.id } })
    const ids = [one.id, two.id, his.id, three.id]
    const { results } = await alice.client.call(routes.deleteKeys, { body: { ids } })
    expect(results).toMatchObject([
      { id: one.id, outcome: "failed", error: { code: "not_found" } },
      { id: two.id, outcome: "deleted" },
      { id: his.id, outcome: "failed", error: { code: "not_found" } },
      { id: three.id, outcome: "deleted" },
    ])
    // Once deleted, a key is free for whoever holds it.
    expect(await newKey("two again", bob, two.publicKey)).toMatchObject({ fingerprint: two.fingerprint })
  })
})

describe("listing", () => {
  let carol: SignedUp
  beforeAll(async () => {
    carol = await addAccount(daemon, "carol")
    for (const name of ["Zebra", "apple", "mango 100%", "Ärger"]) await newKey(name, carol)
  })
  const list = async (query: z.input<typeof KeyListQuery>) => {
    const { items, total } = await carol.client.call(routes.listKeys, { query })
    return { names: items.map(({ name }) => name), total }
  }

  test("sorts, searches and counts", async () => {
    const byName = { sort: "name", order: "ascending" } as const
    expect((await list(byName)).names.slice(0, 3)).toEqual(["apple", "mango 100%", "Zebra"])
    expect(await list({ search: "100%" })).toEqual({ names: ["mango 100%"], total: 1 })
    expect(await list({ search: "ÄRGER" })).toEqual({ names: ["Ärger"], total: 1 })
    expect((await list({ name: "zebra" })).total).toBe(0)
    expect((await list({ types: "ssh-rsa,ssh-ed25519" })).total).toBe(4)
    expect((await list({ use: "never" })).total).toBe(4)
    expect((await list({ use: "last-7-days" })).total).toBe(0)
    expect((await list({ attention: "true" })).total).toBe(0)
  })

  test("finds a key by its whole public line, whatever its comment", async () => {
    const { items } = await carol.client.call(routes.listKeys, { query: { name: "apple" } })
    const [line = ""] = items.map(({ publicKey }) => publicKey)
    expect((await list({ search: `${line} another comment` })).names).toEqual(["apple"])
  })

  test("gives every key once, page by page", async () => {
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page = await carol.client.call(routes.listKeys, { query: { limit: 3, sort: "name", cursor } })
      expect(page.total).toBe(4)
      seen.push(...page.items.map(({ name }) => name))
      cursor = page.nextCursor
    } while (cursor !== undefined)
    expect(seen.toSorted()).toEqual(["Zebra", "apple", "mango 100%", "Ärger"])
  })
})

describe("exporting", () => {
  test("gives authorized_keys lines of the keys that open something now, with our ids for comments", async () => {
    const dave = await addAccount(daemon, "dave")
    const open = await newKey("open", dave)
    const closed = await newKey("closed", dave)
    await dave.client.call(routes.disableKey, { params: { id: closed.id } })
    const [type, base64] = open.publicKey.split(" ")
    const text = await dave.client.call(routes.exportKeys, { query: {} })
    expect(text).toBe(`${type} ${base64} ${open.id}\n`)
  })

  test("gives every key as CSV that no spreadsheet runs", async () => {
    const erin = await addAccount(daemon, "erin")
    await newKey('=cmd|"/c calc"!A1, x', erin)
    const response = await fetch(`${daemon.url}/api/v1/keys/export?format=csv`, {
      headers: { authorization: `Bearer ${erin.token}` },
    })
    expect(response.headers.get("content-type")).toBe("text/csv; charset=utf-8")
    expect(response.headers.get("content-disposition")).toBe('attachment; filename="ssh-keys.csv"')
    const [head, row, end] = (await response.text()).split("\r\n")
    expect(head).toBe("name,type,bits,fingerprint,md5,comment,created,expires,disabled,used")
    expect(row).toMatch(/^"'=cmd\|""\/c calc""!A1, x",ssh-ed25519,256,SHA256:/)
    expect(end).toBe("")
  })
})

describe("GET /HANDLE.keys", () => {
  const published = (handle: string) => fetch(`${daemon.url}/${handle}.keys`)

  test("looks the same for an unknown account and one that does not publish", async () => {
    const bodies = []
    for (const handle of ["alice", "nobody", "ALICE", "a%2Fb", "x".repeat(90)]) {
      const response = await published(handle)
      expect(response.status).toBe(404)
      const { requestId: _, ...body } = await response.json()
      bodies.push(JSON.stringify(body))
    }
    expect(new Set(bodies).size).toBe(1)
  })

  test("gives type and base64 of the keys that open something, once its owner turns it on", async () => {
    const frank = await addAccount(daemon, "frank")
    const open = await newKey("open", frank, newPublicLine("private comment"))
    const closed = await newKey("closed", frank)
    await frank.client.call(routes.disableKey, { params: { id: closed.id } })
    await frank.client.call(routes.updateAccount, { body: { publishesKeys: true } })
    const response = await published("frank")
    expect(response.headers.get("content-type")).toBe("text/plain; charset=utf-8")
    expect(response.headers.get("cache-control")).toBe("no-cache")
    expect(await response.text()).toBe(`${open.publicKey.split(" ").slice(0, 2).join(" ")}\n`)
    await frank.client.call(routes.updateAccount, { body: { publishesKeys: false } })
    expect((await published("frank")).status).toBe(404)
  })
})
