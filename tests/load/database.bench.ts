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
import Sqlite from "better-sqlite3"
import { openDatabase } from "../../packages/daemon/src/db/database.ts"
import { createSecrets } from "../../packages/daemon/src/secrets.ts"
import { newPublicLine } from "../kit/public-line.ts"
import type { Row } from "./row.ts"
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
  const bare = openBare(join(folder, "bare.db"))
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
        return perSecond(async () => bare.insertAndDelete(lines))
      },
    )
    return [
      {
        name: `import and delete a key, ${clients} clients at once (SQLite)`,
        value: `${Math.round(compared.ours)}/s`,
        reference: `${Math.round(compared.reference)}/s bare durable transactions`,
        ratio: compared.ratio,
        aim: `at least ${aim}`,
        ok: compared.ratio >= aim,
      },
    ]
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

function openBare(path: string) {
  const database = new Sqlite(path)
  database.pragma("journal_mode = wal")
  database.pragma("synchronous = full")
  database.exec("create table keys (name text primary key, line text not null)")
  database.exec("create table audit (id integer primary key, action text not null, name text not null)")
  const insert = database.prepare("insert into keys values (?, ?)")
  const remove = database.prepare("delete from keys where name = ?")
  const audit = database.prepare("insert into audit (action, name) values (?, ?)")
  const insertOne = database.transaction((name: string, line: string) => {
    insert.run(name, line)
    audit.run("import", name)
  })
  const removeOne = database.transaction((name: string) => {
    remove.run(name)
    audit.run("delete", name)
  })
  return {
    insertAndDelete(lines: readonly string[]) {
      for (const [index, line] of lines.entries()) insertOne.immediate(String(index), line)
      for (const index of lines.keys()) removeOne.immediate(String(index))
    },
    close: () => void database.close(),
  }
}

/** Transactions a second; each line is two. */
async function perSecond(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return ((2 * keysPerRound) / (performance.now() - start)) * 1000
}
