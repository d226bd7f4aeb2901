import { CoreError, day, hour } from "@latchkey/core"
import { describe, expect, test } from "vitest"
import { inWords, parseExpiry } from "../src/time.ts"

const now = Date.UTC(2026, 10, 22, 9, 30)

describe("an expiry", () => {
  test.each([
    ["12h", "2026-11-22T21:30:00.000Z"],
    ["90d", "2027-02-20T09:30:00.000Z"],
    ["2w", "2026-12-06T09:30:00.000Z"],
    ["1y", "2027-11-22T09:30:00.000Z"],
    ["2027-01-31", "2027-01-31T00:00:00.000Z"],
    ["2027-01-31T12:00Z", "2027-01-31T12:00:00.000Z"],
    ["2027-01-31T12:00:00+02:00", "2027-01-31T10:00:00.000Z"],
    ["never", null],
  ])("reads %s", (text, expected) => {
    expect(parseExpiry(text, now)).toBe(expected)
  })

  test.each([
    "",
    "90",
    "d",
    "-1d",
    "90 d",
    "90m",
    "2027-02-30",
    "2027-13-01",
    "31.1.2027",
    "2026-11-22",
    "0d",
    "2020-01-01",
  ])("refuses %j", (text) => {
    expect(() => parseExpiry(text, now)).toThrow(CoreError)
  })
})

describe("a time in words", () => {
  const at = (distance: number) => inWords(new Date(now + distance).toISOString(), now)

  test.each([
    [-20_000, "just now"],
    [-4 * 60_000, "4 min ago"],
    [-5 * hour, "5 h ago"],
    [-4 * day, "18 Nov"],
    [-500 * day, "10 Jul 2025"],
    [20_000, "in a minute"],
    [5 * hour, "in 5 h"],
    [day, "in 1 day"],
    [9 * day, "in 9 days"],
    [84 * day, "14 Feb 2027"],
  ])("is said for a distance of %d ms", (distance, words) => {
    expect(at(distance)).toBe(words)
  })

  test("is yesterday for any time of the day before that is a day away", () => {
    expect(inWords(new Date(new Date(now).setHours(0, 0, 0, 0) - day / 2).toISOString(), now + 12 * hour)).toBe(
      "yesterday",
    )
  })
})
