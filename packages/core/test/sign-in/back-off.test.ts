import { describe, expect, test } from "vitest"
import { backOff, failureMemory } from "../../src/sign-in/back-off.ts"
import { minute, second } from "../../src/time.ts"

const now = 1_800_000_000_000

describe("backOff", () => {
  test("lets the free tries through", () => {
    expect(backOff(undefined, 5, now)).toBe(0)
    expect(backOff({ count: 4, lastAt: now }, 5, now)).toBe(0)
  })

  test("doubles from one second up to a minute", () => {
    const waits = [5, 6, 7, 8, 9, 10, 11, 12, 1000].map((count) => backOff({ count, lastAt: now }, 5, now) / second)
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60])
  })

  test("runs out with time, and is forgotten after an hour", () => {
    expect(backOff({ count: 9, lastAt: now - 15 * second }, 5, now)).toBe(1 * second)
    expect(backOff({ count: 9, lastAt: now - 16 * second }, 5, now)).toBe(0)
    expect(backOff({ count: 1000, lastAt: now - failureMemory }, 1, now)).toBe(0)
  })

  test("a clock that was set back makes nobody wait longer than the wait itself", () => {
    expect(backOff({ count: 1000, lastAt: now + 30 * minute }, 5, now)).toBe(1 * minute)
  })
})
