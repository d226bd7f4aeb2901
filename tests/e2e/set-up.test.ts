import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { testPassword } from "../kit/daemon.ts"
import { noBrowser, startConsole, type TestConsole, timeout } from "./kit.ts"
import { heading } from "./tour.ts"

describe.skipIf(noBrowser)("the set-up link", { timeout }, () => {
  let app: TestConsole
  beforeEach(async () => {
    app = await startConsole({ fresh: true })
  })
  afterEach(() => app?.close())

  test("opened in a tab that shows the set-up page already, makes the first account without its code being typed", async () => {
    const page = await app.open("/sign-in", { anonymous: true })
    await heading(page, "Welcome to Latchkey")
    await page.getByLabel("Set-up code").waitFor()
    await page.goto(`${app.daemon.url}/setup#${app.daemon.setupToken}`)
    await page.getByLabel("Set-up code").waitFor({ state: "detached" })
    await page.getByLabel("Handle", { exact: true }).fill("alice")
    await page.getByLabel("E-mail").fill("alice@example.org")
    await page.getByLabel("Name", { exact: true }).fill("Alice Archer")
    await page.getByLabel("Password", { exact: true }).fill(testPassword)
    await page.getByRole("button", { name: "Create the account" }).click()
    await heading(page, "Your account is ready")
    expect(page.url()).not.toContain(app.daemon.setupToken)
  })

  test("makes the first account in the language of the browser", async () => {
    const page = await app.open(`/setup#${app.daemon.setupToken}`, { anonymous: true, locale: "fr-BE" })
    await heading(page, "Bienvenue dans Latchkey")
    await page.locator("input[autocomplete=username]").fill("alice")
    await page.locator("input[type=email]").fill("alice@example.org")
    await page.locator("input[autocomplete=name]").fill("Alice Archer")
    await page.locator("input[type=password]").fill(testPassword)
    await page.locator("button[type=submit]").click()
    await heading(page, "Votre compte est prêt")
    const shown = await page.evaluate(async () => (await fetch("/api/v1/account")).json())
    expect(shown).toMatchObject({ account: { handle: "alice", language: "fr" } })
  })
})
