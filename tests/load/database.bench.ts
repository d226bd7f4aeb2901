import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import {
  type Actor,
  auditEventId,
  type Context,
  createEventBounds,
  deleteKey,
  importKeys,
  type SshKeyId,
  setUp,
  signedInBy,
} from "@latchkey/core"
import { openDatabase } from "../../packages/daemon/src/db/database.ts"
import { createSecrets } from "../../packages/daemon/src/secrets.ts"
import { newPublicLine } from "../kit/public-line.ts"
import { openBareTransactions } from "./bare-transactions.ts"
import { type Row, rateRow } from "./row.ts"
import { turnByTurn } from "./turn-by-turn.ts"

const rounds = 20
const keysPerRound = 96
const clients = 8
const aim = 0.6

/**
 * Imports and deletes keys one by one through the actions, for several clients at once as a daemon has them, and beside it
 * the least that a durable store could do for each: one row and one line of audit in one transaction. Both in SQLite on
 * the same disk.
 */
export async function run(): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), "latchkey-bench-"))
  const clock = { now: Date.now }
  const secrets = createSecrets()
  const database = await openDatabase({ url: undefined, dataFolder: join(folder, "data"), secrets, clock })
  const bare = openBareTransactions(join(folder, "bare.db"))
  try {
    const context: Context = {
      database,
      clock,
      secrets,
      passwords: { inTurn: (_network, work) => work(), hash: async () => "not a password", verify: async () => false },
      setupToken: { matches: () => true },
      eventBounds: createEventBounds(() => auditEventId(secrets.id())),
      publicUrl: () => "http://localhost:8022",
      origin: { door: "http", address: "192.0.2.1", requestId: "bench" },
    }
    const person = { handle: "ada", email: "ada@example.org", displayName: "Ada", password: "correct horse" }
    const actor = signedInBy(await setUp(context, { ...person, token: "" }))
    let round = 0
    const newLines = () => {
      round++
      return Array.from({ length: keysPerRound }, (_, index) => newPublicLine(`key ${round}-${index}`))
    }
    const compared = await turnByTurn(
      rounds,
      () => {
        const lines = newLines()
        const shares = Array.from({ length: clients }, (_, client) => lines.filter((_, at) => at % clients === client))
        return perSecond(() => Promise.all(shares.map((share) => importAndDelete(context, actor, share))))
      },
      () => {
        const lines = newLines()
        return perSecond(async () => {
          for (const line of lines) bare.insert(line)
          for (const line of lines) bare.delete(line)
        })
      },
    )
    const name = `import and delete a key, ${clients} clients at once (SQLite)`
    return [rateRow(name, compared, "bare durable transactions", aim)]
  } finally {
    bare.close()
    await database.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function importAndDelete(context: Context, actor: Actor, lines: readonly string[]): Promise<void> {
  const ids: SshKeyId[] = []
  for (const text of lines) {
    for (const outcome of await importKeys(context, actor, [{ text }])) {
      if ("error" in outcome) throw outcome.error
      ids.push(outcome.key.id)
    }
  }
  for (const id of ids) await deleteKey(context, actor, id)
}

/** Transactions a second; each line is two. */
async function perSecond(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return ((2 * keysPerRound) / (performance.now() - start)) * 1000
}
