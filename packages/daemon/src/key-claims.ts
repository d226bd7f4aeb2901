import { type Context, minute, settleDueClaims } from "@latchkey/core"
import type { PeriodicTask } from "./periodic.ts"

/** Hands over, each minute, the keys whose holders have let the time for a proof of their own pass. */
export function keyClaims(newContext: () => Context): PeriodicTask {
  return {
    name: "key-claims",
    every: minute,
    run: (signal) => settleDueClaims(newContext(), signal),
  }
}
