import { routes } from "@latchkey/contract"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { addAccount } from "../../../../tests/kit/accounts.ts"
import { type RunningDaemon, type SignedUp, signUp, startDaemon } from "../../../../tests/kit/daemon.ts"

/** The address that the audit keeps of a sign-in that came with these headers. */
async function seenAddress(daemon: RunningDaemon, client: SignedUp["client"], headers: Record<string, string>) {
  const name = `t${Math.random()}`
  const response = await fetch(`${daemon.url}/api/v1/sign-in/token`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify({
      identifier: "alice",
      password: "correct horse battery staple",
      token: { name, scopes: ["keys:read"] },
    }),
  })
  expect(response.status).toBe(201)
  const { items } = await client.call(routes.listAuditEvents, { query: { action: "token.create", limit: 1 } })
  expect(items[0]?.target.name).toBe(name)
  return items[0]?.address
}

describe("without a trusted proxy", () => {
  test("nobody is believed about where a request comes from", async () => {
    const daemon = await startDaemon()
    const { client } = await signUp(daemon)
    const headers = { "x-forwarded-for": "203.0.113.5", forwarded: "for=203.0.113.5", "x-real-ip": "203.0.113.5" }
    expect(await seenAddress(daemon, client, headers)).toBe("127.0.0.1")
    await daemon.stop()
  })
})

describe("behind a trusted proxy", () => {
  let daemon: RunningDaemon
  let alice: SignedUp
  beforeAll(async () => {
    daemon = await startDaemon({ env: { LATCHKEY_TRUST_PROXY: "127.0.0.0/8, 10.0.0.0/8" } })
    alice = await signUp(daemon)
  })
  afterAll(() => daemon.stop())

  test.each([
    ["203.0.113.5", "203.0.113.5"],
    ["203.0.113.5, 10.1.2.3", "203.0.113.5"],
    // What the caller itself claimed stands left of what the first proxy saw.
    ["198.51.100.1, 203.0.113.5", "203.0.113.5"],
    ["2001:db8::1", "2001:db8::1"],
    ["::ffff:203.0.113.5", "203.0.113.5"],
    ["not an address", "127.0.0.1"],
  ])("a request that was forwarded for %j comes from %j", async (forwarded, address) => {
    expect(await seenAddress(daemon, alice.client, { "x-forwarded-for": forwarded })).toBe(address)
  })

  test("thousands of requests a minute from one address are slowed, other addresses are not", async () => {
    const ask = (address: string) => fetch(`${daemon.url}/healthz`, { headers: { "x-forwarded-for": address } })
    let answered = 0
    let refused: Response | undefined
    while (refused === undefined && answered < 4000) {
      const answers = await Promise.all(Array.from({ length: 50 }, () => ask("192.0.2.66")))
      for (const answer of answers) await answer.clone().text()
      refused = answers.find(({ status }) => status === 429)
      answered += answers.filter(({ status }) => status === 200).length
    }
    expect(answered).toBe(3000)
    expect(Number(refused?.headers.get("retry-after"))).toBeGreaterThan(0)
    expect(await refused?.json()).toMatchObject({ code: "rate_limited", hint: expect.stringMatching(/^wait \d+ s/) })
    expect((await ask("192.0.2.67")).status).toBe(200)
  })

  test("metrics are for this machine, and for an admin's token that may read the audit", async () => {
    const metrics = (headers: Record<string, string>) => fetch(`${daemon.url}/metrics`, { headers })
    const local = await metrics({})
    expect(local.status).toBe(200)
    const text = await local.text()
    expect(text).toMatch(/^latchkey_http_requests_total\{method="POST",route="\/api\/v1\/setup",status="201"\} 1$/m)
    expect(text).toMatch(/^latchkey_http_request_duration_seconds_bucket\{le="0.1",method="POST"/m)
    expect(text).toContain("latchkey_gateway_logins_total")
    expect(text).not.toContain(alice.token)

    const forwarded = { "x-forwarded-for": "203.0.113.5" }
    expect((await metrics(forwarded)).status).toBe(401)
    expect((await metrics({ ...forwarded, authorization: `Bearer ${alice.token}` })).status).toBe(200)
    const { secret } = await alice.client.call(routes.createToken, { body: { name: "narrow", scopes: ["keys:read"] } })
    expect((await metrics({ ...forwarded, authorization: `Bearer ${secret}` })).status).toBe(403)
    const bob = await addAccount(daemon, "bob")
    expect((await metrics({ ...forwarded, authorization: `Bearer ${bob.token}` })).status).toBe(403)
  })
})
