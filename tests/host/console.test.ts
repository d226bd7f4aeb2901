/** A real server is connected, opened and closed by somebody who looks at the console. */
import { routes } from "@latchkey/contract"
import type { Page } from "playwright-core"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { noBrowser, startConsole, type TestConsole } from "../e2e/kit.ts"
import { makeFleet } from "./kit/fleet.ts"
import { canBoot, logIn, makeKey } from "./kit/test-server.ts"

const patience = { timeout: 60_000, interval: 200 }

describe.skipIf(noBrowser || !canBoot())("the console beside a real server", { timeout: 240_000 }, () => {
  const fleet = makeFleet()
  let app: TestConsole
  beforeAll(async () => {
    app = await startConsole({
      env: { LATCHKEY_LISTEN: `${fleet.network.address}:0`, LATCHKEY_INSECURE_HTTP: "1" },
    })
  }, 120_000)
  afterAll(() => app?.close())

  const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true })
  const laptopRow = (page: Page) => page.getByRole("row").filter({ hasText: "laptop" })

  test("shows how it comes, that its key is in effect, who signed in, and that it is closed", async () => {
    const key = makeKey(fleet.folder, "laptop")
    const { client } = app.alice
    await client.call(routes.importKeys, { body: { keys: [{ text: key.line, name: "laptop" }] } })
    const { items } = await client.call(routes.listProjects, {})
    const server = await fleet.boot({ name: "web-01" })
    const page = await app.open(`/p/${items[0]?.id}/servers/connect`)
    page.setDefaultTimeout(patience.timeout)
    await page.getByLabel("Name", { exact: true }).fill("web-01")
    await page.getByLabel("Address (optional)").fill(server.address)
    await page.getByLabel("laptop", { exact: true }).check()
    await page.getByLabel("Signs in as").fill("deploy")
    await button(page, "Make the command").click()
    const command = await page.locator("code", { hasText: "| sudo sh" }).innerText()
    const printed = await server.read(command.replace("sudo ", ""))
    await page.getByText(/^A machine has run the command/).waitFor()
    const { items: servers } = await client.call(routes.listServers, { params: { id: items[0]?.id ?? "" } })
    for (const { fingerprint } of servers[0]?.hostKeys ?? []) {
      expect(printed).toContain(fingerprint)
      expect(await page.getByText(fingerprint.replace("SHA256:", "")).count()).toBe(1)
    }
    await button(page, "They are the same").click()
    await laptopRow(page).getByText("In effect since").waitFor()

    expect((await logIn(server, key.file)).stdout).toBe("in\n")
    await page.getByRole("tab", { name: "Sign-ins" }).click()
    await laptopRow(page).getByText("Signed in").first().waitFor()
    await page.getByRole("tab", { name: /^Keys/ }).click()
    await button(page, "Remove laptop as deploy").click()
    const removing = page.getByRole("dialog", { name: "Remove from web-01?" })
    await removing.getByLabel("Type web-01 to confirm").fill("web-01")
    await removing.getByRole("button", { name: "Remove access" }).click()
    await page.getByText("Latchkey puts no keys on this server yet.").waitFor()
    await expect.poll(async () => (await logIn(server, key.file)).status, patience).toBe(255)
    expect(app.faults()).toEqual([])
  })
})
