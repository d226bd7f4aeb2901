import {
  type Acceptance,
  acceptInvitation,
  disableAccount,
  enableAccount,
  inviteAccount,
  listAuditEvents,
  listLinks,
  listProjects,
  lookAtLink,
  manageAccount,
  offerPasswordReset,
  requireSignedIn,
  resetPassword,
  revokeLink,
  signedInBy,
  signIn,
} from "@latchkey/core"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { onEachDatabase } from "../../packages/daemon/test/db/databases.ts"
import { codeOf } from "../kit/codes.ts"
import { type Installation, openInstallation } from "../kit/installation.ts"

let installation: Installation
beforeEach(async () => {
  installation = await openInstallation()
})
afterEach(() => installation.close())

const day = 24 * 60 * 60 * 1000
const password = "a password of carol's"

const acceptance = (secret: string, given: Partial<Acceptance> = {}): Acceptance => ({
  secret,
  email: "carol@example.org",
  displayName: "Carol",
  password,
  ...given,
})

const refused = { code: "forbidden", message: "this link is not valid" }

/** Whatever is wrong with a link, this is all that is said of it. */
async function expectUseless(secret: string): Promise<void> {
  const { context } = installation
  const answers = await Promise.allSettled([
    lookAtLink(context, secret),
    acceptInvitation(context, acceptance(secret)),
    resetPassword(context, { secret, password }),
  ])
  for (const answer of answers) expect(answer).toMatchObject({ status: "rejected", reason: refused })
}

describe("an invitation", () => {
  test("says whom it is for, makes the account with its personal project, and signs in", async () => {
    const { context, alice } = installation
    const { link, secret } = await inviteAccount(context, alice, "carol")
    expect(await lookAtLink(context, secret)).toEqual({
      kind: "invitation",
      handle: "carol",
      from: "Alice",
      expiresAt: context.clock.now() + 7 * day,
    })
    expect(await listLinks(context, alice)).toMatchObject([{ link: { id: link.id }, handle: "carol" }])
    const opened = await acceptInvitation(context, acceptance(secret, { language: "fr" }))
    expect(opened.account).toMatchObject({
      handle: "carol",
      role: "member",
      language: "fr",
      email: "carol@example.org",
    })
    const projects = await listProjects(context, requireSignedIn(signedInBy(opened)))
    expect(projects).toMatchObject([{ project: { kind: "personal", name: "carol" }, membership: { role: "owner" } }])
    expect((await signIn(context, { identifier: "carol", password })).account.id).toBe(opened.account.id)
    expect(await listLinks(context, alice)).toEqual([])
    await expectUseless(secret)
  })

  test("keeps its handle from others until it is used, withdrawn or too old", async () => {
    const { context, alice, tick } = installation
    const { link } = await inviteAccount(context, alice, "carol")
    const again = inviteAccount(context, alice, "carol")
    await expect(again).rejects.toMatchObject({ code: "conflict", fields: [{ path: "handle" }] })
    await revokeLink(context, alice, link.id)
    const { secret } = await inviteAccount(context, alice, "carol")
    tick(7 * day)
    await expectUseless(secret)
    expect(await codeOf(inviteAccount(context, installation.alice, "carol"))).toBe("unauthenticated")
  })

  test("is for a free and well-formed handle alone", async () => {
    const { context, alice } = installation
    expect(await codeOf(inviteAccount(context, alice, "bob"))).toBe("conflict")
    expect(await codeOf(inviteAccount(context, alice, "Bob Two"))).toBe("invalid")
  })

  test("works on when the address is taken or a field is wrong", async () => {
    const { context, alice } = installation
    const { secret } = await inviteAccount(context, alice, "carol")
    const taken = acceptInvitation(context, acceptance(secret, { email: "BOB@example.org" }))
    await expect(taken).rejects.toMatchObject({ code: "conflict", fields: [{ path: "email" }] })
    expect(await codeOf(acceptInvitation(context, acceptance(secret, { password: "short" })))).toBe("invalid")
    expect((await acceptInvitation(context, acceptance(secret))).account.handle).toBe("carol")
  })

  test.each(["withdrawn", "made by somebody who was disabled", "made by somebody who is no administrator any more"])(
    "that was %s looks like one that never was",
    async (how) => {
      const { context, alice, bob } = installation
      await manageAccount(context, alice, bob.account.id, { role: "admin", revision: 1 })
      const { link, secret } = await inviteAccount(context, bob, "carol")
      if (how === "withdrawn") await revokeLink(context, alice, link.id)
      else if (how.includes("disabled")) await disableAccount(context, alice, bob.account.id)
      else await manageAccount(context, alice, bob.account.id, { role: "member", revision: 2 })
      await expectUseless(secret)
      await expectUseless("never made")
    },
  )

  test("never shows its secret in the audit", async () => {
    const { context, alice } = installation
    const { secret } = await inviteAccount(context, alice, "carol")
    await acceptInvitation(context, acceptance(secret))
    const { items } = await listAuditEvents(context, alice, { limit: 50 })
    expect(items.map(({ action }) => action)).toEqual(expect.arrayContaining(["account.invite", "account.join"]))
    expect(JSON.stringify(items)).not.toContain(secret)
    expect(JSON.stringify(items)).not.toContain(password)
  })
})

describe("a password reset", () => {
  test("sets the password and ends every login session", async () => {
    const { context, alice, bob } = installation
    const { secret } = await offerPasswordReset(context, alice, bob.account.id)
    expect(await lookAtLink(context, secret)).toMatchObject({ kind: "password_reset", handle: "bob" })
    await resetPassword(context, { secret, password })
    expect(await context.database.stores.loginSessions.listByAccount(bob.account.id)).toEqual([])
    expect(await codeOf(signIn(context, { identifier: "bob", password: installation.password }))).toBe(
      "unauthenticated",
    )
    expect((await signIn(context, { identifier: "bob", password })).account.handle).toBe("bob")
    await expectUseless(secret)
  })

  test("works for a day, and a newer one takes its place", async () => {
    const { context, alice, bob, tick } = installation
    const first = await offerPasswordReset(context, alice, bob.account.id)
    const second = await offerPasswordReset(context, alice, bob.account.id)
    await expectUseless(first.secret)
    tick(day)
    await expectUseless(second.secret)
  })

  test("stops with its account, and does not come back with it", async () => {
    const { context, alice, bob, disable } = installation
    const { secret } = await offerPasswordReset(context, alice, bob.account.id)
    // Also when nobody took the link back.
    await disable(bob.account)
    await expectUseless(secret)
    await disableAccount(context, alice, bob.account.id)
    await enableAccount(context, alice, bob.account.id)
    await expectUseless(secret)
    await disableAccount(context, alice, bob.account.id)
    expect(await codeOf(offerPasswordReset(context, alice, bob.account.id))).toBe("conflict")
  })

  test("is not for whoever has another kind of link", async () => {
    const { context, alice } = installation
    const { secret } = await inviteAccount(context, alice, "carol")
    await expect(resetPassword(context, { secret, password })).rejects.toMatchObject(refused)
    expect((await lookAtLink(context, secret)).kind).toBe("invitation")
  })
})

describe("two who use one link at once", () => {
  onEachDatabase((current) => {
    test("make one account of an invitation", async () => {
      const one = await openInstallation(current())
      const other = await one.otherDaemon()
      const { secret } = await inviteAccount(one.context, one.alice, "carol")
      const codes = await Promise.all(
        [one.context, other, one.context, other].map((context, at) =>
          codeOf(acceptInvitation(context, acceptance(secret, { email: `carol${at}@example.org` }))),
        ),
      )
      expect(codes.toSorted()).toEqual(["done", "forbidden", "forbidden", "forbidden"])
      expect((await one.context.database.stores.accounts.list({ search: "carol", limit: 9 })).total).toBe(1)
      await one.close()
    })

    test("set one password", async () => {
      const one = await openInstallation(current())
      const other = await one.otherDaemon()
      const { secret } = await offerPasswordReset(one.context, one.alice, one.bob.account.id)
      const passwords = ["the first password", "the second password"]
      const codes = await Promise.all(
        [one.context, other].map((context, at) =>
          codeOf(resetPassword(context, { secret, password: passwords[at] ?? "" })),
        ),
      )
      expect(codes.toSorted()).toEqual(["done", "forbidden"])
      const right = passwords[codes.indexOf("done")] ?? ""
      expect((await signIn(one.context, { identifier: "bob", password: right })).account.handle).toBe("bob")
      await one.close()
    })

    test("and two who reserve one handle at once get it once", async () => {
      const one = await openInstallation(current())
      const other = await one.otherDaemon()
      const codes = await Promise.all(
        [one.context, other].map((context) => codeOf(inviteAccount(context, one.alice, "carol"))),
      )
      expect(codes.toSorted()).toEqual(["conflict", "done"])
      await one.close()
    })
  })
})
