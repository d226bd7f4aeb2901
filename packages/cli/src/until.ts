import { setTimeout as sleep } from "node:timers/promises"
import { ApiError } from "@latchkey/contract"

/** Milliseconds between two looks. */
const interval = 500

/**
 * Looks again and again until there is something to see. A daemon that is away for a while is looked for as well.
 *
 * @param end when to give up, in milliseconds since 1970
 * @returns undefined when it was given up
 */
export async function until<Found>(look: () => Promise<Found | undefined>, end: number): Promise<Found | undefined> {
  for (;;) {
    const found = await look().catch(orAway)
    if (found !== undefined || Date.now() >= end) return found
    await sleep(interval)
  }
}

function orAway(error: unknown): undefined {
  if (!(error instanceof ApiError && error.code === "unavailable")) throw error
}
