import { routes } from "@latchkey/contract"
import type { Page } from "playwright-core"
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest"
import { type HostClient, openHost } from "../kit/host-client.ts"
import { newPublicLine } from "../kit/public-line.ts"
import { eventually, noBrowser, startConsole, type TestConsole, timeout } from "./kit.ts"

const stranger = `SHA256:${"A".repeat(43)}`

describe.skipIf(noBrowser)("what a server reports", { timeout: 2 * timeout }, () => {
  let app: TestConsole
  let host: HostClient
  let project: string
  let server: { readonly id: string }
  let laptop: { readonly id: string; readonly fingerprint: string }
  beforeAll(async () => {
    app = await startConsole()
    const { client } = app.alice
    const { items } = await client.call(routes.listProjects, {})
    project = items[0]?.id ?? ""
    const keys = [{ text: newPublicLine("laptop"), name: "laptop" }]
    const { results } = await client.call(routes.importKeys, { body: { keys } })
    const [result] = results
    if (result?.outcome !== "imported") throw new Error("no key")
    laptop = result.key
    const accesses = [{ loginUser: "root", subject: { kind: "key", keyId: laptop.id } as const }]
    const made = await client.call(routes.createServer, {
      params: { id: project },
      body: { name: "web-01", address: "203.0.113.7", accesses },
    })
    server = made.server
    const script = await (await fetch(made.enrolment.url)).text()
    const [, signer = ""] = /LATCHKEY_SIGNER='(\S+ [^\s']+)/.exec(script) ?? []
    host = await openHost(() => app.daemon.url, signer)
    await host.enrol(made.enrolment.url.replace(/^.*\//, ""))
    const { hostKeys } = await client.call(routes.showServer, { params: server })
    const hostKeyFingerprints = hostKeys.map(({ fingerprint }) => fingerprint)
    await client.call(routes.confirmServer, { params: server, body: { hostKeyFingerprints } })
    await host.pollUntil(() => host.linesOf("root")?.length === 1)
  })
  afterAll(() => app?.close())
  afterEach(() => expect(app.faults()).toEqual([]))

  const epoch = () => Math.floor(Date.now() / 1000)
  const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true })
  const row = (page: Page, name: string) => page.getByRole("row").filter({ hasText: name })
  const show = (path = "", width = 1280) =>
    app.open(`/p/${project}/servers/${server.id}${path}`, { viewport: { width, height: 900 } })

  test("sign-ins and refusals appear as they happen, and an open one is ended", async () => {
    const page = await show()
    await row(page, "laptop").getByText("In effect since").waitFor()
    await row(page, "laptop").getByText("None reported").waitFor()
    await page.getByRole("tab", { name: "Sign-ins" }).click()
    await page.getByText("No sign-ins reported yet.").waitFor()
    expect(new URL(page.url()).searchParams.get("tab")).toBe("sign-ins")
    const id = `${epoch()}-7-1`
    const refused = `refused ${epoch()}-8-1 ${epoch()} 198.51.100.9 50023 ${stranger} root\n`
    const login = `login ${id} ${epoch()} 192.0.2.7 50022 ${laptop.fingerprint} root\n`
    expect(await host.report(`${refused}${login}now ${epoch()}\nopen-list\nopen ${id}\n`)).toBe(204)
    await row(page, "laptop").getByText("Open now").waitFor()
    await row(page, "198.51.100.9").getByText("Refused: Latchkey did not know the key").waitFor()
    await button(page, "Refused").click()
    await eventually(() => row(page, "laptop").count(), 0)
    await row(page, "198.51.100.9").waitFor()
    await button(page, "All").click()
    await button(page, "End the session of laptop as root").click()
    const ending = page.getByRole("dialog", { name: "End this session of laptop?" })
    await ending.getByRole("button", { name: "End session" }).click()
    await ending.waitFor({ state: "detached" })
    await row(page, "laptop").getByText("Ending").waitFor()
    expect(await host.report("open-list\n")).toBe(204)
    await row(page, "laptop").getByText("Signed in").waitFor()

    await page.reload()
    await row(page, "laptop").getByText("192.0.2.7").waitFor()
    await page.getByRole("tab", { name: /^Keys/ }).click()
    await row(page, "laptop").getByText("just now").waitFor()
    await page.getByRole("link", { name: "Servers" }).last().click()
    await row(page, "web-01").getByRole("cell", { name: "just now" }).first().waitFor()
  })

  test.each([1280, 390])("keys that were found are decided one by one, at %i px", async (width) => {
    const found = ["old", "spare", "mine"].map((name) => `found root ${newPublicLine(`${name}-${width}`)}\n`)
    expect(await host.reportFound(`found-list\n${found.join("")}`)).toBe(204)
    const page = await show("", width)
    await page.getByText(/^3 more keys were found in authorized_keys/).waitFor()
    await button(page, "Review them").click()
    const drawer = page.getByRole("dialog", { name: "Keys found on web-01" })
    const item = (name: string) => drawer.getByRole("listitem").filter({ hasText: `${name}-${width}` })
    await item("spare").getByRole("button", { name: "Keep as break-glass" }).click()
    await item("spare").getByText("Break-glass", { exact: true }).waitFor()
    await item("spare").getByRole("button", { name: "Leave it" }).click()
    await item("spare").getByText("Break-glass", { exact: true }).waitFor({ state: "detached" })
    await item("old").getByRole("button", { name: "Remove it" }).click()
    const removing = page.getByRole("dialog", { name: "Remove this key from web-01?" })
    await removing.getByRole("button", { name: "Remove key" }).click()
    await removing.waitFor({ state: "detached" })
    await item("old").getByText("To be removed").waitFor()
    await item("mine").getByRole("button", { name: "Import as yours" }).click()
    await eventually(async () => {
      const { items } = await app.alice.client.call(routes.listServerKeys, { params: server })
      return items.some(({ key }) => key.name === `mine-${width}`)
    }, true)
  })

  test("a wrong clock, a problem and a login user that is not managed are said", async () => {
    const page = await show()
    await row(page, "laptop").waitFor()
    expect(await host.report(`problem disk is full\nunmanaged root match-block\nnow ${epoch() + 600}\n`)).toBe(204)
    await page.getByText("disk is full").waitFor()
    await page.getByText("Its clock is 10 min fast.").waitFor()
    await row(page, "laptop").getByText("Not in effect: sshd there has rules of its own for this user").waitFor()
    expect(await host.report(`ok\nnow ${epoch()}\n`)).toBe(204)
    await page.getByText("disk is full").waitFor({ state: "detached" })
    await row(page, "laptop").getByText("In effect since").waitFor()
  })

  test("an access is marked as break-glass, and a new token is ordered", async () => {
    const page = await show()
    await button(page, "Actions for laptop as root").click()
    await page.getByRole("menuitem", { name: "Mark as break-glass" }).click()
    await row(page, "laptop").getByText("Break-glass", { exact: true }).waitFor()
    await button(page, "Actions for web-01").click()
    await page.getByRole("menuitem", { name: "Renew token" }).click()
    const renewing = page.getByRole("dialog", { name: "Renew the token of web-01?" })
    await renewing.getByRole("button", { name: "Renew token" }).click()
    await renewing.waitFor({ state: "detached" })
    await eventually(async () => {
      const { text } = await host.poll(1)
      return /^new-token /m.test(text)
    }, true)
  })
})
