import { execFileSync } from "node:child_process"
import { routes } from "@latchkey/contract"
import type { Locator, Page } from "playwright-core"
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest"
import { newPublicLine } from "../kit/public-line.ts"
import { requireTool } from "../kit/tools.ts"
import { eventually, noBrowser, spoken, startConsole, type TestConsole, timeout } from "./kit.ts"

const curl = requireTool("curl", "curl")

describe.skipIf(noBrowser || curl === undefined)("the API tokens page", { timeout }, () => {
  let app: TestConsole
  beforeAll(async () => {
    app = await startConsole()
  })
  afterAll(() => app?.close())
  afterEach(() => expect(app.faults()).toEqual([]))

  /** The status that the real curl gets with a token. */
  function statusFor(secret: string, path: string, ...more: string[]): number {
    const flags = ["-s", "-o", "/dev/null", "-w", "%{http_code}", "-H", `authorization: Bearer ${secret}`, ...more]
    return Number(execFileSync(curl ?? "curl", [...flags, `${app.daemon.url}/api/v1${path}`], { encoding: "utf8" }))
  }
  const row = (page: Page, name: string) => page.getByRole("row").filter({ hasText: name })
  const dialog = (page: Page) => page.getByRole("dialog")
  const button = (within: Page | Locator, name: string) => within.getByRole("button", { name, exact: true })

  /** Makes a token up to the moment where its secret is shown. */
  async function create(page: Page, name: string, ...scopes: string[]): Promise<string> {
    await button(page, "Create a token").click()
    await dialog(page).getByLabel("Name").fill(name)
    for (const scope of scopes) await dialog(page).getByLabel(scope, { exact: true }).check()
    await button(dialog(page), "Create token").click()
    await dialog(page).getByText("Copy your token now. It is not shown again.").waitFor()
    return dialog(page).locator("code[data-secret]").innerText()
  }

  test("nothing closes the dialog while the token is being made", async () => {
    const page = await app.open("/account/tokens")
    const asked = Promise.withResolvers<void>()
    const letGo = Promise.withResolvers<void>()
    await page.route("**/api/v1/tokens", async (route) => {
      if (route.request().method() !== "POST") return route.continue()
      asked.resolve()
      await letGo.promise
      return route.continue()
    })
    await button(page, "Create a token").click()
    await dialog(page).getByLabel("Name").fill("slow")
    await button(dialog(page), "Create token").click()
    await asked.promise
    await button(dialog(page), "Close").waitFor({ state: "detached" })
    expect(await button(dialog(page), "Cancel").isDisabled()).toBe(true)
    await page.keyboard.press("Escape")
    await page.mouse.click(5, 5)
    letGo.resolve()
    await dialog(page).getByText("Copy your token now. It is not shown again.").waitFor()
    await page.keyboard.press("Escape")
    await dialog(page).locator("code[data-secret]").waitFor()
  })

  test("a token is shown once, Done unlocks after a copy, and curl works with it until it is revoked", async () => {
    const page = await app.open("/account/tokens")
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"])
    const secret = await create(page, "terraform")
    const done = button(dialog(page), "Done")
    expect(await done.getAttribute("aria-disabled")).toBe("true")
    // Neither a click nor Escape loses the secret before it was copied.
    await done.click({ force: true })
    await page.keyboard.press("Escape")
    await dialog(page).getByText(secret).waitFor()

    await button(dialog(page), "Copy token").click()
    await eventually(() => spoken(page, "polite"), "Token copied")
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(secret)
    await eventually(() => done.getAttribute("aria-disabled"), null)
    await done.click()
    await dialog(page).waitFor({ state: "detached" })
    expect(await page.content()).not.toContain(secret)

    await row(page, "terraform").getByText("Never", { exact: true }).waitFor()
    // The scopes that were not ticked are not there.
    const key = JSON.stringify({ keys: [{ text: newPublicLine("from curl") }] })
    expect(statusFor(secret, "/keys")).toBe(200)
    expect(statusFor(secret, "/keys", "-H", "content-type: application/json", "-d", key)).toBe(403)
    await page.reload()
    await row(page, "terraform").getByText("from 127.0.0.1").waitFor()
    expect(await page.content()).not.toContain(secret)

    await button(page, "Actions for terraform").click()
    await page.getByRole("menuitem", { name: "Revoke" }).click()
    const question = page.getByRole("dialog", { name: "Revoke “terraform”?" })
    await question.getByText("Anything that uses it fails from now on.").waitFor()
    const keep = button(question, "Keep it")
    await eventually(() => keep.evaluate((element) => element === document.activeElement), true)
    await keep.click()
    expect(statusFor(secret, "/keys")).toBe(200)

    await button(page, "Actions for terraform").click()
    await page.getByRole("menuitem", { name: "Revoke" }).click()
    await button(question, "Revoke token").click()
    await row(page, "terraform").waitFor({ state: "detached" })
    await page.getByText("terraform is revoked.").first().waitFor()
    expect(statusFor(secret, "/keys")).toBe(401)
  })

  test("a token has the scopes that were ticked", async () => {
    const page = await app.open("/account/tokens")
    const secret = await create(page, "importer", "Manage keys")
    const key = JSON.stringify({ keys: [{ text: newPublicLine("from curl") }] })
    expect(statusFor(secret, "/keys", "-H", "content-type: application/json", "-d", key)).toBe(200)
    expect(statusFor(secret, "/tokens")).toBe(403)
  })

  test("where the browser has no clipboard the token is there to copy by hand", async () => {
    const page = await app.open("/account/tokens")
    // As it is over plain HTTP from another computer.
    await page.addInitScript(() => Object.defineProperty(navigator, "clipboard", { value: undefined }))
    await page.reload()
    const secret = await create(page, "by hand")
    await button(dialog(page), "Copy token").click()
    const field = page.getByRole("textbox", { name: "Press Ctrl C to copy" })
    await eventually(() => field.inputValue(), secret)
    await eventually(() => field.evaluate(() => window.getSelection()?.toString()), secret)
    const done = button(dialog(page), "Done")
    expect(await done.getAttribute("aria-disabled")).toBe("true")
    await page.keyboard.press("Control+C")
    await eventually(() => done.getAttribute("aria-disabled"), null)
  })

  test("a name that is taken is said at its field", async () => {
    await app.alice.client.call(routes.createToken, { body: { name: "twin", scopes: ["keys:read"] } })
    const page = await app.open("/account/tokens")
    await button(page, "Create a token").click()
    const name = dialog(page).getByLabel("Name")
    await name.fill("twin")
    await button(dialog(page), "Create token").click()
    await dialog(page).getByText('You have an API token named "twin" already.').waitFor()
    expect(await name.getAttribute("aria-invalid")).toBe("true")
  })

  test("the form says what is missing and goes there", async () => {
    const page = await app.open("/account/tokens")
    await button(page, "Create a token").click()
    await dialog(page).getByLabel("Read keys").uncheck()
    await button(dialog(page), "Create token").click()
    await dialog(page).getByText("Say what the token is for.").waitFor()
    await dialog(page).getByText("Tick at least one scope.").waitFor()
    const name = dialog(page).getByLabel("Name")
    await eventually(() => name.evaluate((field) => field === document.activeElement), true)
    expect(await name.getAttribute("aria-invalid")).toBe("true")
  })

  test("without tokens the page says what they are for", async () => {
    const { items } = await app.alice.client.call(routes.listTokens, { query: {} })
    const page = await app.open("/account/tokens")
    for (const { name } of items) {
      await button(page, `Actions for ${name}`).click()
      await page.getByRole("menuitem", { name: "Revoke" }).click()
      await button(page.getByRole("dialog"), "Revoke token").click()
      await row(page, name).waitFor({ state: "detached" })
    }
    await page.getByText("No tokens. Create one when a script needs access.").waitFor()
    await button(page, "Create a token").waitFor()
  })
})
