import { routes } from "@latchkey/contract"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { type RunningDaemon, type SignedUp, signUp, startDaemon } from "../kit/daemon.ts"
import { openEvents } from "../kit/event-stream.ts"
import { hasPostgres, type PostgresCluster, startPostgres } from "../kit/postgres.ts"
import { isReady, putUnderLoad } from "./load.ts"

const patience = { timeout: 90_000 }

describe.skipIf(!hasPostgres())("PostgreSQL in the middle of requests", { timeout: 300_000 }, () => {
  let cluster: PostgresCluster
  let daemon: RunningDaemon
  let alice: SignedUp

  beforeAll(async () => {
    cluster = await startPostgres()
    daemon = await startDaemon({ database: cluster.url, env: { LATCHKEY_LOG: "info" } })
    alice = await signUp(daemon)
  })
  afterAll(async () => {
    await daemon?.stop()
    await cluster?.stop()
  })

  const troubles: readonly [string, () => Promise<void>, () => Promise<void>][] = [
    ["shut down and started", () => cluster.shutDown(), () => cluster.start()],
    ["killed and started", () => cluster.kill(), () => cluster.start()],
    ["frozen for a while", async () => cluster.freeze(), async () => cluster.thaw()],
  ]

  test.each(troubles)(
    "%s: it is said, nothing acknowledged is lost, and all goes on by itself",
    async (_, begin, end) => {
      const load = putUnderLoad(daemon, alice)
      await load.untilMore("write 201")
      await begin()
      await load.untilMore("read 503", 4)
      await load.untilMore("write 503", 4)
      expect(await isReady(daemon)).toBe(false)
      expect((await fetch(`${daemon.url}/healthz`)).status).toBe(200)
      await end()
      await load.untilMore("write 201")
      await load.untilMore("read 200")
      await expect.poll(() => isReady(daemon), patience).toBe(true)
      await load.stop()
      expect([...load.faults]).toEqual([])
      const { items } = await alice.client.call(routes.listTokens, { query: {} })
      const stored = new Set(items.map(({ name }) => name))
      expect(load.acknowledged.size).toBeGreaterThan(0)
      expect([...load.acknowledged].filter((name) => !stored.has(name))).toEqual([])
      expect(faultsIn(daemon)).toEqual([])
    },
  )

  test("streams of events outlive it, and tell of what happens afterwards", async () => {
    const stream = await openEvents(daemon.url, { authorization: `Bearer ${alice.token}` })
    await cluster.kill()
    await expect.poll(() => isReady(daemon), patience).toBe(false)
    await cluster.start()
    const make = () =>
      alice.client.call(routes.createToken, { body: { name: "after", scopes: ["keys:read"] } }).then(
        () => true,
        () => false,
      )
    await expect.poll(make, patience).toBe(true)
    await stream.hears("tokens")
    expect(stream.isOver()).toBe(false)
    await stream.close()
  })

  test("a daemon that is told to stop while it hangs ends all the same", async () => {
    const other = await startDaemon({ database: cluster.url })
    cluster.freeze()
    const waiting = fetch(`${other.url}/api/v1/keys`, { headers: { authorization: `Bearer ${alice.token}` } }).catch(
      () => undefined,
    )
    const status = await other.stop()
    await waiting
    cluster.thaw()
    expect(status).toBe(0)
  })
})

/** What the daemon took for faults of its own. */
function faultsIn({ log }: RunningDaemon): readonly string[] {
  return log()
    .split("\n")
    .filter((line) => line.includes('"level":50'))
}
