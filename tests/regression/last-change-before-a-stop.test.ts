// The fault: a daemon that stopped took back what it had told the others, whether they had looked or not, and what it was
// still gathering never left it. Through another daemon, pages went on showing what was changed in its last moments,
// and streams of an account that was disabled in them went on until their next heartbeat.

import type { Change } from "@latchkey/core"
import { expect, test } from "vitest"
import { createChangeFeed } from "../../packages/daemon/src/change-feed.ts"
import { createLogger } from "../../packages/daemon/src/log.ts"
import { newId, onPostgres } from "../../packages/daemon/test/db/databases.ts"

const log = createLogger("silent")
const patience = { timeout: 20_000 }

onPostgres((current) => {
  test.each([0, 100])("what changed %i ms before a daemon stops is told by another", async (pause) => {
    const open = async () => {
      const { changeCounters: counters } = await current().open()
      return createChangeFeed({ daemonId: newId(), counters, log })
    }
    const [first, second] = [await open(), await open()]
    const heard: string[] = []
    second.listen((changes: readonly Change[]) => void heard.push(...changes.map(({ topic }) => topic)))
    await expect
      .poll(() => {
        first.announce([{ audience: "everyone", topic: "projects" }])
        return heard
      }, patience)
      .toContain("projects")
    first.announce([{ audience: "everyone", topic: "keys" }])
    await new Promise((resolve) => setTimeout(resolve, pause))
    await first.stop()
    await expect.poll(() => heard, patience).toContain("keys")
    await second.stop()
  })
})
