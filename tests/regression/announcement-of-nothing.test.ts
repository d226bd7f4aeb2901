// The fault: an announcement of no change was taken for one that is being told, for ever. Nothing after it was told to
// anyone: servers kept keys that were deleted, and open pages stood still.

import type { Change } from "@latchkey/core"
import { expect, test } from "vitest"
import { createChangeFeed } from "../../packages/daemon/src/change-feed.ts"
import { createLogger } from "../../packages/daemon/src/log.ts"

test("a change is told after an announcement of nothing", async () => {
  const feed = createChangeFeed({ daemonId: "one", counters: undefined, log: createLogger("silent") })
  const told: Change[] = []
  feed.listen((changes) => void told.push(...changes))
  feed.announce([])
  const change: Change = { audience: "everyone", topic: "keys" }
  feed.announce([change])
  await expect.poll(() => told).toEqual([change])
  await feed.stop()
})
