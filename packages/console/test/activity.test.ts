import { describe, expect, test } from "vitest"
import { activityQuery, exportAddress, isFiltered, readActivityFilter } from "../src/pages/activity/activity-filter.ts"
import { countNew } from "../src/pages/activity/new-entries.ts"

describe("the filter in the address of Activity", () => {
  test("is read as far as it means something", () => {
    const whole = {
      person: "alice",
      action: "key.delete",
      target: "laptop",
      key: "SHA256:x",
      from: "2026-11-20",
      to: "2026-11-22",
      result: "refused",
      page: 2,
      after: "cursor",
    }
    expect(readActivityFilter(whole)).toEqual(whole)
    const broken = {
      person: "",
      action: "x",
      from: "yesterday",
      to: "2026-13-45",
      result: 1,
      page: 2,
      key: "x".repeat(999),
    }
    expect(readActivityFilter(broken)).toEqual({})
    // The router reads a handle of digits as a number.
    expect(readActivityFilter({ target: 42 })).toEqual({ target: "42" })
    expect([isFiltered({ page: 2, after: "x" }), isFiltered({ person: "x" })]).toEqual([false, true])
  })

  test("asks for whole days, the last included", () => {
    const { from = "", to = "" } = activityQuery({ from: "2026-11-20", to: "2026-11-20", page: 2, after: "x" })
    expect(new Date(from).toString()).toContain("Nov 20 2026 00:00:00")
    expect(new Date(to).toString()).toContain("Nov 21 2026 00:00:00")
    expect(exportAddress({ person: "a&b", page: 3, after: "x" })).toBe("/api/v1/audit/export?format=csv&person=a%26b")
  })
})

test("new entries are those before the first that is shown", () => {
  const items = (...ids: string[]) => ids.map((id) => ({ id }))
  expect(countNew(items("3", "2"), items("5", "4", "3", "2"))).toBe(2)
  expect(countNew(items("3"), items("3"))).toBe(0)
  expect(countNew(items("1"), items("9", "8"))).toBe(2)
  expect(countNew(items(), items("2", "1"))).toBe(2)
  // Retention removed all that was shown.
  expect(countNew(items("9"), items())).toBe(0)
  expect(countNew(undefined, items("1"))).toBe(0)
})
