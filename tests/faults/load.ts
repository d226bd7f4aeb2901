import { setTimeout as delay } from "node:timers/promises"
import { apiPrefix } from "@latchkey/contract"
import { expect } from "vitest"
import type { RunningDaemon, SignedUp } from "../kit/daemon.ts"

/** How long a step may take on a busy machine, in milliseconds. */
const patience = 90_000

/** Requests that never cease, and what became of them. */
export interface Load {
  /** How many were answered so, as `write 201`. */
  count(outcome: string): number
  /** The names of all tokens whose making was acknowledged. */
  readonly acknowledged: ReadonlySet<string>
  /** What no client should ever see, in words. */
  readonly faults: ReadonlySet<string>
  /** Waits until some more requests had this outcome. */
  untilMore(outcome: string, more?: number): Promise<void>
  stop(): Promise<void>
}

let made = 0

/** Four clients that read and write without a pause: they make API tokens, because each is one transaction. */
export function putUnderLoad(daemon: RunningDaemon, { token }: SignedUp): Load {
  const outcomes = new Map<string, number>()
  const acknowledged = new Set<string>()
  const faults = new Set<string>()
  let isOver = false
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" }

  async function ask(kind: "read" | "write"): Promise<void> {
    const name = `load ${++made}`
    const body = JSON.stringify({ name, scopes: ["keys:read"] })
    const request = kind === "read" ? { headers } : { headers, method: "POST", body }
    try {
      const response = await fetch(`${daemon.url}${apiPrefix}/${kind === "read" ? "keys" : "tokens"}`, request)
      const outcome = `${kind} ${response.status}`
      const answer: unknown = await response.json()
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
      if (response.status === 201) acknowledged.add(name)
      if (response.ok) return
      // Sooner than it was told to, as impatient programs do.
      await delay(20)
      const isInWords =
        typeof answer === "object" && answer !== null && "code" in answer && answer.code === "unavailable"
      const mayRetry = Number(response.headers.get("retry-after")) > 0
      if (response.status !== 503 || !isInWords || !mayRetry)
        faults.add(`${outcome} without words, or without when to try again`)
    } catch (error) {
      faults.add(`${kind}: ${String(error)}`)
    }
  }

  const clients = Array.from({ length: 4 }, async (_, client) => {
    while (!isOver) await ask(client % 2 === 0 ? "read" : "write")
  })
  const count = (outcome: string) => outcomes.get(outcome) ?? 0
  return {
    count,
    acknowledged,
    faults,
    async untilMore(outcome, more = 20) {
      const enough = count(outcome) + more
      await expect.poll(() => count(outcome), { timeout: patience }).toBeGreaterThanOrEqual(enough)
    },
    async stop() {
      isOver = true
      await Promise.all(clients)
    },
  }
}

/** Whether requests can be sent to a daemon, as a load balancer asks. */
export async function isReady({ url }: RunningDaemon): Promise<boolean> {
  return (await fetch(`${url}/readyz`)).status === 200
}
