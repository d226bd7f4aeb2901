import { routes } from "@latchkey/contract"
import { day, hour, second } from "@latchkey/core"
import { afterAll, beforeAll, expect, test } from "vitest"
import { newClock } from "../kit/clock.ts"
import { type Browser, openBrowser, type RunningDaemon, type SignedUp, signUp, startDaemon } from "../kit/daemon.ts"
import { newPublicLine } from "../kit/public-line.ts"
import { refusalOf } from "../kit/refusals.ts"

const clock = newClock()
let daemon: RunningDaemon
let alice: SignedUp
let browser: Browser
beforeAll(async () => {
  daemon = await startDaemon(clock.options)
  alice = await signUp(daemon)
  browser = await openBrowser(daemon)
  await browser.signIn("alice")
})
afterAll(async () => {
  await daemon?.stop()
  clock.remove()
})

/** Sets the daemon's clock so far from the real one. */
function setClock(offset: number): void {
  clock.move(Date.now() + offset - clock.now())
}

async function importKey(name: string): Promise<void> {
  const { results } = await alice.client.call(routes.importKeys, {
    body: { keys: [{ text: newPublicLine(name), name }] },
  })
  expect(results).toMatchObject([{ outcome: "imported" }])
}

const whoAmI = () => browser.client.call(routes.showAccount, {})

test("a clock that is set back ends nothing, keeps the order of events, and makes nobody wait for long", async () => {
  await importKey("before")
  for (let count = 0; count < 5; count++) await refusalOf(browser.signIn("mallory", "not the password"))
  setClock(-1 * day)
  await importKey("after")
  expect((await whoAmI()).account.handle).toBe("alice")
  const { items } = await alice.client.call(routes.listAuditEvents, { query: { action: "key.import", limit: 2 } })
  expect(items.map(({ target }) => target.name)).toEqual(["after", "before"])
  expect(Date.parse(items[0]?.at ?? "")).toBeLessThan(Date.parse(items[1]?.at ?? ""))
  const made = await alice.client.call(routes.listKeys, { query: { sort: "created", order: "descending" } })
  expect(made.items.map(({ name }) => name).toSorted()).toEqual(["after", "before"])

  const sixth = await refusalOf(browser.signIn("mallory", "not the password"))
  if (sixth.code === "rate_limited") expect((sixth.retryAfter ?? 0) * second).toBeLessThanOrEqual(60 * second)
  else expect(sixth.code).toBe("unauthenticated")
  await browser.signIn("alice")
})

test("what expires by the clock expires when that is right again, and no later", async () => {
  const expiresAt = new Date(Date.now() + 2 * hour).toISOString()
  const { secret } = await alice.client.call(routes.createToken, {
    body: { name: "two hours", scopes: ["keys:read"], expiresAt },
  })
  const ask = async () => {
    const response = await fetch(`${daemon.url}/api/v1/keys`, { headers: { authorization: `Bearer ${secret}` } })
    return response.status
  }
  expect(await ask()).toBe(200)
  setClock(0)
  expect(await ask()).toBe(200)
  await browser.signIn("alice")
  setClock(3 * hour)
  expect(await ask()).toBe(401)
  expect((await whoAmI()).account.handle).toBe("alice")
  setClock(16 * hour)
  expect(await refusalOf(whoAmI())).toMatchObject({ code: "unauthenticated" })
})
