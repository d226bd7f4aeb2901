import { copyFileSync, mkdirSync, statSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest"
import { noBrowser, noGateway, timeout } from "./kit.ts"
import { places } from "./places.ts"
import { startTour, type Tour } from "./tour.ts"

const looks = [
  { name: "light", width: 1280, colorScheme: "light" },
  { name: "dark", width: 1280, colorScheme: "dark" },
  { name: "390", width: 390, colorScheme: "light" },
] as const

const folder = fileURLToPath(new URL("screenshots", import.meta.url))
/** The README's picture is made anew only when it is asked for: `LATCHKEY_README_PICTURE=1`. */
const readmePicture =
  process.env.LATCHKEY_README_PICTURE === "1"
    ? fileURLToPath(new URL("../../docs/screenshots/keys.png", import.meta.url))
    : undefined

describe.skipIf(noBrowser || noGateway)("the console's pictures", { timeout }, () => {
  let tour: Tour
  beforeAll(async () => {
    mkdirSync(folder, { recursive: true })
    tour = await startTour()
  })
  afterAll(() => tour?.close())
  afterEach(() => expect(tour.app.faults()).toEqual([]))

  test.each(places)("$name is drawn in light, in dark and on a phone", async (place) => {
    const { page } = tour
    await page.setViewportSize({ width: 1280, height: 800 })
    await place.show(tour)
    for (const { name, width, colorScheme } of looks) {
      await page.emulateMedia({ colorScheme })
      await page.setViewportSize({ width, height: 800 })
      if (place.overlaid === undefined) {
        // A window as tall as the page, so that what sticks to the window's foot stands at the page's.
        const height = await page.locator("html").evaluate((html) => html.scrollHeight)
        await page.setViewportSize({ width, height })
      }
      await page.evaluate(() => document.fonts.ready)
      const path = `${folder}/${place.name}-${name}.png`
      await page.screenshot({ path, animations: "disabled" })
      expect(statSync(path).size).toBeGreaterThan(4096)
      if (`${place.name}-${name}` === "keys-light" && readmePicture !== undefined) copyFileSync(path, readmePicture)
    }
  })
})
