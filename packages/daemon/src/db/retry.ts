import { setTimeout as delay } from "node:timers/promises"
import { toUnavailable, troubleOf } from "./database-error.ts"

/** How long to go on when transactions get in each other's way. Times in milliseconds. */
export interface RetryLimits {
  readonly tries: number
  readonly time: number
}

/** For what a person waits for. */
export const requestLimits: RetryLimits = { tries: 25, time: 5_000 }

/** For a start that finds another daemon migrating: it copies and rewrites the whole database meanwhile. */
export const migrationLimits: RetryLimits = { tries: Number.POSITIVE_INFINITY, time: 120_000 }

const firstPause = 4
const longestPause = 250

/**
 * Runs an attempt again, from its start, as long as it fails on a conflict that another try can win. The pauses double
 * and are random, so that those who met once do not meet again.
 *
 * @throws CoreError `unavailable` when the limits are reached or the database does not answer
 */
export async function retrying<T>(limits: RetryLimits, attempt: () => Promise<T>, onRetry?: () => void): Promise<T> {
  const started = performance.now()
  for (let tried = 1; ; tried++) {
    try {
      return await attempt()
    } catch (error) {
      const pause = Math.random() * Math.min(longestPause, firstPause * 2 ** tried)
      const isLast = tried >= limits.tries || performance.now() - started + pause > limits.time
      if (troubleOf(error) !== "conflict" || isLast) throw toUnavailable(error)
      onRetry?.()
      await delay(pause)
    }
  }
}
