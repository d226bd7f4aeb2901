import { type Browser, chromium } from "playwright-core"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { requireTool } from "../../../../tests/kit/tools.ts"
import { bundleSuite } from "./bundle.ts"
import type { Outcome } from "./vitest.ts"

const chromiumPath = requireTool("chromium", "chromium")

/** Nothing answers there: the page and its script are handed to the browser. It is https, so WebCrypto is whole. */
const address = "https://engine.example/"

/** A policy as the console's: nothing is evaluated but WebAssembly. */
const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'"

describe.skipIf(chromiumPath === undefined)("the engine in Chromium", () => {
  let browser: Browser
  let outcomes: readonly Outcome[] = []

  beforeAll(async () => {
    if (chromiumPath === undefined) return
    const suite = await bundleSuite()
    browser = await chromium.launch({ executablePath: chromiumPath, args: ["--headless", "--no-sandbox"] })
    const page = await browser.newPage()
    page.setDefaultTimeout(0)
    await page.route("**", (route) =>
      route.request().url() === `${address}suite.js`
        ? route.fulfill({ contentType: "text/javascript", body: suite })
        : route.fulfill({
            contentType: "text/html",
            headers: { "content-security-policy": policy },
            body: '<!doctype html><script type="module" src="suite.js"></script>',
          }),
    )
    await page.goto(address)
    outcomes = await page.evaluate<Outcome[]>(`import("${address}suite.js").then((suite) => suite.runTests())`)
    // Hundreds of tests in one call, some of which derive keys from passphrases in JavaScript.
  }, 600_000)

  afterAll(() => browser?.close())

  test("passes every test that needs no tools", () => {
    expect(outcomes.filter(({ error }) => error !== undefined)).toEqual([])
    expect(outcomes.length).toBeGreaterThan(600)
  })

  test("is the same source as in Node: tests of all parts ran", () => {
    const names = outcomes.map(({ name }) => name).join("\n")
    for (const part of ["audit of RSA keys", "signs what its public half verifies", "written as %s", "is opened"]) {
      expect(names).toContain(part)
    }
  })
})
