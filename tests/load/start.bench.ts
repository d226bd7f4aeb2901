import { spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { residentMegabytes } from "./resident-memory.ts"
import type { Row } from "./row.ts"

const root = fileURLToPath(new URL("../..", import.meta.url))
const rounds = 5
const startAim = 2
const memoryAim = 150

/** `npm start` on an installed tree until it serves, and what it takes of memory then, npm itself left out. */
export async function run(): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), "latchkey-bench-"))
  try {
    // The first start may install and build.
    await startOnce(folder)
    const starts: Start[] = []
    for (let round = 0; round < rounds; round++) starts.push(await startOnce(folder))
    const seconds = median(starts.map((start) => start.seconds))
    const megabytes = median(starts.map((start) => start.megabytes))
    return [
      row("npm start until it serves", `${seconds.toFixed(2)} s`, `${startAim} s`, seconds / startAim),
      row("resident memory after the start", `${megabytes.toFixed(0)} MB`, `${memoryAim} MB`, megabytes / memoryAim),
    ]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

interface Start {
  readonly seconds: number
  readonly megabytes: number
}

async function startOnce(dataFolder: string): Promise<Start> {
  const env = {
    ...process.env,
    LATCHKEY_DATA: dataFolder,
    LATCHKEY_LISTEN: "127.0.0.1:0",
    LATCHKEY_SSH_LISTEN: "127.0.0.1:0",
  }
  const began = performance.now()
  const npm = spawn("npm", ["start"], { cwd: root, env, stdio: ["ignore", "pipe", "ignore"] })
  let output = ""
  for await (const text of npm.stdout.setEncoding("utf8")) {
    output += text
    if (output.includes("Latchkey is running")) break
  }
  const seconds = (performance.now() - began) / 1000
  const ended = once(npm, "exit")
  const megabytes = childrenOf(npm.pid ?? 0).reduce((sum, pid) => sum + residentMegabytes(pid), 0)
  npm.kill("SIGTERM")
  await ended
  if (!output.includes("Latchkey is running")) throw new Error(`npm start did not serve:\n${output}`)
  return { seconds, megabytes }
}

function childrenOf(pid: number): number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ").filter(Boolean).map(Number)
  return children.flatMap((child) => [child, ...childrenOf(child)])
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((left, right) => left - right)[Math.floor(numbers.length / 2)] ?? Number.NaN
}

function row(name: string, value: string, limit: string, ratio: number): Row {
  return { name, value, reference: `limit of ${limit}`, ratio, aim: "at most 1", ok: ratio <= 1 }
}
