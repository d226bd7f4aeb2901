import { routes } from "@latchkey/contract"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import {
  clientWithToken,
  type RunningDaemon,
  type SignedUp,
  signUp,
  startDaemon,
} from "../../../../tests/kit/daemon.ts"
import { refusalOf } from "../../../../tests/kit/refusals.ts"

let daemon: RunningDaemon
let alice: SignedUp
beforeAll(async () => {
  daemon = await startDaemon()
  alice = await signUp(daemon)
})
afterAll(() => daemon.stop())

const inSeconds = (seconds: number) => new Date(Date.now() + 1000 * seconds).toISOString()

describe("an API token", () => {
  test("is shown once, and listed without its text", async () => {
    const body = { name: "CI", scopes: ["keys:read" as const], expiresAt: inSeconds(3600) }
    const { token, secret } = await alice.client.call(routes.createToken, { body })
    expect(secret).toMatch(/^latchkey_[\w-]{43}$/)
    expect(token).toMatchObject({ ...body, lastUsedAt: null })
    const { items } = await alice.client.call(routes.listTokens, { query: {} })
    expect(items[0]).toEqual(token)
    expect(JSON.stringify(items)).not.toContain(secret)
  })

  test("has a name of its own: a second one of that name is refused at the field", async () => {
    const body = { name: "twin", scopes: ["keys:read" as const] }
    await alice.client.call(routes.createToken, { body })
    const message = 'you have an API token named "twin" already'
    expect(await refusalOf(alice.client.call(routes.createToken, { body }))).toMatchObject({
      code: "conflict",
      message,
      fields: [{ path: "name", message }],
    })
  })

  test("reaches as far as its scopes, and says which one it lacks", async () => {
    const { secret } = await alice.client.call(routes.createToken, { body: { name: "reader", scopes: ["keys:read"] } })
    const reader = clientWithToken(daemon, secret)
    expect(await reader.call(routes.showAccount, {})).toMatchObject({ by: "api_token", scopes: ["keys:read"] })
    await reader.call(routes.listKeys, { query: {} })
    expect(await refusalOf(reader.call(routes.importKeys, { body: { keys: [{ text: "x" }] } }))).toMatchObject({
      code: "forbidden",
      message: "this API token lacks the scope keys:write",
    })
  })

  test("cannot make one that reaches further or lives longer than itself", async () => {
    const scopes = ["tokens:write", "keys:read"] as const
    const { secret } = await alice.client.call(routes.createToken, {
      body: { name: "maker", scopes: [...scopes], expiresAt: inSeconds(60) },
    })
    const maker = clientWithToken(daemon, secret)
    const make = (name: string, wanted: ("keys:read" | "keys:write")[], expiresAt?: string) =>
      maker.call(routes.createToken, { body: { name, scopes: wanted, expiresAt } })
    expect(await refusalOf(make("wider", ["keys:write"], inSeconds(30)))).toMatchObject({ code: "forbidden" })
    expect(await refusalOf(make("longer", ["keys:read"], inSeconds(120)))).toMatchObject({ code: "forbidden" })
    expect(await refusalOf(make("for ever", ["keys:read"]))).toMatchObject({ code: "forbidden" })
    expect(await make("within", ["keys:read"], inSeconds(30))).toMatchObject({ token: { name: "within" } })
  })

  test("stops at its expiry, and when it is deleted", async () => {
    const make = (name: string, expiresAt?: string) =>
      alice.client.call(routes.createToken, { body: { name, scopes: ["keys:read"], expiresAt } })
    const short = await make("short", inSeconds(4))
    const other = await make("other")
    const [shortClient, otherClient] = [clientWithToken(daemon, short.secret), clientWithToken(daemon, other.secret)]
    await shortClient.call(routes.showAccount, {})
    await expect
      .poll(() => refusalOf(shortClient.call(routes.showAccount, {})), { timeout: 15_000 })
      .toMatchObject({ code: "unauthenticated", message: "this API token is not valid" })
    await otherClient.call(routes.showAccount, {})
    await alice.client.call(routes.deleteToken, { params: { id: other.token.id } })
    expect(await refusalOf(otherClient.call(routes.showAccount, {}))).toMatchObject({ code: "unauthenticated" })
  })

  test("has a name of its own, an expiry to come, and at least one scope that exists", async () => {
    const make = (body: object) =>
      fetch(`${daemon.url}/api/v1/tokens`, {
        method: "POST",
        headers: { authorization: `Bearer ${alice.token}`, "content-type": "application/json" },
        body: JSON.stringify(body),
      })
    const good = { name: "twice", scopes: ["keys:read"] }
    expect((await make(good)).status).toBe(201)
    expect((await make(good)).status).toBe(409)
    for (const bad of [{ scopes: [] }, { scopes: ["root"] }, { name: "" }, { expiresAt: inSeconds(-1) }]) {
      expect([bad, (await make({ ...good, name: "fresh", ...bad })).status]).toEqual([bad, 400])
    }
  })
})

test("the audit tells who did what to what, from where and through which door, and no secret", async () => {
  const { secret } = await alice.client.call(routes.createToken, { body: { name: "audited", scopes: ["keys:read"] } })
  const { items } = await alice.client.call(routes.listAuditEvents, { query: { action: "token.create", limit: 1 } })
  expect(items).toMatchObject([
    {
      outcome: "done",
      actor: { handle: "alice", tokenId: expect.any(String) },
      target: { kind: "api_token", name: "audited" },
      door: "http",
      address: "127.0.0.1",
      after: { scopes: "keys:read", expiresAt: null },
    },
  ])
  const everything = await alice.client.call(routes.listAuditEvents, { query: { limit: 1000 } })
  expect(everything.items.map(({ action }) => action)).toContain("installation.set-up")
  expect(JSON.stringify(everything)).not.toContain(secret.slice(9))
})
