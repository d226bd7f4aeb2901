import { routes } from "@latchkey/contract"
import type { Page } from "playwright-core"
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest"
import { addAccount } from "../kit/accounts.ts"
import type { SignedUp } from "../kit/daemon.ts"
import { newPublicLine } from "../kit/public-line.ts"
import { eventually, noBrowser, startConsole, type TestConsole, timeout } from "./kit.ts"

describe.skipIf(noBrowser).each([1280, 390])("machine keys beside one's own, at %i px", { timeout }, (width) => {
  let app: TestConsole
  let bob: SignedUp
  let project: string
  let robot: string
  beforeAll(async () => {
    app = await startConsole()
    bob = await addAccount(app.daemon, "bob")
    const { client } = app.alice
    project = (await client.call(routes.createProject, { body: { name: "atlas" } })).id
    const body = { handle: "shop-deploy", displayName: "Deploys the shop" }
    robot = (await client.call(routes.createRobot, { params: { id: project }, body })).id
    const { url } = await client.call(routes.inviteToProject, { params: { id: project }, body: { role: "viewer" } })
    await bob.client.call(routes.joinProject, { body: { secret: new URL(url).hash.slice(1) } })
    const add = (names: readonly string[], account?: string) =>
      client.call(routes.importKeys, { body: { keys: names.map((name) => ({ text: newPublicLine(name) })), account } })
    await add(["laptop", "desktop", "phone"])
    await add(["build", "backup"], robot)
    const keys = [{ text: newPublicLine("bobs-own") }]
    await bob.client.call(routes.importKeys, { body: { keys } })
  })
  afterAll(() => app?.close())
  afterEach(() => expect(app.faults()).toEqual([]))

  const viewport = { width, height: 800 }
  const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true })
  const key = (page: Page, name: string) => page.getByRole("link", { name, exact: true })
  const names = (page: Page) => page.locator("[data-row-link]").allInnerTexts()
  const tick = async (page: Page, ...wanted: string[]) => {
    if (width < 500) await button(page, "Select").click()
    for (const name of wanted) await page.getByLabel(`Select ${name}`).check()
  }

  async function openKeys(page: Page): Promise<void> {
    await page.goto(`${app.daemon.url}/p/${project}`)
    await page.getByRole("heading", { level: 1, name: "atlas" }).waitFor()
    await page.goto(`${app.daemon.url}/keys?sort=name`)
    await key(page, "build").waitFor()
  }

  test("stand in one list, which shows the keys of either alone", async () => {
    const page = await app.open("/", { viewport })
    await openKeys(page)
    expect(await names(page)).toEqual(["backup", "build", "desktop", "laptop", "phone"])
    await page.getByText("5 keys", { exact: true }).waitFor()
    expect(await page.getByText(/^shop-deploy · /).allInnerTexts()).toEqual([
      "shop-deploy · backup",
      "shop-deploy · build",
    ])
    await button(page, "Owner").click()
    await page.getByRole("menuitemcheckbox", { name: "Machine keys" }).click()
    await eventually(() => names(page), ["backup", "build"])
    expect(new URL(page.url()).searchParams.get("owner")).toBe("machine")
    await button(page, "Owner: Machine keys").click()
    await page.getByRole("menuitemcheckbox", { name: "Mine" }).click()
    await eventually(() => names(page), ["desktop", "laptop", "phone"])
  })

  test("are deleted together, after it is said what each owner loses", async () => {
    const page = await app.open("/", { viewport })
    await openKeys(page)
    await tick(page, "backup", "desktop")
    await page.getByRole("toolbar", { name: "Selected keys" }).getByRole("button", { name: "Delete" }).click()
    const dialog = page.getByRole("dialog", { name: "Delete 2 keys?" })
    await dialog.getByLabel(/^Type delete 2 keys/).fill("delete 2 keys")
    await dialog.getByRole("button", { name: "Delete 2 keys" }).click()
    await page.getByRole("dialog", { name: "2 deleted, 0 failed" }).getByRole("button", { name: "Done" }).click()
    await eventually(() => names(page), ["build", "laptop", "phone"])
  })

  test("have their own page also behind the links of Activity", async () => {
    const page = await app.open("/activity?action=key.import", { viewport })
    await key(page, "build").click()
    await eventually(() => new URL(page.url()).pathname.startsWith(`/p/${project}/robots/${robot}/keys/`), true)
    await page.getByRole("heading", { level: 1, name: "build" }).waitFor()
    await page.getByText(/^shop-deploy, added/).waitFor()
    await page.goBack()
    await page.getByRole("heading", { level: 1, name: "Activity" }).waitFor()
  })

  test("are only looked at by viewers, who are told why", async () => {
    const page = await app.open("/sign-in", { viewport, anonymous: true })
    await page.getByLabel("Handle or e-mail").fill("bob")
    await page.getByLabel("Password", { exact: true }).fill(bob.password)
    await button(page, "Sign in").click()
    await button(page, "Account menu for bob").waitFor()
    await openKeys(page)
    await tick(page, "bobs-own")
    const bar = page.getByRole("toolbar", { name: "Selected keys" })
    expect(await bar.getByRole("button", { name: "Delete" }).isEnabled()).toBe(true)
    await page.getByLabel("Select build").check()
    const remove = bar.getByRole("button", { name: "Delete" })
    await eventually(() => remove.isDisabled(), true)
    expect(await remove.getAttribute("title")).toBe(
      "You are a viewer of atlas: its machine keys are not yours to change.",
    )
  })
})
