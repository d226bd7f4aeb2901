import { readFileSync } from "node:fs"
import { routes } from "@latchkey/contract"
import type { Page } from "playwright-core"
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest"
import { newPublicLine } from "../kit/public-line.ts"
import { eventually, noBrowser, spoken, startConsole, type TestConsole, timeout } from "./kit.ts"

describe.skipIf(noBrowser)("the Activity page", { timeout }, () => {
  let app: TestConsole
  let keyId: string
  beforeAll(async () => {
    app = await startConsole()
    const { client } = app.alice
    const { results } = await client.call(routes.importKeys, {
      body: { keys: [{ text: newPublicLine("a"), name: "=laptop" }] },
    })
    const [result] = results
    if (result === undefined || !("key" in result)) throw new Error("the key was not imported")
    keyId = result.key.id
    await client.call(routes.updateKey, { params: { id: keyId }, body: { name: "notebook" } })
    await client.call(routes.showKey, { params: { id: crypto.randomUUID() } }).catch(() => undefined)
    await app.daemon.client
      .call(routes.signInForToken, {
        body: { identifier: "alice", password: "wrong", token: { name: "x", scopes: ["keys:read"] } },
      })
      .catch(() => undefined)
  })
  afterAll(() => app?.close())
  afterEach(() => expect(app.faults()).toEqual([]))

  const rows = (page: Page) => page.getByRole("row").filter({ has: page.getByRole("button") })
  const address = (page: Page) => page.evaluate(() => location.pathname + location.search)

  test("g y leads there, and every event is a sentence with who, where from and its result", async () => {
    const page = await app.open("/")
    await page.getByRole("heading", { level: 1 }).waitFor()
    await page.keyboard.press("g")
    await page.keyboard.press("y")
    await page.getByRole("heading", { level: 1, name: "Activity" }).waitFor()
    const changed = page.getByRole("row").filter({ hasText: "alice renamed =laptop to notebook" })
    await eventually(() => changed.getByRole("cell").nth(3).innerText(), "API\n127.0.0.1")
    await changed.getByText("Done").waitFor()
    const refused = page.getByRole("row").filter({ hasText: "A sign-in as alice was refused" })
    await refused.getByText("Not signed in").waitFor()
    await refused.getByText("Refused", { exact: true }).waitFor()
    await page.getByText("Kept for 365 days.").waitFor()
  })

  test("a row opens to before, after and the request's id, by keyboard too", async () => {
    const page = await app.open("/activity")
    const details = page.getByRole("button", { name: "Details: alice renamed =laptop to notebook" })
    await details.focus()
    await page.keyboard.press("Enter")
    const changes = page.getByRole("table", { name: "What changed" })
    await eventually(
      () => changes.getByRole("row").filter({ hasText: /^name/ }).getByRole("cell").allInnerTexts(),
      ["=laptop", "notebook"],
    )
    const { items } = await app.alice.client.call(routes.listAuditEvents, { query: { action: "key.update" } })
    await page.getByText(items[0]?.requestId ?? "?").waitFor()
    await page.getByRole("button", { name: "Close: alice renamed =laptop to notebook" }).click()
    await changes.waitFor({ state: "detached" })
  })

  test("filters are kept in the address, hold after a reload, and are taken away again", async () => {
    const page = await app.open("/activity")
    await page.getByLabel("Result").selectOption("refused")
    await page.getByText("A sign-in as alice was refused").waitFor()
    await page.getByText("alice renamed =laptop to notebook").waitFor({ state: "detached" })
    await page.getByLabel("Person").fill("alice")
    await eventually(() => address(page), "/activity?result=refused&person=alice")
    await eventually(() => rows(page).count(), 1)
    await page.reload()
    await eventually(() => rows(page).count(), 1)
    expect(await page.getByLabel("Person").inputValue()).toBe("alice")
    await page.getByLabel("Person").fill("nobody-else")
    await page.getByText("Nothing happened that matches.").waitFor()
    await page.getByRole("button", { name: "Clear filters" }).last().click()
    await eventually(() => address(page), "/activity")
    await page.getByText("alice renamed =laptop to notebook").waitFor()
    expect(await page.getByLabel("Person").inputValue()).toBe("")

    await page.getByLabel("SSH key").fill(keyId)
    await eventually(() => rows(page).count(), 2)
    await page.getByLabel("Action", { exact: true }).selectOption("key.update")
    await eventually(() => rows(page).count(), 1)
    await page.getByLabel("Until").fill("2020-01-31")
    await page.getByText("Nothing happened that matches.").waitFor()
    await page.goBack()
  })

  test("what happens meanwhile is counted on a button and moves no row until it is pressed", async () => {
    const page = await app.open("/activity")
    await page.getByText("alice renamed =laptop to notebook").waitFor()
    const before = await rows(page).allInnerTexts()
    await app.alice.client.call(routes.updateAccount, { body: { displayName: "Alice A." } })
    await app.alice.client.call(routes.updateAccount, { body: { displayName: "Alice B." } })
    const button = page.getByRole("button", { name: "2 new entries" })
    await button.waitFor({ timeout: 60_000 })
    expect(await rows(page).count()).toBe(before.length)
    await button.click()
    await eventually(() => rows(page).count(), before.length + 2)
    await button.waitFor({ state: "detached" })
    await eventually(() => spoken(page, "polite"), "The newest entries are shown.")
  })

  test("the CSV has what the filter leaves, and no cell that a spreadsheet would run", async () => {
    const page = await app.open(`/activity?key=${keyId}`)
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: "Export CSV" }).click(),
    ])
    expect(download.suggestedFilename()).toBe("activity.csv")
    const lines = readFileSync(await download.path(), "utf8")
      .trimEnd()
      .split("\r\n")
    expect(lines).toHaveLength(3)
    expect(lines[0]).toMatch(/^time,person,person id,/)
    expect(lines[1]).toContain(",key.update,done,ssh_key,'=laptop,")
    expect(lines[2]).toContain(",key.import,done,ssh_key,'=laptop,")
  })

  test("a list that cannot be loaded says so, and is there after another try", async () => {
    const page = await app.open("/keys")
    await page.route("**/api/v1/audit?*", (route) => route.fulfill({ status: 500, body: "" }))
    await page.getByRole("link", { name: "Activity" }).click()
    await page.getByText("This list could not be loaded.").waitFor()
    await page.unroute("**/api/v1/audit?*")
    await page.getByRole("button", { name: "Try again" }).click()
    await page.getByText("alice renamed =laptop to notebook").waitFor()
  })

  test("on a phone each event is a record, and the filters wait behind a button", async () => {
    const page = await app.open("/activity", { viewport: { width: 390, height: 800 } })
    await page.getByText("alice renamed =laptop to notebook").waitFor()
    expect(await page.getByLabel("Person").isVisible()).toBe(false)
    await page.getByRole("button", { name: "Filters" }).click()
    await page.getByLabel("Result").selectOption("refused")
    await page.getByText("alice renamed =laptop to notebook").waitFor({ state: "detached" })
    await page.getByText("A sign-in as alice was refused").waitFor()
  })
})
