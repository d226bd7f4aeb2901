/**
 * `npm run fuzz -- [--minutes 10] [--format NAME] [--seed NUMBER] [--at-once 1]`: changes the vectors of each format, or
 * of one, for so many minutes each, and reads them; each format has a process of its own, so many at once. Ends with
 * status 1 when a file was read as none may be, which is kept.
 */
import { spawn } from "node:child_process"
import { randomInt } from "node:crypto"
import { once } from "node:events"
import { mkdtempSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { parseArgs } from "node:util"
import { targets } from "./formats.ts"
import { FuzzFault, type FuzzReport, fuzz } from "./run.ts"

/** Most processor time that one file may take, in milliseconds: what the limits on derivations allow, and some. */
const SLOWEST = 20_000

/** Most memory that reading may ever have taken, in KiB: what scrypt and Argon2 may ask for comes on top of little. */
const MOST_MEMORY = 2 * 1024 * 1024

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "10" },
    format: { type: "string" },
    "at-once": { type: "string", default: "1" },
    seed: { type: "string", default: String(randomInt(2 ** 31)) },
  },
})
const [minutes, seed] = [Number(values.minutes), Number(values.seed)]
const { format } = values
if (format === undefined) await fuzzEach(Object.keys(targets))
else await fuzzOne(format)

async function fuzzEach(waiting: string[]): Promise<void> {
  process.stdout.write(`seed ${seed}, ${minutes} minutes for each of ${waiting.length} formats\n`)
  async function work(): Promise<void> {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
      const options = ["--format", name, "--minutes", String(minutes), "--seed", String(seed)]
      const child = spawn(process.execPath, [...process.execArgv, import.meta.filename, ...options], {
        stdio: "inherit",
      })
      const [status] = await once(child, "exit")
      if (status !== 0) process.exitCode = 1
    }
  }
  await Promise.all(Array.from({ length: Number(values["at-once"]) }, work))
}

async function fuzzOne(name: string): Promise<void> {
  const target = targets[name]
  if (target === undefined) {
    process.stderr.write(`there is no format ${name}; formats are ${Object.keys(targets).join(", ")}\n`)
    process.exitCode = 2
    return
  }
  const end = performance.now() + minutes * 60_000
  try {
    const report = await fuzz(target, seed, () => performance.now() > end)
    if (!isBounded(name, report)) process.exitCode = 1
  } catch (error) {
    if (!(error instanceof FuzzFault)) throw error
    const file = join(mkdtempSync(join(tmpdir(), "latchkey-fuzz-")), name)
    writeFileSync(file, error.file)
    process.stderr.write(`${name}: ${error.message}\nthe file is ${file}\n`)
    process.exitCode = 1
  }
}

function isBounded(name: string, { read, refused, slowest }: FuzzReport): boolean {
  const memory = process.resourceUsage().maxRSS
  process.stdout.write(
    `${name}: ${read} files read, ${refused} refused, the slowest in ${Math.round(slowest)} ms, ` +
      `${Math.round(memory / 1024)} MiB at most\n`,
  )
  return slowest <= SLOWEST && memory <= MOST_MEMORY
}
