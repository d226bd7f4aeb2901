import { routes } from "@latchkey/contract"
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest"
import { eventually, noBrowser, startConsole, type TestConsole, timeout } from "./kit.ts"

describe.skipIf(noBrowser)("projects and robots from anywhere", { timeout }, () => {
  let app: TestConsole
  let project: string
  let robot: string
  beforeAll(async () => {
    app = await startConsole()
    const { client } = app.alice
    project = (await client.call(routes.createProject, { body: { name: "atlas" } })).id
    const body = { handle: "shop-deploy", displayName: "Deploys the shop" }
    robot = (await client.call(routes.createRobot, { params: { id: project }, body })).id
  })
  afterAll(() => app?.close())
  afterEach(() => expect(app.faults()).toEqual([]))

  test.each([1280, 390])(
    "the palette finds a robot by what it does and a project by its name, at %i px",
    async (width) => {
      const page = await app.open("/", { viewport: { width, height: 800 } })
      const path = () => new URL(page.url()).pathname
      const search = page.getByPlaceholder("Search keys, projects, commands")
      // Another project than the robot's is chosen here.
      await page.getByRole("button", { name: "Project alice, choose another" }).waitFor()
      await page.getByRole("button", { name: /^Search/ }).click()
      await search.fill("deploys the")
      await page.getByRole("button", { name: "shop-deploy atlas" }).click()
      await eventually(path, `/p/${project}/robots/${robot}`)
      await page.getByRole("heading", { level: 1, name: "shop-deploy" }).waitFor()

      await page.getByRole("button", { name: /^Search/ }).click()
      await search.fill("ATL")
      await page.getByRole("button", { name: "atlas", exact: true }).click()
      await eventually(path, `/p/${project}`)
    },
  )

  test("Enter opens the first of what was found, though it came after the typing", async () => {
    const page = await app.open("/")
    await page.getByRole("button", { name: "Project alice, choose another" }).waitFor()
    await page.keyboard.press("Control+k")
    await page.getByPlaceholder("Search keys, projects, commands").fill("atl")
    await page.locator("[data-selected]").filter({ hasText: "atlas" }).waitFor()
    await page.keyboard.press("Enter")
    await eventually(() => new URL(page.url()).pathname, `/p/${project}`)
  })

  test("g and a letter lead to the chosen project and to its machine keys, as the list of shortcuts says", async () => {
    const page = await app.open(`/p/${project}`)
    const path = () => new URL(page.url()).pathname
    await page.getByRole("heading", { level: 1, name: "atlas" }).waitFor()
    await page.keyboard.press("?")
    const list = page.getByRole("dialog", { name: "Keyboard shortcuts" })
    for (const what of ["Go to the project", "Go to the project’s machine keys"]) {
      await list.getByText(what, { exact: true }).waitFor()
    }
    await page.keyboard.press("Escape")
    await list.waitFor({ state: "detached" })
    await page.keyboard.press("g")
    await page.keyboard.press("m")
    await eventually(path, `/p/${project}/robots`)
    await page.keyboard.press("g")
    await page.keyboard.press("k")
    await eventually(path, "/keys")
    await page.keyboard.press("g")
    await page.keyboard.press("p")
    await eventually(path, `/p/${project}`)
  })
})
