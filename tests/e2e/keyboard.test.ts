import { routes } from "@latchkey/contract"
import type { Locator, Page } from "playwright-core"
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest"
import { newPublicLine } from "../kit/public-line.ts"
import { eventually, noBrowser, paste, spoken, startConsole, type TestConsole, timeout } from "./kit.ts"

describe.skipIf(noBrowser)("the console without a mouse", { timeout }, () => {
  let app: TestConsole
  beforeAll(async () => {
    app = await startConsole()
  })
  afterAll(() => app?.close())
  afterEach(() => expect(app.faults()).toEqual([]))

  const focused = (element: Locator) =>
    eventually(() => element.evaluate((node) => node === document.activeElement), true)
  const heading = (page: Page, name: string) => page.getByRole("heading", { level: 1, name, exact: true })
  const row = (page: Page, name: string) => page.getByRole("link", { name, exact: true })

  async function open(path: string, title: string | RegExp): Promise<Page> {
    const page = await app.open(path)
    await page.getByRole("heading", { level: 1, name: title }).waitFor()
    return page
  }

  async function add(...names: string[]): Promise<void> {
    const keys = names.map((name) => ({ text: newPublicLine(`${name}@example`), name }))
    await app.alice.client.call(routes.importKeys, { body: { keys } })
  }
  const remaining = async () =>
    (await app.alice.client.call(routes.listKeys, { query: {} })).items.map(({ name }) => name)

  /** Presses Tab, or Shift and Tab, until an element has the focus, as somebody who looks for it does. */
  async function tabTo(page: Page, element: Locator, key: "Tab" | "Shift+Tab" = "Tab"): Promise<void> {
    for (let presses = 0; presses < 60; presses++) {
      if (await element.evaluate((node) => node === document.activeElement)) return
      await page.keyboard.press(key)
    }
    throw new Error("Tab does not lead there")
  }

  test("a key is imported, found, and deleted again", async () => {
    const page = await open("/", /Good to have you/)
    await page.keyboard.press("i")
    await focused(page.getByRole("textbox", { name: "Public keys" }))
    await paste(page, newPublicLine("alice@typewriter"))
    await page.getByRole("heading", { name: "Found 1 key" }).waitFor()
    const name = page.getByRole("textbox", { name: "Name" })
    await tabTo(page, name)
    await page.keyboard.press("Control+A")
    await page.keyboard.type("typewriter")
    await page.keyboard.press("Control+Enter")
    await page.getByText("Imported", { exact: true }).waitFor()
    await eventually(() => spoken(page, "polite"), "1 key imported.")

    // Out of the field that was left behind, or the letters would be typed into it.
    await tabTo(page, page.getByRole("link", { name: "Go to Keys" }))
    await page.keyboard.press("Enter")
    await focused(heading(page, "Keys"))
    await row(page, "typewriter").waitFor()
    await page.keyboard.press("j")
    await focused(row(page, "typewriter"))
    await page.keyboard.press(".")
    const item = page.getByRole("menuitem", { name: "Delete" })
    await item.waitFor()
    for (
      let presses = 0;
      presses < 12 && !(await item.evaluate((node) => node === document.activeElement));
      presses++
    ) {
      await page.keyboard.press("ArrowDown")
    }
    await focused(item)
    await page.keyboard.press("Enter")
    await focused(page.getByLabel(/^Type typewriter/))
    // Enter does nothing before the name is there.
    await page.keyboard.press("Enter")
    await page.keyboard.type("typewriter")
    await page.keyboard.press("Enter")
    await page.getByText("No keys yet.").waitFor()
    expect(await remaining()).toEqual([])
  })

  test("rows are walked with j and k, ticked with x, a range with Shift X, and deleted together", async () => {
    await add("one", "two", "three", "four", "five", "six")
    const page = await open("/keys?sort=name&order=ascending", "Keys")
    await row(page, "two").waitFor()
    for (const name of ["five", "four", "one", "six"]) {
      await page.keyboard.press("j")
      await focused(row(page, name))
    }
    await page.keyboard.press("k")
    await focused(row(page, "one"))
    await page.keyboard.press("x")
    await page.keyboard.press("j")
    await page.keyboard.press("j")
    await focused(row(page, "three"))
    await page.keyboard.press("Shift+X")
    await page.getByText("3 selected").waitFor()
    await eventually(() => spoken(page, "polite"), "3 keys selected.")
    await tabTo(page, page.getByRole("toolbar").getByRole("button", { name: "Delete" }), "Shift+Tab")
    await page.keyboard.press("Enter")
    await focused(page.getByLabel(/^Type delete 3 keys/))
    await page.keyboard.type("delete 3 keys")
    await page.keyboard.press("Enter")
    await page.getByRole("dialog", { name: "3 deleted, 0 failed" }).waitFor()
    await focused(page.getByRole("button", { name: "Done" }))
    await page.keyboard.press("Enter")
    await page.getByText("3 keys", { exact: true }).waitFor()
    expect((await remaining()).sort()).toEqual(["five", "four", "two"])
  })

  test("Enter opens a row and the new page's heading has the focus and names the tab", async () => {
    await add("opened")
    const page = await open("/keys?q=opened", "Keys")
    await row(page, "opened").waitFor()
    await page.keyboard.press("j")
    await page.keyboard.press("Enter")
    await focused(heading(page, "opened"))
    await eventually(() => page.title(), "opened · Latchkey")
    await page.keyboard.press("g")
    await page.keyboard.press("k")
    await focused(heading(page, "Keys"))
    await eventually(() => page.title(), "Keys · Latchkey")
    await page.keyboard.press("g")
    await page.keyboard.press("o")
    await focused(page.getByRole("heading", { level: 1, name: /Good to have you/ }))
  })

  test("? lists the shortcuts; Escape closes the list and gives the focus back", async () => {
    await add("asked")
    const page = await open("/keys?q=asked", "Keys")
    await row(page, "asked").focus()
    await page.keyboard.press("?")
    const list = page.getByRole("dialog", { name: "Keyboard shortcuts" })
    await list.getByText("Go to Keys").waitFor()
    // No shortcut works behind it.
    await page.keyboard.press("i")
    await page.keyboard.press("Escape")
    await list.waitFor({ state: "detached" })
    await focused(row(page, "asked"))
    expect(new URL(page.url()).pathname).toBe("/keys")
  })

  test("Ctrl K finds a key by its fingerprint, from inside a field too, and Enter opens it", async () => {
    await add("needle")
    const { items } = await app.alice.client.call(routes.listKeys, { query: { search: "needle" } })
    const page = await open("/keys", "Keys")
    await row(page, "needle").waitFor()
    await page.keyboard.press("/")
    await focused(page.getByRole("searchbox", { name: "Search keys" }))
    await page.keyboard.press("Control+K")
    const search = page.getByRole("textbox", { name: "Search keys, projects, commands" })
    await focused(search)
    await page.keyboard.type(items[0]?.fingerprint ?? "")
    await page.getByRole("dialog").getByText("needle", { exact: true }).waitFor()
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await focused(heading(page, "needle"))
  })

  test.each([
    ["its keys", "early bird", "**/api/v1/keys?*"],
    ["the projects", "early worm", "**/api/v1/projects"],
  ])("/ leads to the page's own search before %s are there, and what is typed stays", async (_, bird, answers) => {
    await add(bird)
    const page = await open("/", /Good to have you/)
    let release = () => {}
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    await page.route(answers, async (route) => {
      await held
      await route.continue()
    })
    await page.goto(`${app.daemon.url}/keys`)
    await heading(page, "Keys").waitFor()
    await page.keyboard.press("/")
    const search = page.getByRole("searchbox", { name: "Search keys" })
    await focused(search)
    await page.keyboard.type(bird)
    release()
    await row(page, bird).waitFor()
    await eventually(() => page.getByRole("row").count(), 2)
    await focused(search)
    expect(await search.inputValue()).toBe(bird)
  })

  test("a token for OpenStack's tools is made and kept as a file, on a narrow dark window", async () => {
    const page = await app.open("/account/tokens", { viewport: { width: 390, height: 844 }, colorScheme: "dark" })
    const create = page.getByRole("button", { name: "Create a token for OpenStack" })
    await create.waitFor()
    await tabTo(page, create)
    await page.keyboard.press("Enter")
    const dialog = page.getByRole("dialog")
    await focused(dialog.getByLabel("Name"))
    const name = `it's "one" $(id) 日本`
    await page.keyboard.type(name)
    await page.keyboard.press("Enter")
    // A screen reader reads on from what has the focus.
    await focused(dialog.getByText("Copy your token now. It is not shown again."))
    const download = dialog.getByRole("button", { name: "Download clouds.yaml" })
    const done = dialog.getByRole("button", { name: "Done" })
    await download.waitFor()
    await tabTo(page, download)
    const arriving = page.waitForEvent("download")
    await page.keyboard.press("Enter")
    expect((await arriving).suggestedFilename()).toBe("clouds.yaml")
    await eventually(() => spoken(page, "polite"), "clouds.yaml downloaded")
    await tabTo(page, done)
    await page.keyboard.press("Enter")
    await dialog.waitFor({ state: "detached" })
    await focused(create)
    await page.getByRole("cell", { name, exact: true }).waitFor()
  })

  test("letters in a field are letters", async () => {
    const page = await open("/keys", "Keys")
    const search = page.getByRole("searchbox", { name: "Search keys" })
    await search.waitFor()
    await page.keyboard.press("/")
    await focused(search)
    await page.keyboard.type("igk?x.j")
    expect(await search.inputValue()).toBe("igk?x.j")
    expect(new URL(page.url()).pathname).toBe("/keys")
    expect(await page.getByRole("dialog").count()).toBe(0)
  })

  test("the first Tab offers to skip to the content", async () => {
    const page = await open("/keys", "Keys")
    await page.keyboard.press("Tab")
    await focused(page.getByRole("link", { name: "Skip to content" }))
    await page.keyboard.press("Enter")
    await focused(page.getByRole("main"))
  })
})
