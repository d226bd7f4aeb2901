import { execFileSync } from "node:child_process"
import { chmodSync } from "node:fs"
import { join } from "node:path"
import { routes } from "@latchkey/contract"
import { minute } from "@latchkey/core"
import pg from "pg"
import { describe, expect, test } from "vitest"
import { type Clock, newClock } from "../kit/clock.ts"
import { type RunningDaemon, signUp, startDaemon } from "../kit/daemon.ts"
import { hasPostgres, startPostgres } from "../kit/postgres.ts"
import { mountSmallDisk, type SmallDisk } from "../kit/small-disk.ts"
import { isReady } from "./load.ts"

const probe = mountSmallDisk(1)
probe?.remove()

/** So many small changes fit into no full disk. */
const manyChanges = 5_000
const patience = { timeout: 60_000 }
const limits = { timeout: 300_000 }

async function fillAndRecover(daemon: RunningDaemon, disk: SmallDisk, clock: Clock): Promise<void> {
  const alice = await signUp(daemon)
  let made = 0
  const acknowledged = new Set<string>()
  async function change(): Promise<unknown> {
    const name = `token ${++made}`
    try {
      await alice.client.call(routes.createToken, { body: { name, scopes: ["keys:read"] } })
    } catch (error) {
      return error
    }
    acknowledged.add(name)
    return undefined
  }
  const list = async () => (await alice.client.call(routes.listTokens, { query: {} })).items.map(({ name }) => name)

  expect(await change()).toBeUndefined()
  disk.fill()
  let refusal: unknown
  // What is free inside of the database's own files is used up first.
  for (let tries = 0; refusal === undefined && tries < manyChanges; tries++) refusal = await change()
  expect(refusal).toMatchObject({
    code: "unavailable",
    hint: expect.stringContaining("database"),
    retryAfter: expect.any(Number),
  })
  // What changes nothing is answered, also when the use of its token is due to be noted.
  clock.move(5 * minute)
  expect(await list()).toEqual(expect.arrayContaining([...acknowledged]))
  expect(await isReady(daemon)).toBe(true)

  disk.makeRoom()
  await expect.poll(change, patience).toBeUndefined()
  expect(await list()).toEqual(expect.arrayContaining([...acknowledged]))
  expect(daemon.log()).not.toContain('"level":50')
}

describe.skipIf(probe === undefined)(
  "a full disk is said, loses nothing acknowledged, and is forgotten with room",
  () => {
    test("on SQLite", limits, async () => {
      const disk = mountSmallDisk(8)
      if (disk === undefined) throw new Error("it could be mounted a moment ago")
      const clock = newClock()
      const env = { ...clock.options.env, LATCHKEY_LOG: "info" }
      try {
        const daemon = await startDaemon({ ...clock.options, dataFolder: join(disk.folder, "data"), env })
        try {
          await fillAndRecover(daemon, disk, clock)
          expect(daemon.log()).toContain("the database's disk is full")
        } finally {
          await daemon.stop()
        }
      } finally {
        clock.remove()
        disk.remove()
      }
    })

    test.skipIf(!hasPostgres())("on PostgreSQL, whose tables are on a disk of their own", limits, async () => {
      const disk = mountSmallDisk(24)
      if (disk === undefined) throw new Error("it could be mounted a moment ago")
      const cluster = await startPostgres({ fsync: false })
      const clock = newClock()
      const env = { ...clock.options.env, LATCHKEY_LOG: "info" }
      try {
        chmodSync(disk.folder, 0o755)
        execFileSync("install", ["-d", "-m", "700", ...owner(), join(disk.folder, "tables")])
        const url = new URL(cluster.url)
        const client = new pg.Client(cluster.url)
        await client.connect()
        await client.query(`create tablespace small location '${join(disk.folder, "tables")}'`)
        await client.query("create database latchkey tablespace small")
        await client.end()
        url.pathname = "/latchkey"
        const daemon = await startDaemon({ ...clock.options, database: url.href, env })
        try {
          await fillAndRecover(daemon, disk, clock)
          expect(daemon.log()).toContain("the database's disk is full")
        } finally {
          await daemon.stop()
        }
      } finally {
        await cluster.stop()
        clock.remove()
        disk.remove()
      }
    })
  },
)

/** PostgreSQL does not run as root. */
function owner(): readonly string[] {
  return process.getuid?.() === 0 ? ["-o", "postgres"] : []
}
