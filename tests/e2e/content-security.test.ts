import { routes } from "@latchkey/contract"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { signInWithToken, testPassword } from "../kit/daemon.ts"
import { newPublicLine } from "../kit/public-line.ts"
import { eventually, noBrowser, noGateway, timeout } from "./kit.ts"
import { places } from "./places.ts"
import { startTour, type Tour } from "./tour.ts"

describe.skipIf(noBrowser || noGateway)("the console's content security policy", { timeout }, () => {
  let tour: Tour
  beforeAll(async () => {
    tour = await startTour()
  })
  afterAll(() => tour?.close())

  test.each(places)("$name breaks no rule of it, throws nothing and asks no other origin", async (place) => {
    await place.show(tour)
    await tour.page.waitForLoadState("networkidle")
    expect(tour.app.faults()).toEqual([])
  })

  test("every page has it, with a nonce of its own for styles and none for scripts", async () => {
    const nonces = new Set<string>()
    for (const path of ["/", "/setup", "/sign-in", "/keys", "/keys/import", "/account/tokens", "/nowhere"]) {
      const answer = await fetch(`${tour.app.daemon.url}${path}`, { headers: { accept: "text/html" } })
      const policy = answer.headers.get("content-security-policy") ?? ""
      expect(policy, path).toContain("default-src 'none';script-src 'self';")
      expect(policy, path).not.toMatch(/unsafe|\*|https?:/)
      const [, nonce = ""] = /style-src 'self' 'nonce-([\w+/=-]{16,})'/.exec(policy) ?? []
      const page = await answer.text()
      expect(page, path).toContain(nonce)
      expect(page, path).not.toMatch(/<script(?![^>]* src=)|<[^>]* (style|on\w+)=/)
      nonces.add(nonce)
    }
    expect(nonces.size).toBe(7)
    expect(nonces).not.toContain("")
  })

  test("a key's comment that is markup is shown as the text that it is", async () => {
    const { app, page } = tour
    const comment = "<img src=x onerror=alert(1)><script>alert(2)</script>"
    const { client } = await signInWithToken(app.daemon, "alice")
    await client.call(routes.importKeys, { body: { keys: [{ text: newPublicLine(comment), name: comment }] } })
    await page.goto(`${app.daemon.url}/sign-in?from=%2Fkeys`)
    await page.getByLabel("Handle or e-mail").fill("alice")
    await page.getByLabel("Password", { exact: true }).fill(testPassword)
    await page.getByRole("button", { name: "Sign in" }).click()
    await page.getByRole("link", { name: comment }).click()
    await page.getByRole("heading", { level: 1, name: comment }).waitFor()
    expect(await page.locator("img[src=x]").count()).toBe(0)
    expect(app.faults()).toEqual([])
  })

  test("a page that breaks it is seen to: an inline script does not run, another origin is not asked", async () => {
    const { page } = tour
    await page.evaluate(() => {
      const script = document.createElement("script")
      script.textContent = "document.title = 'it ran'"
      const image = document.createElement("img")
      image.src = "http://192.0.2.1/picture.png"
      document.body.append(script, image)
    })
    const faults: string[] = []
    await eventually(() => {
      faults.push(...tour.app.faults())
      return ["script-src-elem inline", "img-src http://192.0.2.1/picture.png"].every((words) =>
        faults.some((fault) => fault.includes(words)),
      )
    }, true)
    expect(await page.title()).not.toBe("it ran")
  })
})
