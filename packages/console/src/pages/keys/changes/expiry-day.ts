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
