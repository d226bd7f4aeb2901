import { routes } from "@latchkey/contract"
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest"
import { addAccount } from "../kit/accounts.ts"
import { eventually, noBrowser, spoken, startConsole, type TestConsole, timeout } from "./kit.ts"

describe.skipIf(noBrowser).each([1280, 390])("a project whose owner leaves, at %i px", { timeout }, (width) => {
  let app: TestConsole
  beforeAll(async () => {
    app = await startConsole()
  })
  afterAll(() => app?.close())
  afterEach(() => expect(app.faults()).toEqual([]))

  test("is named before its owner is disabled, and is given to somebody who is enabled", async () => {
    const { client } = app.alice
    const bob = await addAccount(app.daemon, "bob")
    const carol = await addAccount(app.daemon, "carol")
    const { id } = await bob.client.call(routes.createProject, { body: { name: "atlas" } })
    const { items } = await client.call(routes.listAccounts, { query: { search: "bob" } })
    const bobId = items[0]?.id ?? ""

    const page = await app.open("/admin/people", { viewport: { width, height: 800 } })
    const question = page.getByRole("dialog")
    const button = (name: string) => page.getByRole("button", { name, exact: true })
    await button("Actions for bob").click()
    await page.getByRole("menuitem", { name: "Disable" }).click()
    await question.getByText(/^Nobody else owns these projects: atlas\./).waitFor()
    await question.getByRole("button", { name: "Disable account" }).click()

    await page.waitForURL(`${app.daemon.url}/admin/people/${bobId}`)
    await page.getByRole("heading", { name: "Projects without an owner" }).waitFor()
    await button("Name an owner").click()
    await page.getByRole("dialog", { name: "New owner of atlas" }).waitFor()
    await question.getByRole("radio", { name: "alice" }).waitFor()
    // Whoever is disabled is no choice.
    expect(await question.getByRole("radio", { name: "bob" }).count()).toBe(0)
    await button("Make owner").click()
    await question.getByText("Choose somebody.").waitFor()
    await question.getByLabel("Search people").fill("zeppelin")
    await question.getByText("Nobody who is enabled matches.").waitFor()
    await question.getByLabel("Search people").fill("caro")
    await question.getByRole("radio", { name: "alice" }).waitFor({ state: "detached" })
    await question.getByRole("radio", { name: "carol" }).check()
    await button("Make owner").click()
    await eventually(() => spoken(page, "polite"), "carol owns atlas now.")
    await page.getByRole("heading", { name: "Projects without an owner" }).waitFor({ state: "detached" })
    expect((await carol.client.call(routes.showProject, { params: { id } })).role).toBe("owner")
  })

  test("is said to have an owner again when somebody else was quicker", async () => {
    const { client } = app.alice
    const dave = await addAccount(app.daemon, "dave")
    const { id } = await dave.client.call(routes.createProject, { body: { name: "relay" } })
    const { items } = await client.call(routes.listAccounts, { query: {} })
    const idOf = (handle: string) => items.find((account) => account.handle === handle)?.id ?? ""
    await client.call(routes.disableAccount, { params: { id: idOf("dave") } })
    const page = await app.open(`/admin/people/${idOf("dave")}`, { viewport: { width, height: 800 } })
    await page.getByRole("button", { name: "Name an owner" }).click()
    await page.getByRole("radio", { name: "carol" }).check()
    await client.call(routes.assignOwner, { params: { id }, body: { accountId: idOf("alice") } })
    await page.getByRole("button", { name: "Make owner" }).click()
    await page
      .getByRole("alert")
      .getByText(/^Nothing was saved\. There is no such project without an owner\./)
      .waitFor()
  })
})
