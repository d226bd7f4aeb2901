import { readFileSync } from "node:fs"
import { routes } from "@latchkey/contract"
import type { Page } from "playwright-core"
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest"
import { newRsaLine, newSecurityKeyLine } from "../kit/public-line.ts"
import { eventually, noBrowser, startConsole, type TestConsole, timeout } from "./kit.ts"

/** A name of the picture of PuTTY's settings: a build adds what changes with its content. */
const session = /putty-session-[\w-]+\.png$/

const fingerprint = "SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU"

describe.skipIf(noBrowser)("guides", { timeout }, () => {
  let app: TestConsole
  beforeAll(async () => {
    app = await startConsole()
  })
  afterAll(() => app?.close())
  afterEach(() => expect(app.faults()).toEqual([]))

  const title = (page: Page, name: string) => page.getByRole("heading", { level: 1, name, exact: true }).waitFor()

  /** Waits until this place of a guide is marked, and stands in sight. */
  async function sought(page: Page, id: string, words: string): Promise<void> {
    const place = page.locator(`#${id}[data-sought]`).filter({ hasText: words })
    await place.waitFor()
    await eventually(() => place.evaluate((element) => element.getBoundingClientRect().top < innerHeight), true)
  }

  test("a card that refuses leads to what the guide says of this refusal", async () => {
    const page = await app.open("/keys/import")
    await page.getByRole("textbox", { name: "Public keys" }).fill(fingerprint)
    await page.getByRole("heading", { name: "This is only the fingerprint of a key." }).waitFor()
    await page.getByRole("link", { name: "More about this" }).click()
    await title(page, "This key cannot be imported")
    expect(new URL(page.url())).toMatchObject({ pathname: "/guides/import-refused", hash: "#fingerprint" })
    await sought(page, "fingerprint", "A fingerprint.")
    await page.context().close()
  })

  test("a row that refuses, among many, leads there too", async () => {
    const page = await app.open("/keys/import")
    await page.getByRole("textbox", { name: "Public keys" }).fill(Array(25).fill(fingerprint).join("\n"))
    await page.getByRole("row").getByRole("link", { name: "More about this" }).nth(20).click()
    await title(page, "This key cannot be imported")
    await sought(page, "fingerprint", "A fingerprint.")
    await page.context().close()
  })

  test("Ctrl K finds a guide by a word of its title, and Enter opens it", async () => {
    const page = await app.open("/")
    await page.getByRole("heading", { level: 1 }).waitFor()
    await page.keyboard.press("Control+K")
    await page.getByPlaceholder("Search keys, projects, commands").fill("permission den")
    await page.locator("[data-selected]").filter({ hasText: "Permission denied" }).waitFor()
    await page.keyboard.press("Enter")
    await title(page, "Permission denied")
    await page.context().close()
  })

  test.each([
    ["en", "Log in with PuTTY", /^PuTTY at Session/],
    ["fr", "Se connecter avec PuTTY", /^PuTTY à Session/],
  ] as const)(
    "a picture takes its place before it is loaded, and is shown to whoever is not signed in, in %s",
    async (locale, name, words) => {
      const page = await app.open("/sign-in", { anonymous: true, locale })
      let letGo = () => {}
      const released = new Promise<void>((resolve) => {
        letGo = resolve
      })
      await page.route(session, async (route) => {
        await released
        await route.continue()
      })
      await page.goto(`${app.daemon.url}/guides/putty`, { waitUntil: "domcontentloaded" })
      await title(page, name)
      const picture = page.getByRole("img", { name: words })
      await picture.scrollIntoViewIfNeeded()
      const place = () => picture.evaluate(({ clientWidth, clientHeight }) => [clientWidth, clientHeight])
      const before = await place()
      letGo()
      const png = readFileSync(new URL("../../docs/guides/pictures/putty-session.png", import.meta.url))
      const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)]
      await eventually(
        () =>
          picture.evaluate((image) => image instanceof HTMLImageElement && [image.naturalWidth, image.naturalHeight]),
        [width, height],
      )
      expect(await place()).toEqual(before)
      expect(before).toEqual([width / 2, height / 2])
      await page.context().close()
    },
  )

  test("a picture is no wider than a phone", async () => {
    const page = await app.open("/guides/puttygen", { viewport: { width: 390, height: 800 } })
    await page.getByRole("img", { name: /^A terminal in which puttygen/ }).scrollIntoViewIfNeeded()
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
    await page.context().close()
  })

  test("the dialog that makes a key names the guides for whoever would rather do it alone", async () => {
    const page = await app.open("/keys?generate=1")
    await page.getByRole("dialog").getByRole("link", { name: "With PuTTYgen" }).click()
    await title(page, "Make a key with PuTTYgen")
    await page.getByRole("dialog").waitFor({ state: "detached" })
    await page.context().close()
  })

  test("the page of a security key leads to the guide about hardware keys", async () => {
    const keys = [{ text: newSecurityKeyLine("alice@token"), name: "token" }]
    const [imported] = (await app.alice.client.call(routes.importKeys, { body: { keys } })).results
    if (imported?.outcome !== "imported") throw new Error("the key was refused")
    const page = await app.open(`/keys/${imported.key.id}`)
    await page.getByRole("link", { name: "About hardware keys" }).click()
    await title(page, "Hardware keys")
    await page.context().close()
  })

  test("the page of a weak key leads to what the guide says of the key policy", async () => {
    const keys = [{ text: newRsaLine(2048, "old-box"), name: "old-box" }]
    const [imported] = (await app.alice.client.call(routes.importKeys, { body: { keys } })).results
    if (imported?.outcome !== "imported") throw new Error("the key was refused")
    const page = await app.open(`/keys/${imported.key.id}`)
    await page.getByRole("link", { name: "More about this" }).click()
    await sought(page, "policy", "Too short to be safe")
    await page.context().close()
  })
})
