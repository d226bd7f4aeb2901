import { CoreError, day, hour, type Instant, minute } from "@latchkey/core"
import { expiryForms } from "./help.ts"

const units: Readonly<Record<string, number>> = { h: hour, d: day, w: 7 * day, y: 365 * day }

/** @returns RFC 3339 text, or null for `never`. @throws CoreError `invalid` */
export function parseExpiry(text: string, now: Instant): string | null {
  if (text === "never") return null
  const [, count, unit] = /^(\d{1,5})([hdwy])$/.exec(text) ?? []
  const length = units[unit ?? ""]
  const at = length === undefined ? parseDate(text) : now + Number(count) * length
  if (at === undefined) {
    throw new CoreError("invalid", `"${text}" is not a time that a key can expire at`, { hint: `write ${expiryForms}` })
  }
  if (at <= now)
    throw new CoreError("invalid", `"${text}" has passed already`, { hint: "to stop a key now, disable it" })
  return new Date(at).toISOString()
}

/** A time as people say it: `4 min ago`, `in 9 days`, `18 Nov`, `14 Feb 2027`. */
export function inWords(time: string, now: Instant): string {
  const at = Date.parse(time)
  const distance = Math.abs(now - at)
  const relative = (amount: string) => (at <= now ? `${amount} ago` : `in ${amount}`)
  if (distance < minute) return at <= now ? "just now" : "in a minute"
  if (distance < hour) return relative(`${Math.floor(distance / minute)} min`)
  if (distance < day) return relative(`${Math.floor(distance / hour)} h`)
  if (at > now && distance <= 30 * day) return relative(days(distance))
  if (new Date(at).toDateString() === new Date(now - day).toDateString()) return "yesterday"
  const isThisYear = new Date(at).getFullYear() === new Date(now).getFullYear()
  return new Date(at).toLocaleDateString("en-GB", {
    day: "numeric",
    month: "short",
    ...(!isThisYear && { year: "numeric" }),
  })
}

/** A length of time in whole days. */
export function days(length: number): string {
  const count = Math.round(length / day)
  return count === 1 ? "1 day" : `${count} days`
}

function parseDate(text: string): Instant | undefined {
  if (!/^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d))?$/.test(text)) return undefined
  const at = Date.parse(text)
  // Date.parse takes 31 June for 1 July.
  const isRealDay =
    !Number.isNaN(at) && new Date(`${text.slice(0, 10)}T00:00Z`).toISOString().startsWith(text.slice(0, 10))
  return isRealDay ? at : undefined
}
