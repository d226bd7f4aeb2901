import {
  type Actor,
  type AuthProof,
  accountId,
  apiTokenId,
  authenticate,
  challengeOwnership,
  createApiToken,
  createProject,
  createRobot,
  deleteApiToken,
  hour,
  importKeyPair,
  inviteToProject,
  issueAuthToken,
  joinProject,
  listAuditEvents,
  listKeyPairs,
  listScopeProjects,
  openstackScopes,
  projectId,
  type SignedIn,
  signIn,
  tokenScopes,
  updateOwnAccount,
  type WantedScope,
} from "@latchkey/core"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { codeOf } from "../kit/codes.ts"
import { type Installation, openInstallation } from "../kit/installation.ts"
import { newPublicLine } from "../kit/public-line.ts"

let installation: Installation
beforeEach(async () => {
  installation = await openInstallation()
})
afterEach(() => installation.close())

const issue = (proof: AuthProof, wanted: WantedScope = "default") => issueAuthToken(installation.context, proof, wanted)
const passwordOf = (handle: string, password = installation.password): AuthProof => ({
  method: "password",
  account: { handle },
  password,
})
const signedInBy = (secret: string) => authenticate(installation.context, { kind: "auth_token", secret })

async function newApiToken(actor: SignedIn, given: Partial<Parameters<typeof createApiToken>[2]> = {}) {
  const request = { name: "terraform", scopes: [...tokenScopes], ...given }
  return createApiToken(installation.context, actor, request)
}

async function join(actor: Actor, owner: SignedIn, name: string) {
  const { context } = installation
  const { project } = await createProject(context, owner, name)
  await joinProject(context, actor, (await inviteToProject(context, owner, project.id, "viewer")).secret)
  return project
}

describe("an auth token by a password", () => {
  test("is for whoever is named by id, by handle or by e-mail address, for an hour", async () => {
    const { context, bob, password, tick } = installation
    for (const account of [{ id: bob.account.id }, { handle: "bob" }, { handle: "BOB@example.org" }]) {
      const { authToken, secret, ...rest } = await issue({ method: "password", account, password })
      expect(authToken).toMatchObject({ accountId: bob.account.id, methods: ["password"], scopes: openstackScopes })
      expect(authToken.expiresAt).toBe(context.clock.now() + hour)
      expect(secret).toMatch(/^latchkey_auth_[\w-]{43}$/)
      expect(rest).toEqual({ account: bob.account })
      expect(await signedInBy(secret)).toMatchObject({ account: { handle: "bob" }, by: { kind: "auth_token" } })
    }
    const { secret } = await issue(passwordOf("bob"))
    tick(hour - 1)
    expect(await codeOf(signedInBy(secret))).toBe("done")
    tick(1)
    expect(await codeOf(signedInBy(secret))).toBe("unauthenticated")
  })

  test("is refused alike to a wrong password, an unknown name or id, a robot and a disabled account", async () => {
    const { context, bob, password, disable, add } = installation
    const { project } = await createProject(context, bob, "atlas")
    await createRobot(context, bob, project.id, { handle: "runner", displayName: "R" })
    await disable((await add("gone")).account)
    const tries: AuthProof[] = [
      passwordOf("bob", "not the password"),
      passwordOf("nobody"),
      passwordOf("runner"),
      passwordOf("gone"),
      { method: "password", account: { id: accountId(context.secrets.id()) }, password },
    ]
    const messages = tries.map((proof) => issue(proof).catch((error: Error) => error.message))
    expect(new Set(await Promise.all(messages))).toEqual(new Set(["the name or the password is wrong"]))
  })

  test("shares the waiting after wrong passwords with signing in, by id too", async () => {
    const { context, bob, tick } = installation
    const wrong = { method: "password", account: { id: bob.account.id }, password: "not the password" } as const
    const codes = []
    for (let count = 0; count < 6; count++) codes.push(await codeOf(issue(wrong)))
    expect(codes).toEqual([...Array(5).fill("unauthenticated"), "rate_limited"])
    expect(await codeOf(signIn(context, { identifier: "bob", password: installation.password }))).toBe("rate_limited")
    tick(60_000)
    expect(await codeOf(issue(passwordOf("bob")))).toBe("done")
  })

  test("for a project that is none of the account's is refused, which is no wrong password", async () => {
    const { context, alice } = installation
    const { project } = await createProject(context, alice, "atlas")
    for (let count = 0; count < 8; count++) {
      expect(await codeOf(issue(passwordOf("bob"), { projectId: project.id }))).toBe("unauthenticated")
    }
    expect(await codeOf(issue(passwordOf("bob"), { projectName: "bob" }))).toBe("done")
    const { items } = await listAuditEvents(context, alice, { action: "auth-token.issue", limit: 1 })
    expect(items).toMatchObject([{ outcome: "refused", target: { name: "bob" } }])
  })

  test("is a sign-in in the audit", async () => {
    const { context, bob } = installation
    await issue(passwordOf("bob"))
    const { items } = await listAuditEvents(context, bob, { action: "login.sign-in", limit: 10 })
    expect(items).toMatchObject([{ outcome: "done", actor: { handle: "bob" }, target: { name: "bob" } }])
  })
})

describe("the scope of an auth token", () => {
  test("is a project that the account is in, by id or by name", async () => {
    const { context, alice, bob } = installation
    const atlas = await join(bob, alice, "atlas")
    for (const wanted of [{ projectId: atlas.id }, { projectName: "atlas" }]) {
      const { authToken, scope } = await issue(passwordOf("bob"), wanted)
      expect(authToken.projectId).toBe(atlas.id)
      expect(scope).toEqual({ project: atlas, role: "viewer" })
    }
    expect((await issue(passwordOf("bob"), "unscoped")).scope).toBeUndefined()
    const nowhere = { projectId: projectId(context.secrets.id()) }
    expect(await codeOf(issue(passwordOf("bob"), nowhere))).toBe("unauthenticated")
  })

  test("by a name that several projects have is the personal one, and else none", async () => {
    const { alice, bob } = installation
    await join(bob, alice, "bob")
    for (let count = 0; count < 2; count++) await join(bob, alice, "twin")
    expect((await issue(passwordOf("bob"), { projectName: "bob" })).scope?.project.kind).toBe("personal")
    expect(await codeOf(issue(passwordOf("bob"), { projectName: "twin" }))).toBe("unauthenticated")
  })

  test("can be each of those that are listed, whatever scopes the token has", async () => {
    const { context, alice, bob } = installation
    const atlas = await join(bob, alice, "atlas")
    const { token, secret } = await newApiToken(bob, { scopes: [] })
    const issued = await issue({ method: "application_credential", secret, credential: { id: token.id } })
    const listed = await listScopeProjects(context, await signedInBy(issued.secret))
    expect(listed).toMatchObject([
      { project: { kind: "personal" }, role: "owner" },
      { project: atlas, role: "viewer" },
    ])
  })
})

describe("an auth token by an API token", () => {
  test("reaches as far as that, within what the door can do, and no longer", async () => {
    const { context, bob, tick } = installation
    const expiresAt = context.clock.now() + hour / 2
    const { token, secret } = await newApiToken(bob, { scopes: ["keys:read", "tokens:write", "audit:read"], expiresAt })
    const issued = await issue({ method: "application_credential", secret, credential: { id: token.id } })
    const { authToken, scope } = issued
    expect(authToken).toMatchObject({ methods: ["application_credential"], scopes: ["keys:read"], expiresAt })
    expect(scope).toMatchObject({ project: { kind: "personal", name: "bob" }, role: "owner" })
    expect(await signedInBy(issued.secret)).toMatchObject({
      scopes: ["keys:read"],
      by: { kind: "auth_token", id: authToken.id, apiTokenId: token.id },
    })
    tick(hour / 2)
    expect(await codeOf(signedInBy(issued.secret))).toBe("unauthenticated")
  })

  test("is given for its id, or its name and whose it is, and for no other", async () => {
    const { alice, bob } = installation
    const { token, secret } = await newApiToken(bob)
    const { token: others } = await newApiToken(alice)
    const { name } = token
    const credentials = [
      [{ id: token.id }, "done"],
      [{ name, account: { handle: "bob" } }, "done"],
      [{ name, account: { id: bob.account.id } }, "done"],
      [{ id: others.id }, "unauthenticated"],
      [{ id: apiTokenId("none") }, "unauthenticated"],
      [{ name, account: { handle: "alice" } }, "unauthenticated"],
      [{ name: "other", account: { handle: "bob" } }, "unauthenticated"],
    ] as const
    for (const [credential, code] of credentials) {
      expect(await codeOf(issue({ method: "application_credential", secret, credential }))).toBe(code)
    }
    const wrong = { method: "application_credential", secret: "latchkey_x", credential: { id: token.id } } as const
    expect(await codeOf(issue(wrong))).toBe("unauthenticated")
  })

  test("of a robot is scoped to the robot's project, and acts for the robot", async () => {
    const { context, bob } = installation
    const { project } = await createProject(context, bob, "atlas")
    const robot = await createRobot(context, bob, project.id, { handle: "runner", displayName: "R" })
    const request = { name: "ci", scopes: ["keys:read"] as const }
    const { token, secret } = await createApiToken(context, bob, request, robot.id)
    const issued = await issue({ method: "application_credential", secret, credential: { id: token.id } })
    expect(issued).toMatchObject({ account: { handle: "runner" }, scope: { project, role: "member" } })
    expect(await listKeyPairs(context, await signedInBy(issued.secret), {})).toEqual([])
  })

  test("is told in the audit by the API token's id, notes its use, and is gone with it", async () => {
    const { context, bob } = installation
    const { token, secret } = await newApiToken(bob)
    const issued = await issue({ method: "application_credential", secret, credential: { id: token.id } })
    const { items } = await listAuditEvents(context, bob, { action: "auth-token.issue", limit: 10 })
    expect(items).toMatchObject([{ actor: { tokenId: token.id }, target: { kind: "auth_token", name: "" } }])
    expect(await context.database.stores.apiTokens.find(token.id)).toMatchObject({ lastUsedAt: context.clock.now() })
    const actor = await signedInBy(issued.secret)
    await deleteApiToken(context, bob, token.id)
    expect(await codeOf(signedInBy(issued.secret))).toBe("unauthenticated")
    const pair = { name: "late", type: "ssh", publicKey: newPublicLine("late") } as const
    expect(await codeOf(importKeyPair(context, actor, pair))).toBe("unauthenticated")
    expect(await codeOf(issue({ method: "token", secret: issued.secret }))).toBe("unauthenticated")
  })
})

describe("an auth token by another", () => {
  test("ends with it, says what it was got with, and keeps nothing of its scope", async () => {
    const { tick } = installation
    const first = await issue(passwordOf("bob"), { projectName: "bob" })
    tick(hour / 2)
    const second = await issue({ method: "token", secret: first.secret })
    expect(second.authToken).toMatchObject({ methods: ["token", "password"], firstId: first.authToken.id })
    expect(second.authToken.expiresAt).toBe(first.authToken.expiresAt)
    expect(second.scope).toBeUndefined()
    const third = await issue({ method: "token", secret: second.secret }, { projectName: "bob" })
    expect(third.authToken).toMatchObject({ methods: ["token", "password"], firstId: first.authToken.id })
    expect(third.scope?.project.name).toBe("bob")
  })

  test("reaches no further than the API token at the chain's beginning, and dies with that", async () => {
    const { context, bob } = installation
    const { token, secret } = await newApiToken(bob, { scopes: ["keys:read"] })
    const first = await issue({ method: "application_credential", secret, credential: { id: token.id } })
    const second = await issue({ method: "token", secret: first.secret }, { projectName: "bob" })
    expect(second.authToken).toMatchObject({ scopes: ["keys:read"], apiTokenId: token.id })
    await deleteApiToken(context, bob, token.id)
    expect(await codeOf(signedInBy(second.secret))).toBe("unauthenticated")
  })
})

describe("an auth token", () => {
  test("can do nothing but what the door does", async () => {
    const { context } = installation
    const actor = await signedInBy((await issue(passwordOf("bob"))).secret)
    const attempts = [
      updateOwnAccount(context, actor, { displayName: "x" }),
      createApiToken(context, actor, { name: "longer", scopes: ["keys:read"] }),
      challengeOwnership(context, actor, newPublicLine("x")),
      listAuditEvents(context, actor, { limit: 1 }),
    ]
    for (const attempt of attempts) expect(await codeOf(attempt)).toBe("forbidden")
  })

  test("is no API token, and an API token is none", async () => {
    const { context, bob } = installation
    const { secret } = await issue(passwordOf("bob"))
    expect(await codeOf(authenticate(context, { kind: "api_token", secret }))).toBe("unauthenticated")
    expect(await codeOf(signedInBy((await newApiToken(bob)).secret))).toBe("unauthenticated")
  })
})
