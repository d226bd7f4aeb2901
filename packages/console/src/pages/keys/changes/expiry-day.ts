import type { SshKey } from "@latchkey/contract"
import { type KeyPolicy, latestExpiry } from "@latchkey/core"

const day = 86_400_000

/** The UTC day of a moment as a date field writes it: `2026-11-30`. */
export function utcDay(moment: Date): string {
  return moment.toISOString().slice(0, 10)
}

/** The day that lies `days` after `now`. */
export function dayAfter(now: Date, days: number): string {
  return utcDay(new Date(now.getTime() + days * day))
}

/** The moment at which a key expires that is set to expire on a day: its first one, in UTC. */
export function startOfDay(utcDayText: string): string {
  return `${utcDayText}T00:00:00.000Z`
}

/**
 * The last day on which all of these keys may be set to expire; `undefined` when there is none. A key whose expiry lies
 * beyond the policy's limit, or that has none, may keep it or get an earlier one.
 */
export function latestDay(policy: KeyPolicy, keys: readonly SshKey[]): string | undefined {
  const days = keys.flatMap(({ createdAt, expiresAt }) => {
    const latest = latestExpiry(policy, Date.parse(createdAt))
    if (latest === undefined || expiresAt === null) return []
    return [utcDay(new Date(Math.max(latest, Date.parse(expiresAt))))]
  })
  return days.sort()[0]
}
