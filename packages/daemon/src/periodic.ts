import { setTimeout as delay } from "node:timers/promises"
import type { Logger } from "./log.ts"

/**
 * Who does a periodic task now: a number for each task, which whoever claims the task raises. No clock is compared:
 * a daemon claims a task when its number has not moved while the daemon itself waited for the task's whole interval.
 */
export interface TaskClaims {
  /** The task's number; 0 for one that nobody has claimed yet. */
  look(name: string): Promise<number>
  /** Raises the number by one; false when it is not `version` any more: another daemon was first. */
  claim(name: string, version: number): Promise<boolean>
}

/** Something that has to be done again and again, by one of all daemons over a database. */
export interface PeriodicTask {
  readonly name: string
  /** Milliseconds between two runs. */
  readonly every: number
  /** It may run again when it was cut off in its middle, and has to leave off when `signal` says so. */
  run(signal: AbortSignal): Promise<void>
}

export interface PeriodicOptions {
  readonly claims: TaskClaims
  readonly log: Logger
  /** Told of each run that failed, by the task's name. */
  readonly onFailure: (name: string) => void
}

/** Milliseconds between two signs of life of a daemon that is at a task. */
const longestBeat = 1_000

/**
 * Does a task whenever its time has come and no other daemon does it. A daemon that is killed at it stops raising the
 * number, and another one takes the task over when it has waited for one interval.
 *
 * @returns what ends it, once a run that has begun is over
 */
export function runPeriodically(task: PeriodicTask, { claims, log, onFailure }: PeriodicOptions): () => Promise<void> {
  const stopping = new AbortController()
  const { name, every } = task
  const pause = (time: number, signal = stopping.signal) =>
    delay(time, undefined, { signal, ref: false }).catch(() => {})

  /** Shows that this daemon is alive and at it, until it is over; gives the number then. */
  async function beat(from: number, isOver: AbortSignal, lose: () => void): Promise<number> {
    let version = from
    for (;;) {
      await pause(Math.min(longestBeat, every / 3), isOver)
      if (isOver.aborted) return version
      try {
        if (await claims.claim(name, version)) version++
        else lose()
      } catch (err) {
        log.debug({ err, task: name }, "a periodic task could not show that it runs")
      }
    }
  }

  async function run(version: number): Promise<number> {
    const lost = new AbortController()
    const over = new AbortController()
    const beating = beat(version, over.signal, () => lost.abort())
    try {
      await task.run(AbortSignal.any([stopping.signal, lost.signal]))
    } finally {
      over.abort()
    }
    return beating
  }

  async function keepOn(): Promise<void> {
    let seen: number | undefined
    while (!stopping.signal.aborted) {
      try {
        const version = await claims.look(name)
        const isFree = version === seen
        seen = version
        if (isFree && (await claims.claim(name, version))) seen = await run(version + 1)
      } catch (err) {
        onFailure(name)
        log.warn({ err, task: name }, "a periodic task failed; it is tried again")
      }
      await pause(every)
    }
  }

  const running = keepOn()
  return async () => {
    stopping.abort()
    await running
  }
}
