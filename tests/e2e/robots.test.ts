import { type Gateway, routes } from "@latchkey/contract"
import type { Page } from "playwright-core"
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest"
import { type Computer, openComputer } from "../interop/ssh-clients.ts"
import { addAccount } from "../kit/accounts.ts"
import type { SignedUp } from "../kit/daemon.ts"
import { eventually, noBrowser, noGateway, paste, startConsole, type TestConsole, timeout } from "./kit.ts"

describe.skipIf(noBrowser || noGateway)("machine keys", { timeout: 2 * timeout }, () => {
  let app: TestConsole
  let computer: Computer
  let bob: SignedUp
  let gateway: Extract<Gateway, { state: "on" }>
  let project: string
  beforeAll(async () => {
    computer = openComputer()
    app = await startConsole({ gateway: true })
    bob = await addAccount(app.daemon, "bob")
    const shown = await app.daemon.client.call(routes.showGateway, {})
    if (shown.state === "off") throw new Error(`the gateway is off: ${shown.message}`)
    gateway = shown
    const { id } = await app.alice.client.call(routes.createProject, { body: { name: "atlas" } })
    project = id
    const { url } = await app.alice.client.call(routes.inviteToProject, { params: { id }, body: { role: "viewer" } })
    await bob.client.call(routes.joinProject, { body: { secret: new URL(url).hash.slice(1) } })
  })
  afterAll(async () => {
    await app?.close()
    computer?.remove()
  })
  afterEach(() => expect(app.faults()).toEqual([]))

  const row = (page: Page, name: string) => page.getByRole("row").filter({ hasText: name })
  const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true })
  const title = (page: Page, name: string) => page.getByRole("heading", { level: 1, name, exact: true }).waitFor()

  async function openAsBob(path: string): Promise<Page> {
    const page = await app.open("/sign-in", { anonymous: true })
    await page.getByLabel("Handle or e-mail").fill("bob")
    await page.getByLabel("Password", { exact: true }).fill(bob.password)
    await button(page, "Sign in").click()
    await button(page, "Account menu for bob").waitFor()
    await page.goto(`${app.daemon.url}${path}`)
    return page
  }

  test.each([1280, 390])(
    "a robot gets a key that opens a real ssh login until it is deleted, at %i px",
    async (width) => {
      const handle = `runner-${width}`
      const key = computer.makeKey(`machine-${width}`, ["-t", "ed25519"], `ci@build-${width}`)
      const ssh = () => computer.ssh({ user: gateway.user, port: gateway.port, key })
      const page = await app.open(`/p/${project}/robots`, { viewport: { width, height: 800 } })
      await button(page, "Create a robot").click()
      const making = page.getByRole("dialog", { name: "New robot in atlas" })
      await making.getByLabel("Handle").fill("Not A Handle")
      await making.getByLabel("What it does").fill("Runs the builds")
      await button(page, "Create robot").click()
      await making.getByText(/^Use 1 to 39 lower-case letters/).waitFor()
      await making.getByLabel("Handle").fill("bob")
      await button(page, "Create robot").click()
      await eventually(() => making.getByLabel("Handle").getAttribute("aria-invalid"), "true")
      await making.getByLabel("Handle").fill(handle)
      await button(page, "Create robot").click()
      await title(page, handle)
      await page.getByText("This robot opens nothing by SSH until it has one.").waitFor()

      await page.getByRole("link", { name: "Import keys" }).first().click()
      await page.getByRole("textbox", { name: "Public keys" }).waitFor()
      await paste(page, key.line)
      await page.getByRole("textbox", { name: "Name" }).fill("build")
      await button(page, "Import 1 key").click()
      await page.getByRole("heading", { name: "Test it" }).waitFor()
      expect(await ssh()).toMatchObject({
        status: 0,
        stdout: expect.stringContaining(
          `Hello ${handle}, robot of the project "atlas". You are signed in with "build"`,
        ),
      })

      await page.getByRole("link", { name: "Go to Keys" }).click()
      await title(page, handle)
      await page.getByRole("link", { name: "build", exact: true }).click()
      await title(page, "build")
      await page.getByText(new RegExp(`^${handle}, added`)).waitFor()
      await page.getByRole("link", { name: handle, exact: true }).click()

      await button(page, "Disable").first().click()
      await page.getByText(/^Disabled just now\. Its keys and tokens open nothing\.$/).waitFor()
      expect((await ssh()).status).toBe(255)
      await button(page, "Enable").first().click()
      await button(page, "Disable").first().waitFor()
      expect((await ssh()).status).toBe(0)

      // On phones the toast stands over the button until its time is over.
      await button(page, `Actions for ${handle}`).press("Enter")
      await page.getByRole("menuitem", { name: "Delete" }).click()
      const deleting = page.getByRole("dialog", { name: `Delete ${handle}?` })
      await deleting.getByText(/^1 key opens nothing any more: build/).waitFor()
      await deleting.getByLabel(`Type ${handle} to confirm`).fill(handle)
      await deleting.getByRole("button", { name: "Delete robot" }).click()
      await page.waitForURL(`${app.daemon.url}/p/${project}/robots`)
      expect((await ssh()).status).toBe(255)
    },
  )

  test("a robot's token is shown once and works as the robot until it is revoked", async () => {
    const { id } = await app.alice.client.call(routes.createRobot, {
      params: { id: project },
      body: { handle: "token-bearer", displayName: "Bears a token" },
    })
    const page = await app.open(`/p/${project}/robots/${id}`)
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"])
    await button(page, "Create a token").click()
    await page.getByRole("dialog").getByLabel("Name").fill("terraform")
    await button(page, "Create token").click()
    const secret = await page.getByRole("dialog").locator("code[data-secret]").innerText()
    await button(page, "Copy token").click()
    await button(page, "Done").click()
    await row(page, "terraform").waitFor()
    expect(await page.content()).not.toContain(secret)
    const ask = () => fetch(`${app.daemon.url}/api/v1/account`, { headers: { authorization: `Bearer ${secret}` } })
    expect(await (await ask()).json()).toMatchObject({ account: { kind: "robot", handle: "token-bearer" } })
    await button(page, "Actions for terraform").click()
    await page.getByRole("menuitem", { name: "Revoke" }).click()
    await button(page, "Revoke token").click()
    await row(page, "terraform").waitFor({ state: "detached" })
    expect((await ask()).status).toBe(401)
  })

  test("a viewer sees machine keys and finds no button that would change them", async () => {
    const { client } = app.alice
    const { id: account } = await client.call(routes.createRobot, {
      params: { id: project },
      body: { handle: "seen", displayName: "Is looked at" },
    })
    const key = computer.makeKey("seen", ["-t", "ed25519"], "seen")
    await client.call(routes.importKeys, { body: { account, keys: [{ text: key.line, name: "seen-key" }] } })
    await client.call(routes.createToken, { body: { account, name: "seen-token", scopes: ["keys:read"] } })
    const page = await openAsBob("/keys")
    await button(page, "Project bob, choose another").click()
    await page.getByRole("menuitemradio", { name: "atlas" }).click()
    await page.getByRole("link", { name: "seen-key" }).click()
    await title(page, "seen-key")
    for (const name of ["Disable", "Set a date", "Actions for seen-key"])
      expect(await button(page, name).count()).toBe(0)

    await page.getByRole("link", { name: "seen", exact: true }).click()
    await row(page, "seen-token").waitFor()
    for (const name of ["Disable", "Create a token", "Actions for seen", "Actions for seen-token"]) {
      expect(await button(page, name).count()).toBe(0)
    }
    expect(await page.getByRole("link", { name: "Import keys" }).count()).toBe(0)
    await button(page, "Actions for seen-key").click()
    await page.getByRole("menuitem", { name: "Copy public key" }).waitFor()
    expect(await page.getByRole("menuitem", { name: "Delete" }).count()).toBe(0)
    await page.keyboard.press("Escape")
    await page.getByLabel("Select seen-key").check()
    const bar = page.getByRole("toolbar", { name: "Selected keys" })
    await bar.getByRole("button", { name: "Export" }).waitFor()
    expect(await bar.getByRole("button", { name: "Delete" }).count()).toBe(0)
    await page.goto(`${app.daemon.url}/p/${project}/robots/${account}/import`)
    await page.getByText("You can see this project, but not change its keys.").waitFor()
  })
})
