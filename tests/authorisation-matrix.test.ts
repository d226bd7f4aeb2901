import { apiPrefix, csrfHeader, type RouteName, routes } from "@latchkey/contract"
import { tokenScopes } from "@latchkey/core"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { addAccount, disableAccount } from "./kit/accounts.ts"
import { openBrowser, type RunningDaemon, type SignedUp, signUp, startDaemon, testPassword } from "./kit/daemon.ts"
import { newPublicLine } from "./kit/public-line.ts"

/**
 * Who asks. All but `anonymous` send an API token: `tooNarrow` is the owner's own, with every scope but the one that
 * the route names.
 */
const actors = ["anonymous", "disabled", "tooNarrow", "other", "admin", "owner"] as const
type ActorName = (typeof actors)[number]

type Expected = Readonly<Record<ActorName, number>>

/** Anyone gets the same, whatever they send to prove who they are. */
const anyone = (status: number): Expected => ({
  anonymous: status,
  disabled: status,
  tooNarrow: status,
  other: status,
  admin: status,
  owner: status,
})
/** Everyone who is signed in gets this, for what is theirs. */
const everyAccount = (status: number): Expected => ({ ...anyone(status), anonymous: 401, disabled: 401 })
/** The same, for tokens with the scope alone. */
const withScope = (status: number): Expected => ({ ...everyAccount(status), tooNarrow: 403 })
/** One's own thing: for all others, admins included, it does not exist. */
const ownersAlone = (status: number): Expected => ({ ...withScope(404), owner: status })

/** What each route answers to each actor about a thing of the owner's. A route without a row does not compile. */
const expected: Readonly<Record<RouteName, Expected>> = {
  showSetup: anyone(200),
  setUp: anyone(409),
  showCsrf: anyone(200),
  signIn: anyone(200),
  signInForToken: anyone(201),
  signOut: everyAccount(204),
  showAccount: everyAccount(200),
  updateAccount: withScope(200),
  listKeys: withScope(200),
  importKeys: withScope(200),
  exportKeys: withScope(200),
  deleteKeys: withScope(200),
  showKey: ownersAlone(200),
  updateKey: ownersAlone(200),
  disableKey: ownersAlone(200),
  enableKey: ownersAlone(200),
  deleteKey: ownersAlone(204),
  listTokens: withScope(200),
  createToken: withScope(201),
  deleteToken: ownersAlone(204),
  listAuditEvents: withScope(200),
  showGateway: anyone(200),
}

let daemon: RunningDaemon
let owner: SignedUp
let keyId: string
let tokenId: string
const tokens = new Map<string, string>()

beforeAll(async () => {
  daemon = await startDaemon()
  const admin = await signUp(daemon, "admin")
  owner = await addAccount(daemon, "owner")
  const other = await addAccount(daemon, "other")
  const disabled = await addAccount(daemon, "disabled")
  await disableAccount(daemon, "disabled")
  for (const [name, { token }] of Object.entries({ admin, owner, other, disabled })) tokens.set(name, token)
  for (const missing of tokenScopes) {
    const scopes = tokenScopes.filter((scope) => scope !== missing)
    const { secret } = await owner.client.call(routes.createToken, { body: { name: `without ${missing}`, scopes } })
    tokens.set(`without ${missing}`, secret)
  }
})
afterAll(() => daemon.stop())

/** A key and a token of the owner's that this cell may destroy. */
async function makeThings(): Promise<void> {
  const { results } = await owner.client.call(routes.importKeys, {
    body: { keys: [{ text: newPublicLine("a"), name: unique() }] },
  })
  const [result] = results
  if (result?.outcome !== "imported") throw new Error("the owner's key was not imported")
  keyId = result.key.id
  const { token } = await owner.client.call(routes.createToken, { body: { name: unique(), scopes: ["keys:read"] } })
  tokenId = token.id
}

let count = 0
const unique = () => `thing ${++count}`
const password = testPassword

/** A good body for each route that takes one. */
const bodies: Partial<Record<RouteName, () => object>> = {
  setUp: () => ({ token: "x", handle: "eve", email: "eve@example.org", displayName: "Eve", password }),
  signIn: () => ({ identifier: "owner", password }),
  signInForToken: () => ({ identifier: "owner", password, token: { name: unique(), scopes: ["keys:read"] } }),
  updateAccount: () => ({ displayName: "New name" }),
  importKeys: () => ({ keys: [{ text: newPublicLine("x"), name: unique() }] }),
  deleteKeys: () => ({ ids: [keyId] }),
  updateKey: () => ({ isDefault: true }),
  createToken: () => ({ name: unique(), scopes: ["keys:read"] }),
}

function isRouteName(name: string): name is RouteName {
  return Object.hasOwn(routes, name)
}
const routeNames = Object.keys(routes).filter(isRouteName)

async function ask(name: RouteName, headers: Readonly<Record<string, string>>): Promise<number> {
  await makeThings()
  const { method, path } = routes[name]
  const id = name === "deleteToken" ? tokenId : keyId
  const body = bodies[name]?.()
  const response = await fetch(`${daemon.url}${apiPrefix}${path.replace(":id", id)}`, {
    method,
    headers: { ...headers, ...(body !== undefined && { "content-type": "application/json" }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  return response.status
}

function tokenOf(actor: ActorName, name: RouteName): string | undefined {
  if (actor === "anonymous") return undefined
  if (actor !== "tooNarrow") return tokens.get(actor)
  const { access } = routes[name]
  return tokens.get(`without ${access === "public" || access === "signed-in" ? "keys:read" : access}`)
}

test("every route has a row", () => {
  expect(Object.keys(expected).toSorted()).toEqual(routeNames.toSorted())
})

describe.each(routeNames)("%s", (name) => {
  test.each(actors)("answers %s as the table says", async (actor) => {
    // What a browser needs to sign in; it proves nothing about who asks.
    const browser = await openBrowser(daemon)
    const token = tokenOf(actor, name)
    const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` }
    expect(await ask(name, { ...browser.headers(), ...authorization })).toBe(expected[name][actor])
  })

  test("by the owner's cookie is a change only with the CSRF token", async () => {
    const browser = await openBrowser(daemon)
    await browser.signIn("owner")
    const { [csrfHeader]: _, ...headers } = browser.headers()
    const isRead = routes[name].method === "GET"
    expect(await ask(name, headers)).toBe(isRead ? expected[name].owner : 403)
  })
})
