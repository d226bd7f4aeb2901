import { readFileSync } from "node:fs"
import { routes } from "@latchkey/contract"
import type { Page } from "playwright-core"
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest"
import { addManyKeys } from "../kit/many-keys.ts"
import { newPublicLine } from "../kit/public-line.ts"
import { refusalOf } from "../kit/refusals.ts"
import { eventually, noBrowser, spoken, startConsole, type TestConsole, timeout } from "./kit.ts"

const count = 10_000
const byName = "/keys?sort=name&order=ascending"

describe.skipIf(noBrowser)("the list of 10,000 keys", { timeout }, () => {
  let app: TestConsole
  beforeAll(async () => {
    app = await startConsole()
    await addManyKeys(app.daemon, "alice", count)
  })
  afterAll(() => app?.close())
  afterEach(() => expect(app.faults()).toEqual([]))

  const rows = (page: Page) => page.locator("tbody").getByRole("row")

  test("shows fifty at a time, from either end", async () => {
    const page = await app.open(byName)
    await page.getByText("1 to 50 of 10,000", { exact: true }).waitFor()
    await page.getByRole("link", { name: "key-00050", exact: true }).waitFor()
    expect(await rows(page).count()).toBe(50)
    await page.getByRole("link", { name: "Next" }).click()
    await page.getByText("51 to 100 of 10,000", { exact: true }).waitFor()
    await page.getByRole("link", { name: "key-00051", exact: true }).waitFor()
    await page.getByRole("columnheader", { name: "Name" }).getByRole("button").click()
    await page.getByRole("link", { name: "key-10000", exact: true }).waitFor()
    await page.getByText("1 to 50 of 10,000", { exact: true }).waitFor()
  })

  test("finds one among them", async () => {
    const page = await app.open(byName)
    await page.getByRole("searchbox", { name: "Search keys" }).fill("KEY-07777")
    await page.getByRole("link", { name: "key-07777", exact: true }).waitFor()
    await eventually(() => rows(page).count(), 1)
  })

  test("selects all that match, and does to all of them only what can be done at once", async () => {
    const page = await app.open(byName)
    await page.getByRole("checkbox", { name: "Select all 50 keys on this page" }).check()
    await page.getByRole("button", { name: "Select all 10,000 keys that match" }).click()
    await page.getByText("10,000 selected", { exact: true }).waitFor()
    await eventually(() => spoken(page, "polite"), "10,000 keys selected.")
    const tools = page.getByRole("toolbar", { name: "Selected keys" })
    for (const name of ["Disable", "Set expiry"]) {
      expect(await tools.getByRole("button", { name }).isDisabled()).toBe(true)
    }
    await tools.getByRole("button", { name: "Delete" }).click()
    await page.getByRole("textbox", { name: "Type delete 10,000 keys to confirm" }).waitFor()
    await page.keyboard.press("Escape")
    await tools.getByRole("button", { name: "Clear" }).click()
    await page.getByRole("toolbar", { name: "Selected keys" }).waitFor({ state: "detached" })
  })

  test("leaves as a whole file, in both formats", async () => {
    const page = await app.open(byName)
    const download = async (item: string) => {
      await page.getByRole("button", { name: "Export" }).click()
      const started = page.waitForEvent("download")
      await page.getByRole("menuitem", { name: item }).click()
      return readFileSync(await (await started).path(), "utf8")
        .trimEnd()
        .split("\n")
    }
    const lines = await download("authorized_keys (one file)")
    expect(new Set(lines.map((line) => line.split(" ")[1])).size).toBe(count)
    const [header, ...facts] = await download("CSV of names and fingerprints")
    expect(header).toMatch(/^name,/)
    expect(facts.map((line) => line.split(",")[0]).toSorted()).toEqual(
      Array.from({ length: count }, (_, at) => `key-${String(at + 1).padStart(5, "0")}`),
    )
  })

  test("is full by the quota, and says 10,000+ beyond it", async () => {
    const { client } = app.alice
    const oneMore = { keys: [{ text: newPublicLine("one-more@fleet") }] }
    const { results } = await client.call(routes.importKeys, { body: oneMore })
    expect(results).toMatchObject([{ outcome: "refused", error: { code: "quota_exceeded" } }])
    const { account } = await client.call(routes.showAccount, {})
    const body = { keyQuota: count + 1, revision: account.revision }
    await client.call(routes.manageAccount, { params: account, body })
    expect(await refusalOf(client.call(routes.manageAccount, { params: account, body }))).toMatchObject({
      code: "conflict",
    })
    await client.call(routes.importKeys, { body: oneMore })
    const page = await app.open(byName)
    await page.getByText("1 to 50 of 10,000+", { exact: true }).waitFor()
    await page.getByRole("checkbox", { name: "Select all 50 keys on this page" }).check()
    await page.getByRole("button", { name: "Select all 10,000+ keys that match" }).waitFor()
  })
})
