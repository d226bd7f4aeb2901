import { routes } from "@latchkey/contract"
import type { Page } from "playwright-core"
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest"
import { addAccount } from "../kit/accounts.ts"
import { openBrowser } from "../kit/daemon.ts"
import { openHost } from "../kit/host-client.ts"
import { noBrowser, startConsole, type TestConsole, timeout } from "./kit.ts"

const path = "/admin/bundle-keys"

describe.skipIf(noBrowser)("the page of bundle keys", { timeout }, () => {
  let app: TestConsole
  beforeAll(async () => {
    app = await startConsole()
  })
  afterAll(() => app?.close())
  afterEach(() => expect(app.faults()).toEqual([]))

  const button = (page: Page, name: string | RegExp) => page.getByRole("button", { name, exact: true })
  const row = (page: Page, state: string) => page.getByRole("row").filter({ hasText: state })

  test("is found in the menu, announces a key, uses it and retires the one before", async () => {
    const page = await app.open("/")
    await page.getByRole("navigation").getByRole("link", { name: "Bundle keys" }).click()
    await page.getByRole("heading", { level: 1, name: "Bundle keys" }).waitFor()
    await row(page, "Current").getByText("0 of 0 servers").waitFor()
    expect(await button(page, /^(Use|Retire) /).count()).toBe(0)

    await button(page, "Announce a new key").click()
    const announcing = page.getByRole("dialog", { name: "Announce a new key?" })
    await announcing.getByText("host/bundle-key.next").waitFor()
    await button(page, "Announce the key").click()
    await announcing.waitFor({ state: "detached" })
    await row(page, "Announced").waitFor()
    expect(await button(page, "Announce a new key").count()).toBe(0)

    const { items } = await app.alice.client.call(routes.listBundleKeys, {})
    await row(page, "Announced").getByRole("button", { name: /^Use / }).click()
    await button(page, "Use the key").click()
    await page.getByRole("dialog").waitFor({ state: "detached" })
    const now = (await app.alice.client.call(routes.listBundleKeys, {})).items
    expect(now.map(({ state }) => state)).toEqual(["announced", "current"])
    expect(now.map(({ fingerprint }) => fingerprint)).toEqual(items.map(({ fingerprint }) => fingerprint))

    await row(page, "Announced")
      .getByRole("button", { name: /^Retire / })
      .click()
    await page
      .getByRole("dialog")
      .getByText(/^Make a new backup afterwards/)
      .waitFor()
    await button(page, "Retire the key").click()
    await row(page, "Retired").waitFor()
    await button(page, "Announce a new key").waitFor()
  })

  test("lets a key be used that servers do not trust only when its fingerprint is typed", async () => {
    const { client } = app.alice
    const [project] = (await client.call(routes.listProjects, {})).items
    const made = await client.call(routes.createServer, { params: { id: project?.id ?? "" }, body: { name: "web-01" } })
    const [trusted] = (await client.call(routes.listBundleKeys, {})).items
    const host = await openHost(() => app.daemon.url, trusted?.publicKey ?? "")
    await host.enrol(made.enrolment.url.replace(/^.*\//, ""))
    const { hostKeys } = await client.call(routes.showServer, { params: made.server })
    const hostKeyFingerprints = hostKeys.map(({ fingerprint }) => fingerprint)
    await client.call(routes.confirmServer, { params: made.server, body: { hostKeyFingerprints } })
    const { fingerprint } = await client.call(routes.announceBundleKey, {})

    const page = await app.open(path)
    await row(page, "Announced").getByText("1 has not asked yet").waitFor()
    await row(page, "Announced").getByRole("button", { name: /^Use / }).click()
    const using = page.getByRole("dialog")
    await using.getByText(/^1 server that was heard in the last day does not trust this key yet/).waitFor()
    await using.getByRole("textbox").fill(fingerprint.replace("SHA256:", "").slice(0, 7))
    await button(page, "Use the key").click()
    await using.waitFor({ state: "detached" })
    const { items } = await client.call(routes.listBundleKeys, {})
    expect(items.find(({ state }) => state === "current")?.fingerprint).toBe(fingerprint)
  })

  test("says what it could not load, and is for administrators alone", async () => {
    const page = await app.open("/")
    const list = "**/api/v1/bundle-keys"
    await page.route(list, (route) => route.fulfill({ status: 500, body: "" }))
    await page.goto(`${app.daemon.url}${path}`)
    const failure = page.getByRole("alert").filter({ hasText: "The bundle keys could not be loaded." })
    await failure.waitFor()
    await page.unroute(list)
    await failure.getByRole("button", { name: "Try again" }).click()
    await row(page, "Current").waitFor()

    await addAccount(app.daemon, "bob")
    const { cookies, signIn } = await openBrowser(app.daemon)
    await signIn("bob")
    const his = await app.open("/sign-in", { anonymous: true })
    await his.context().addCookies([...cookies].map(([name, value]) => ({ name, value, url: app.daemon.url })))
    await his.goto(`${app.daemon.url}${path}`)
    await his.getByText("Only administrators see this page.").waitFor()
  })
})
