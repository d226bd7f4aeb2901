const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

/** How far a moment lies from now, in the steps that the console has words for. */
export type Distance =
  | { readonly unit: "now" }
  | { readonly unit: "minutes" | "hours"; readonly past: boolean; readonly count: number }
  | { readonly unit: "yesterday" | "tomorrow" | "day" | "day-of-year" }

function startOfDay(moment: Date): number {
  return new Date(moment.getFullYear(), moment.getMonth(), moment.getDate()).getTime()
}

/** Relative up to 24 hours, then yesterday or tomorrow, then the day, with its year when that is another one. */
export function distanceBetween(moment: Date, now: Date): Distance {
  const elapsed = now.getTime() - moment.getTime()
  const past = elapsed >= 0
  const span = Math.abs(elapsed)
  if (span < minute) return { unit: "now" }
  if (span < hour) return { unit: "minutes", past, count: Math.floor(span / minute) }
  if (span < day) return { unit: "hours", past, count: Math.floor(span / hour) }
  // Days are counted by the calendar; half a day of slack covers the two days a year that are not 24 hours long.
  const days = Math.round((startOfDay(now) - startOfDay(moment)) / day)
  if (days === 1) return { unit: "yesterday" }
  if (days === -1) return { unit: "tomorrow" }
  return { unit: moment.getFullYear() === now.getFullYear() ? "day" : "day-of-year" }
}
