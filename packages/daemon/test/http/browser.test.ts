import { csrfHeader, routes } from "@latchkey/contract"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { openBrowser, type RunningDaemon, signUp, startDaemon } from "../../../../tests/kit/daemon.ts"

let daemon: RunningDaemon
beforeAll(async () => {
  daemon = await startDaemon()
  await signUp(daemon)
})
afterAll(() => daemon.stop())

async function signedInHeaders(): Promise<Record<string, string>> {
  const browser = await openBrowser(daemon)
  await browser.signIn("alice")
  const { origin: _, ...headers } = browser.headers()
  return { ...headers, "content-type": "application/json" }
}

async function changeName(headers: Record<string, string>): Promise<Response> {
  return fetch(`${daemon.url}/api/v1/account`, {
    method: "PATCH",
    headers,
    body: JSON.stringify({ displayName: "Alice" }),
  })
}

const without = (headers: Record<string, string>, name: string) =>
  Object.fromEntries(Object.entries(headers).filter(([other]) => other !== name))

describe("a change by cookie", () => {
  test("is done with the browser's own CSRF token", async () => {
    expect((await changeName(await signedInHeaders())).status).toBe(200)
  })

  test("is refused without the token, and with another browser's", async () => {
    const mine = await signedInHeaders()
    const other = await signedInHeaders()
    expect((await changeName(without(mine, csrfHeader))).status).toBe(403)
    expect((await changeName({ ...mine, [csrfHeader]: other[csrfHeader] ?? "" })).status).toBe(403)
    for (const forged of ["", "-", "a-b", "x".repeat(8000)]) {
      const response = await changeName({ ...mine, [csrfHeader]: forged })
      expect(response.status).toBe(403)
      expect(await response.json()).toMatchObject({ code: "forbidden", fields: [{ path: csrfHeader }] })
    }
  })

  test("is refused when a page of another origin asks for it", async () => {
    const headers = await signedInHeaders()
    const foreign = [
      { origin: "https://evil.example" },
      { origin: "null" },
      { origin: daemon.url.replace("http:", "https:") },
      { origin: `${daemon.url}0` },
      { "sec-fetch-site": "cross-site" },
      { "sec-fetch-site": "same-site" },
    ]
    for (const extra of foreign) {
      const response = await changeName({ ...headers, ...extra })
      expect([extra, response.status]).toEqual([extra, 403])
      expect(await response.json()).toMatchObject({ code: "forbidden", detail: "another site asked for this change" })
    }
    expect((await changeName({ ...headers, origin: daemon.url, "sec-fetch-site": "same-origin" })).status).toBe(200)
  })

  test("is refused when the body is not JSON, as a form of another site would send", async () => {
    const headers = await signedInHeaders()
    for (const type of ["application/x-www-form-urlencoded", "text/plain", "multipart/form-data; boundary=x"]) {
      const response = await changeName({ ...headers, "content-type": type })
      expect([type, response.status]).toEqual([type, 415])
    }
  })
})

test("signing in and setting up need the CSRF token too", async () => {
  for (const path of ["sign-in", "setup"]) {
    const response = await fetch(`${daemon.url}/api/v1/${path}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ identifier: "alice", password: "correct horse battery staple" }),
    })
    expect(response.status).toBe(403)
    expect(response.headers.getSetCookie()).toEqual([])
  }
})

test("a bearer token wins over a cookie, and needs no CSRF token", async () => {
  const headers = without(await signedInHeaders(), csrfHeader)
  const wrong = await changeName({ ...headers, authorization: "Bearer latchkey_not-a-token" })
  expect(wrong.status).toBe(401)
  expect(wrong.headers.get("www-authenticate")).toBe("Bearer")
  // A proxy's own password in front of Latchkey is no bearer token: the cookie counts.
  const basic = { ...(await signedInHeaders()), authorization: "Basic YTpi" }
  expect((await changeName(basic)).status).toBe(200)
})

describe("cookies", () => {
  test("over http cannot be read by scripts nor sent by other sites", async () => {
    const browser = await openBrowser(daemon)
    const [csrf] = browser.setCookies()
    expect(csrf).toMatch(/^latchkey-csrf=[^;]+; Path=\/; HttpOnly; SameSite=Strict$/)
    await browser.signIn("alice")
    const [loginSession] = browser.setCookies()
    expect(loginSession).toMatch(/^latchkey=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/)
  })

  test("behind https are for this host and https alone", async () => {
    const behind = await startDaemon({ env: { LATCHKEY_PUBLIC_URL: "https://keys.example.org" } })
    try {
      expect(behind.printed()).toContain("https://keys.example.org/setup#")
      const headers = { "content-type": "application/json", origin: "https://keys.example.org" }
      const first = await fetch(`${behind.url}/api/v1/csrf`)
      const [csrf = ""] = first.headers.getSetCookie()
      expect(csrf).toMatch(/^__Host-latchkey-csrf=[^;]+; Path=\/; HttpOnly; Secure; SameSite=Strict$/)
      const { token } = routes.showCsrf.response.parse(await first.json())
      const made = await fetch(`${behind.url}/api/v1/setup`, {
        method: "POST",
        headers: { ...headers, cookie: csrf.replace(/;.*/, ""), [csrfHeader]: token },
        body: JSON.stringify({
          token: behind.setupToken,
          handle: "alice",
          email: "alice@example.org",
          displayName: "Alice",
          password: "correct horse battery staple",
        }),
      })
      expect(made.status).toBe(201)
      expect(made.headers.getSetCookie().join()).toMatch(
        /^__Host-latchkey=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
      )
      expect(made.headers.get("strict-transport-security")).toBe("max-age=31536000")
    } finally {
      await behind.stop()
    }
  })
})
