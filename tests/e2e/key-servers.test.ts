import { routes, type Server, type SshKey } from "@latchkey/contract"
import type { Page } from "playwright-core"
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest"
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
  async function connect(name: string, keys: readonly SshKey[] = []): Promise<{ server: Server; host: HostClient }> {
    const { client } = app.alice
    const accesses = keys.map(({ id }) => ({ loginUser: "deploy", subject: { kind: "key", keyId: id } as const }))
    const { server, enrolment } = await client.call(routes.createServer, {
      params: { id: project },
      body: { name, accesses },
    })
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
    await host.pollUntil(() => host.linesOf("deploy")?.length === 0)
  })
})
