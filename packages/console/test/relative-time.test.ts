import { expect, test } from "vitest"
import { distanceBetween } from "../src/ui/relative-time.ts"

const now = new Date(2026, 10, 22, 14, 36, 20)

function before(milliseconds: number): Date {
  return new Date(now.getTime() - milliseconds)
}

const minute = 60_000
const hour = 60 * minute

test("times under a minute apart are now, whichever comes first", () => {
  expect(distanceBetween(before(59_999), now)).toEqual({ unit: "now" })
  expect(distanceBetween(before(-59_999), now)).toEqual({ unit: "now" })
})

test("times are relative for a day", () => {
  expect(distanceBetween(before(minute), now)).toEqual({ unit: "minutes", past: true, count: 1 })
  expect(distanceBetween(before(hour - 1), now)).toEqual({ unit: "minutes", past: true, count: 59 })
  expect(distanceBetween(before(24 * hour - 1), now)).toEqual({ unit: "hours", past: true, count: 23 })
  expect(distanceBetween(before(-2 * hour), now)).toEqual({ unit: "hours", past: false, count: 2 })
})

test("yesterday and tomorrow go by the calendar, not by hours", () => {
  expect(distanceBetween(new Date(2026, 10, 21, 0, 1), now)).toEqual({ unit: "yesterday" })
  expect(distanceBetween(new Date(2026, 10, 20, 23, 59), now)).toEqual({ unit: "day" })
  expect(distanceBetween(new Date(2026, 10, 23, 23, 59), now)).toEqual({ unit: "tomorrow" })
})

test("a day of another year is told with its year", () => {
  expect(distanceBetween(new Date(2027, 1, 14), now)).toEqual({ unit: "day-of-year" })
  expect(distanceBetween(new Date(2026, 8, 29), now)).toEqual({ unit: "day" })
})
