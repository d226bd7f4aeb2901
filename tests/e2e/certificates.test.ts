import { routes } from "@latchkey/contract"
import type { Locator } from "playwright-core"
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest"
import { addCertificate } from "../kit/certificate.ts"
import { newPublicLine } from "../kit/public-line.ts"
import { noBrowser, startConsole, type TestConsole, timeout } from "./kit.ts"

describe.skipIf(noBrowser)("certificates on the keys page", { timeout }, () => {
  let app: TestConsole
  beforeAll(async () => {
    app = await startConsole()
    const keys = [{ text: newPublicLine("x"), name: "laptop" }]
    await app.alice.client.call(routes.importKeys, { body: { keys } })
  })
  afterAll(() => app?.close())
  afterEach(() => expect(app.faults()).toEqual([]))

  test("there is nothing of them until there is one, which is deleted after a question", async () => {
    const page = await app.open("/keys")
    const card = page.getByRole("region", { name: "X.509 certificates" })
    await page.getByRole("link", { name: "laptop" }).waitFor()
    expect(await card.count()).toBe(0)

    // It appears by itself, as keys do.
    await addCertificate(app.daemon, "alice", "vpn")
    const row = card.getByRole("row").filter({ hasText: "vpn" })
    await row.getByText(/^SHA1:\s*([0-9a-f]{2}:){19}[0-9a-f]{2}$/).waitFor()
    await card.getByText("A certificate opens nothing here.").waitFor()
    await row.getByRole("button", { name: "Delete vpn" }).click()
    const question = page.getByRole("dialog", { name: "Delete “vpn”?" })
    await question.getByRole("button", { name: "Keep it" }).click()
    await question.waitFor({ state: "detached" })

    await row.getByRole("button", { name: "Delete vpn" }).click()
    await question.getByRole("button", { name: "Delete certificate" }).click()
    await page.getByText("vpn is deleted.").first().waitFor()
    await card.waitFor({ state: "detached" })
    expect(await app.alice.client.call(routes.listX509KeyPairs, {})).toEqual({ items: [] })
    // The key is there as before.
    await page.getByRole("link", { name: "laptop" }).waitFor()
  })

  test("what keeps one from being deleted is said in the question, and it can be tried again", async () => {
    await addCertificate(app.daemon, "alice", "old")
    const page = await app.open("/keys")
    await page.route("**/api/v1/keys/x509/*", (route) => route.fulfill({ status: 500, body: "" }))
    await page.getByRole("button", { name: "Delete old" }).click()
    const question = page.getByRole("dialog", { name: "Delete “old”?" })
    await question.getByRole("button", { name: "Delete certificate" }).click()
    await question.getByRole("alert").waitFor()
    await page.unroute("**/api/v1/keys/x509/*")
    await question.getByRole("button", { name: "Delete certificate" }).click()
    await question.waitFor({ state: "detached" })
  })

  test.each([390, 1280])("the longest name has room on a page of %i px, and in the question", async (width) => {
    const name = "n".repeat(255)
    await addCertificate(app.daemon, "alice", name)
    const page = await app.open("/keys", { viewport: { width, height: 800 }, reducedMotion: "reduce" })
    const cell = page.getByRole("cell", { name, exact: true })
    await cell.waitFor()
    const excess = (element: Locator) => element.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)
    expect(await excess(page.locator("html"))).toBe(0)
    expect(await excess(cell)).toBe(0)
    await page.getByRole("button", { name: `Delete ${name}` }).click()
    const question = page.getByRole("dialog")
    const heading = question.getByRole("heading", { name })
    await heading.waitFor()
    expect(await excess(heading)).toBe(0)
    await question.getByRole("button", { name: "Delete certificate" }).click()
    await cell.waitFor({ state: "detached" })
  })

  test("a list that cannot be loaded is said, and asked for again", async () => {
    await addCertificate(app.daemon, "alice", "vpn")
    const page = await app.open("/")
    await page.route("**/api/v1/keys/x509", (route) => route.fulfill({ status: 500, body: "" }))
    await page.goto(`${app.daemon.url}/keys`)
    const card = page.getByRole("region", { name: "X.509 certificates" })
    await card.getByText("This list could not be loaded.").waitFor()
    await page.unroute("**/api/v1/keys/x509")
    await card.getByRole("button", { name: "Try again" }).click()
    await card.getByText("vpn", { exact: true }).waitFor()
  })
})
