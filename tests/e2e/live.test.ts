import { routes } from "@latchkey/contract"
import type { Page } from "playwright-core"
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest"
import { addAccount } from "../kit/accounts.ts"
import { type Browser, openBrowser } from "../kit/daemon.ts"
import { newPublicLine } from "../kit/public-line.ts"
import { eventually, noBrowser, paste, spoken, startConsole, type TestConsole, timeout } from "./kit.ts"

describe.skipIf(noBrowser)("pages change by themselves", { timeout }, () => {
  let app: TestConsole
  beforeAll(async () => {
    app = await startConsole()
  })
  afterAll(() => app?.close())
  afterEach(() => expect(app.faults()).toEqual([]))

  const row = (page: Page, name: string) => page.getByRole("row", { name: new RegExp(name) })
  const bar = (page: Page) => page.getByText(/^You are offline\. What you see is from \d\d:\d\d:\d\d\.$/)
  const importKey = (name: string) =>
    app.alice.client.call(routes.importKeys, { body: { keys: [{ text: newPublicLine(name), name }] } })

  async function openLive(path: string): Promise<Page> {
    const page = await app.open(path)
    await page.getByRole("heading", { level: 1 }).waitFor()
    return page
  }

  test("of two browsers each sees at once what is done in the other", async () => {
    await importKey("already-there")
    const [one, two] = [await openLive("/keys"), await openLive("/keys")]
    await row(one, "already-there").waitFor()
    await row(two, "already-there").waitFor()

    await one.getByRole("link", { name: "Import keys" }).click()
    await one.getByRole("textbox", { name: "Public keys" }).waitFor()
    await paste(one, newPublicLine("from-one"))
    await one.getByRole("button", { name: "Import 1 key" }).click()
    await row(two, "from-one").waitFor()

    await one.getByRole("link", { name: "Go to Keys" }).click()
    await row(one, "from-one").waitFor()
    await two.getByRole("button", { name: "Actions for from-one" }).click()
    await two.getByRole("menuitem", { name: "Disable" }).click()
    await row(one, "from-one").getByText("Disabled").waitFor()
  })

  test("a program's change is seen in the browser", async () => {
    const page = await openLive("/account/tokens")
    await app.alice.client.call(routes.createToken, { body: { name: "made-elsewhere", scopes: ["keys:read"] } })
    await row(page, "made-elsewhere").waitFor()
  })

  test("signing out in one tab ends what the others show", async () => {
    const one = await app.open("/sign-in", { anonymous: true })
    await one.getByLabel("Handle or e-mail").fill("alice")
    await one.getByLabel("Password", { exact: true }).fill(app.alice.password)
    await one.getByRole("button", { name: "Sign in" }).click()
    const menu = one.getByRole("button", { name: "Account menu for alice" })
    await menu.waitFor()
    const two = await one.context().newPage()
    await two.goto(`${app.daemon.url}/keys`)
    await two.getByRole("heading", { name: "Keys", exact: true }).waitFor()
    await menu.click()
    await one.getByRole("menuitem", { name: "Sign out" }).click()
    await two.waitForURL(/\/sign-in/)
  })

  test("signing in as somebody else in one tab leaves nothing of the first account in the others", async () => {
    await importKey("of-alice")
    await addAccount(app.daemon, "bob")
    const [alice, bob] = [await openBrowser(app.daemon), await openBrowser(app.daemon)]
    await alice.signIn("alice")
    await bob.signIn("bob")
    const page = await app.open("/sign-in", { anonymous: true })
    const become = ({ cookies }: Browser) =>
      page.context().addCookies([...cookies].map(([name, value]) => ({ name, value, url: app.daemon.url })))
    await become(alice)
    await page.goto(`${app.daemon.url}/keys`)
    await row(page, "of-alice").waitFor()
    // What signing out and in again in another tab does.
    await become(bob)
    await alice.client.call(routes.signOut, {})
    await page.getByRole("button", { name: "Account menu for bob" }).waitFor()
    await page.getByText("No keys yet.").waitFor()
  })

  test("a key that is deleted elsewhere is not shown as if it were there", async () => {
    await importKey("short-lived")
    const { items } = await app.alice.client.call(routes.listKeys, { query: { search: "short-lived" } })
    const id = items[0]?.id ?? ""
    const page = await openLive(`/keys/${id}`)
    await page.getByRole("heading", { name: "short-lived" }).waitFor()
    await app.alice.client.call(routes.deleteKey, { params: { id } })
    await page.getByRole("heading", { name: "No such key" }).waitFor()
  })

  test("a change without a network fails at once, and does not happen later", async () => {
    await importKey("kept-open")
    const page = await openLive("/keys")
    await row(page, "kept-open").waitFor()
    // What draws the failure is loaded by itself, a little after the page.
    const parts = () => performance.getEntriesByType("resource").filter(({ name }) => /toast-stack/.test(name)).length
    await eventually(() => page.evaluate(parts), 2)
    await page.context().setOffline(true)
    await page.getByRole("button", { name: "Actions for kept-open" }).click()
    await page.getByRole("menuitem", { name: "Disable" }).click()
    await page.getByText("Latchkey does not answer. Check that it runs, then try again.").waitFor()
    await page.context().setOffline(false)
    await bar(page).waitFor({ state: "hidden" })
    await importKey("after-the-gap")
    await row(page, "after-the-gap").waitFor()
    const { items } = await app.alice.client.call(routes.listKeys, { query: { search: "kept-open" } })
    expect(items).toMatchObject([{ disabledAt: null }])
  })

  test("without a network a page says how old it is, and catches up when it is back", async () => {
    const page = await openLive("/keys")
    await page.context().setOffline(true)
    await bar(page).waitFor()
    await eventually(() => spoken(page, "assertive"), "Connection lost.")
    await importKey("missed")
    await page.context().setOffline(false)
    await bar(page).waitFor({ state: "hidden" })
    await row(page, "missed").waitFor()
  })

  test("a page says that its daemon is gone, and finds the next one", async () => {
    const page = await openLive("/keys")
    await row(page, "already-there").waitFor()
    await app.restart(() => bar(page).waitFor())
    await bar(page).waitFor({ state: "hidden" })
    await importKey("after-restart")
    await row(page, "after-restart").waitFor()
  })
})
