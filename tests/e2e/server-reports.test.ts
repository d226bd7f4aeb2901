import { routes } from "@latchkey/contract"
import type { Page } from "playwright-core"
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest"
import { addAccount } from "../kit/accounts.ts"
import { openBrowser } from "../kit/daemon.ts"
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
    project = (await client.call(routes.createProject, { body: { name: "atlas" } })).id
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
  /** What a test has let in beside `root`; the tests after it count on one row of laptop. */
  const removeAccessesOf = async (loginUser: string) => {
    const { items } = await app.alice.client.call(routes.listAccesses, { params: { id: server.id } })
    for (const access of items.filter((item) => item.loginUser === loginUser)) {
      const params = { id: server.id, accessId: access.id }
      await app.alice.client.call(routes.removeAccess, { params })
    }
  }
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
    await button(page, "End the session of laptop as root from 192.0.2.7").click()
    const ending = page.getByRole("dialog", { name: "End this session of laptop?" })
    await ending.getByText(/The key itself still opens the server, unless you remove it\.$/).waitFor()
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

  test("a key that came with all of somebody's says so, and the tab counts its rows", async ({ onTestFinished }) => {
    const { owner } = await app.alice.client.call(routes.showKey, { params: laptop })
    const subject = { kind: "account", accountId: owner.id } as const
    onTestFinished(async () => {
      await removeAccessesOf("deploy")
      await host.pollUntil(() => (host.linesOf("deploy") ?? []).length === 0)
    })
    await app.alice.client.call(routes.addAccess, { params: server, body: { loginUser: "deploy", subject } })
    const page = await show()
    await row(page, "deploy").getByText("All keys of alice").waitFor()
    expect(await page.getByText("All keys of alice").count()).toBe(1)
    await page.getByRole("tab", { name: "Keys 2", exact: true }).waitFor()
  })

  test("an open sign-in with a key that Latchkey does not know is said to be open, and each can be told apart", async () => {
    const at = epoch()
    const ids = [1, 2].map((n) => `${at}-6-${n}`)
    const logins = ids.map((id, n) => `login ${id} ${at} 192.0.2.${60 + n} 5006${n} ${stranger} admin\n`)
    const open = ids.map((id) => `open ${id}\n`)
    expect(await host.report(`${logins.join("")}now ${at}\nopen-list\n${open.join("")}`)).toBe(204)
    const page = await show("?tab=sign-ins")
    for (const address of ["192.0.2.60", "192.0.2.61"]) {
      await row(page, address).getByText("Let in, although Latchkey did not know the key").waitFor()
      await row(page, address).getByText("Open now").waitFor()
      await button(page, `End the session of AAAAAAA…AAAA as admin from ${address}`).waitFor()
    }
    await button(page, "End the session of AAAAAAA…AAAA as admin from 192.0.2.60").click()
    const ending = page.getByRole("dialog", { name: "End this session of an unknown key (AAAAAAA…AAAA)?" })
    await ending.getByText(/Nothing in Latchkey opens the server to this key\.$/).waitFor()
    await ending.getByRole("button", { name: "Leave it open" }).click()
    expect(await host.report("open-list\n")).toBe(204)
    await row(page, "192.0.2.60").getByText("Open now").waitFor({ state: "detached" })
  })

  test.each([1280, 390])("keys that were found are decided one by one, at %i px", async (width) => {
    const found = ["old", "spare", "mine"].map((name) => `found root ${newPublicLine(`${name}-${width}`)}\n`)
    expect(await host.reportFound(`found-list\n${found.join("")}`)).toBe(204)
    const page = await show("", width)
    await page.getByText(/^3 more keys were found in authorized_keys/).waitFor()
    await button(page, "Review them").click()
    const drawer = page.getByRole("dialog", { name: "Keys found on web-01" })
    const item = (name: string) => drawer.getByRole("listitem").filter({ hasText: `${name}-${width}` })
    await eventually(() => drawer.locator('[data-variant="filled"]').count(), 1)
    await item("spare").getByRole("button", { name: "Keep as break-glass" }).click()
    await item("spare").getByText("Break-glass", { exact: true }).waitFor()
    await page.getByText(/^2 more keys were found in authorized_keys/).waitFor()
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
    expect(await host.reportFound(`found-list\n${found.slice(0, 2).join("")}`)).toBe(204)
    await item("mine").waitFor({ state: "detached" })
    await drawer.getByText("A key that you have not decided about opens the server whatever Latchkey says.").waitFor()
    await item("spare").getByRole("button", { name: "Keep as break-glass" }).click()
    await drawer.getByText("All of them are decided.").waitFor()
    await page.getByText("All keys that were found in authorized_keys are decided.").waitFor()
    await drawer.getByRole("button", { name: "Close" }).click()
    await button(page, "Show them").click()
    await item("spare").waitFor()
  })

  test("a list of found keys that does not load is said to be missing", async () => {
    const page = await show()
    const list = "**/found-keys*"
    await page.route(list, (route) => route.fulfill({ status: 500, body: "" }))
    await page.reload()
    const failure = page.getByRole("alert").filter({ hasText: "The keys found there could not be loaded." })
    await failure.waitFor()
    await page.unroute(list)
    await failure.getByRole("button", { name: "Try again" }).click()
    await failure.waitFor({ state: "detached" })
  })

  test("seconds that a server lets us wait are counted by the daemon's clock", async ({ onTestFinished }) => {
    const page = await app.open("/", { viewport: { width: 1280, height: 900 } })
    await page.clock.install({ time: Date.now() - 60 * 60 * 1000 })
    await page.goto(`${app.daemon.url}/p/${project}/servers/${server.id}`)
    await row(page, "laptop").getByText("In effect since").waitFor()
    const params = { id: server.id }
    const subject = { kind: "key", keyId: laptop.id } as const
    onTestFinished(() => removeAccessesOf("night"))
    await app.alice.client.call(routes.addAccess, { params, body: { loginUser: "night", subject } })
    await row(page, "night")
      .getByText(/^Waiting for web-01, [1-9]\d* s$/)
      .waitFor()
  })

  test("a viewer looks at keys and sign-ins, and is offered no change", async () => {
    const bob = await addAccount(app.daemon, "bob")
    const params = { id: project }
    const { url } = await app.alice.client.call(routes.inviteToProject, { params, body: { role: "viewer" } })
    await bob.client.call(routes.joinProject, { body: { secret: new URL(url).hash.slice(1) } })
    const { cookies, signIn } = await openBrowser(app.daemon)
    await signIn("bob")
    const page = await app.open("/sign-in", { anonymous: true })
    await page.context().addCookies([...cookies].map(([name, value]) => ({ name, value, url: app.daemon.url })))
    const at = epoch()
    const login = `login ${at}-9-1 ${at} 192.0.2.9 50029 ${laptop.fingerprint} root\n`
    expect(await host.report(`${login}now ${at}\nopen-list\nopen ${at}-9-1\n`)).toBe(204)
    await page.goto(`${app.daemon.url}/p/${project}/servers/${server.id}`)
    await row(page, "laptop").getByText("In effect since").waitFor()
    const offers = /^(Add keys|Actions for (laptop|web-01)|Remove laptop|End )/
    expect(await page.getByRole("main").getByRole("button", { name: offers }).count()).toBe(0)
    await page.getByRole("tab", { name: "Sign-ins" }).click()
    await row(page, "192.0.2.9").getByText("Open now").waitFor()
    expect(await page.getByRole("main").getByRole("button", { name: offers }).count()).toBe(0)
    const own = await show("?tab=sign-ins")
    await row(own, "192.0.2.9").getByRole("button", { name: offers }).first().waitFor()
    expect(await host.report("open-list\n")).toBe(204)
  })

  test("letters to type at its console let a key in, and work until they expire", async ({ onTestFinished }) => {
    const page = await show()
    await page.clock.install()
    const ask = async () => {
      await button(page, "Actions for web-01").click()
      await page.getByRole("menuitem", { name: "Get back in at the server's console" }).click()
    }
    const dialog = page.getByRole("dialog", { name: "Get back in to web-01" })
    const command = dialog.getByText(/^latchkey-unlock ([a-z]{4} ?){4}$/)
    onTestFinished(async () => {
      await removeAccessesOf("rescue")
      await host.pollUntil(() => (host.linesOf("rescue") ?? []).length === 0)
    })
    await ask()
    await eventually(() => dialog.getByLabel("Key to let in").locator("option:checked").innerText(), "laptop")
    await dialog.getByLabel("Signs in as").fill("")
    await dialog.getByRole("button", { name: "Show the letters" }).click()
    await dialog.getByText("Say whom it signs in as.").waitFor()
    await dialog.getByLabel("Signs in as").fill("rescue")
    await dialog.getByRole("button", { name: "Show the letters" }).click()
    await dialog.getByText(/^They work once, until/).waitFor()
    const letters = (await command.innerText()).replace("latchkey-unlock", "").replaceAll(" ", "")
    await page.keyboard.press("Escape")
    await command.waitFor()
    const { status, text } = await host.post("/host/v1/unlock", `unlock ${letters}\n`)
    expect(status).toBe(200)
    expect(text).toContain(laptop.fingerprint)
    await dialog.getByRole("button", { name: "Done" }).click()
    await dialog.waitFor({ state: "detached" })
    await row(page, "laptop").filter({ hasText: "rescue" }).waitFor()
    await host.pollUntil(() => host.linesOf("rescue")?.length === 1)

    await ask()
    await dialog.getByRole("button", { name: "Show the letters" }).click()
    await command.waitFor()
    await page.clock.fastForward("20:00")
    await dialog.getByText("These letters have expired.").waitFor()
    expect(await command.count()).toBe(0)
    await dialog.getByRole("button", { name: "Make new letters" }).click()
    await dialog.getByRole("button", { name: "Show the letters" }).waitFor()
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
