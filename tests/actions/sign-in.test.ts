import {
  authenticate,
  createApiToken,
  deleteApiToken,
  listAuditEvents,
  listKeys,
  signIn,
  signInForToken,
  signOut,
  updateOwnAccount,
} from "@latchkey/core"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { type Installation, openInstallation, withScopes } from "../kit/installation.ts"

let installation: Installation
beforeEach(async () => {
  installation = await openInstallation()
})
afterEach(() => installation.close())

const day = 24 * 60 * 60 * 1000
const wrong = { identifier: "alice", password: "not the password" }
const right = () => ({ identifier: "alice", password: installation.password })
const codeOf = (attempt: Promise<unknown>) =>
  attempt.then(
    () => "done",
    (error: { code?: string }) => error.code,
  )

describe("signing in", () => {
  test("takes handle and e-mail, and answers the same to a wrong password and an unknown name", async () => {
    const { context, password } = installation
    expect((await signIn(context, { identifier: " ALICE@example.org ", password })).account.handle).toBe("alice")
    const messages = await Promise.all(
      [wrong, { ...wrong, identifier: "nobody" }].map((credentials) =>
        signIn(context, credentials).catch((error: Error) => error.message),
      ),
    )
    expect(new Set(messages)).toEqual(new Set(["the name or the password is wrong"]))
  })

  test("a disabled account is refused, and what it held stops at once", async () => {
    const { context, bob, password, disable } = installation
    const { secret } = await signIn(context, { identifier: "bob", password })
    await disable(bob.account)
    expect(await codeOf(signIn(context, { identifier: "bob", password }))).toBe("unauthenticated")
    expect(await authenticate(context, { kind: "login_session", secret })).toEqual({ kind: "anonymous" })
    expect(await codeOf(updateOwnAccount(context, bob, { displayName: "x" }))).toBe("unauthenticated")
  })

  test("a refused try at an account is in the audit; a name that nobody has is not, it may be a password", async () => {
    const { context, alice } = installation
    await signIn(context, wrong).catch(() => undefined)
    await signIn(context, { ...wrong, identifier: "my secret password" }).catch(() => undefined)
    const { items } = await listAuditEvents(context, alice, { action: "login.sign-in", limit: 50 })
    expect(items).toMatchObject([
      { outcome: "refused", target: { kind: "installation", name: "" } },
      { outcome: "refused", target: { name: "alice" } },
    ])
    expect(JSON.stringify(items)).not.toContain("my secret password")
  })
})

describe("back-off", () => {
  test("lets five wrong tries through and then makes the next one wait", async () => {
    const { context, tick } = installation
    const codes = []
    for (let count = 0; count < 6; count++) codes.push(await codeOf(signIn(context, wrong)))
    expect(codes).toEqual([...Array(5).fill("unauthenticated"), "rate_limited"])
    // The right password waits as well: else the wait would tell nothing apart.
    expect(await codeOf(signIn(context, right()))).toBe("rate_limited")
    tick(1000)
    expect(await codeOf(signIn(context, right()))).toBe("done")
    expect(await codeOf(signIn(context, wrong))).toBe("unauthenticated")
  })

  test("many tries at once are not all free", async () => {
    const codes = await Promise.all(Array.from({ length: 20 }, () => codeOf(signIn(installation.context, wrong))))
    expect(codes.filter((code) => code === "unauthenticated")).toHaveLength(5)
    expect(codes.filter((code) => code === "rate_limited")).toHaveLength(15)
  })

  test("nobody is locked out by failures from elsewhere, or of others behind the same address", async () => {
    const { context, from, password } = installation
    for (let network = 0; network < 30; network++) await signIn(from(`198.51.100.${network}`), wrong).catch(() => 0)
    expect(await codeOf(signIn(context, right()))).toBe("done")
    for (let count = 0; count < 30; count++) await signIn(context, { ...wrong, identifier: `n${count}` }).catch(() => 0)
    expect(await codeOf(signIn(context, { identifier: "bob", password }))).toBe("done")
  })

  test("under attack each new address has one free try only", async () => {
    const { from } = installation
    for (let network = 0; network < 20; network++) await signIn(from(`198.51.100.${network}`), wrong).catch(() => 0)
    const codes = []
    for (let count = 0; count < 2; count++) codes.push(await codeOf(signIn(from("203.0.113.5"), wrong)))
    expect(codes).toEqual(["unauthenticated", "rate_limited"])
  })
})

describe("a login session", () => {
  test("ends with sign-out, after twelve hours without use, and after thirty days in any case", async () => {
    const { context, tick } = installation
    const { secret } = await signIn(context, right())
    const actor = await authenticate(context, { kind: "login_session", secret })
    await signOut(context, actor)
    expect(await authenticate(context, { kind: "login_session", secret })).toEqual({ kind: "anonymous" })
    // What the door had found before the sign-out can change nothing any more.
    expect(await codeOf(updateOwnAccount(context, actor, { displayName: "x" }))).toBe("unauthenticated")

    const idle = await signIn(context, right())
    tick(day / 2)
    expect(await authenticate(context, { kind: "login_session", secret: idle.secret })).toEqual({ kind: "anonymous" })

    const busy = await signIn(context, right())
    const proof = { kind: "login_session", secret: busy.secret } as const
    for (let hours = 6; hours < 30 * 24; hours += 6) {
      tick(day / 4)
      expect(await authenticate(context, proof)).toMatchObject({ kind: "account" })
    }
    tick(day / 4)
    expect(await authenticate(context, proof)).toEqual({ kind: "anonymous" })
  })
})

describe("an API token", () => {
  test("acts within its scopes until it expires or is deleted", async () => {
    const { context, alice, tick } = installation
    const expiresAt = context.clock.now() + day
    const { token, secret } = await createApiToken(context, alice, { name: "ci", scopes: ["keys:read"], expiresAt })
    const actor = await authenticate(context, { kind: "api_token", secret })
    const query = { limit: 1, sort: "name", descending: false } as const
    expect((await listKeys(context, actor, query)).total).toBe(0)
    expect(await codeOf(updateOwnAccount(context, actor, { displayName: "x" }))).toBe("forbidden")
    tick(day)
    expect(await codeOf(authenticate(context, { kind: "api_token", secret }))).toBe("unauthenticated")
    tick(-day)
    await deleteApiToken(context, alice, token.id)
    expect(await codeOf(authenticate(context, { kind: "api_token", secret }))).toBe("unauthenticated")
  })

  test("makes no token that reaches further or lives longer than itself", async () => {
    const { context } = installation
    const expiresAt = context.clock.now() + day
    const scopes = ["tokens:write", "keys:read"] as const
    const { secret } = await signInForToken(context, right(), { name: "small", scopes, expiresAt })
    const small = await authenticate(context, { kind: "api_token", secret })
    const make = (request: Partial<Parameters<typeof createApiToken>[2]>) =>
      codeOf(createApiToken(context, small, { name: "next", scopes: ["keys:read"], expiresAt, ...request }))
    expect(await make({ scopes: ["keys:write"] })).toBe("forbidden")
    expect(await make({ expiresAt: expiresAt + 1 })).toBe("forbidden")
    const { expiresAt: _, ...endless } = { name: "endless", scopes: ["keys:read"] as const, expiresAt }
    expect(await codeOf(createApiToken(context, small, endless))).toBe("forbidden")
    expect(await make({})).toBe("done")
  })

  test("is told apart from every other by its name", async () => {
    const { context, alice } = installation
    await createApiToken(context, alice, { name: "ci", scopes: ["keys:read"] })
    expect(await codeOf(createApiToken(context, alice, { name: "ci", scopes: ["keys:read"] }))).toBe("conflict")
    expect(await codeOf(createApiToken(context, withScopes(alice, []), { name: "b", scopes: ["keys:read"] }))).toBe(
      "forbidden",
    )
  })
})
