import { setTimeout as delay } from "node:timers/promises"
import { type Audience, accountId, type Change, type Changes, isIdText } from "@latchkey/core"
import type { Logger } from "./log.ts"

/**
 * What daemons over one database tell each other: for each daemon and each kind of change a number that the daemon
 * raises. A daemon writes only rows of its own, so that no two of them ever wait for each other.
 */
export interface ChangeCounters {
  /** Sets the numbers of these changes, and then the daemon's own, to `version`. */
  raise(daemonId: string, version: number, changes: readonly SharedChange[]): Promise<void>
  /** Each daemon's number, by the daemon's id. */
  heads(): Promise<ReadonlyMap<string, number>>
  /** A daemon's changes whose numbers are above `version`. */
  since(daemonId: string, version: number): Promise<readonly SharedChange[]>
  /** Removes what a daemon told up to `version`, when nobody needs it any more. */
  forget(daemonId: string, version: number): Promise<void>
}

/** A change as text. */
export interface SharedChange {
  readonly audience: string
  readonly topic: string
}

/** The feed of changes of one daemon. */
export interface ChangeFeed extends Changes {
  /** Ends it, once the others were told of what was announced. What they have not looked at yet stays for them. */
  stop(): Promise<void>
}

export interface ChangeFeedOptions {
  readonly daemonId: string
  /** Absent when no other daemon can use the database. */
  readonly counters: ChangeCounters | undefined
  readonly log: Logger
}

/** Milliseconds: what happens within it is told at once, as when hundreds of keys are imported. */
const gatherTime = 40
/** Milliseconds between looks at what other daemons changed, while somebody listens. */
const lookEvery = 200
/** Milliseconds until the next try when the database is away. */
const retryAfter = 1_000

/** Tells of changes made here a moment later, and of those of other daemons over the same database. */
export function createChangeFeed({ daemonId, counters, log }: ChangeFeedOptions): ChangeFeed {
  const listeners = new Set<(changes: readonly Change[]) => void>()
  const stopping = new AbortController()
  const pause = (time: number) => delay(time, undefined, { signal: stopping.signal, ref: false }).catch(() => {})
  const toTell = gatherInto(pause, (changes) => {
    for (const listener of [...listeners]) listener(changes)
  })
  let version = 0
  const toShare = gatherInto(pause, async (changes) => {
    version++
    for (;;) {
      try {
        return await counters?.raise(daemonId, version, changes)
      } catch (err) {
        if (stopping.signal.aborted) return
        log.warn({ err }, "other daemons were not told yet of what changed here")
        await pause(retryAfter)
      }
    }
  })
  let looking: Promise<void> | undefined

  async function look(from: ChangeCounters): Promise<void> {
    let seen: ReadonlyMap<string, number> | undefined
    while (listeners.size > 0 && !stopping.signal.aborted) {
      try {
        const heads = await from.heads()
        for (const [id, head] of heads) {
          const before = seen === undefined ? head : (seen.get(id) ?? 0)
          if (id === daemonId || head <= before) continue
          toTell.add((await from.since(id, before)).flatMap(toChange))
        }
        seen = heads
        await pause(lookEvery)
      } catch (err) {
        log.debug({ err }, "what other daemons changed could not be read")
        await pause(retryAfter)
      }
    }
    looking = undefined
  }

  return {
    announce(changes) {
      toTell.add(changes)
      if (counters !== undefined) toShare.add(changes)
    },
    listen(listener) {
      listeners.add(listener)
      if (counters !== undefined) looking ??= look(counters)
      return () => void listeners.delete(listener)
    },
    async stop() {
      stopping.abort()
      await looking
      await toShare.settled()
    },
  }
}

/** Takes changes, and hands on what came until a moment later, each once; while that is at work, the next wait. */
function gatherInto(pause: (time: number) => Promise<void>, hand: (changes: readonly Change[]) => unknown) {
  let waiting = new Map<string, Change>()
  let working: Promise<void> | undefined
  async function work(): Promise<void> {
    while (waiting.size > 0) {
      await pause(gatherTime)
      const changes = [...waiting.values()]
      waiting = new Map()
      await hand(changes)
    }
    working = undefined
  }
  return {
    add(changes: readonly Change[]): void {
      for (const change of changes) waiting.set(`${change.audience} ${change.topic}`, change)
      // With nothing to do `work` would end before it is noted, and be taken for at work for ever.
      if (waiting.size > 0) working ??= work()
    },
    settled: async () => working,
  }
}

/** None for an audience of a program newer than this one. */
function toChange({ audience, topic }: SharedChange): readonly Change[] {
  const known = toAudience(audience)
  return known === undefined ? [] : [{ audience: known, topic }]
}

function toAudience(text: string): Audience | undefined {
  if (text === "admins" || text === "everyone") return text
  return isIdText(text) ? accountId(text) : undefined
}
