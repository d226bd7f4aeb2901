import { routes } from "@latchkey/contract"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { addAccount } from "../../../../tests/kit/accounts.ts"
import {
  clientWithToken,
  openBrowser,
  type RunningDaemon,
  type SignedUp,
  signUp,
  startDaemon,
  testPassword,
} from "../../../../tests/kit/daemon.ts"
import { newPublicLine } from "../../../../tests/kit/public-line.ts"
import { refusalOf } from "../../../../tests/kit/refusals.ts"

let daemon: RunningDaemon
let alice: SignedUp
beforeAll(async () => {
  daemon = await startDaemon()
  alice = await signUp(daemon)
})
afterAll(() => daemon.stop())

const secretOf = (url: string) => new URL(url).hash.slice(1)

describe("a link", () => {
  test("has its secret in the fragment of the public address, and leaves it in no log", async () => {
    const { url } = await alice.client.call(routes.inviteAccount, { body: { handle: "carol" } })
    expect(url).toMatch(new RegExp(`^${daemon.url}/join#[A-Za-z0-9_-]{43}$`))
    await daemon.client.call(routes.lookAtLink, { body: { secret: secretOf(url) } })
    await expect.poll(() => daemon.log(), { timeout: 20_000 }).toContain("/api/v1/links/look")
    expect(daemon.log()).not.toContain(secretOf(url))
  })

  test("makes an account that is signed in with its cookie from then on", async () => {
    const { url } = await alice.client.call(routes.inviteAccount, { body: { handle: "dora" } })
    const browser = await openBrowser(daemon)
    const { account } = await browser.client.call(routes.acceptInvitation, {
      body: { secret: secretOf(url), email: "dora@example.org", displayName: "Dora", password: testPassword },
    })
    expect(account).toMatchObject({ kind: "person", handle: "dora", theme: "system" })
    const listed = await alice.client.call(routes.listAccounts, { query: { search: "dora" } })
    expect(listed.items).toMatchObject([{ handle: "dora", keyCount: 0, lastSeenAt: expect.any(String) }])
    const { items } = await browser.client.call(routes.listProjects, {})
    expect(items).toMatchObject([{ kind: "personal", role: "owner", name: "dora" }])
  })

  test("for another password leads to its own page", async () => {
    await addAccount(daemon, "emil")
    const { items } = await alice.client.call(routes.listAccounts, { query: { search: "emil" } })
    const [emil] = items
    const { url } = await alice.client.call(routes.offerPasswordReset, { params: { id: emil?.id ?? "" } })
    expect(new URL(url).pathname).toBe("/reset-password")
    const password = "the next password"
    await daemon.client.call(routes.resetPassword, { body: { secret: secretOf(url), password } })
    const browser = await openBrowser(daemon)
    expect((await browser.signIn("emil", password)).account.handle).toBe("emil")
  })

  test("that is wrong is refused in the same words by whatever takes one", async () => {
    const body = { secret: "x".repeat(43) }
    const joining = { ...body, email: "x@example.org", displayName: "X", password: testPassword }
    const browser = await openBrowser(daemon)
    const answers = [
      await refusalOf(daemon.client.call(routes.lookAtLink, { body })),
      await refusalOf(browser.client.call(routes.acceptInvitation, { body: joining })),
      await refusalOf(daemon.client.call(routes.resetPassword, { body: { ...body, password: testPassword } })),
      await refusalOf(alice.client.call(routes.joinProject, { body })),
    ]
    const words = answers.map(({ code, message, hint }) => `${code}: ${message}; ${hint}`)
    expect(new Set(words).size).toBe(1)
    expect(words[0]).toMatch(/^forbidden: this link is not valid; it may have been used/)
  })
})

describe("login sessions", () => {
  test("say which browser they are and which of them asks", async () => {
    await addAccount(daemon, "frida")
    const agent = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"
    const browser = await openBrowser(daemon)
    const headers = { ...browser.headers(), "content-type": "application/json", "user-agent": agent }
    const body = JSON.stringify({ identifier: "frida", password: testPassword })
    await fetch(`${daemon.url}/api/v1/sign-in`, { method: "POST", headers, body })
    await browser.signIn("frida")
    const { items } = await browser.client.call(routes.listLoginSessions, {})
    expect(items.map(({ isCurrent }) => isCurrent)).toEqual([true, false])
    expect(items[1]).toMatchObject({ device: "Firefox, Linux", address: "127.0.0.1" })
  })
})

describe("a robot", () => {
  test("says by its token who it is", async () => {
    const project = await alice.client.call(routes.createProject, { body: { name: "atlas" } })
    const robot = await alice.client.call(routes.createRobot, {
      params: { id: project.id },
      body: { handle: "ci-runner", displayName: "CI runner" },
    })
    const { secret } = await alice.client.call(routes.createToken, {
      body: { name: "ci", scopes: ["keys:read", "keys:write"], account: robot.id },
    })
    const client = clientWithToken(daemon, secret)
    const { account } = await client.call(routes.showAccount, {})
    expect(account).toMatchObject({ kind: "robot", handle: "ci-runner", projectId: project.id })
    expect(account).not.toHaveProperty("email")
    await client.call(routes.importKeys, { body: { keys: [{ text: newPublicLine("deploy") }] } })
    const query = { account: robot.id }
    expect((await alice.client.call(routes.listKeys, { query })).items).toMatchObject([{ name: "deploy" }])
    expect(await alice.client.call(routes.exportKeys, { query })).toMatch(/^ssh-ed25519 /)
    expect((await alice.client.call(routes.listTokens, { query })).items).toMatchObject([{ name: "ci" }])
    const preview = await alice.client.call(routes.previewOffboarding, { params: { id: robot.id } })
    expect(preview).toMatchObject({ keys: { total: 1 }, tokens: [{ name: "ci" }], loginSessions: [] })
  })
})
