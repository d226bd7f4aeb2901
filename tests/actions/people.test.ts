import {
  addAccess,
  admit,
  authenticate,
  createApiToken,
  createProject,
  createRobot,
  createServer,
  deleteKey,
  deleteProject,
  disableAccount,
  enableAccount,
  endOtherLoginSessions,
  importKeys,
  inviteAccount,
  inviteToProject,
  isAdmin,
  joinProject,
  leaveProject,
  listAccounts,
  listAuditEvents,
  listProjects,
  listRobots,
  manageAccount,
  offerPasswordReset,
  previewOffboarding,
  publishedKeys,
  renameProject,
  revokeLink,
  showAnyAccount,
  signIn,
  updateKey,
  updateOwnAccount,
} from "@latchkey/core"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { onEachDatabase } from "../../packages/daemon/test/db/databases.ts"
import { codeOf } from "../kit/codes.ts"
import { type Installation, openInstallation, withScopes } from "../kit/installation.ts"
import { newPublicLine } from "../kit/public-line.ts"

let installation: Installation
beforeEach(async () => {
  installation = await openInstallation()
})
afterEach(() => installation.close())

async function addKey(actor: Parameters<typeof importKeys>[1], account?: Parameters<typeof importKeys>[3]) {
  const [outcome] = await importKeys(installation.context, actor, [{ text: newPublicLine("k") }], account)
  if (outcome === undefined || "error" in outcome) throw new Error(`no key was imported: ${outcome?.error}`)
  return outcome.key
}

const manage = { role: "admin", revision: 1 } as const

describe("an administrator", () => {
  test("finds accounts by part of handle, name or address, page by page", async () => {
    const { context, alice, add } = installation
    for (const handle of ["carol", "carl", "dave"]) await add(handle)
    const handles = async (search: string) =>
      (await listAccounts(context, alice, { search, limit: 10 })).items.map(({ handle }) => handle)
    expect(await handles("CAR")).toEqual(["carl", "carol"])
    expect(await handles("dave@example")).toEqual(["dave"])
    expect(await handles("%")).toEqual([])
    const first = await listAccounts(context, alice, { limit: 3 })
    expect(first).toMatchObject({ total: 5, items: [{ handle: "alice" }, { handle: "bob" }, { handle: "carl" }] })
    const second = await listAccounts(context, alice, { limit: 3, cursor: first.nextCursor })
    expect(second.items.map(({ handle }) => handle)).toEqual(["carol", "dave"])
    expect(second.nextCursor).toBeUndefined()
  })

  test("is one only within the scope of the token and as long as the role lasts", async () => {
    const { context, alice, bob } = installation
    expect(await codeOf(listAccounts(context, withScopes(alice, ["keys:read"]), { limit: 1 }))).toBe("forbidden")
    expect(await codeOf(listAccounts(context, bob, { limit: 1 }))).toBe("forbidden")
    expect(await codeOf(showAnyAccount(context, bob, alice.account.id))).toBe("not_found")
    await manageAccount(context, alice, bob.account.id, manage)
    await manageAccount(context, alice, alice.account.id, { role: "member", revision: 1 })
    // Alice's browser still says that she is one: what counts is read again.
    expect(isAdmin(alice.account)).toBe(true)
    expect(await codeOf(disableAccount(context, alice, bob.account.id))).toBe("not_found")
  })

  test("who decided about an older state of an account is told, and nothing is changed", async () => {
    const { context, alice, bob } = installation
    await manageAccount(context, alice, bob.account.id, manage)
    const second = manageAccount(context, alice, bob.account.id, { keyQuota: 5, revision: 1 })
    await expect(second).rejects.toMatchObject({ code: "conflict", message: /has changed since/ })
    expect(await showAnyAccount(context, alice, bob.account.id)).toMatchObject({ role: "admin", keyQuota: 10_000 })
  })

  test("who is the last one can be neither demoted nor disabled", async () => {
    const { context, alice, bob } = installation
    const { id } = alice.account
    const refused = { code: "conflict", message: /last administrator/ }
    await expect(manageAccount(context, alice, id, { role: "member", revision: 1 })).rejects.toMatchObject(refused)
    await expect(disableAccount(context, alice, id)).rejects.toMatchObject(refused)
    await manageAccount(context, alice, bob.account.id, manage)
    await disableAccount(context, alice, bob.account.id)
    // Bob is one, and disabled: Alice is still the last.
    await expect(disableAccount(context, alice, id)).rejects.toMatchObject(refused)
    await enableAccount(context, alice, bob.account.id)
    expect((await disableAccount(context, alice, id)).disabledAt).toBeDefined()
  })

  test("bounds how many keys an account holds", async () => {
    const { context, alice, bob } = installation
    await manageAccount(context, alice, bob.account.id, { keyQuota: 2, revision: 1 })
    const lines = ["one", "two", "three"].map((comment) => newPublicLine(comment)).join("\n")
    const outcomes = await importKeys(context, bob, [{ text: lines }])
    expect(outcomes).toMatchObject([{ key: {} }, { key: {} }, { error: { code: "quota_exceeded" } }])
    expect(await codeOf(manageAccount(context, alice, bob.account.id, { keyQuota: -1, revision: 2 }))).toBe("invalid")
  })
})

describe("disabling an account", () => {
  test("stops its login sessions, tokens, keys and published keys at once; enabling gives back all but the first", async () => {
    const { context, alice, bob, password } = installation
    const { secret } = await signIn(context, { identifier: "bob", password })
    const token = await createApiToken(context, bob, { name: "ci", scopes: ["keys:read"] })
    const key = await addKey(bob)
    await updateOwnAccount(context, bob, { publishesKeys: true })
    const opens = async () => ({
      browser: (await authenticate(context, { kind: "login_session", secret })).kind,
      token: await codeOf(authenticate(context, { kind: "api_token", secret: token.secret })),
      gateway: (await admit(context, key.fingerprint)) !== undefined,
      published: (await publishedKeys(context, "bob")) !== undefined,
    })
    expect(await opens()).toEqual({ browser: "account", token: "done", gateway: true, published: true })
    await disableAccount(context, alice, bob.account.id)
    expect(await opens()).toEqual({ browser: "anonymous", token: "unauthenticated", gateway: false, published: false })
    await enableAccount(context, alice, bob.account.id)
    expect(await opens()).toEqual({ browser: "anonymous", token: "done", gateway: true, published: true })
  })

  test("stops the robots of the personal project too, and enabling gives back those that it stopped", async () => {
    const { context, alice, bob } = installation
    const [personal] = await listProjects(context, bob)
    if (personal === undefined) throw new Error("bob has no personal project")
    const robot = await createRobot(context, bob, personal.project.id, { handle: "bobs-robot", displayName: "R" })
    const off = await createRobot(context, bob, personal.project.id, { handle: "bobs-off", displayName: "R" })
    const key = await addKey(bob, robot.id)
    installation.tick(1)
    await disableAccount(context, alice, off.id)
    installation.tick(1)
    await disableAccount(context, alice, bob.account.id)
    expect(await admit(context, key.fingerprint)).toBeUndefined()
    const { items } = await listAuditEvents(context, alice, { targetId: robot.id, limit: 1 })
    expect(items).toMatchObject([{ action: "robot.disable", actor: { handle: "alice" } }])
    await enableAccount(context, alice, bob.account.id)
    expect(await admit(context, key.fingerprint)).toBeDefined()
    expect((await showAnyAccount(context, alice, off.id)).disabledAt).toBeDefined()
  })

  test("between looking up who asks and writing refuses what was asked", async () => {
    const { context, alice, bob } = installation
    await manageAccount(context, alice, bob.account.id, manage)
    const { project } = await createProject(context, bob, "early")
    const key = await addKey(bob)
    const { link } = await inviteAccount(context, bob, "carol")
    const { secret } = await inviteToProject(context, bob, project.id, "viewer")
    const { id } = alice.account
    await disableAccount(context, alice, bob.account.id)
    // Bob's actor was made before: what changes anything reads it again.
    const attempts = [
      createProject(context, bob, "late"),
      renameProject(context, bob, project.id, "late"),
      inviteToProject(context, bob, project.id, "owner"),
      joinProject(context, bob, secret),
      leaveProject(context, bob, project.id),
      deleteProject(context, bob, project.id),
      createRobot(context, bob, project.id, { handle: "late", displayName: "Late" }),
      createApiToken(context, bob, { name: "late", scopes: ["keys:read"] }),
      updateKey(context, bob, key.id, { name: "late" }),
      deleteKey(context, bob, key.id),
      updateOwnAccount(context, bob, { displayName: "late" }),
      endOtherLoginSessions(context, bob),
      manageAccount(context, bob, id, { keyQuota: 1, revision: 1 }),
      disableAccount(context, bob, id),
      inviteAccount(context, bob, "late"),
      offerPasswordReset(context, bob, id),
      revokeLink(context, bob, link.id),
    ]
    expect(new Set(await Promise.all(attempts.map(codeOf)))).toEqual(new Set(["unauthenticated"]))
    const [outcome] = await importKeys(context, bob, [{ text: newPublicLine("late") }]).catch((error) => [{ error }])
    expect(outcome).toMatchObject({ error: { code: "unauthenticated" } })
  })

  test("twice changes nothing the second time", async () => {
    const { context, alice, bob } = installation
    const first = await disableAccount(context, alice, bob.account.id)
    installation.tick(1000)
    expect(await disableAccount(context, alice, bob.account.id)).toEqual(first)
  })
})

describe("off-boarding", () => {
  test("shows what an account's leaving closes", async () => {
    const { context, alice, bob } = installation
    const key = await addKey(bob)
    await createApiToken(context, bob, { name: "ci", scopes: ["keys:read"] })
    const shared = await createProject(context, bob, "atlas")
    await updateOwnAccount(context, bob, { publishesKeys: true })
    const [personal] = await listProjects(context, bob)
    if (personal === undefined) throw new Error("bob has no personal project")
    await createRobot(context, bob, personal.project.id, { handle: "bobs-robot", displayName: "R" })
    const { server } = await createServer(context, bob, shared.project.id, { name: "web-1" })
    await addAccess(context, bob, server.id, { loginUser: "root", subject: { kind: "project" } })
    expect(await previewOffboarding(context, alice, bob.account.id)).toMatchObject({
      account: { handle: "bob" },
      keys: { total: 1, items: [{ id: key.id, lastUse: { state: "never" } }] },
      tokens: [{ name: "ci" }],
      loginSessions: [{ accountId: bob.account.id }],
      publishesKeys: true,
      robots: [{ handle: "bobs-robot" }],
      ownedAlone: [{ id: shared.project.id, name: "atlas" }],
      closings: { places: [], hiddenServers: 1 },
    })
    expect(await codeOf(previewOffboarding(context, bob, alice.account.id))).toBe("not_found")
    const [robot] = await listRobots(context, bob, personal.project.id)
    // An administrator is told what it belongs to without being in it.
    expect(await previewOffboarding(context, alice, robot?.id ?? bob.account.id)).toMatchObject({
      project: { id: personal.project.id, name: personal.project.name },
    })
  })
})

describe("what administrators do", () => {
  test("is in the audit, with before and after", async () => {
    const { context, alice, bob } = installation
    const { id } = bob.account
    await manageAccount(context, alice, id, { role: "admin", keyQuota: 7, revision: 1 })
    await disableAccount(context, alice, id)
    await enableAccount(context, alice, id)
    const { items } = await listAuditEvents(context, alice, { targetId: id, limit: 3 })
    expect(items).toMatchObject([
      { action: "account.enable", actor: { handle: "alice" }, after: { disabledAt: null } },
      { action: "account.disable", before: { disabledAt: null }, after: { endedLoginSessions: 1 } },
      { action: "account.manage", before: { role: "member" }, after: { role: "admin", keyQuota: 7 } },
    ])
  })
})

describe("two administrators at once", () => {
  onEachDatabase((current) => {
    test("who demote each other leave one", async () => {
      const one = await openInstallation(current())
      const other = await one.otherDaemon()
      const { context, alice, bob } = one
      await manageAccount(context, alice, bob.account.id, manage)
      const codes = await Promise.all([
        codeOf(manageAccount(context, alice, bob.account.id, { role: "member", revision: 2 })),
        codeOf(manageAccount(other, bob, alice.account.id, { role: "member", revision: 1 })),
      ])
      const admins = (await one.context.database.stores.accounts.list({ limit: 9 })).items.filter(isAdmin)
      expect(admins).toHaveLength(1)
      // The other finds itself no administrator any more.
      expect(codes.toSorted()).toEqual(["done", "not_found"])
      await one.close()
    })

    test("who decide about the same state of an account get one answer each: done, and conflict", async () => {
      const one = await openInstallation(current())
      const other = await one.otherDaemon()
      const { alice, bob } = one
      const codes = await Promise.all(
        [one.context, other].map((context, at) =>
          codeOf(manageAccount(context, alice, bob.account.id, { keyQuota: 10 + at, revision: 1 })),
        ),
      )
      expect(codes.toSorted()).toEqual(["conflict", "done"])
      await one.close()
    })
  })
})
