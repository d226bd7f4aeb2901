// The attack: two hundred sign-ins at once, each by another made-up name from another network. Each costs
// an argon2: whoever is signed in already must not stand in that queue.

import { routes } from "@latchkey/contract"
import { expect, test } from "vitest"
import { type RunningDaemon, signUp, startDaemon } from "../kit/daemon.ts"

const floodSize = 200
const rounds = 3
/** Fewer than the sign-ins that wait for argon2 at once, of which each takes as long as many of these. */
const requests = 5

function signIn(daemon: RunningDaemon, number: number): Promise<Response> {
  return fetch(`${daemon.url}/api/v1/sign-in/token`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-forwarded-for": `2001:db8:${number.toString(16)}::1` },
    body: JSON.stringify({
      identifier: `name${number}`,
      password: "wrong horse",
      token: { name: `test ${number}`, scopes: ["keys:read"] },
    }),
  })
}

test("whoever is signed in is answered before the sign-ins that came earlier", async () => {
  const daemon = await startDaemon({ env: { LATCHKEY_TRUST_PROXY: "127.0.0.1", LATCHKEY_LOG: "warn" } })
  try {
    const { client } = await signUp(daemon)
    for (let round = 0; round < rounds; round++) {
      const statuses: number[] = []
      const flood = Array.from({ length: floodSize }, async (_, at) => {
        statuses.push((await signIn(daemon, round * floodSize + at)).status)
      })
      try {
        // From now on as many as may are waiting for argon2.
        await expect.poll(() => statuses, { timeout: 20_000 }).toContain(503)
        for (let request = 0; request < requests; request++) await client.call(routes.listKeys, { query: {} })
        expect(statuses.length).toBeLessThan(floodSize)
      } finally {
        await Promise.all(flood)
      }
      expect(new Set(statuses)).toEqual(new Set([401, 503]))
    }
  } finally {
    await daemon.stop()
  }
}, 120_000)
