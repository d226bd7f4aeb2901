// The attack: one address signs in as fast as it can, each time with a new made-up name, so that no pair of name and
// network has to wait. Its tries filled the queue for argon2, everybody else was told that too many people are signing
// in, and each such answer counted as a failed try: after a few, the right password had to wait as well.

import { setTimeout as delay } from "node:timers/promises"
import { expect, test } from "vitest"
import { type RunningDaemon, signUp, startDaemon, testPassword } from "../kit/daemon.ts"

const tries = 60

function signIn(daemon: RunningDaemon, from: string, identifier: string, password: string): Promise<Response> {
  return fetch(`${daemon.url}/api/v1/sign-in/token`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-forwarded-for": from },
    body: JSON.stringify({
      identifier,
      password,
      token: { name: `test ${Math.random()}`, scopes: ["keys:read"] },
    }),
  })
}

test("a flood of sign-ins from one address keeps nobody else out", async () => {
  const daemon = await startDaemon({ env: { LATCHKEY_TRUST_PROXY: "127.0.0.1" } })
  try {
    await signUp(daemon)
    const statuses = new Set<number>()
    let isOver = false
    const flood = Array.from({ length: tries }, async () => {
      while (!isOver) {
        statuses.add((await signIn(daemon, "198.51.100.7", `name${Math.random()}`, "wrong horse")).status)
        // The flood is to fill the daemon's queue, not this machine.
        await delay(100)
      }
    })
    await delay(1000)
    const answers: number[] = []
    for (let count = 0; count < 4; count++) {
      answers.push((await signIn(daemon, "203.0.113.5", "alice", testPassword)).status)
    }
    isOver = true
    await Promise.all(flood)
    expect(statuses).toContain(503)
    expect(answers).toEqual(Array(4).fill(201))
  } finally {
    await daemon.stop()
  }
}, 90_000)
