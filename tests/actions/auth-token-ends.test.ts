import {
  type Actor,
  authenticate,
  changePassword,
  createApiToken,
  createProject,
  createRobot,
  deleteProject,
  deleteRobot,
  disableAccount,
  disableRobot,
  endOtherLoginSessions,
  hour,
  inviteToProject,
  issueAuthToken,
  joinProject,
  leaveProject,
  listAuditEvents,
  offerPasswordReset,
  type Project,
  removeMember,
  resetPassword,
  revokeAuthToken,
  type SignedIn,
  showAuthToken,
  type WantedScope,
} from "@latchkey/core"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { codeOf } from "../kit/codes.ts"
import { type Installation, openInstallation, withScopes } from "../kit/installation.ts"

let installation: Installation
let atlas: Project
beforeEach(async () => {
  installation = await openInstallation()
  const { context, alice, bob } = installation
  atlas = (await createProject(context, alice, "atlas")).project
  await joinProject(context, bob, (await inviteToProject(context, alice, atlas.id, "member")).secret)
})
afterEach(() => installation.close())

const newPassword = "staple battery horse"

async function issue(handle = "bob", wanted: WantedScope = "unscoped"): Promise<string> {
  const { context, password } = installation
  return (await issueAuthToken(context, { method: "password", account: { handle }, password }, wanted)).secret
}

const works = async (secret: string) =>
  (await codeOf(authenticate(installation.context, { kind: "auth_token", secret }))) === "done"
const signedInBy = (secret: string) => authenticate(installation.context, { kind: "auth_token", secret })

const endings: readonly (readonly [string, (installation: Installation) => Promise<unknown>])[] = [
  [
    "a new password",
    ({ context, bob, password }) => changePassword(context, bob, { password: newPassword, currentPassword: password }),
  ],
  [
    "a reset password",
    async ({ context, alice, bob }) => {
      const { secret } = await offerPasswordReset(context, alice, bob.account.id)
      await resetPassword(context, { secret, password: newPassword })
    },
  ],
  ["signing out everywhere else", ({ context, bob }) => endOtherLoginSessions(context, bob)],
  ["being disabled", ({ context, alice, bob }) => disableAccount(context, alice, bob.account.id)],
]

describe("all auth tokens of an account", () => {
  test.each(endings)("end with %s, and no other account's", async (_, end) => {
    const { context, bob } = installation
    const { token, secret } = await createApiToken(context, bob, { name: "ci", scopes: ["keys:read"] })
    const proof = { method: "application_credential", secret, credential: { id: token.id } } as const
    const own = [await issue(), (await issueAuthToken(context, proof, "default")).secret]
    const others = await issue("alice")
    await end(installation)
    for (const each of own) expect(await works(each)).toBe(false)
    expect(await works(others)).toBe(true)
  })

  test("do not come back when the account is enabled again", async () => {
    const { context, alice, bob } = installation
    const secret = await issue()
    await disableAccount(context, alice, bob.account.id)
    const account = await context.database.stores.accounts.find(bob.account.id)
    if (account === undefined) throw new Error("the account is gone")
    const { disabledAt: _, ...enabled } = account
    await context.database.stores.accounts.update(enabled)
    expect(await works(secret)).toBe(false)
  })

  test("end with a robot that is disabled or deleted, and with one that stops with its person", async () => {
    const { context, alice, bob } = installation
    const personal = await context.database.stores.projects.findPersonal(bob.account.id)
    if (personal === undefined) throw new Error("there is no personal project")
    const tokenOf = async (owner: SignedIn, project: Project, handle: string) => {
      const robot = await createRobot(context, owner, project.id, { handle, displayName: "R" })
      const { token, secret } = await createApiToken(context, owner, { name: "ci", scopes: [] }, robot.id)
      const proof = { method: "application_credential", secret, credential: { id: token.id } } as const
      return { robot: robot.id, secret: (await issueAuthToken(context, proof, "default")).secret }
    }
    const disabled = await tokenOf(alice, atlas, "disabled")
    const deleted = await tokenOf(alice, atlas, "deleted")
    const stopped = await tokenOf(bob, personal, "stopped")
    await disableRobot(context, alice, atlas.id, disabled.robot)
    await deleteRobot(context, alice, atlas.id, deleted.robot)
    await disableAccount(context, alice, bob.account.id)
    for (const { secret } of [disabled, deleted, stopped]) expect(await works(secret)).toBe(false)
  })
})

describe("auth tokens scoped to a project", () => {
  const leavings: readonly (readonly [string, (installation: Installation) => Promise<unknown>])[] = [
    ["is left", ({ context, bob }) => leaveProject(context, bob, atlas.id)],
    ["has removed the member", ({ context, alice, bob }) => removeMember(context, alice, atlas.id, bob.account.id)],
    ["is deleted", ({ context, alice }) => deleteProject(context, alice, atlas.id)],
  ]
  test.each(leavings)("end when it %s, and those of other scopes do not", async (_, leave) => {
    const scoped = await issue("bob", { projectId: atlas.id })
    const others = [await issue(), await issue("bob", { projectName: "bob" })]
    await leave(installation)
    expect(await works(scoped)).toBe(false)
    for (const each of others) expect(await works(each)).toBe(true)
  })
})

describe("showing and revoking an auth token", () => {
  const askers: readonly (readonly [string, string, (installation: Installation) => Promise<Actor> | Actor])[] = [
    ["itself", "done", async () => signedInBy(await issue())],
    ["an admin", "done", async () => signedInBy(await issue("alice"))],
    ["an admin without that scope", "not_found", ({ alice }) => withScopes(alice, ["keys:read", "keys:write"])],
    ["another account", "not_found", async ({ add }) => add("carol")],
    ["nobody", "unauthenticated", () => ({ kind: "anonymous" })],
  ]
  test.each(askers)("by %s is %s", async (_, code, asker) => {
    const { context, bob } = installation
    const subject = await issue("bob", { projectId: atlas.id })
    const actor = await asker(installation)
    expect(await codeOf(showAuthToken(context, actor, subject))).toBe(code)
    if (code === "done") {
      expect(await showAuthToken(context, actor, subject)).toMatchObject({
        account: { id: bob.account.id },
        authToken: { methods: ["password"], projectId: atlas.id },
        scope: { project: atlas, role: "member" },
      })
    }
    expect(await codeOf(revokeAuthToken(context, actor, subject))).toBe(code)
    expect(await works(subject)).toBe(code !== "done")
  })

  test("finds none once it has ended, was revoked, or never was, and keeps no text in the audit", async () => {
    const { context, alice, tick } = installation
    const actor = await signedInBy(await issue())
    const revoked = await issue()
    await revokeAuthToken(context, actor, revoked)
    for (const subject of [revoked, "latchkey_auth_x", "", "bad"]) {
      expect(await codeOf(showAuthToken(context, actor, subject))).toBe("not_found")
      expect(await codeOf(revokeAuthToken(context, actor, subject))).toBe("not_found")
    }
    const { items } = await listAuditEvents(context, alice, { action: "auth-token.revoke", limit: 50 })
    expect(items.filter(({ outcome }) => outcome === "done")).toMatchObject([{ target: { kind: "auth_token" } }])
    expect(JSON.stringify(items)).not.toContain(revoked.slice(-20))
    const ended = await issue()
    tick(hour)
    expect(await codeOf(showAuthToken(context, actor, ended))).toBe("not_found")
  })

  test("ends with it what was got with it, and nothing that it was got with", async () => {
    const { context } = installation
    const rescope = async (secret: string) =>
      (await issueAuthToken(context, { method: "token", secret }, { projectName: "bob" })).secret
    const first = await issue()
    const [second, sibling] = [await rescope(first), await rescope(first)]
    const third = await rescope(second)
    await revokeAuthToken(context, await signedInBy(first), second)
    expect(await Promise.all([first, second, third, sibling].map(works))).toEqual([true, false, false, true])
    await revokeAuthToken(context, await signedInBy(first), first)
    expect(await works(sibling)).toBe(false)
  })

  test("with one that was revoked or has ended meanwhile changes nothing", async () => {
    const { context, tick } = installation
    const own = await issue()
    const actor = await signedInBy(own)
    await revokeAuthToken(context, actor, own)
    const other = await issue()
    expect(await codeOf(revokeAuthToken(context, actor, other))).toBe("unauthenticated")
    expect(await works(other)).toBe(true)
    const early = await signedInBy(other)
    tick(hour / 2)
    const late = await issue()
    tick(hour / 2)
    expect(await codeOf(revokeAuthToken(context, early, late))).toBe("unauthenticated")
    expect(await works(late)).toBe(true)
  })
})
