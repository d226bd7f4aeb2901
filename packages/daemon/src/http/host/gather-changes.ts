import type { Change, Changes } from "@latchkey/core"

/** Milliseconds: a busy server reports all the time, and pages ask anew for each change. */
const gatherTime = 1_000

/** Announces changes a moment later and several as one; the first after a quiet time at once. */
export function gatherChanges(changes: Changes): { add(seen: readonly Change[]): void; stop(): void } {
  let waiting = new Map<string, Change>()
  let timer: NodeJS.Timeout | undefined

  function announce(): void {
    timer = undefined
    if (waiting.size === 0) return
    changes.announce([...waiting.values()])
    waiting = new Map()
    timer = setTimeout(announce, gatherTime)
  }

  return {
    add(seen) {
      for (const change of seen) waiting.set(`${change.audience} ${change.topic}`, change)
      if (timer === undefined) announce()
    },
    stop() {
      clearTimeout(timer)
      announce()
      clearTimeout(timer)
    },
  }
}
