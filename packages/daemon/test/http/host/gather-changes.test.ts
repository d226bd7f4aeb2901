import type { Change } from "@latchkey/core"
import { expect, test, vi } from "vitest"
import { gatherChanges } from "../../../src/http/host/gather-changes.ts"

const servers: Change = { audience: "everyone", topic: "servers" }
const keys: Change = { audience: "everyone", topic: "keys" }

test("changes of a busy server are announced at once, and then once a second", () => {
  vi.useFakeTimers()
  try {
    const announced: (readonly Change[])[] = []
    const gathered = gatherChanges({ announce: (changes) => announced.push(changes), listen: () => () => {} })
    gathered.add([])
    gathered.add([servers])
    expect(announced).toEqual([[servers]])
    for (let count = 0; count < 100; count++) gathered.add([servers, keys, { ...servers }])
    expect(announced).toHaveLength(1)
    vi.advanceTimersByTime(1_000)
    expect(announced.slice(1)).toEqual([[servers, keys]])
    vi.advanceTimersByTime(10_000)
    expect(announced).toHaveLength(2)
    gathered.add([keys])
    gathered.add([servers])
    gathered.stop()
    expect(announced.slice(2)).toEqual([[keys], [servers]])
    expect(vi.getTimerCount()).toBe(0)
  } finally {
    vi.useRealTimers()
  }
})
