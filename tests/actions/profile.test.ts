import {
  authenticate,
  changeEmail,
  changePassword,
  createApiToken,
  endLoginSession,
  endOtherLoginSessions,
  listAuditEvents,
  listLoginSessions,
  offerPasswordReset,
  resetPassword,
  showOwnAccount,
  signIn,
  updateOwnAccount,
} from "@latchkey/core"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { codeOf } from "../kit/codes.ts"
import { type Installation, openInstallation } from "../kit/installation.ts"

let installation: Installation
beforeEach(async () => {
  installation = await openInstallation()
})
afterEach(() => installation.close())

const newPassword = "an entirely new password"

/** Signs bob in in one more browser. */
async function signInAgain(device = "Firefox, Linux") {
  const { context, password } = installation
  const origin = { ...context.origin, device }
  const { secret } = await signIn({ ...context, origin }, { identifier: "bob", password })
  const actor = () => authenticate(context, { kind: "login_session", secret })
  return { actor, isSignedIn: async () => (await actor()).kind === "account" }
}

describe("a profile", () => {
  test("that is changed in one browser is so in the other at once", async () => {
    const { context, bob } = installation
    const other = await signInAgain()
    const before = await other.actor()
    await updateOwnAccount(context, bob, { displayName: "Robert", language: "nl", theme: "dark" })
    const changed = { displayName: "Robert", language: "nl", theme: "dark" }
    expect(await showOwnAccount(context, await other.actor())).toMatchObject(changed)
    // Also for whoever was looked up before.
    expect(await showOwnAccount(context, before)).toMatchObject(changed)
  })

  test("gets a new address by the password alone", async () => {
    const { context, bob, password } = installation
    const email = "New@Example.org"
    const wrong = changeEmail(context, bob, { email, currentPassword: "not the password" })
    await expect(wrong).rejects.toMatchObject({ code: "invalid", fields: [{ path: "currentPassword" }] })
    const taken = changeEmail(context, bob, { email: "alice@example.org", currentPassword: password })
    await expect(taken).rejects.toMatchObject({ code: "conflict", fields: [{ path: "email" }] })
    const other = await signInAgain()
    const before = await other.actor()
    expect((await changeEmail(context, bob, { email, currentPassword: password })).email).toBe("new@example.org")
    // In another browser too, which stays signed in.
    for (const actor of [before, await other.actor()]) {
      expect(await showOwnAccount(context, actor)).toMatchObject({ email: "new@example.org" })
    }
    expect((await signIn(context, { identifier: "new@example.org", password })).account.handle).toBe("bob")
    expect(await codeOf(signIn(context, { identifier: "bob@example.org", password }))).toBe("unauthenticated")
  })

  test("is no place to guess passwords: tries are made to wait as at the sign-in", async () => {
    const { context, bob } = installation
    const codes = []
    for (let count = 0; count < 6; count++) {
      codes.push(await codeOf(changeEmail(context, bob, { email: "x@example.org", currentPassword: "wrong" })))
    }
    expect(codes).toEqual([...Array(5).fill("invalid"), "rate_limited"])
    expect(await codeOf(signIn(context, { identifier: "bob", password: "wrong" }))).toBe("rate_limited")
  })
})

describe("a new password", () => {
  test("ends all other login sessions and links for another one, and leaves tokens", async () => {
    const { context, alice, bob, password } = installation
    const other = await signInAgain()
    const token = await createApiToken(context, bob, { name: "ci", scopes: ["keys:read"] })
    const link = await offerPasswordReset(context, alice, bob.account.id)
    await changePassword(context, bob, { currentPassword: password, password: newPassword })
    expect(await other.isSignedIn()).toBe(false)
    expect(await codeOf(showOwnAccount(context, bob))).toBe("done")
    expect(await codeOf(authenticate(context, { kind: "api_token", secret: token.secret }))).toBe("done")
    expect(await codeOf(resetPassword(context, { secret: link.secret, password }))).toBe("forbidden")
    expect(await codeOf(signIn(context, { identifier: "bob", password }))).toBe("unauthenticated")
    expect(await codeOf(signIn(context, { identifier: "bob", password: newPassword }))).toBe("done")
  })

  test("needs the old one, and to be a good one", async () => {
    const { context, bob, password } = installation
    expect(await codeOf(changePassword(context, bob, { currentPassword: "x", password: newPassword }))).toBe("invalid")
    expect(await codeOf(changePassword(context, bob, { currentPassword: password, password: "short" }))).toBe("invalid")
    expect(await codeOf(signIn(context, { identifier: "bob", password }))).toBe("done")
  })

  test("is in the audit as a fact, and nowhere as a text", async () => {
    const { context, bob, password } = installation
    await changePassword(context, bob, { currentPassword: password, password: newPassword })
    const { items } = await listAuditEvents(context, bob, { limit: 50 })
    expect(items[0]).toMatchObject({ action: "account.change-password", after: { endedLoginSessions: 0 } })
    expect(JSON.stringify(items)).not.toContain(password)
    expect(JSON.stringify(items)).not.toContain(newPassword)
  })
})

describe("login sessions", () => {
  test("are listed with their browser, last used first, those that have ended left out", async () => {
    const { context, bob, tick } = installation
    tick(60_000)
    await signInAgain("Safari, iOS")
    expect(await listLoginSessions(context, bob)).toMatchObject([
      { device: "Safari, iOS", address: "192.0.2.1" },
      { id: bob.by.id },
    ])
    tick(12 * 60 * 60 * 1000 - 60_000)
    expect(await listLoginSessions(context, await (await signInAgain()).actor())).toHaveLength(2)
  })

  test("are ended one by one, by their own account alone", async () => {
    const { context, alice, bob } = installation
    const other = await signInAgain()
    const [newest] = await listLoginSessions(context, bob)
    const id = newest?.id ?? expect.fail()
    expect(await codeOf(endLoginSession(context, alice, id))).toBe("not_found")
    expect(await other.isSignedIn()).toBe(true)
    await endLoginSession(context, bob, id)
    expect(await other.isSignedIn()).toBe(false)
  })

  test("are all ended but the one that asks", async () => {
    const { context, bob } = installation
    const others = [await signInAgain(), await signInAgain()]
    expect(await endOtherLoginSessions(context, bob)).toBe(2)
    for (const other of others) expect(await other.isSignedIn()).toBe(false)
    expect(await listLoginSessions(context, bob)).toMatchObject([{ id: bob.by.id }])
  })
})
