import { routes } from "@latchkey/contract"
import { day } from "@latchkey/core"
import type { Page } from "playwright-core"
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest"
import { newPublicLine } from "../kit/public-line.ts"
import { eventually, noBrowser, spoken, startConsole, type TestConsole, timeout } from "./kit.ts"

describe.skipIf(noBrowser)("a key in the list", { timeout }, () => {
  let app: TestConsole
  beforeAll(async () => {
    app = await startConsole()
  })
  afterAll(() => app?.close())
  afterEach(() => expect(app.faults()).toEqual([]))

  const add = async (...names: string[]) => {
    const keys = names.map((name) => ({ text: newPublicLine(`${name}@test`), name }))
    const { results } = await app.alice.client.call(routes.importKeys, { body: { keys } })
    return results.flatMap((result) => (result.outcome === "imported" ? [result.key] : []))
  }
  const stored = async (search: string) =>
    (await app.alice.client.call(routes.listKeys, { query: { search, sort: "name", order: "ascending" } })).items

  async function choose(page: Page, name: string, action: string): Promise<void> {
    await page.getByRole("button", { name: `Actions for ${name}` }).click()
    await page.getByRole("menuitem", { name: action, exact: true }).click()
  }
  const undo = (page: Page) => page.getByRole("button", { name: "Undo", exact: true }).click()
  const row = (page: Page, name: string) => page.getByRole("row", { name: new RegExp(name) })

  test("is renamed, unless the name is taken, and gets its old name back by Undo", async () => {
    await add("taken", "before")
    const page = await app.open("/keys")
    await choose(page, "before", "Rename")
    const dialog = page.getByRole("dialog", { name: /^Rename .before.$/ })
    const field = dialog.getByRole("textbox", { name: "Name" })
    await eventually(() => field.evaluate((input) => input === document.activeElement), true)
    await field.fill("taken")
    await dialog.getByRole("button", { name: "Rename" }).click()
    await dialog.getByText("You already have a key named “taken”.").waitFor()
    await field.fill("after")
    await field.press("Enter")
    await dialog.waitFor({ state: "hidden" })
    await row(page, "after").waitFor()
    await eventually(() => spoken(page, "polite"), "Renamed “before” to “after”.")
    await undo(page)
    await row(page, "before").waitFor()
    expect(await stored("after")).toEqual([])
  })

  test("gets an expiry by a choice of days, and loses it by Undo", async () => {
    await add("passing")
    const page = await app.open("/keys")
    await choose(page, "passing", "Set expiry")
    const dialog = page.getByRole("dialog", { name: /^When does .passing. expire\?$/ })
    await dialog.getByRole("button", { name: "30 days" }).click()
    const date = await dialog.getByLabel("Expires on").inputValue()
    await dialog.getByText(/^On .* at 00:00 UTC it stops opening anything\./).waitFor()
    await dialog.getByRole("button", { name: "Set expiry" }).click()
    await row(page, "passing").getByText("Expires in 30 days").waitFor()
    const [set] = await stored("passing")
    expect(set?.expiresAt).toBe(`${date}T00:00:00.000Z`)
    expect(Date.parse(date) - Date.now()).toBeGreaterThan(29 * day)
    await undo(page)
    await row(page, "passing").getByText("No expiry").waitFor()
    expect((await stored("passing"))[0]?.expiresAt).toBe(null)
  })

  test("takes no expiry before tomorrow", async () => {
    await add("past")
    const page = await app.open("/keys")
    await choose(page, "past", "Set expiry")
    const dialog = page.getByRole("dialog", { name: /^When does .past. expire\?$/ })
    await dialog.getByLabel("Expires on").fill("2020-01-01")
    await dialog.getByText("Choose a day after today.").waitFor()
    expect(await dialog.getByRole("button", { name: "Set expiry" }).getAttribute("aria-disabled")).toBe("true")
    await page.keyboard.press("Escape")
    await dialog.waitFor({ state: "hidden" })
    // The menu's button has the focus again.
    const opener = page.getByRole("button", { name: "Actions for past" })
    await eventually(() => opener.evaluate((button) => button === document.activeElement), true)
  })

  test("is disabled without a question, and enabled again by Undo", async () => {
    await add("resting")
    const page = await app.open("/keys")
    await choose(page, "resting", "Disable")
    await row(page, "resting").getByText("Disabled", { exact: true }).waitFor()
    await eventually(() => spoken(page, "polite"), "“resting” is disabled. It opens nothing.")
    expect((await stored("resting"))[0]?.status).toBe("disabled")
    const said = (text: string) => page.getByRole("alert").filter({ hasText: text })
    await said("is disabled").waitFor()
    await choose(page, "resting", "Enable")
    await said("is enabled again").waitFor()
    await said("is disabled").waitFor({ state: "detached" })
    await choose(page, "resting", "Disable")
    await said("is disabled").waitFor()
    await said("is enabled again").waitFor({ state: "detached" })
    await undo(page)
    await row(page, "resting").getByText("Active", { exact: true }).waitFor()
  })

  test("is deleted only when its name was typed", async () => {
    await add("my laptop")
    const page = await app.open("/keys")
    await choose(page, "my laptop", "Delete")
    const dialog = page.getByRole("dialog", { name: "Delete “my laptop”?" })
    await dialog.getByText("This key stops working at once. Sessions that are already open stay open.").waitFor()
    // Without a gateway. Nothing has happened that a screen reader should be interrupted for.
    await dialog.getByRole("note").filter({ hasText: "It opens nothing now." }).waitFor()
    expect(await dialog.getByRole("alert").count()).toBe(0)
    const field = dialog.getByRole("textbox", { name: "Type my laptop to confirm" })
    await eventually(() => field.evaluate((input) => input === document.activeElement), true)
    const confirm = dialog.getByRole("button", { name: "Delete key" })
    await field.fill("My laptop")
    await field.press("Enter")
    expect(await confirm.getAttribute("aria-disabled")).toBe("true")
    await dialog.getByRole("button", { name: "Keep the key" }).click()
    await dialog.waitFor({ state: "hidden" })
    expect(await stored("my laptop")).toHaveLength(1)

    await choose(page, "my laptop", "Delete")
    await field.fill("my laptop")
    await confirm.click()
    await dialog.waitFor({ state: "hidden" })
    await row(page, "my laptop").waitFor({ state: "detached" })
    await eventually(() => spoken(page, "polite"), "my laptop no longer opens anything.")
    // The row that had the focus is gone.
    await eventually(() => page.evaluate(() => document.activeElement?.textContent), "Keys")
    expect(await stored("my laptop")).toEqual([])
  })

  test("is not deleted under another's hands: what is gone already is said", async () => {
    const [gone] = await add("gone already")
    const page = await app.open("/keys")
    await choose(page, "gone already", "Delete")
    await app.alice.client.call(routes.deleteKey, { params: { id: gone?.id ?? "" } })
    const dialog = page.getByRole("dialog", { name: "Delete “gone already”?" })
    await dialog.getByRole("textbox").fill("gone already")
    await dialog.getByRole("button", { name: "Delete key" }).click()
    await dialog.getByText("There is no such SSH key.").waitFor()
  })

  test("changes with others that are ticked, and back", async () => {
    await add("team-1", "team-2", "team-3")
    const page = await app.open("/keys?q=team-")
    await page.getByRole("checkbox", { name: "Select team-1" }).check()
    await page.getByRole("checkbox", { name: "Select team-3" }).check()
    await eventually(() => spoken(page, "polite"), "2 keys selected.")
    const tools = page.getByRole("toolbar", { name: "Selected keys" })
    await tools.getByRole("button", { name: "Disable" }).click()
    for (const name of ["team-1", "team-3"]) await row(page, name).getByText("Disabled", { exact: true }).waitFor()
    await row(page, "team-2").getByText("Active", { exact: true }).waitFor()
    await undo(page)
    await row(page, "team-1").getByText("Active", { exact: true }).waitFor()
    await row(page, "team-3").getByText("Active", { exact: true }).waitFor()

    await tools.getByRole("button", { name: "Set expiry" }).click()
    const dialog = page.getByRole("dialog", { name: "When do these keys expire?" })
    await dialog.getByRole("button", { name: "90 days" }).click()
    await dialog.getByRole("button", { name: "Set expiry" }).click()
    await eventually(() => spoken(page, "polite"), "The expiry of 2 keys is set.")
    expect((await stored("team-")).map(({ expiresAt }) => expiresAt !== null)).toEqual([true, false, true])
    await tools.getByRole("button", { name: "Clear" }).click()
    await tools.waitFor({ state: "detached" })
  })

  test("is exported with the others, as authorized_keys and as CSV", async () => {
    const [key] = await add("exported")
    const page = await app.open("/keys")
    const contentOf = async (item: string) => {
      await page.getByRole("button", { name: "Export", exact: true }).click()
      const [download] = await Promise.all([
        page.waitForEvent("download"),
        page.getByRole("menuitem", { name: item }).click(),
      ])
      const chunks: Buffer[] = []
      for await (const chunk of await download.createReadStream()) chunks.push(Buffer.from(chunk))
      return { name: download.suggestedFilename(), text: Buffer.concat(chunks).toString() }
    }
    const lines = await contentOf("authorized_keys (one file)")
    expect(lines.name).toBe("authorized_keys")
    expect(lines.text).toContain(key?.publicKey.split(" ")[1])
    const csv = await contentOf("CSV of names and fingerprints")
    expect(csv).toEqual({ name: "alice-keys.csv", text: expect.stringContaining(key?.fingerprint ?? "?") })
  })

  test("is published at the account's address only while its owner wants that", async () => {
    const [key] = await add("published")
    const address = `${app.daemon.url}/alice.keys`
    expect((await fetch(address)).status).toBe(404)
    const page = await app.open("/keys")
    await page.getByRole("button", { name: "Export", exact: true }).click()
    const item = page.getByRole("menuitemcheckbox", { name: /^Publish at \/alice\.keys/ })
    await item.click()
    await eventually(() => item.getAttribute("aria-checked"), "true")
    const text = await (await fetch(address)).text()
    expect(text).toContain(key?.publicKey.split(" ")[1])
    expect(text).not.toContain("published")
    await item.click()
    await eventually(() => item.getAttribute("aria-checked"), "false")
    expect((await fetch(address)).status).toBe(404)
  })
})
