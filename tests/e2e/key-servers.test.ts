import { routes, type Server, type SshKey } from "@latchkey/contract"
import type { Page } from "playwright-core"
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest"
import { addAccount } from "../kit/accounts.ts"
import { type HostClient, openHost } from "../kit/host-client.ts"
import { newPublicLine } from "../kit/public-line.ts"
import { eventually, noBrowser, startConsole, type TestConsole, timeout } from "./kit.ts"

describe.skipIf(noBrowser)("a key and the servers it opens", { timeout: 2 * timeout }, () => {
  let app: TestConsole
  let project: string
  beforeAll(async () => {
    app = await startConsole()
    project = (await app.alice.client.call(routes.listProjects, {})).items[0]?.id ?? ""
  })
  afterAll(() => app?.close())
  afterEach(() => expect(app.faults()).toEqual([]))

  type Access = { loginUser: string; subject: { kind: "key"; keyId: string } | { kind: "account"; accountId: string } }
  const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true })
  const row = (page: Page, name: string) => page.getByRole("row").filter({ hasText: name })

  async function add(name: string): Promise<SshKey> {
    const keys = [{ text: newPublicLine(name), name }]
    const { results } = await app.alice.client.call(routes.importKeys, { body: { keys } })
    const [key] = results.flatMap((result) => ("key" in result ? [result.key] : []))
    if (key === undefined) throw new Error(`${name} was not imported`)
    return key
  }

  /** A server that gets what it is to have when it is asked to poll, with these keys for `deploy`. */
  function connect(name: string, keys: readonly SshKey[] = []): Promise<{ server: Server; host: HostClient }> {
    const accesses = keys.map(({ id }) => ({ loginUser: "deploy", subject: { kind: "key", keyId: id } as const }))
    return connectIn(project, { name, accesses })
  }

  async function connectIn(id: string, body: { name: string; accesses: Access[] }) {
    const { client } = app.alice
    const { server, enrolment } = await client.call(routes.createServer, { params: { id }, body })
    const script = await (await fetch(enrolment.url)).text()
    const [, signer = ""] = /LATCHKEY_SIGNER='(\S+ [^\s']+)/.exec(script) ?? []
    const host = await openHost(() => app.daemon.url, signer)
    await host.enrol(enrolment.url.replace(/^.*\//, ""))
    const { hostKeys } = await client.call(routes.showServer, { params: server })
    const hostKeyFingerprints = hostKeys.map(({ fingerprint }) => fingerprint)
    await client.call(routes.confirmServer, { params: server, body: { hostKeyFingerprints } })
    return { server, host }
  }

  test.each([1280, 390])("is added to a server and removed from it on the key's page, at %i px", async (width) => {
    const name = `web-${width}`
    const key = await add(`key-${width}`)
    const { host } = await connect(name)
    const page = await app.open(`/keys/${key.id}`, { viewport: { width, height: 800 } })
    await button(page, "Add to a server").click()
    const adding = page.getByRole("dialog", { name: `Add “${key.name}” to a server` })
    await adding.getByLabel("Server", { exact: true }).selectOption(name)
    await adding.getByLabel("Signs in as").fill("deploy")
    await adding.getByRole("button", { name: "Add the key" }).click()
    await adding.waitFor({ state: "detached" })
    await row(page, name).getByText(`Waiting for ${name},`).waitFor()
    await host.pollUntil(() => host.linesOf("deploy")?.length === 1)
    await row(page, name).getByText("In effect since").waitFor()

    await button(page, `Actions for ${name} as deploy`).click()
    await page.getByRole("menuitem", { name: `Remove from ${name}` }).click()
    const removing = page.getByRole("dialog", { name: `Remove from ${name}?` })
    await removing.getByRole("textbox").fill(name)
    await removing.getByRole("button", { name: "Remove access" }).click()
    await removing.waitFor({ state: "detached" })
    await eventually(() => row(page, name).count(), 0)
    const toast = page.getByRole("alert").filter({ hasText: `The access to ${name} is removed.` })
    // It stays while the pointer is on it.
    await toast.hover()
    await toast.getByText("In effect on none of 1 server yet").waitFor()
    await host.pollUntil(() => host.linesOf("deploy")?.length === 0)
    await toast.getByText("In effect on 1 server since").waitFor()
  })

  test("several are disabled after a look at what closes, and a second one when that has changed", async () => {
    const { client } = app.alice
    const [one, two] = [await add("pair-1"), await add("pair-2")]
    const { server } = await connect("pair", [one, two])
    const page = await app.open("/keys?q=pair-")
    for (const { name } of [one, two]) await page.getByRole("checkbox", { name: `Select ${name}` }).check()
    await page.getByRole("toolbar").getByRole("button", { name: "Disable" }).click()
    const dialog = page.getByRole("dialog", { name: "Disable 2 keys?" })
    await dialog.getByRole("row").filter({ hasText: "pair" }).getByText("None. No other key opens it").waitFor()
    const second = await connect("second", [two])
    await dialog.getByRole("button", { name: "Disable 2 keys" }).click()
    await dialog.getByText("1 server was added since you opened this. Look again.").waitFor()
    await row(page, "second").getByText("alice as deploy").waitFor()
    const other = await add("pair-other")
    await client.call(routes.addAccess, {
      params: server,
      body: { loginUser: "deploy", subject: { kind: "key", keyId: other.id } },
    })
    await dialog.getByRole("button", { name: "Disable 2 keys" }).click()
    await dialog.getByText("What this closes has changed since you opened it. Look again.").waitFor()
    await dialog.getByRole("button", { name: "Disable 2 keys" }).click()
    await dialog.waitFor({ state: "detached" })
    for (const { id } of [one, two]) {
      await eventually(async () => (await client.call(routes.showKey, { params: { id } })).status, "disabled")
    }
    expect((await client.call(routes.listServerKeys, { params: second.server })).items).toEqual([])
  })

  test("the day on which it expires says which servers that closes", async () => {
    const key = await add("passing")
    await connect("last", [key])
    const page = await app.open(`/keys/${key.id}`)
    await button(page, "Set a date").click()
    const dialog = page.getByRole("dialog")
    await dialog.getByRole("button", { name: "30 days" }).click()
    await dialog.getByText(/at 00:00 UTC it stops opening anything\. That closes 1 server\.$/).waitFor()
    await dialog.getByText("No other key opens last").waitFor()
  })

  test("is deleted with a receipt that names the server which has not heard, and moves by itself", async () => {
    const key = await add("leaving")
    const heard = await connect("hears", [key])
    const deaf = await connect("is-away", [key])
    for (const { host } of [heard, deaf]) await host.pollUntil(() => host.linesOf("deploy")?.length === 1)
    const page = await app.open(`/keys/${key.id}`)
    await row(page, "hears").getByText("In effect since").waitFor()
    await button(page, "Actions for leaving").click()
    await page.getByRole("menuitem", { name: "Delete" }).click()
    await page.getByLabel("Type leaving to confirm").fill("leaving")
    await button(page, "Delete key").click()
    const toast = page.getByRole("alert").filter({ hasText: "leaving is deleted." })
    await toast.getByText("In effect on none of 2 servers yet").waitFor()
    await heard.host.pollUntil(() => heard.host.linesOf("deploy")?.length === 0)
    await toast.getByText(/^In effect on 1 of 2 servers since \d/).waitFor()
    const waiting = toast.getByRole("list", { name: "Not in effect yet" })
    await eventually(() => waiting.getByRole("listitem").count(), 1)
    await waiting.getByText(/^is-away deploy: last heard from .+\. It lets the key in until it hears\.$/).waitFor()
    await deaf.host.pollUntil(() => deaf.host.linesOf("deploy")?.length === 0)
    await toast.getByText(/^In effect on 2 servers since \d/).waitFor()
  })

  test("disabled, it says on its page where that is in effect", async () => {
    const key = await add("pausing")
    const { host } = await connect("pauses", [key])
    await host.pollUntil(() => host.linesOf("deploy")?.length === 1)
    const page = await app.open(`/keys/${key.id}`)
    await button(page, "Disable").click()
    await page.getByRole("dialog").getByRole("button", { name: "Disable key" }).click()
    const card = page.getByRole("region", { name: "Opens" })
    await card.getByText("In effect on none of 1 server yet").waitFor()
    await host.pollUntil(() => host.linesOf("deploy")?.length === 0)
    await card.getByText(/^In effect on 1 server since \d/).waitFor()
  })

  test("is replaced: the new key goes everywhere, is left and resumed, and the old one goes", async () => {
    const { client } = app.alice
    const old = await add("worn")
    const { host, server } = await connect("swap", [old])
    await host.pollUntil(() => host.linesOf("deploy")?.length === 1)
    const next = await add("fresh")
    const page = await app.open(`/keys/${old.id}`)
    await page.getByRole("link", { name: "Replace", exact: true }).click()
    await page.getByRole("heading", { level: 1, name: "Replace worn" }).waitFor()
    await page.getByLabel("New key", { exact: true }).selectOption(next.id)
    await button(page, "Put it everywhere").click()
    await row(page, "swap").getByText("Waiting for swap,").waitFor()
    await host.pollUntil(() => host.linesOf("deploy")?.length === 2)
    await row(page, "swap").getByText("In effect since").waitFor()
    await page.getByText("ssh -i ~/.ssh/fresh -o IdentitiesOnly=yes deploy@web.example.org", { exact: true }).waitFor()
    const elsewhere = await app.open(`/keys/${old.id}/replace`)
    await row(elsewhere, "swap").getByText("In effect since").waitFor()

    const newPage = await app.open(`/keys/${next.id}`)
    await newPage.getByText("It replaces worn. In effect in 1 of 1 places.").waitFor()
    await newPage.getByRole("link", { name: "Go on with it" }).click()
    await newPage.getByRole("heading", { level: 1, name: "Replace worn" }).waitFor()
    await button(newPage, "Remove worn as deploy from swap").click()
    await row(page, "swap").getByText("Being removed").waitFor()
    await host.pollUntil(() => host.linesOf("deploy")?.length === 1)
    await row(page, "swap").getByText("Removed", { exact: true }).waitFor()

    await button(page, "Delete worn everywhere").click()
    await page.getByLabel("Type worn to confirm").fill("worn")
    await button(page, "Delete key").click()
    await page.getByRole("heading", { level: 1, name: "fresh" }).waitFor()
    await elsewhere.getByText("This is finished: worn is deleted.").waitFor()
    await elsewhere.getByRole("link", { name: "Go to fresh" }).waitFor()
    await elsewhere.reload()
    await elsewhere.getByText("There is no such key. It may have been replaced or deleted.").waitFor()
    await elsewhere.getByRole("link", { name: "Go to Activity" }).waitFor()
    const { items } = await client.call(routes.listServerKeys, { params: server })
    expect(items.map(({ key }) => key.name)).toEqual(["fresh"])
  })

  test("is not replaced after all: what was removed opens again", async () => {
    const old = await add("kept")
    const { host } = await connect("stays", [old])
    await host.pollUntil(() => host.linesOf("deploy")?.length === 1)
    const next = await add("tried")
    const page = await app.open(`/keys/${old.id}/replace`)
    await page.getByLabel("New key", { exact: true }).selectOption(next.id)
    await button(page, "Put it everywhere").click()
    await row(page, "stays").waitFor()
    await host.pollUntil(() => host.linesOf("deploy")?.length === 2)
    await button(page, "Remove kept as deploy from stays").click()
    await host.pollUntil(() => host.linesOf("deploy")?.length === 1)
    await button(page, "Back out").click()
    const elsewhere = await app.open(`/keys/${next.id}/replace`)
    await row(elsewhere, "stays").waitFor()
    await page.getByRole("dialog").getByRole("button", { name: "Back out" }).click()
    await page.getByRole("heading", { level: 1, name: "kept" }).waitFor()
    await elsewhere.getByText("Somebody has backed out of this: kept opens again what it opened before.").waitFor()
    await elsewhere.getByRole("link", { name: "Go to kept" }).click()
    await elsewhere.getByRole("heading", { level: 1, name: "kept" }).waitFor()
    await host.pollUntil(() => host.linesOf("deploy")?.[0]?.includes(old.publicKey.split(" ")[1] ?? "?") === true)
    await row(page, "stays").getByText("In effect since").waitFor()
  })

  test("says where it signed in and where it was refused, as servers report it", async () => {
    const key = await add("seen")
    const { host } = await connect("reports", [key])
    await host.pollUntil(() => host.linesOf("deploy")?.length === 1)
    const page = await app.open(`/keys/${key.id}`)
    await row(page, "reports").getByText("None reported").waitFor()
    const now = Math.floor(Date.now() / 1000)
    const lines = [
      `now ${now}`,
      // Surely after the key came to Latchkey, whose clock it may be a second behind.
      `refused ${now}-7-1 ${now + 5} 203.0.113.9 50000 ${key.fingerprint} root`,
      `login ${now}-7-2 ${now} 203.0.113.9 50001 ${key.fingerprint} deploy`,
      "open-list",
      `open ${now}-7-2`,
    ]
    expect(await host.report(`${lines.join("\n")}\n`)).toBe(204)
    const signIns = page.getByRole("region", { name: "Recent sign-ins" })
    await signIns.getByText("Open now").waitFor()
    await signIns.getByText("Refused: it did not open this login user").waitFor()
    await page.getByText(/^just now on reports, from 203\.0\.113\.9$/).waitFor()
    await row(page, "reports").getByText("1 session is open").waitFor()
  })

  test("whose member is removed or whose account is disabled, it is said which servers close", async () => {
    const { client } = app.alice
    const bob = await addAccount(app.daemon, "bob")
    const { id } = await client.call(routes.createProject, { body: { name: "shared" } })
    const { url } = await client.call(routes.inviteToProject, { params: { id }, body: { role: "member" } })
    await bob.client.call(routes.joinProject, { body: { secret: new URL(url).hash.slice(1) } })
    const accountId = (await bob.client.call(routes.showAccount, {})).account.id
    const text = newPublicLine("bob")
    await bob.client.call(routes.importKeys, { body: { keys: [{ text, name: "tablet" }] } })
    const accesses = [{ loginUser: "deploy", subject: { kind: "account", accountId } as const }]
    const { host } = await connectIn(id, { name: "team-01", accesses })
    await host.pollUntil(() => host.linesOf("deploy")?.length === 1)

    const page = await app.open(`/p/${id}`)
    await button(page, "Actions for bob").click()
    await page.getByRole("menuitem", { name: "Remove from the project" }).click()
    const removing = page.getByRole("dialog", { name: "Remove bob from shared?" })
    await removing.getByRole("row").filter({ hasText: "team-01" }).getByText("bob as deploy").waitFor()
    await removing.getByText("None. No other key opens it").waitFor()
    await button(page, "Keep bob").click()

    await page.goto(`${app.daemon.url}/admin/people/${accountId}`)
    await button(page, "Disable").click()
    const disabling = page.getByRole("dialog", { name: "Disable “bob”?" })
    await disabling.getByRole("row").filter({ hasText: "team-01" }).getByText("bob as deploy").waitFor()
    await button(page, "Disable account").click()
    await showsReceipt(page, "bob is disabled and opens nothing.")
    await client.call(routes.enableAccount, { params: { id: accountId } })
    await host.pollUntil(() => host.linesOf("deploy")?.length === 1)

    await page.goto(`${app.daemon.url}/p/${id}`)
    await button(page, "Actions for bob").click()
    await page.getByRole("menuitem", { name: "Remove from the project" }).click()
    await button(page, "Remove bob").click()
    await showsReceipt(page, "bob is no longer in shared.")

    async function showsReceipt(on: Page, said: string) {
      const toast = on.getByRole("alert").filter({ hasText: said })
      await toast.hover()
      await toast.getByText("In effect on none of 1 server yet").waitFor()
      await toast.getByText(/^team-01 deploy: last heard from/).waitFor()
      await host.pollUntil(() => host.linesOf("deploy")?.length === 0)
      await toast.getByText("In effect on 1 server since").waitFor()
    }
  })
})
