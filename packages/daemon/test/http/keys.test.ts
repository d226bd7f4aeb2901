import { readFileSync } from "node:fs"
import { type KeyImportResult, routes } from "@latchkey/contract"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { addAccount } from "../../../../tests/kit/accounts.ts"
import { type RunningDaemon, type SignedUp, signUp, startDaemon } from "../../../../tests/kit/daemon.ts"
import { newPublicLine, newRsaLine } from "../../../../tests/kit/public-line.ts"
import { refusalOf } from "../../../../tests/kit/refusals.ts"

let daemon: RunningDaemon
let alice: SignedUp
let bob: SignedUp
beforeAll(async () => {
  daemon = await startDaemon()
  alice = await signUp(daemon, "alice")
  bob = await addAccount(daemon, "bob")
})
afterAll(() => daemon.stop())

type Text = { text: string; name?: string; expiresAt?: string; isDefault?: boolean }

async function importTexts({ client }: SignedUp, ...keys: Text[]): Promise<KeyImportResult["results"]> {
  return (await client.call(routes.importKeys, { body: { keys } })).results
}

async function importOne(account: SignedUp, text: Text) {
  const [result] = await importTexts(account, text)
  if (result?.outcome !== "imported") throw new Error(`not imported: ${JSON.stringify(result)}`)
  return result.key
}

const names = async ({ client }: SignedUp) =>
  (await client.call(routes.listKeys, { query: { limit: 1000 } })).items.map(({ name }) => name)

describe("importing", () => {
  test("keeps the key as it was given, named after its comment", async () => {
    const text = newPublicLine("alice@laptop")
    const key = await importOne(alice, { text })
    expect(key).toMatchObject({
      name: "alice-laptop",
      publicKey: text,
      keyType: "ssh-ed25519",
      bits: 256,
      source: "import",
      status: "active",
      concerns: [],
      lastUse: { state: "never" },
    })
    expect(await alice.client.call(routes.showKey, { params: { id: key.id } })).toEqual(key)
  })

  test("adds ten good lines and reports the broken one by its line", async () => {
    const lines = Array.from({ length: 10 }, (_, index) => newPublicLine(`ten-${index}`))
    lines.splice(4, 0, newPublicLine("broken").slice(0, 50))
    const results = await importTexts(alice, { text: lines.join("\n") })
    expect(results.filter(({ outcome }) => outcome === "imported")).toHaveLength(10)
    const refused = results.filter(({ outcome }) => outcome === "refused")
    expect(refused).toMatchObject([{ item: 0, line: 5, error: { code: "invalid" } }])
  })

  test("of the same key again names the entry that has it", async () => {
    const text = newPublicLine("twice")
    await importOne(alice, { text, name: "first name" })
    const [again] = await importTexts(alice, { text, name: "second name" })
    const detail = 'you have this key as "first name" already'
    expect(again).toMatchObject({ outcome: "refused", error: { code: "conflict", detail } })
  })

  test("of another account's key is refused without a word about that account", async () => {
    const text = newPublicLine("alice-only")
    const key = await importOne(alice, { text, name: "secret name of alice" })
    const [refused] = await importTexts(bob, { text })
    expect(refused).toMatchObject({ outcome: "refused", error: { code: "conflict" } })
    expect(JSON.stringify(refused)).not.toMatch(new RegExp(`alice|${key.id}`))
  })

  test("of one key by two accounts at once succeeds for one of them", async () => {
    for (let round = 0; round < 5; round++) {
      const text = newPublicLine(`race-${round}`)
      const both = await Promise.all([alice, bob, alice, bob].map((account) => importTexts(account, { text })))
      const outcomes = both.flat().map((result) => (result.outcome === "imported" ? "imported" : result.error.code))
      expect(outcomes.sort()).toEqual(["conflict", "conflict", "conflict", "imported"])
    }
  })

  test("refuses a weak or unsupported key with the reason, and stores nothing", async () => {
    const before = await names(alice)
    const refused = [
      [newRsaLine(1024), /RSA 1024 is too short/],
      [readFileSync(new URL("../../../../vectors/valid/public/dsa_1024.pub", import.meta.url), "utf8"), /DSA/],
      [newPublicLine("cut").slice(0, 60), /./],
      ["not a key at all", /./],
    ] as const
    for (const [text, reason] of refused) {
      const [result] = await importTexts(alice, { text })
      expect(result).toMatchObject({
        outcome: "refused",
        error: { code: "invalid", detail: expect.stringMatching(reason), hint: expect.any(String) },
      })
    }
    expect(await names(alice)).toEqual(before)
  })
})

test("a key below the advised size is taken, and called weak wherever it is shown", async () => {
  const key = await importOne(bob, { text: newRsaLine(2048), name: "old RSA" })
  expect(key).toMatchObject({
    status: "weak",
    concerns: [{ code: "size", severity: "warn", message: expect.stringContaining("RSA 2048") }],
  })
  const { items } = await bob.client.call(routes.listKeys, { query: { attention: "true" } })
  expect(items.map(({ name }) => name)).toEqual(["old RSA"])
})

describe("names and comments", () => {
  test("a name of 255 characters is taken, one of 256 is refused", async () => {
    expect((await importOne(bob, { text: newPublicLine("x"), name: "é".repeat(255) })).name).toHaveLength(255)
    const [refused] = await importTexts(bob, { text: newPublicLine("x"), name: "x".repeat(256) })
    expect(refused).toMatchObject({
      outcome: "refused",
      error: { code: "invalid", detail: "a name has at most 255 characters, this one has 256" },
    })
  })

  test.each(["a\u0000b", "a\nb", "a\u001b[31mb", "a\u202eb", "a\u200bb", "", "  "])(
    "the name %j is refused",
    async (name) => {
      const key = await importOne(bob, { text: newPublicLine("renamed") })
      const call = bob.client.call(routes.updateKey, { params: { id: key.id }, body: { name } })
      expect(await refusalOf(call)).toMatchObject({ code: "invalid", fields: [{ path: "name" }] })
    },
  )

  test("invisible characters of a comment are shown as escapes, and never served to a machine", async () => {
    const key = await importOne(alice, { text: newPublicLine("dark\u202eside\u001b[2J") })
    expect(key.comment).toBe("dark\\u202eside\\x1b[2J")
    expect(key.publicKey).toBe(`${newPrefix(key.publicKey)} dark\\u202eside\\x1b[2J`)
    const lines = await alice.client.call(routes.exportKeys, { query: { format: "authorized_keys" } })
    expect(lines).toContain(`${newPrefix(key.publicKey)} ${key.id}\n`)
    expect(lines).not.toContain("side")
  })

  const newPrefix = (line: string) => line.split(" ").slice(0, 2).join(" ")
})

describe("a request of the wrong form", () => {
  test.each([
    [{}, "keys"],
    [{ keys: "text" }, "keys"],
    [{ keys: [] }, "keys"],
    [{ keys: [{ text: 7 }] }, "keys.0.text"],
    [{ keys: [{ text: ["x"] }] }, "keys.0.text"],
    [{ keys: [{ text: "x", name: null }] }, "keys.0.name"],
    [{ keys: [{ text: "x", isDefault: "yes" }] }, "keys.0.isDefault"],
    [{ keys: [{ text: "x", expiresAt: "tomorrow" }] }, "keys.0.expiresAt"],
    [{ keys: [{ text: "x", source: "openstack" }] }, "keys.0.source"],
    [{ keys: [{ text: "x", owner: "bob" }] }, "keys.0"],
    [{ keys: [{ text: "x" }], extra: 1 }, ""],
    [[], ""],
    [null, ""],
    ["text", ""],
  ])("%j is refused with the field %j", async (body, field) => {
    const response = await send(JSON.stringify(body))
    expect(response.status).toBe(400)
    expect(response.headers.get("content-type")).toMatch(/^application\/problem\+json/)
    expect(await response.json()).toMatchObject({ code: "invalid", fields: [{ path: field }] })
  })

  test.each([
    ["malformed", '{"keys":['],
    ["empty", ""],
    ["with a NUL", '{"keys":[{"text":"a\u0000b"}]}'],
    ["a prototype", '{"__proto__":{"keys":[]},"keys":[{"text":"x"}]}'],
    ["a constructor", '{"constructor":{"prototype":{"x":1}},"keys":[{"text":"x"}]}'],
    ["nested deeply", `{"keys":${"[".repeat(200_000)}${"]".repeat(200_000)}}`],
  ])("JSON that is %s is refused", async (_, body) => {
    const response = await send(body)
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ code: "invalid" })
  })

  test("a body that is not UTF-8 is refused", async () => {
    const bytes = new Uint8Array([...Buffer.from('{"keys":[{"text":"'), 0xff, 0xfe, ...Buffer.from('"}]}')])
    expect((await send(bytes)).status).toBe(400)
  })

  test("a body over the limit is refused with 413", async () => {
    const response = await send(JSON.stringify({ keys: [{ text: "x".repeat(2 ** 20) }] }))
    expect(response.status).toBe(413)
    expect(await response.json()).toMatchObject({ code: "invalid", status: 413 })
    const small = await fetch(`${daemon.url}/api/v1/tokens`, {
      method: "POST",
      headers: { authorization: `Bearer ${alice.token}`, "content-type": "application/json" },
      body: JSON.stringify({ name: "x".repeat(70_000) }),
    })
    expect(small.status).toBe(413)
  })

  test("one megabyte of noise is refused", async () => {
    const noise = Buffer.from(Array.from({ length: 700_000 }, (_, index) => (index * 7919) % 251)).toString("base64")
    const text = noise.replaceAll(/(.{64})/g, "$1\n").slice(0, 1_000_000)
    const response = await send(JSON.stringify({ keys: [{ text }] }))
    expect(response.status).toBe(200)
    const { results } = routes.importKeys.response.parse(await response.json())
    expect(results.every(({ outcome }) => outcome === "refused")).toBe(true)
  })

  test("an id that is none, an unknown query and a page size out of bounds are refused", async () => {
    for (const path of ["keys/1", "keys/../account", "keys?limit=0", "keys?limit=1001", "keys?sort=x", "keys?x=1"]) {
      const response = await get(path.replace("../", "..%2F"))
      expect([path, response.status]).toEqual([path, 400])
    }
    expect((await get("keys?cursor=eyJmb3JnZWQiOjF9")).status).toBe(400)
  })

  const send = (body: string | Uint8Array<ArrayBuffer>) =>
    fetch(`${daemon.url}/api/v1/keys`, {
      method: "POST",
      headers: { authorization: `Bearer ${alice.token}`, "content-type": "application/json" },
      body,
    })
  const get = (path: string) =>
    fetch(`${daemon.url}/api/v1/${path}`, { headers: { authorization: `Bearer ${alice.token}` } })
})
