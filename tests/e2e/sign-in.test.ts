import { routes } from "@latchkey/contract"
import type { Page } from "playwright-core"
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest"
import { addAccount } from "../kit/accounts.ts"
import { testPassword } from "../kit/daemon.ts"
import { eventually, noBrowser, spoken, startConsole, type TestConsole, timeout } from "./kit.ts"

describe.skipIf(noBrowser)("the way in", { timeout }, () => {
  let app: TestConsole
  beforeAll(async () => {
    app = await startConsole({ fresh: true })
  })
  afterAll(() => app?.close())
  afterEach(() => expect(app.faults()).toEqual([]))

  const link = () => `/setup#${app.daemon.setupToken}`

  async function signIn(page: Page, identifier: string, password: string): Promise<void> {
    await page.getByLabel("Handle or e-mail").fill(identifier)
    await page.getByLabel("Password", { exact: true }).fill(password)
    await page.getByRole("button", { name: "Sign in" }).click()
  }
  const heading = (page: Page, name: string) => page.getByRole("heading", { level: 1, name, exact: true })

  test("every address leads a newcomer to the set-up page", async () => {
    const page = await app.open("/keys", { anonymous: true })
    await heading(page, "Welcome to Latchkey").waitFor()
    expect(new URL(page.url()).pathname).toBe("/setup")
    // Nobody gave this browser the token.
    await page.getByLabel("Set-up code").waitFor()
  })

  test("the set-up form names each wrong field and goes to the first", async () => {
    const page = await app.open(link(), { anonymous: true })
    await page.getByLabel("Handle", { exact: true }).fill("Not A Handle")
    await page.getByRole("button", { name: "Create the account" }).click()
    const handle = page.getByLabel("Handle", { exact: true })
    await eventually(() => handle.evaluate((field) => field === document.activeElement), true)
    const described = (await handle.getAttribute("aria-describedby")) ?? ""
    const errors = described.split(/ +/).map((id) => page.locator(`[id="${id}"]`).innerText())
    expect(await Promise.all(errors)).toContainEqual(expect.stringContaining("Use 1 to 39 lower-case letters"))
    await page.getByText("This is not an e-mail address.").waitFor()
    await page.getByText("Say what you are called.").waitFor()
  })

  test("the set-up link makes the first account, and its token leaves the address at once", async () => {
    const page = await app.open(link(), { anonymous: true })
    await heading(page, "Welcome to Latchkey").waitFor()
    await eventually(() => page.url(), `${app.daemon.url}/setup`)
    const posted: string[] = []
    page.on("request", (request) => posted.push(request.url()))
    await page.getByLabel("Handle", { exact: true }).fill("alice")
    await page.getByLabel("E-mail").fill("alice@example.org")
    await page.getByLabel("Name", { exact: true }).fill("Alice Archer")
    await page.getByLabel("Password", { exact: true }).fill(testPassword)
    await page.getByRole("button", { name: "Create the account" }).click()
    await page.getByRole("link", { name: "Go to Latchkey" }).click()
    await page.getByRole("link", { name: /^Keys/ }).click()
    await heading(page, "Keys").waitFor()
    await page.getByText("No keys yet.").waitFor()
    expect(posted.filter((url) => url.includes(app.daemon.setupToken))).toEqual([])
  })

  test("the set-up link is void once an account exists", async () => {
    const page = await app.open(link(), { anonymous: true })
    await heading(page, "This Latchkey is already set up.").waitFor()
    await page.getByRole("link", { name: "Sign in" }).click()
    await heading(page, "Sign in").waitFor()
  })

  test("a wrong password is refused in the same words as an unknown handle", async () => {
    const page = await app.open("/sign-in", { anonymous: true })
    for (const handle of ["alice", "mallory"]) {
      await signIn(page, handle, "not the password")
      const alert = page.getByRole("alert").filter({ hasText: "Handle, e-mail or password is wrong." })
      await alert.waitFor()
      await eventually(() => spoken(page, "assertive"), "Handle, e-mail or password is wrong.")
      // What was typed stays, to be mended.
      expect(await page.getByLabel("Handle or e-mail").inputValue()).toBe(handle)
    }
  })

  test("a deep link returns after signing in, by handle or by e-mail", async () => {
    for (const identifier of ["alice", "alice@example.org"]) {
      const page = await app.open("/keys?q=laptop&sort=name", { anonymous: true })
      await heading(page, "Sign in").waitFor()
      await signIn(page, identifier, testPassword)
      await heading(page, "Keys").waitFor()
      expect(page.url()).toBe(`${app.daemon.url}/keys?q=laptop&sort=name`)
    }
  })

  test("a link that would lead to another site leads to Overview", async () => {
    for (const from of ["https://example.org/", "//example.org", "/\\example.org"]) {
      const page = await app.open(`/sign-in?from=${encodeURIComponent(from)}`, { anonymous: true })
      await signIn(page, "alice", testPassword)
      await page.getByRole("button", { name: "Account menu for alice" }).waitFor()
      expect(page.url()).toBe(`${app.daemon.url}/`)
    }
  })

  test("signing out ends the login session, not only the page", async () => {
    const page = await app.open("/sign-in", { anonymous: true })
    await signIn(page, "alice", testPassword)
    await page.getByRole("button", { name: "Account menu for alice" }).click()
    const cookies = await page.context().cookies()
    await page.getByRole("menuitem", { name: "Sign out" }).click()
    await heading(page, "Sign in").waitFor()
    // Somebody who kept a copy of the cookie is out too.
    await page.context().addCookies(cookies)
    await page.goto(`${app.daemon.url}/keys`)
    await heading(page, "Sign in").waitFor()
    await page.goBack()
    await heading(page, "Sign in").waitFor()
  })

  test("a login session that ends elsewhere leads to the sign-in page, and back", async () => {
    const { client } = await addAccount(app.daemon, "carol")
    const page = await app.open("/sign-in?from=%2Fkeys", { anonymous: true })
    await signIn(page, "carol", testPassword)
    await heading(page, "Keys").waitFor()
    await client.call(routes.endOtherLoginSessions, {})
    await page.getByText("You were signed out. You will return to where you were.").waitFor()
    await signIn(page, "carol", testPassword)
    await page.getByRole("button", { name: "Account menu for carol" }).waitFor()
    expect(new URL(page.url()).pathname).toBe("/keys")
  })

  test("the first try signs in also after the browser has dropped its cookies", async () => {
    const page = await app.open("/sign-in", { anonymous: true })
    await signIn(page, "alice", "not the password")
    await page.getByRole("alert").filter({ hasText: "Handle, e-mail or password is wrong." }).waitFor()
    await page.context().clearCookies()
    await signIn(page, "alice", testPassword)
    await page.getByRole("button", { name: "Account menu for alice" }).waitFor()
  })

  test("what is forbidden for another reason is asked for once", async () => {
    const page = await app.open("/sign-in", { anonymous: true })
    let asked = 0
    await page.route("**/api/v1/sign-in", (route) => {
      asked += 1
      const problem = { type: "about:blank", title: "Forbidden", status: 403, detail: "not you", requestId: "r1" }
      return route.fulfill({
        status: 403,
        contentType: "application/problem+json",
        json: { ...problem, code: "forbidden" },
      })
    })
    await signIn(page, "alice", testPassword)
    await page.getByRole("alert").filter({ hasText: "Not you." }).waitFor()
    expect(asked).toBe(1)
  })

  test("after five wrong passwords the page says how long to wait, counts down, and lets the owner in again", async () => {
    const page = await app.open("/sign-in", { anonymous: true })
    const button = page.getByRole("button", { name: "Sign in" })
    const wait = page.getByText(/^Too many tries\. Wait \d+ seconds?\.$/)
    async function tryWrongly(): Promise<number> {
      const answer = page.waitForResponse((response) => response.url().endsWith("/api/v1/sign-in"))
      await signIn(page, "alice", "not the password")
      return (await answer).status()
    }
    const statuses: number[] = []
    while (!statuses.includes(429) && statuses.length < 20) statuses.push(await tryWrongly())
    // Each try that is looked at doubles the wait, so a quick hand is stopped soon after the free ones.
    expect(statuses.slice(0, 5)).toEqual([401, 401, 401, 401, 401])
    expect(statuses.at(-1)).toBe(429)
    await wait.waitFor()
    expect(await button.getAttribute("aria-disabled")).toBe("true")
    await wait.waitFor({ state: "detached", timeout: 30_000 })
    expect(await button.getAttribute("aria-disabled")).toBe(null)
    await signIn(page, "alice", testPassword)
    await page.getByRole("button", { name: "Account menu for alice" }).waitFor()
  }, 90_000)
})
