import { spawn } from "node:child_process"
import { once } from "node:events"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { routes } from "@latchkey/contract"
import { npmStartProgram, type RunningDaemon, type SignedUp, signUp, startDaemon } from "../kit/daemon.ts"
import { newPublicLine } from "../kit/public-line.ts"
import { openBareTransactions } from "./bare-transactions.ts"
import { requestsPerSecond } from "./connections.ts"
import { limitRow } from "./limit-row.ts"
import { residentMegabytes } from "./resident-memory.ts"
import { type Row, rateRow } from "./row.ts"
import { turnByTurn } from "./turn-by-turn.ts"

const keyCount = 1000
const keysPerRequest = 50
const rounds = 7
const load = { connections: 16, milliseconds: 1000 }
const readAim = 0.45
const writeAim = 0.6
/** In milliseconds. */
const startAim = 2000
/** In MB. */
const memoryAim = 150

/** The HTTP door beside a bare node:http listener and bare transactions, turn by turn on the same machine. */
export async function run(): Promise<Row[]> {
  const options = { program: npmStartProgram, env: { LATCHKEY_LOG: "info", LATCHKEY_SSH_LISTEN: "127.0.0.1:0" } }
  // The first start after a change compiles and builds what is missing.
  await (await startDaemon(options)).stop()
  const began = performance.now()
  const daemon = await startDaemon(options)
  const startTime = performance.now() - began
  const memory = residentMegabytes(daemon.pid)
  try {
    const alice = await signUp(daemon)
    const writes = await importAndDelete(daemon, alice)
    const lines = Array.from({ length: keyCount }, (_, index) => ({ text: newPublicLine(`key-${index}`) }))
    for (let at = 0; at < keyCount; at += 250) {
      await alice.client.call(routes.importKeys, { body: { keys: lines.slice(at, at + 250) } })
    }
    return [
      ...(await listAndShow(daemon, alice)),
      writes,
      limitRow("npm start until it serves, gateway included", startTime, startAim, "ms"),
      limitRow("resident memory when it serves", memory, memoryAim, "MB"),
    ]
  } finally {
    await daemon.stop()
  }
}

async function listAndShow(daemon: RunningDaemon, { client, token }: SignedUp): Promise<Row[]> {
  const script = fileURLToPath(new URL("bare-http.ts", import.meta.url))
  const bare = spawn(process.execPath, [script, join(daemon.dataFolder, "latchkey.db")], { stdio: "pipe" })
  try {
    const [port] = await once(bare.stdout, "data")
    const bareUrl = `http://127.0.0.1:${String(port).trim()}`
    const ownUrl = daemon.url.replace("localhost", "127.0.0.1")
    const { items } = await client.call(routes.listKeys, { query: {} })
    const paths = { "list 50 of 1,000 keys": "/api/v1/keys", "show a key": `/api/v1/keys/${items[0]?.id}` }
    const bearer = { authorization: `Bearer ${token}` }
    const rows: Row[] = []
    for (const [name, path] of Object.entries(paths)) {
      const rate = (url: string) => () => requestsPerSecond(`${url}${path}`, bearer, load)
      const compared = await turnByTurn(rounds, rate(ownUrl), rate(bareUrl))
      rows.push(rateRow(`${name} over HTTP`, compared, "bare node:http", readAim))
    }
    return rows
  } finally {
    bare.kill()
  }
}

/** Many keys a request, each in a transaction of its own, beside one bare durable transaction after the other. */
async function importAndDelete(daemon: RunningDaemon, { client }: SignedUp): Promise<Row> {
  const bare = openBareTransactions(join(daemon.dataFolder, "bare.db"))
  const newLines = () => Array.from({ length: 4 * keysPerRequest }, (_, index) => newPublicLine(`key ${index}`))
  const compared = await turnByTurn(
    rounds,
    () => {
      const lines = newLines()
      return transactionsPerSecond(2 * lines.length, async () => {
        for (let at = 0; at < lines.length; at += keysPerRequest) {
          const keys = lines.slice(at, at + keysPerRequest).map((text) => ({ text }))
          const { results } = await client.call(routes.importKeys, { body: { keys } })
          const ids = results.map((result) => (result.outcome === "imported" ? result.key.id : ""))
          await client.call(routes.deleteKeys, { body: { ids } })
        }
      })
    },
    () => {
      const lines = newLines()
      return transactionsPerSecond(2 * lines.length, async () => {
        for (const line of lines) bare.insert(line)
        for (const line of lines) bare.delete(line)
      })
    },
  )
  bare.close()
  const name = `import and delete a key over HTTP, ${keysPerRequest} a request`
  return rateRow(name, compared, "bare durable transactions", writeAim)
}

async function transactionsPerSecond(count: number, work: () => Promise<void>): Promise<number> {
  const start = performance.now()
  await work()
  return (count / (performance.now() - start)) * 1000
}
