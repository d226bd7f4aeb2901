import axe from "axe-core"
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest"
import { paths } from "../../packages/console/src/paths.ts"
import { testPassword } from "../kit/daemon.ts"
import { noBrowser, noGateway, timeout } from "./kit.ts"
import { places } from "./places.ts"
import { startTour, type Tour } from "./tour.ts"

declare global {
  interface Window {
    /** What axe-core's script leaves in the page. */
    readonly axe: typeof axe
  }
}

const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]

describe.skipIf(noBrowser || noGateway)("the console for everyone", { timeout }, () => {
  let tour: Tour
  beforeAll(async () => {
    tour = await startTour()
    // Before each page's own scripts, where the page's policy has no say.
    await tour.page.addInitScript({ content: axe.source })
    // The first place may be another fragment of the page that stands here already: no new document, and no script.
    await tour.page.reload()
  })
  afterAll(() => tour?.close())
  afterEach(() => expect(tour.app.faults()).toEqual([]))

  /** What breaks WCAG 2.2 A and AA on the page as it stands, each with the elements that do. */
  async function violations(): Promise<readonly string[]> {
    // What is half under the header of a page that is scrolled would be taken for too small.
    await tour.page.evaluate(() => scrollTo(0, 0))
    const found = await tour.page.evaluate(
      (runOnly) => window.axe.run(document, { runOnly, resultTypes: ["violations"] }),
      rules,
    )
    return found.violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html).join(" ")}`)
  }

  async function violationsInBothThemes(): Promise<Readonly<Record<string, readonly string[]>>> {
    await tour.page.emulateMedia({ colorScheme: "light" })
    const light = await violations()
    await tour.page.emulateMedia({ colorScheme: "dark" })
    return { light, dark: await violations() }
  }

  const none = { light: [], dark: [] }
  const shownPaths = new Set<string>()

  /** How far the page could be scrolled sideways, in pixels. */
  const excess = () => tour.page.locator("html").evaluate((html) => html.scrollWidth - html.clientWidth)
  // An open menu finds its new place a moment after the window has changed.
  const expectNoExcess = (message: string) => expect.poll(excess, { message, timeout: 10_000 }).toBe(0)

  test.each(places)("$name breaks no rule in light and dark and never scrolls sideways", async (place) => {
    const { page } = tour
    await page.setViewportSize({ width: 1280, height: 800 })
    await place.show(tour)
    shownPaths.add(new URL(page.url()).pathname)
    expect(await violationsInBothThemes(), "at 1280 px").toEqual(none)
    await expectNoExcess("at 1280 px")
    await page.setViewportSize({ width: 390, height: 800 })
    expect(await violationsInBothThemes(), "at 390 px").toEqual(none)
    await expectNoExcess("at 390 px")
    // A window of 1280 px at 400% zoom (WCAG 1.4.10).
    await page.setViewportSize({ width: 320, height: 256 })
    await expectNoExcess("at 320 px")
  })

  test("each address of the console was among these places", () => {
    const isShown = (path: string) => {
      const address = new RegExp(`^${path.replace("$guide", "[a-z-]+").replace(/\$\w+/g, "[0-9a-f-]{36}")}$`)
      return [...shownPaths].some((shown) => address.test(shown))
    }
    const withoutPlace = ["/new-page", "/keys/$keyId/new-page"]
    expect([...Object.values(paths), ...withoutPlace].filter((path) => !isShown(path))).toEqual(withoutPlace)
  })

  test("the phone's navigation breaks no rule", async () => {
    const { app, page } = tour
    await page.setViewportSize({ width: 390, height: 800 })
    await page.goto(`${app.daemon.url}/sign-in`)
    await page.getByLabel("Handle or e-mail").fill("alice")
    await page.getByLabel("Password", { exact: true }).fill(testPassword)
    await page.getByRole("button", { name: "Sign in" }).click()
    await page.getByRole("button", { name: "Open navigation" }).click()
    await page.getByRole("dialog", { name: "Latchkey" }).getByRole("link", { name: /^Keys/ }).waitFor()
    expect(await violationsInBothThemes()).toEqual(none)
  })

  test("these checks see a page that breaks the rules", async () => {
    await tour.page.goto(`${tour.app.daemon.url}/nowhere`)
    await tour.page.getByRole("heading", { name: "Page not found" }).waitFor()
    await tour.page.evaluate(() => {
      const pale = document.createElement("p")
      pale.append("a sentence", document.createElement("img"))
      Object.assign(pale.style, { color: "#ddd", background: "#ccc", width: "3000px", position: "absolute" })
      document.body.append(pale)
    })
    const found = await violationsInBothThemes()
    for (const theme of ["light", "dark"]) {
      expect(found[theme]).toContainEqual(expect.stringMatching(/^image-alt/))
      expect(found[theme]).toContainEqual(expect.stringMatching(/^color-contrast/))
    }
    expect(await excess()).toBeGreaterThan(0)
  })
})
