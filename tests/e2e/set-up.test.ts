import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { testPassword } from "../kit/daemon.ts"
import { noBrowser, startConsole, type TestConsole, timeout } from "./kit.ts"
import { heading } from "./tour.ts"

describe.skipIf(noBrowser)("the set-up link", { timeout }, () => {
  let app: TestConsole
  beforeAll(async () => {
    app = await startConsole({ fresh: true })
  })
  afterAll(() => app?.close())

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
})
