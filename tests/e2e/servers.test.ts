import { routes } from "@latchkey/contract"
import type { Locator, Page } from "playwright-core"
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest"
import { addAccount } from "../kit/accounts.ts"
import { type HostClient, openHost } from "../kit/host-client.ts"
import { newPublicLine } from "../kit/public-line.ts"
import { eventually, noBrowser, spoken, startConsole, type TestConsole, timeout } from "./kit.ts"

describe.skipIf(noBrowser)("servers", { timeout: 2 * timeout }, () => {
  let app: TestConsole
  let project: string
  beforeAll(async () => {
    app = await startConsole()
    const { items } = await app.alice.client.call(routes.listProjects, {})
    project = items[0]?.id ?? ""
    const keys = [
      { text: newPublicLine("laptop"), name: "laptop" },
      { text: newPublicLine("desk"), name: "desk" },
    ]
    const { results } = await app.alice.client.call(routes.importKeys, { body: { keys } })
    const [laptop] = results.flatMap((result) => ("key" in result ? [result.key] : []))
    if (laptop === undefined) throw new Error("no key")
    await app.alice.client.call(routes.updateKey, { params: { id: laptop.id }, body: { isDefault: true } })
  })
  afterAll(() => app?.close())
  afterEach(() => expect(app.faults()).toEqual([]))

  const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true })
  const title = (page: Page, name: string) => page.getByRole("heading", { level: 1, name, exact: true }).waitFor()
  const row = (page: Page, name: string) => page.getByRole("row").filter({ hasText: name })

  /** Nothing lies over its last line, as the buttons at a dialog's foot do that stay in sight. */
  const isUncovered = (text: Locator) =>
    text.evaluate((element) => {
      const { left, bottom } = element.getBoundingClientRect()
      return element.contains(document.elementFromPoint(left + 4, bottom - 4))
    })

  /** A machine that spends the code of a command, as the script which the command fetches does. */
  async function runCommand(command: string): Promise<HostClient> {
    const url = /https?:\S+/.exec(command)?.[0] ?? ""
    const script = await (await fetch(url)).text()
    const [, signer = ""] = /LATCHKEY_SIGNER='(\S+ [^\s']+)/.exec(script) ?? []
    const host = await openHost(() => app.daemon.url, signer)
    await host.enrol(url.replace(/^.*\//, ""))
    return host
  }

  test.each([1280, 390])("one is connected, opened and closed while the page looks on, at %i px", async (width) => {
    const name = `web-${width}`
    const page = await app.open("/", { viewport: { width, height: 800 } })
    await page.getByRole("heading", { level: 1 }).waitFor()
    await page.keyboard.press("g")
    await page.keyboard.press("s")
    await title(page, "Servers")
    await page.getByRole("link", { name: "Connect a server" }).click()
    await title(page, "Connect a server")
    await page.getByText("/usr/local/lib/latchkey/latchkey-sync", { exact: true }).waitFor()
    const alone = page.getByText(/^The servers of a personal project are its owner’s alone\./)
    await alone.getByRole("button", { name: "New project" }).click()
    const creating = page.getByRole("dialog", { name: "New project" })
    await creating.getByRole("button", { name: "Cancel" }).click()
    await creating.waitFor({ state: "detached" })
    await page.getByLabel("Name", { exact: true }).fill("-bad-")
    await button(page, "Make the command").click()
    await page.getByText(/^Use 1 to 63 letters/).waitFor()
    await page.getByLabel("Name", { exact: true }).fill(name)
    await page.getByLabel("Address (optional)").fill("203.0.113.7")
    expect(await page.getByLabel("laptop", { exact: true }).isChecked()).toBe(true)
    expect(await page.getByLabel("All keys of all members").count()).toBe(0)
    await page.getByLabel("laptop", { exact: true }).uncheck()
    await button(page, "Make the command").click()
    await title(page, name)
    await page.getByText(/^Works once, until/).waitFor()
    await page.getByText(/^[1-9]\d* s$/).waitFor()
    const command = await page.locator("code", { hasText: "| sudo sh" }).innerText()
    await page.getByRole("tab", { name: "cloud-init" }).click()
    await page.getByText(command.replace(" | sudo sh", " | sh")).waitFor()
    await page.getByRole("tab", { name: "By hand" }).click()
    await page.getByText("sudo sh latchkey-connect.sh").waitFor()

    const step = (text: string) => page.getByRole("listitem").filter({ hasText: text })
    await step("The script was fetched").getByRole("img", { name: "Not yet:" }).waitFor()
    await fetch(/https?:\S+/.exec(command)?.[0] ?? "")
    await step("The script was fetched").getByRole("img", { name: "Done:" }).waitFor()
    await step("The command has run there").getByRole("img", { name: "Not yet:" }).waitFor()

    const host = await runCommand(command)
    await page.getByRole("heading", { name: "Is it really this server?" }).waitFor()
    await step("The command has run there").getByRole("img", { name: "Done:" }).waitFor()
    await step("Its first keys are in effect").getByRole("img", { name: "Not yet:" }).waitFor()
    await page.getByText(/^A machine has run the command/).waitFor()
    await button(page, "They are the same").click()
    await eventually(() => spoken(page, "polite"), `${name} is connected.`)
    await page.getByText(/^No key from Latchkey opens it now\./).waitFor()
    expect(await page.getByText(/^ssh .*@203\.0\.113\.7$/).count()).toBe(0)

    await button(page, "Add keys").click()
    const adding = page.getByRole("dialog", { name: `Add keys to ${name}` })
    await eventually(() => adding.getByLabel("laptop", { exact: true }).isChecked(), true)
    expect(await adding.getByLabel("desk", { exact: true }).isChecked()).toBe(false)
    await adding.getByLabel("Signs in as").fill("deploy")
    const from = adding.getByLabel("Only from (optional)")
    await from.fill("203.0.113.0 /24")
    await adding.getByRole("button", { name: "Add keys" }).click()
    const wrong = adding.getByText(/^The option from is host patterns/)
    await wrong.waitFor()
    expect(await from.getAttribute("aria-invalid")).toBe("true")
    expect(await adding.getByText(/^Nothing was saved/).count()).toBe(0)
    await eventually(() => isUncovered(wrong), true)
    await from.fill("203.0.113.0/24")
    await adding.getByRole("button", { name: "Add keys" }).click()
    await adding.waitFor({ state: "detached" })
    await row(page, "laptop").getByText(`Waiting for ${name},`).waitFor()
    await host.pollUntil(() => host.linesOf("deploy")?.length === 1)
    expect(host.linesOf("deploy")?.[0]).toMatch(/^from="203\.0\.113\.0\/24" ssh-ed25519 /)
    await row(page, "laptop").getByText("In effect since").waitFor()
    await row(page, "laptop").getByText('from="203.0.113.0/24"', { exact: true }).waitFor()
    await page.getByText(`ssh deploy@203.0.113.7`, { exact: true }).waitFor()
    await button(page, "Add keys").click()
    await eventually(() => adding.getByLabel("Signs in as").inputValue(), "deploy")
    await adding.getByRole("button", { name: "Cancel" }).click()
    await adding.waitFor({ state: "detached" })

    await button(page, "Remove laptop as deploy").click()
    const removing = page.getByRole("dialog", { name: `Remove from ${name}?` })
    await removing.getByText(/^Nothing else from Latchkey opens/).waitFor()
    await removing.getByLabel(`Type ${name} to confirm`).fill(name)
    await removing.getByRole("button", { name: "Remove access" }).click()
    await removing.waitFor({ state: "detached" })
    await page.getByText("Removing,").waitFor()
    await host.pollUntil(() => host.linesOf("deploy")?.length === 0)
    await page.getByText("Latchkey puts no keys on this server yet.").waitFor()

    await button(page, `Actions for ${name}`).press("Enter")
    await page.getByRole("menuitem", { name: "Disconnect" }).click()
    const leaving = page.getByRole("dialog", { name: `Disconnect ${name}?` })
    await leaving.getByLabel(`Type ${name} to confirm`).fill(name)
    await leaving.getByRole("button", { name: "Disconnect server" }).click()
    await title(page, "Servers")
    await page.getByText("No servers yet.").waitFor()
    expect((await host.poll(0)).status).toBe(401)
  })

  test("a command is shown in the window that made it alone, and a new one takes its place", async () => {
    const { client } = app.alice
    const made = await client.call(routes.createServer, { params: { id: project }, body: { name: "db-01" } })
    const page = await app.open(`/p/${project}/servers`)
    await row(page, "db-01").getByText("Waiting for the server").waitFor()
    await page.getByRole("link", { name: "db-01" }).click()
    await page.getByText(/^The command is shown to whoever makes it/).waitFor()
    expect(await page.content()).not.toContain(made.enrolment.url)
    await button(page, "Make a new command").click()
    await page.getByText(/^Works once, until/).waitFor()
    expect((await fetch(made.enrolment.url)).status).toBe(404)

    await button(page, "Actions for db-01").click()
    await page.getByRole("menuitem", { name: "Change" }).click()
    const changing = page.getByRole("dialog", { name: "Change db-01" })
    await changing.getByLabel("Name").fill("db-02")
    await changing.getByLabel(/^Which keys it accepts/).selectOption("deny")
    await changing.getByRole("button", { name: "Save" }).click()
    await title(page, "db-02")
    const { items } = await client.call(routes.listServers, { params: { id: project } })
    expect(items.find(({ id }) => id === made.server.id)).toMatchObject({ name: "db-02", stalePolicy: "deny" })
  })

  test("where the browser has no clipboard the user data is there with its lines, until it is put away", async () => {
    const { client } = app.alice
    const made = await client.call(routes.createServer, { params: { id: project }, body: { name: "by-hand" } })
    const page = await app.open("/")
    await page.addInitScript(() => Object.defineProperty(navigator, "clipboard", { value: undefined }))
    await page.goto(`${app.daemon.url}/p/${project}/servers/${made.server.id}`)
    await button(page, "Make a new command").click()
    await page.getByRole("tab", { name: "cloud-init" }).click()
    const field = page.getByRole("textbox", { name: "Press Ctrl C to copy" })
    await button(page, "Copy the user data").click()
    await eventually(async () => (await field.inputValue()).split("\n").slice(0, 2), ["#cloud-config", "runcmd:"])
    await field.press("Escape")
    await field.waitFor({ state: "detached" })
    await client.call(routes.deleteServer, { params: { id: made.server.id } })
  })

  test("a command that has expired is taken away, and a new one is offered", async () => {
    const page = await app.open(`/p/${project}/servers`)
    await title(page, "Servers")
    await page.clock.install()
    await page.getByRole("main").getByRole("link", { name: "Connect a server" }).click()
    await page.getByLabel("Name", { exact: true }).fill("late-01")
    await button(page, "Make the command").click()
    const command = page.locator("code", { hasText: "| sudo sh" })
    const url = /https?:\S+/.exec(await command.innerText())?.[0] ?? ""
    await page.clock.fastForward("48:00:00")
    await page.getByText("This command has expired.").waitFor()
    expect(await command.count()).toBe(0)
    await button(page, "Make a new command").click()
    // To the daemon the first one is young: only a new one takes its place.
    await eventually(async () => (await fetch(url)).status, 404)
  })

  test("keys are pasted and made where a server's keys are chosen", async () => {
    const page = await app.open(`/p/${project}/servers/connect`)
    await page.getByLabel("Name", { exact: true }).fill("fresh-01")
    await button(page, "Paste a new key").click()
    const pasting = page.getByRole("dialog", { name: "Paste a new key" })
    await pasting.getByLabel("Public keys").fill(newPublicLine("pasted"))
    await pasting.getByRole("button", { name: "Take 1 key" }).click()
    await pasting.waitFor({ state: "detached" })
    await eventually(() => page.getByLabel("pasted", { exact: true }).isChecked(), true)
    await button(page, "Generate a new key").click()
    const making = page.getByRole("dialog", { name: "Generate a key" })
    await making.getByRole("button", { name: "Cancel" }).click()
    await making.waitFor({ state: "detached" })
    await page.getByLabel("Signs in as").fill("debian")
    await button(page, "Make the command").click()
    await title(page, "fresh-01")
    const { items } = await app.alice.client.call(routes.listServers, { params: { id: project } })
    const server = items.find(({ name }) => name === "fresh-01")
    const accesses = await app.alice.client.call(routes.listAccesses, { params: { id: server?.id ?? "" } })
    const given = accesses.items.map(({ loginUser, subject }) => ({
      loginUser,
      name: subject.kind === "key" ? subject.key.name : subject.kind,
    }))
    expect(given.toSorted((a, b) => a.name.localeCompare(b.name))).toEqual([
      { loginUser: "debian", name: "laptop" },
      { loginUser: "debian", name: "pasted" },
    ])
  })

  test("opens to a single key of a colleague or of a robot", async () => {
    const { client } = app.alice
    const bob = await addAccount(app.daemon, "bob")
    const params = { id: (await client.call(routes.createProject, { body: { name: "atlas" } })).id }
    const robot = await client.call(routes.createRobot, { params, body: { handle: "builder", displayName: "Builds" } })
    const { url } = await client.call(routes.inviteToProject, { params, body: { role: "member" } })
    await bob.client.call(routes.joinProject, { body: { secret: new URL(url).hash.slice(1) } })
    const keys = (name: string) => [{ text: newPublicLine(name), name }]
    const many = Array.from({ length: 100 }, (_, index) => keys(`box-${index}`)).flat()
    await bob.client.call(routes.importKeys, { body: { keys: [...many, ...keys("tablet")] } })
    await client.call(routes.importKeys, { body: { keys: keys("deployer"), account: robot.id } })
    const { server, enrolment } = await client.call(routes.createServer, { params, body: { name: "team-01" } })
    await runCommand(enrolment.command)
    const { hostKeys } = await client.call(routes.showServer, { params: server })
    const hostKeyFingerprints = hostKeys.map(({ fingerprint }) => fingerprint)
    await client.call(routes.confirmServer, { params: server, body: { hostKeyFingerprints } })

    const connecting = await app.open(`/p/${project}/servers/connect`)
    await connecting.getByRole("main").getByRole("link", { name: "atlas", exact: true }).click()
    await connecting.getByText("Those of viewers of the project too.").waitFor()
    expect(await connecting.getByText(/^The servers of a personal project/).count()).toBe(0)
    const page = await app.open(`/p/${params.id}/servers/${server.id}`)
    await button(page, "Add keys").click()
    const adding = page.getByRole("dialog", { name: "Add keys to team-01" })
    await eventually(() => adding.getByLabel("laptop", { exact: true }).isChecked(), true)
    await adding.getByLabel("laptop", { exact: true }).uncheck()
    await adding.getByText(/^There are more keys than these/).waitFor()
    await adding.getByLabel("Search keys").fill("tablet")
    await adding.getByLabel("tablet of bob", { exact: true }).check()
    await adding.getByLabel("Search keys").fill("deployer")
    await adding.getByLabel("deployer of builder", { exact: true }).check()
    expect(await adding.getByLabel("tablet of bob", { exact: true }).isChecked()).toBe(true)
    await adding.getByLabel("Signs in as").fill("deploy")
    await adding.getByRole("button", { name: "Add keys" }).click()
    await adding.waitFor({ state: "detached" })
    for (const [name, owner] of [
      ["tablet", "bob"],
      ["deployer", "builder"],
    ] as const) {
      await row(page, name).getByText(owner, { exact: true }).waitFor()
    }
    const { items } = await client.call(routes.listServerKeys, { params: server })
    expect(items.map(({ key }) => key.name)).toEqual(["deployer", "tablet"])
  })

  test("a key's page says which servers it opens, and what closes them says so first", async () => {
    const { client } = app.alice
    const lines = ["spare", "other"].map((name) => ({ text: newPublicLine(name), name }))
    const { results } = await client.call(routes.importKeys, { body: { keys: lines } })
    const [spare, other] = results.flatMap((result) => ("key" in result ? [result.key] : []))
    if (spare === undefined || other === undefined) throw new Error("no keys")
    const page = await app.open(`/keys/${spare.id}`)
    await page.getByText("Opens nothing: no server takes it, and the SSH gateway is off.").waitFor()

    const deploy = ({ id }: { id: string }) => ({ loginUser: "deploy", subject: { kind: "key", keyId: id } as const })
    const body = { name: "app-01", accesses: [deploy(spare)] }
    const { server, enrolment } = await client.call(routes.createServer, { params: { id: project }, body })
    const host = await runCommand(enrolment.command)
    const { hostKeys } = await client.call(routes.showServer, { params: server })
    const hostKeyFingerprints = hostKeys.map(({ fingerprint }) => fingerprint)
    await client.call(routes.confirmServer, { params: server, body: { hostKeyFingerprints } })
    await row(page, "app-01").getByText("Waiting for app-01,").waitFor()
    await host.pollUntil(() => host.linesOf("deploy")?.length === 1)
    await row(page, "app-01").getByText("In effect since").waitFor()
    await row(page, "app-01").getByText("deploy", { exact: true }).waitFor()

    await button(page, "Disable").click()
    const disabling = page.getByRole("dialog", { name: "Disable “spare”?" })
    await row(page, "app-01").getByText("None. No other key opens it").waitFor()
    await disabling.getByText("alice as deploy").waitFor()
    await disabling.getByRole("button", { name: "Disable key" }).click()
    await disabling.waitFor({ state: "detached" })
    await eventually(() => spoken(page, "polite"), "“spare” is disabled. Servers refuse it once they have heard.")
    await host.pollUntil(() => host.linesOf("deploy")?.length === 0)
    await page.getByText(/^Opens nothing/).waitFor()
    await button(page, "Enable").click()
    await row(page, "app-01").getByText("Waiting for app-01,").waitFor()
    await host.pollUntil(() => host.linesOf("deploy")?.length === 1)

    await client.call(routes.addAccess, { params: server, body: deploy(other) })
    const list = await app.open("/keys")
    for (const name of ["spare", "desk"]) await list.getByRole("checkbox", { name: `Select ${name}` }).check()
    await list.getByRole("toolbar").getByRole("button", { name: "Delete" }).click()
    const bulk = list.getByRole("dialog", { name: "Delete 2 keys?" })
    const toDelete = bulk.getByRole("table", { name: "Keys to delete" }).getByRole("row")
    for (const name of ["spare", "desk"]) await toDelete.filter({ hasText: name }).waitFor()
    await bulk.getByRole("row").filter({ hasText: "app-01" }).getByText("other (alice)", { exact: true }).waitFor()

    await button(page, "Actions for spare").click()
    await page.getByRole("menuitem", { name: "Delete" }).click()
    const deleting = page.getByRole("dialog", { name: "Delete “spare”?" })
    await deleting.getByRole("row").filter({ hasText: "app-01" }).getByText("other (alice)", { exact: true }).waitFor()
    expect(await deleting.getByText("It opens nothing now.").count()).toBe(0)
    await deleting.getByLabel("Type spare to confirm").fill("spare")
    await deleting.getByRole("button", { name: "Delete key" }).click()
    await title(page, "Keys")
    await eventually(() => spoken(page, "polite"), "spare is deleted. Servers refuse it once they have heard.")
    await host.pollUntil(() => host.linesOf("deploy")?.length === 1)
    expect((await client.call(routes.listServerKeys, { params: server })).items[0]?.key.name).toBe("other")
  })
})
