import type { Page } from "playwright-core"
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest"
import { eventually, noBrowser, startConsole, type TestConsole, timeout } from "./kit.ts"

const ownNames = { en: "English", fr: "Français", nl: "Nederlands", de: "Deutsch", ru: "Русский" }
const signIn = { en: "Sign in", fr: "Se connecter", nl: "Aanmelden", de: "Anmelden", ru: "Войти" }

describe.skipIf(noBrowser)("languages", { timeout }, () => {
  let app: TestConsole
  beforeAll(async () => {
    app = await startConsole()
  })
  afterAll(() => app?.close())
  afterEach(() => expect(app.faults()).toEqual([]))

  const htmlLang = (page: Page) => page.locator("html").getAttribute("lang")

  test("the menu offers each language by its own name, marked as that language", async () => {
    const page = await app.open("/sign-in", { anonymous: true })
    await page.getByRole("button", { name: "English" }).click()
    await page.getByRole("menuitemradio", { name: "Русский" }).waitFor()
    const items = await page
      .getByRole("menuitemradio")
      .evaluateAll((found) => found.map((item) => [item.getAttribute("lang"), item.textContent]))
    expect(items).toEqual(Object.entries(ownNames))
    await page.context().close()
  })

  test.each(["en", "fr", "nl", "de", "ru"] as const)(
    "a browser that prefers %s reads it, and loads nothing else",
    async (language) => {
      const page = await app.open("/sign-in", { anonymous: true, locale: language })
      await page.getByRole("heading", { level: 1, name: signIn[language], exact: true }).waitFor()
      expect(await htmlLang(page)).toBe(language)
      const loaded = await page.evaluate(() => performance.getEntriesByType("resource").map(({ name }) => name))
      const catalogues = loaded.flatMap((url) => /\/assets\/(en|fr|nl|de|ru)-[\w-]+\.js$/.exec(url)?.[1] ?? [])
      expect([...new Set(catalogues)]).toEqual([language])
      await page.context().close()
    },
  )

  test("a language once chosen is followed by other tabs, stays after a reload and writes the dates", async () => {
    const page = await app.open("/")
    const other = await page.context().newPage()
    await other.goto(`${app.daemon.url}/keys`)
    await other.getByRole("heading", { level: 1, name: "Keys" }).waitFor()
    await page.getByRole("button", { name: "Account menu for alice" }).click()
    await page.getByRole("menuitem", { name: "Language" }).click()
    await page.getByRole("menuitemradio", { name: "Русский" }).click()
    await eventually(() => htmlLang(page), "ru")
    await other.getByRole("heading", { level: 1, name: "Ключи" }).waitFor()
    expect(await htmlLang(other)).toBe("ru")
    await page.reload()
    const day = new Intl.DateTimeFormat("ru", { day: "numeric", month: "long", timeZone: "UTC" }).format(new Date())
    await eventually(
      () =>
        page
          .locator(`time[title*="${day}"]`)
          .count()
          .then((count) => count > 0),
      true,
    )
    await page.context().close()
  })
})
