import { consult, onOwn } from "../action.ts"
import type { Actor } from "../actor.ts"
import type { Context } from "../ports.ts"
import { day, type Instant } from "../time.ts"
import { expiringWithin, expiryNotice, unusedAfter } from "./ssh-key.ts"
import type { HealthMoments, KeySummary } from "./ssh-key-store.ts"

/** So many of the keys that expire soon are named; the others are counted. */
export const maximumNotices = 5

/** Where the stretches of a summary's ages and last uses end, in days; the last stretch has no end. */
export const summaryDays = [7, 30, 90, 365, 730] as const

const summarising = onOwn<KeySummary>("key.list", "SSH key", "keys:read")

/** The moments by which the health of keys is told at `now`. */
export function healthMoments(now: Instant): HealthMoments {
  return {
    now,
    noticeUntil: now + expiryNotice,
    expiresBefore: now + expiringWithin,
    unusedSince: now - unusedAfter,
  }
}

/** How the actor's own keys are: what is wrong with how many, and how types, ages and last uses are spread. */
export function summariseKeys(context: Context, actor: Actor): Promise<KeySummary> {
  const now = context.clock.now()
  const since = summaryDays.map((days) => now - days * day)
  return consult(context, actor, summarising, (stores, { account }) =>
    stores.sshKeys.summarise({ ...healthMoments(now), accountId: account.id, since }),
  )
}
