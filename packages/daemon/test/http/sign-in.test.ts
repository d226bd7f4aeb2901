import { routes } from "@latchkey/contract"
import { minute, second } from "@latchkey/core"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { addAccount, disableAccount } from "../../../../tests/kit/accounts.ts"
import { newClock } from "../../../../tests/kit/clock.ts"
import { openBrowser, type RunningDaemon, signUp, startDaemon } from "../../../../tests/kit/daemon.ts"
import { refusalOf } from "../../../../tests/kit/refusals.ts"

const clock = newClock()
let daemon: RunningDaemon
beforeAll(async () => {
  daemon = await startDaemon({ ...clock.options, env: { ...clock.options.env, LATCHKEY_TRUST_PROXY: "127.0.0.1" } })
  await signUp(daemon, "alice")
  await addAccount(daemon, "bob")
})
afterAll(async () => {
  await daemon.stop()
  clock.remove()
})

/** One try to sign in, as if from this address. */
async function tryToSignIn(identifier: string, password: string, address: string): Promise<Response> {
  return fetch(`${daemon.url}/api/v1/sign-in/token`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-forwarded-for": address },
    body: JSON.stringify({
      identifier,
      password,
      token: { name: `t${Math.random()}`, scopes: ["keys:read"] },
    }),
  })
}

const right = "correct horse battery staple"

describe("signing in", () => {
  test("works by handle and by e-mail address in any case", async () => {
    const browser = await openBrowser(daemon)
    for (const name of ["alice", " ALICE@Example.org "]) {
      expect(await browser.signIn(name)).toMatchObject({ account: { handle: "alice" }, by: "login_session" })
    }
  })

  test("refuses an unknown name, a wrong password and a disabled account in the same words", async () => {
    await addAccount(daemon, "gone")
    await disableAccount(daemon, "gone")
    const tries = [
      ["nobody", right],
      ["alice", "wrong password"],
      ["gone", right],
    ] as const
    const answers = []
    for (const [name, password] of tries) {
      const { code, message, hint } = await refusalOf((await openBrowser(daemon)).signIn(name, password))
      answers.push(`${code} ${message} ${hint}`)
    }
    expect(new Set(answers).size).toBe(1)
    expect(answers[0]).toMatch(/^unauthenticated/)
  })

  test("takes about as long for an unknown name as for a wrong password", async () => {
    const time = async (name: string, address: string) => {
      const start = performance.now()
      expect((await tryToSignIn(name, "wrong password", address)).status).toBe(401)
      return performance.now() - start
    }
    const unknown = []
    const known = []
    for (let index = 0; index < 5; index++) {
      unknown.push(await time(`nobody${index}`, `198.51.100.${index}`))
      known.push(await time("bob", `198.51.100.${10 + index}`))
    }
    // Hashing takes tens of milliseconds; without it an answer comes in a few.
    expect(Math.min(...unknown)).toBeGreaterThan(Math.min(...known) / 3)
  })

  test("is ended by signing out: the cookie is worth nothing afterwards", async () => {
    const browser = await openBrowser(daemon)
    await browser.signIn("alice")
    const kept = new Map(browser.cookies)
    await browser.client.call(routes.signOut, {})
    expect(browser.setCookies().join()).toMatch(/^latchkey=;.*Expires=Thu, 01 Jan 1970/)
    for (const [name, value] of kept) browser.cookies.set(name, value)
    expect(await refusalOf(browser.client.call(routes.showAccount, {}))).toMatchObject({ code: "unauthenticated" })
  })

  test("is lost when the account is disabled", async () => {
    const { client } = await addAccount(daemon, "leaver")
    const browser = await openBrowser(daemon)
    await browser.signIn("leaver")
    await disableAccount(daemon, "leaver")
    for (const its of [client, browser.client]) {
      expect(await refusalOf(its.call(routes.showAccount, {}))).toMatchObject({ code: "unauthenticated" })
    }
  })
})

describe("after failed tries to sign in", () => {
  test("of many at once only the free ones are looked at", async () => {
    const address = "203.0.113.1"
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, index) => tryToSignIn("bob", `guess number ${index}`, address)),
    )
    const statuses = answers.map(({ status }) => status)
    const looked = statuses.filter((status) => status === 401).length
    expect(looked).toBeGreaterThanOrEqual(5)
    // On a slow machine waits of 1, 2, 4 and 8 seconds may pass meanwhile.
    expect(looked).toBeLessThanOrEqual(9)
    expect(statuses.filter((status) => status === 429)).toHaveLength(30 - looked)
    const refused = answers.find(({ status }) => status === 429)
    expect(Number(refused?.headers.get("retry-after"))).toBeGreaterThan(0)
    expect(await refused?.json()).toMatchObject({ code: "rate_limited", hint: expect.stringContaining("wait") })

    // The right password has to wait too from there, and from nowhere else. No wait ends while a clock is set back.
    clock.move(-10 * minute)
    expect((await tryToSignIn("bob", right, address)).status).toBe(429)
    expect((await tryToSignIn("alice", right, address)).status).toBe(201)
    expect((await tryToSignIn("bob", right, "203.0.113.2")).status).toBe(201)
  })

  test("the owner gets in from elsewhere while an attacker tries from many addresses", async () => {
    for (let wave = 0; wave < 4; wave++) {
      const tries = Array.from({ length: 10 }, (_, index) =>
        tryToSignIn("alice", "guess guess guess", `192.0.2.${10 * wave + index}`),
      )
      await Promise.all(tries)
    }
    expect((await tryToSignIn("alice", right, "203.0.113.77")).status).toBe(201)
  })

  test("the next try is looked at when the wait that was told is over", async () => {
    const address = "203.0.113.9"
    for (let index = 0; index < 5; index++) await tryToSignIn("bob", "wrong again", address)
    const refused = await tryToSignIn("bob", right, address)
    expect(refused.status).toBe(429)
    const seconds = Number(refused.headers.get("retry-after"))
    clock.move(seconds * second)
    expect((await tryToSignIn("bob", right, address)).status).toBe(201)
  })
})
