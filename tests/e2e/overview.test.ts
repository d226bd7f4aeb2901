import { routes } from "@latchkey/contract"
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest"
import { newPublicLine } from "../kit/public-line.ts"
import { noBrowser, startConsole, type TestConsole, timeout } from "./kit.ts"

describe.skipIf(noBrowser)("Overview of a newcomer", { timeout }, () => {
  let app: TestConsole
  beforeAll(async () => {
    app = await startConsole()
  })
  afterAll(() => app?.close())
  afterEach(() => expect(app.faults()).toEqual([]))

  test("has the button of a step under its words on a phone, as wide as they are", async () => {
    const page = await app.open("/", { viewport: { width: 390, height: 800 } })
    const step = page.getByRole("listitem").filter({ hasText: "Add a key" })
    const button = await step.getByRole("link", { name: "Import keys" }).boundingBox()
    const words = await step.getByText(/^Import one you have/).boundingBox()
    if (button === null || words === null) throw new Error("the step is not in sight")
    expect(button.y).toBeGreaterThanOrEqual(words.y + words.height)
    expect({ x: button.x, width: button.width }).toEqual({ x: words.x, width: words.width })
  })

  test("says in the reader's language why the gateway is off", async () => {
    await app.alice.client.call(routes.importKeys, { body: { keys: [{ text: newPublicLine("alice@laptop") }] } })
    const page = await app.open("/", { locale: "fr-FR" })
    await page.getByText(/^La passerelle SSH est arrêtée.: les réglages de ce Latchkey le veulent\./).waitFor()
  })
})
