import { routes } from "@latchkey/contract"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { type RunningDaemon, type SignedUp, signUp, startDaemon } from "../kit/daemon.ts"
import { hasPostgres, type PostgresCluster, startPostgres } from "../kit/postgres.ts"
import { type Standby, startStandby } from "../kit/postgres-standby.ts"
import { type Switchboard, startSwitchboard } from "../kit/switchboard.ts"
import { isReady, putUnderLoad } from "./load.ts"

/** Milliseconds that each answer of a slow database takes more. */
const slowness = 150

describe.skipIf(!hasPostgres())("PostgreSQL with a standby, behind one address", { timeout: 300_000 }, () => {
  let primary: PostgresCluster
  let standby: Standby
  let switchboard: Switchboard
  let daemon: RunningDaemon
  let alice: SignedUp

  beforeAll(async () => {
    primary = await startPostgres({ fsync: false })
    standby = await startStandby(primary.url)
    const url = new URL(primary.url)
    switchboard = await startSwitchboard(Number(url.port))
    url.port = String(switchboard.port)
    daemon = await startDaemon({ database: url.href, env: { LATCHKEY_LOG: "info" } })
    alice = await signUp(daemon)
  })
  afterAll(async () => {
    await daemon?.stop()
    await switchboard?.stop()
    await standby?.stop()
    await primary?.stop()
  })

  const missing = async (acknowledged: ReadonlySet<string>) => {
    const { items } = await alice.client.call(routes.listTokens, { query: {} })
    const stored = new Set(items.map(({ name }) => name))
    return [...acknowledged].filter((name) => !stored.has(name))
  }

  test("slow: it takes longer, and nothing fails", async () => {
    const load = putUnderLoad(daemon, alice)
    await load.untilMore("write 201", 5)
    switchboard.slowDown(slowness)
    await load.untilMore("write 201", 5)
    await load.untilMore("read 200", 5)
    expect(await isReady(daemon)).toBe(true)
    switchboard.slowDown(0)
    await load.untilMore("write 201", 5)
    await load.stop()
    expect([...load.faults]).toEqual([])
    expect(await missing(load.acknowledged)).toEqual([])
  })

  test("failed over: it is said, nothing acknowledged is lost, and all goes on by itself", async () => {
    const load = putUnderLoad(daemon, alice)
    await load.untilMore("write 201")
    await primary.kill()
    await load.untilMore("write 503", 4)
    // For a while its address leads to what can be read alone.
    switchboard.switchTo(standby.port)
    await load.untilMore("read 200", 4)
    await load.untilMore("write 503", 4)
    await standby.promote()
    await load.untilMore("write 201")
    await load.stop()
    expect([...load.faults]).toEqual([])
    expect(load.acknowledged.size).toBeGreaterThan(0)
    expect(await missing(load.acknowledged)).toEqual([])
    expect(await isReady(daemon)).toBe(true)
    expect(daemon.log()).not.toContain('"level":50')
  })
})
