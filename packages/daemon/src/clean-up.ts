import {
  absoluteLimit,
  type Clock,
  closingTime,
  day,
  failureMemory,
  hour,
  idleLimit,
  maximumLoginReports,
  maximumOpenLogins,
  removalMemory,
  reportIdMemory,
  type Stores,
  settledClaimMemory,
} from "@latchkey/core"
import type { ChangeCounters } from "./change-feed.ts"
import type { DaemonBeats } from "./heartbeat.ts"
import type { PeriodicTask } from "./periodic.ts"

/**
 * Removes, each hour, what time has made meaningless.
 *
 * @param loginDays for which login reports are kept; 0 for as long as there is room
 */
export function cleanUp(
  stores: Stores,
  clock: Clock,
  loginDays: number,
  counters: ChangeCounters | undefined,
  beats: DaemonBeats | undefined,
): PeriodicTask {
  let before: ReadonlyMap<string, number> = new Map()
  let beatsBefore: ReadonlyMap<string, number> = new Map()
  return {
    name: "clean-up",
    every: hour,
    async run() {
      const now = clock.now()
      await stores.loginSessions.deleteStale(now - idleLimit, now - absoluteLimit)
      await stores.authTokens.deleteStale(now)
      await stores.signInFailures.deleteStale(now - failureMemory)
      await stores.links.deleteExpired(now)
      await stores.ownership.deleteExpiredChallenges(now)
      await stores.ownership.deleteSettledClaims(now - settledClaimMemory)
      await stores.hosts.pruneRemovals(now - removalMemory)
      await stores.logins.prune({
        until: loginDays === 0 ? 0 : now - loginDays * day,
        most: maximumLoginReports,
        mostOpen: maximumOpenLogins,
        idsUntil: now - reportIdMemory,
        ordersUntil: now - closingTime,
      })
      // A daemon that told nothing for an hour has ended, or will begin anew.
      const heads = (await counters?.heads()) ?? new Map<string, number>()
      for (const [id, version] of heads) if (before.get(id) === version) await counters?.forget(id, version)
      before = heads
      // One that was killed could not forget itself.
      const alive = (await beats?.all()) ?? new Map<string, number>()
      for (const [id, beat] of alive) if (beatsBefore.get(id) === beat) await beats?.forget(id)
      beatsBefore = alive
    },
  }
}
