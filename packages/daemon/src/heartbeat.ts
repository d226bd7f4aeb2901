import { setTimeout as delay } from "node:timers/promises"
import type { Logger } from "./log.ts"

/** Which daemons run over a database: for each a number that it raises while it lives. No clock is compared. */
export interface DaemonBeats {
  beat(daemonId: string, beat: number): Promise<void>
  /** Each daemon's number, by the daemon's id; also of daemons that were killed. */
  all(): Promise<ReadonlyMap<string, number>>
  forget(daemonId: string): Promise<void>
}

export interface HeartbeatOptions {
  readonly daemonId: string
  /** Absent when no other program can use the database. */
  readonly beats: DaemonBeats | undefined
  readonly log: Logger
}

/** Milliseconds. */
const beatEvery = 1_000

/**
 * Shows that this daemon runs, so that nobody replaces its database under it.
 *
 * @returns what ends it, once the database has heard of the end
 * @throws CoreError `unavailable`
 */
export async function startHeartbeat({ daemonId, beats, log }: HeartbeatOptions): Promise<() => Promise<void>> {
  if (beats === undefined) return async () => {}
  const stopping = new AbortController()
  const { signal } = stopping
  await beats.beat(daemonId, 0)
  async function keepOn(known: DaemonBeats): Promise<void> {
    for (let beat = 1; ; beat++) {
      await delay(beatEvery, undefined, { signal, ref: false }).catch(() => {})
      if (signal.aborted) return known.forget(daemonId)
      await known
        .beat(daemonId, beat)
        .catch((err) => log.debug({ err }, "the database was not told that this daemon runs"))
    }
  }
  const running = keepOn(beats).catch((err) => log.debug({ err }, "the database was not told that this daemon ends"))
  return async () => {
    stopping.abort()
    await running
  }
}
