import { spawn } from "node:child_process"
import { once } from "node:events"
import { Agent, request } from "node:http"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { npmStartProgram, type RunningDaemon, signUp, startDaemon, testPassword } from "../kit/daemon.ts"
import { newPublicLine } from "../kit/public-line.ts"
import { openBareTransactions } from "./bare-transactions.ts"
import { eachPerSecond, requestsPerSecond } from "./connections.ts"
import { type Row, rateRow } from "./row.ts"
import { type Compared, median, turnByTurn } from "./turn-by-turn.ts"

const rounds = 7
const load = { connections: 1, milliseconds: 1000 }
const pairsPerRound = 400
/** How many connections one client imports and deletes over: one after the other, and as many as list and show over HTTP have. */
const writers = [1, 16]
const tokensPerRound = 10
const manyPairs = 1000
const readAim = 0.45
const writeAim = 0.6
/** A second. */
const manyPairsAim = 300
const tokenAim = 20

/** The OpenStack door with one client, beside a bare node:http listener and bare transactions on the same machine. */
export async function run(): Promise<Row[]> {
  const daemon = await startDaemon({ program: npmStartProgram, env: { LATCHKEY_LOG: "info" } })
  const client = openClient(daemon)
  try {
    const { handle } = await signUp(daemon)
    const tokens: number[] = []
    for (let round = 0; round <= rounds; round++) {
      const rate = await perSecond(tokensPerRound, () => client.signIn(handle))
      // The first round warms up and does not count.
      if (round > 0) tokens.push(rate)
    }
    await client.importPair("only", newPublicLine("only"))
    const reads = await listAndShow(daemon, client.token())
    const writes: Row[] = []
    for (const connections of writers) writes.push(...(await importAndDelete(daemon, client, connections)))
    for (let at = 1; at < manyPairs; at++) await client.importPair(`pair-${at}`, newPublicLine(`pair-${at}`))
    const listed = await client.send("GET", "/compute/v2.1/os-keypairs")
    if (JSON.parse(listed.body).keypairs.length !== manyPairs) throw new Error("not all key pairs are listed")
    const lists: number[] = []
    for (let round = 0; round <= rounds; round++) {
      const rate = await requestsPerSecond(`${client.url}/compute/v2.1/os-keypairs`, client.headers(), load)
      if (round > 0) lists.push(rate)
    }
    return [
      ...reads,
      ...writes,
      floorRow("list 1,000 key pairs, OpenStack", median(lists), manyPairsAim),
      floorRow("auth tokens by password (argon2id)", median(tokens), tokenAim),
    ]
  } finally {
    client.close()
    await daemon.stop()
  }
}

async function listAndShow(daemon: RunningDaemon, token: string): Promise<Row[]> {
  const script = fileURLToPath(new URL("bare-openstack.ts", import.meta.url))
  const bare = spawn(process.execPath, [script, join(daemon.dataFolder, "latchkey.db")], { stdio: "pipe" })
  try {
    const [port] = await once(bare.stdout, "data")
    const bareUrl = `http://127.0.0.1:${String(port).trim()}/openstack`
    const paths = {
      "list one key pair": "/compute/v2.1/os-keypairs",
      "show a key pair": "/compute/v2.1/os-keypairs/only",
    }
    const rows: Row[] = []
    for (const [name, path] of Object.entries(paths)) {
      const rate = (url: string) => () => requestsPerSecond(`${url}${path}`, { "x-auth-token": token }, load)
      const compared = await turnByTurn(rounds, rate(urlOf(daemon)), rate(bareUrl))
      rows.push(rateRow(`${name}, OpenStack`, compared, "bare node:http", readAim))
    }
    return rows
  } finally {
    bare.kill()
  }
}

/**
 * One request for each key pair, beside bare durable transactions, which come one after the other: SQLite has one writer.
 * A single connection waits for each answer before it asks again, and pays for everything in turn, HTTP and the disk. Of
 * several connections, transactions that come at the same time are committed together.
 */
async function importAndDelete(daemon: RunningDaemon, client: Client, connections: number): Promise<Row[]> {
  const path = join(daemon.dataFolder, `bare-${connections}.db`)
  const bare = openBareTransactions(path)
  const pairs = "/compute/v2.1/os-keypairs"
  const kinds = [
    {
      name: "import",
      request: (name: string, line: string) => ({
        method: "POST",
        path: pairs,
        body: { keypair: { name, public_key: line } },
      }),
      bare: bare.insert,
    },
    { name: "delete", request: (name: string) => ({ method: "DELETE", path: `${pairs}/${name}` }), bare: bare.delete },
  ] as const
  const rates = { import: [] as Compared[], delete: [] as Compared[] }
  for (let round = 0; round <= rounds; round++) {
    const named = Array.from({ length: pairsPerRound }, (_, at) => `round-${round}-${at}`).map((name) => ({
      name,
      line: newPublicLine(name),
    }))
    for (const { name: kind, request, bare } of kinds) {
      const requests = named.map(({ name, line }) => request(name, line))
      const own = await eachPerSecond(client.url, client.headers(), requests, connections)
      const reference = await perSecond(named.length, async (index) => bare(named[index]?.line ?? ""))
      if (round > 0) rates[kind].push({ ours: own, reference, ratio: own / reference })
    }
  }
  bare.close()
  return kinds.map(({ name }) => {
    const of = (what: keyof Compared) => median(rates[name].map((compared) => compared[what]))
    const compared = { ours: of("ours"), reference: of("reference"), ratio: of("ratio") }
    const over = connections === 1 ? "1 connection" : `${connections} connections`
    return rateRow(`${name} a key pair, OpenStack, ${over}`, compared, "bare durable transactions", writeAim)
  })
}

type Client = ReturnType<typeof openClient>

/** One client over one connection that stays open, as openstacksdk has it. */
function openClient(daemon: RunningDaemon) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const url = urlOf(daemon)
  let token = ""
  const headers = () => ({ "x-auth-token": token, "openstack-api-version": "compute 2.10" })

  function send(method: string, path: string, body?: unknown) {
    return new Promise<{ status: number; token: string; body: string }>((resolve, reject) => {
      const text = body === undefined ? undefined : JSON.stringify(body)
      const own = { ...headers(), ...(text !== undefined && { "content-type": "application/json" }) }
      const asked = request(`${url}${path}`, { method, agent, headers: own }, (answer) => {
        let received = ""
        answer.setEncoding("utf8").on("data", (piece: string) => {
          received += piece
        })
        answer.once("end", () => {
          const status = answer.statusCode ?? 0
          if (status >= 300) return reject(new Error(`${method} ${path}: ${status} ${received}`))
          resolve({ status, token: String(answer.headers["x-subject-token"]), body: received })
        })
      })
      asked.once("error", reject)
      asked.end(text)
    })
  }

  return {
    url,
    headers,
    send,
    token: () => token,
    async signIn(handle: string): Promise<void> {
      const domain = { name: "Default" }
      const identity = { methods: ["password"], password: { user: { name: handle, domain, password: testPassword } } }
      const scope = { project: { name: handle, domain } }
      token = (await send("POST", "/identity/v3/auth/tokens", { auth: { identity, scope } })).token
    },
    async importPair(name: string, line: string): Promise<void> {
      await send("POST", "/compute/v2.1/os-keypairs", { keypair: { name, public_key: line } })
    },
    close: () => agent.destroy(),
  }
}

function urlOf(daemon: RunningDaemon): string {
  return `${daemon.url.replace("localhost", "127.0.0.1")}/openstack`
}

/** How many a second, one after the other. */
async function perSecond(count: number, work: (index: number) => Promise<void>): Promise<number> {
  const start = performance.now()
  for (let index = 0; index < count; index++) await work(index)
  return (count / (performance.now() - start)) * 1000
}

/** A row of something that is to be faster than a number. */
function floorRow(name: string, rate: number, floor: number): Row {
  return {
    name,
    value: `${Math.round(rate)}/s`,
    reference: `${floor}/s`,
    ratio: rate / floor,
    aim: "at least 1",
    ok: rate >= floor,
  }
}
