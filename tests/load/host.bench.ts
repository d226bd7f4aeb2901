import { fork } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout as delay } from "node:timers/promises"
import { fileURLToPath } from "node:url"
import { routes } from "@latchkey/contract"
import { accountId, projectId } from "@latchkey/core"
import Sqlite from "better-sqlite3"
import { openDatabase } from "../../packages/daemon/src/db/database.ts"
import { createSecrets } from "../../packages/daemon/src/secrets.ts"
import { npmStartProgram, type RunningDaemon, signInWithToken, signUp, startDaemon } from "../kit/daemon.ts"
import { newPublicLine } from "../kit/public-line.ts"
import { makeFleet } from "./host-fleet.ts"
import { limitRow } from "./limit-row.ts"
import { residentMegabytes } from "./resident-memory.ts"
import type { Row } from "./row.ts"

const changed = 1_000
const idle = 9_000
const keys = 50
const rounds = 7
/** Between two deletions, so that none is measured in the wake of the one before. */
const restBetween = 1_500
/** As long as a poll is held, in milliseconds. */
const idleTime = 60_000
/** In milliseconds. */
const deliveryAim = 1_000
/** In MB. */
const memoryAim = 400
const patience = 300_000

/** How soon a deleted key opens nothing on 1,000 polling servers, and what 10,000 held polls take of memory. */
export async function run(): Promise<Row[]> {
  const dataFolder = mkdtempSync(join(tmpdir(), "latchkey-hosts-"))
  const options = { program: npmStartProgram, dataFolder, env: { LATCHKEY_LOG: "warn" } }
  try {
    const first = await startDaemon(options)
    const { crowd, fleet } = await makeServers(first)
    const daemon = await startDaemon(options)
    const database = new Sqlite(join(dataFolder, "latchkey.db"), { readonly: true })
    const generator = startGenerator(daemon, bundleKey(database))
    try {
      generator.add(fleet)
      await until(() => acknowledged(database, 1).length === fleet.length)
      const times = await deletions(daemon, database, fleet.length)
      generator.add(crowd)
      await until(() => acknowledged(database, 1).length === fleet.length + crowd.length)
      // Idle: each of them has been answered that nothing is new, and has asked again.
      await delay(idleTime)
      return [
        limitRow(`DELETE until ${changed} servers have acknowledged, p99`, percentile(times, 99), deliveryAim, "ms"),
        limitRow(`resident memory with ${changed + idle} polls held`, residentMegabytes(daemon.pid), memoryAim, "MB"),
      ]
    } finally {
      database.close()
      generator.end()
      await daemon.stop()
    }
  } finally {
    rmSync(dataFolder, { recursive: true, force: true })
  }
}

/** Two fleets that all keys of one account open, over a daemon that stands still. */
async function makeServers(daemon: RunningDaemon) {
  const { client } = await signUp(daemon)
  const { account } = await client.call(routes.showAccount, {})
  const { items } = await client.call(routes.listProjects, {})
  const [project] = items
  if (project === undefined) throw new Error("alice has no project")
  const lines = Array.from({ length: keys }, (_, at) => ({ text: newPublicLine(`key-${at}`) }))
  await client.call(routes.importKeys, { body: { keys: lines } })
  await daemon.stop()
  const secrets = createSecrets()
  const clock = { now: () => Date.now() }
  const database = await openDatabase({ url: undefined, dataFolder: daemon.dataFolder, secrets, clock })
  const plan = { projectId: projectId(project.id), accountId: accountId(account.id) }
  const fleet = await makeFleet(database, secrets, { ...plan, servers: changed })
  const crowd = await makeFleet(database, secrets, { ...plan, servers: idle })
  await database.close()
  return { fleet, crowd }
}

/** Milliseconds from sending a DELETE until each server had acknowledged, as the daemon wrote it down; of all rounds. */
async function deletions(
  daemon: RunningDaemon,
  database: Sqlite.Database,
  servers: number,
): Promise<readonly number[]> {
  const { client } = await signInWithToken(daemon, "alice")
  const { items } = await client.call(routes.listKeys, { query: {} })
  const times: number[] = []
  for (const [round, { id }] of items.slice(0, rounds).entries()) {
    await delay(restBetween)
    const began = Date.now()
    await client.call(routes.deleteKey, { params: { id } })
    await until(() => acknowledged(database, round + 2).length === servers)
    times.push(...acknowledged(database, round + 2).map((moment) => moment - began))
  }
  return times
}

/** When servers acknowledged at least this version, the first one first. */
function acknowledged(database: Sqlite.Database, version: number): readonly number[] {
  return database
    .prepare<[number], number>("select acknowledged_at from servers where acknowledged_version >= ? order by 1")
    .pluck()
    .all(version)
}

function bundleKey(database: Sqlite.Database): string {
  return database.prepare<[], string>("select public_key from bundle_signing_keys").pluck().get() ?? ""
}

function startGenerator(daemon: RunningDaemon, key: string) {
  const url = daemon.url.replace("localhost", "127.0.0.1")
  const child = fork(fileURLToPath(new URL("host-generator.ts", import.meta.url)), [url, key], { stdio: "inherit" })
  return {
    add: (tokens: readonly string[]) => child.send({ tokens }),
    end: () => child.kill(),
  }
}

function percentile(values: readonly number[], percent: number): number {
  return values.toSorted((left, right) => left - right)[Math.floor((values.length * percent) / 100)] ?? Number.NaN
}

async function until(isSo: () => boolean): Promise<void> {
  const end = performance.now() + patience
  while (!isSo()) {
    if (performance.now() > end) throw new Error("what was waited for did not come")
    await delay(50)
  }
}
