#!/usr/bin/env node
// The first step of every command: brings the tree up to date (dependencies, then the console where it is needed),
// chooses a Node that can run it, and hands over. Plain JavaScript that any Node from 18 on runs; nothing else in the
// project knows which Node was there first.
import { spawn } from "node:child_process"
import { createHash } from "node:crypto"
import {
  existsSync,
  linkSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs"
import { constants as osConstants } from "node:os"
import { basename, delimiter, dirname, join } from "node:path"
import { fileURLToPath } from "node:url"

const OLDEST_NODE = 24
/** The holder of `.latchkey.lock` touches it this often; untouched for the stale time, its holder has crashed. */
const LOCK_BEAT_MS = 1_000
const LOCK_STALE_MS = 10_000
/** How long a crashed holder's npm or vite may still be at work. */
const LOCK_ORPHAN_MS = 120_000
/** npm passes a signal on that the terminal already delivered: within this time the two are one. */
const SAME_SIGNAL_MS = 500

const root = realpathSync(join(dirname(fileURLToPath(import.meta.url)), "../../.."))
const at = (...parts) => join(root, ...parts)
const windows = process.platform === "win32"

/** The developer's tasks: `latchkey run NAME`, called by the npm scripts of the same names. */
const tasks = {
  check: [
    [at("node_modules/@biomejs/biome/bin/biome"), "check", "--error-on-warnings"],
    [at("node_modules/typescript/bin/tsc"), "--build"],
    [at("node_modules/knip/bin/knip.js")],
  ],
  test: [[at("node_modules/vitest/vitest.mjs"), "run"]],
  bench: [[at("tests/load/main.ts")]],
  fuzz: [[at("packages/engine/test/fuzz/main.ts")]],
  pictures: [[at("tests/guides/pictures/main.ts")]],
}

class StartError extends Error {
  constructor(message, hint) {
    super(message)
    this.hint = hint
  }
}

// ---- children -------------------------------------------------------------------------------------------------

let child
let childIsQuiet = false
let interruptedBy
let lastSignalAt = 0

function onSignal(signal) {
  const now = Date.now()
  if (now - lastSignalAt < SAME_SIGNAL_MS) return
  lastSignalAt = now
  interruptedBy = signal
  // Ctrl-C in a terminal reaches every process of the group by itself: passed on, it would arrive twice.
  const terminal = process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY
  if (signal === "SIGINT" && terminal && !childIsQuiet) return
  child?.kill(signal)
}

/** Exit status of a child as a shell would report it. */
const exitStatus = (code, signal) => (signal === null ? code : 128 + osConstants.signals[signal])

/** Runs a program; when `quiet`, its output is collected for the case that it fails, else it has our terminal. */
function run(program, args, options = {}) {
  const { quiet = false, ...rest } = options
  childIsQuiet = quiet
  return new Promise((resolve, reject) => {
    const stdio = quiet ? ["ignore", "pipe", "pipe"] : "inherit"
    child = spawn(program, args, { stdio, windowsHide: true, ...rest })
    // Should we be killed, the lock still tells who is at work.
    if (quiet && child.pid !== undefined) writeFileSync(lock, String(child.pid))
    let output = ""
    const collect = (chunk) => {
      output = (output + chunk).slice(-20_000)
    }
    child.stdout?.on("data", collect)
    child.stderr?.on("data", collect)
    child.once("error", (error) => reject(new StartError(`${program} cannot be run (${error.code})`, nodeHint)))
    child.once("close", (code, signal) => {
      child = undefined
      if (quiet && interruptedBy !== undefined) process.exit(128 + osConstants.signals[interruptedBy])
      resolve({ status: exitStatus(code, signal), output })
    })
  })
}

// ---- one at a time --------------------------------------------------------------------------------------------

const lock = at(".latchkey.lock")

/** Holds `.latchkey.lock`, whose text is the id of the process at work, during `work`; a second start waits. */
async function alone(work) {
  const takeLock = () => {
    try {
      writeFileSync(lock, String(process.pid), { flag: "wx" })
      return true
    } catch (error) {
      if (error.code === "EEXIST") return false
      throw new StartError(
        `${root} cannot be written to (${error.code})`,
        "start once as the account that owns the folder: it installs and builds what is missing",
      )
    }
  }
  for (let tries = 0; !takeLock(); tries++) {
    if (isStale()) discard()
    else await new Promise((resolve) => setTimeout(resolve, 100 + Math.random() * 200))
    if (tries === 5) process.stderr.write("latchkey: waiting for another start that installs or builds ...\n")
  }
  const release = () => rmSync(lock, { force: true })
  const beat = setInterval(() => existsSync(lock) && utimesSync(lock, new Date(), new Date()), LOCK_BEAT_MS)
  process.once("exit", release)
  try {
    await work()
  } finally {
    clearInterval(beat)
    process.removeListener("exit", release)
    release()
  }
}

function isStale(path = lock) {
  try {
    const age = Date.now() - statSync(path).mtimeMs
    return age > LOCK_STALE_MS && (age > LOCK_ORPHAN_MS || !isRunning(Number(readFileSync(path, "utf8"))))
  } catch {
    return false
  }
}

/** Another waiter may have found the same lock stale, and hold a new one by now: what was taken is looked at again. */
function discard() {
  const taken = `${lock}.${process.pid}`
  try {
    renameSync(lock, taken)
    if (!isStale(taken)) linkSync(taken, lock)
  } catch {
    // Another was faster: the next try shows whose it is.
  }
  rmSync(taken, { force: true })
}

function isRunning(pid) {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return error.code === "EPERM"
  }
}

// ---- dependencies ---------------------------------------------------------------------------------------------

const lockFile = at("package-lock.json")
/** npm's own record of what it installed, written as its last step. */
const installedFile = at("node_modules/.package-lock.json")

/** Whether every package of the lock file is installed in that version; packages for other platforms may be absent. */
function isInstalled() {
  if (!existsSync(installedFile)) return false
  const wanted = JSON.parse(readFileSync(lockFile, "utf8")).packages
  const present = JSON.parse(readFileSync(installedFile, "utf8")).packages
  const complete = Object.entries(wanted).every(([path, entry]) => {
    if (path === "") return true
    const found = present[path]
    if (found === undefined) return entry.optional === true
    return found.version === entry.version && found.integrity === entry.integrity
  })
  return complete && existsSync(runtime())
}

async function install() {
  const [program, ...first] = npmCommand()
  process.stderr.write("latchkey: installing what package-lock.json names (npm ci) ...\n")
  // Without npm's record an install that is cut short counts as none.
  rmSync(installedFile, { force: true })
  const flags = ["--include=dev", "--include=optional", "--loglevel=error", "--fetch-retries=4"]
  const patience = ["--fetch-retry-mintimeout=1000", "--fetch-retry-maxtimeout=8000"]
  const { status, output } = await run(program, [...first, "ci", ...flags, ...patience], { quiet: true, cwd: root })
  if (status === 0 && isInstalled()) return
  process.stderr.write(output)
  const offline = /ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONN|ENETUNREACH|network/.test(output)
  throw new StartError(
    status === 0 ? "npm ci left packages out" : `npm ci failed with status ${status}`,
    offline
      ? "check the network (and npm's proxy setting), then start again"
      : "run npm ci to see why, then start again",
  )
}

/** The npm that started us, else the one beside this Node, else the first in PATH. */
function npmCommand() {
  const started = process.env.npm_execpath ?? ""
  if (/^npm-cli\.c?js$/.test(basename(started)) && existsSync(started)) return [process.execPath, started]
  for (const folder of [dirname(process.execPath), ...(process.env.PATH ?? "").split(delimiter)]) {
    const script = join(folder, "node_modules/npm/bin/npm-cli.js")
    if (existsSync(script)) return [process.execPath, script]
    if (!windows && folder !== "" && existsSync(join(folder, "npm"))) {
      const npm = realpathSync(join(folder, "npm"))
      return npm.endsWith(".js") ? [process.execPath, npm] : [npm]
    }
  }
  throw new StartError("npm was not found", "install npm (Debian: apt install npm), then start again")
}

// ---- runtime --------------------------------------------------------------------------------------------------

const nodeHint = `install Node ${OLDEST_NODE} or newer, then start again`

/** The Node that runs the project: this one when it is new enough, else the one pinned in the dependencies. */
function runtime() {
  if (Number(process.versions.node.split(".")[0]) >= OLDEST_NODE) return process.execPath
  const name = `node-${windows ? "win" : process.platform}-${process.arch}`
  const { optionalDependencies } = JSON.parse(readFileSync(at("package.json"), "utf8"))
  if (optionalDependencies[name] === undefined) {
    throw new StartError(`Node ${process.versions.node} is too old, and no newer one comes for this platform`, nodeHint)
  }
  return at("node_modules", name, "bin", windows ? "node.exe" : "node")
}

// ---- console --------------------------------------------------------------------------------------------------

const consoleFolder = at("packages/console")
const builtFolder = join(consoleFolder, "dist")

/** One hash over all that the console is built from. */
function consoleHash() {
  const hash = createHash("sha256")
  const add = (path, skip = []) => {
    if (!statSync(path).isDirectory()) return hash.update(`${path.slice(root.length)}\0`).update(readFileSync(path))
    for (const name of readdirSync(path).sort()) if (!skip.includes(name)) add(join(path, name))
  }
  add(lockFile)
  add(at("docs/guides"))
  add(consoleFolder, ["dist", "dist-next", "dist-last", "node_modules", "test"])
  for (const name of ["engine", "core", "contract"]) {
    add(at("packages", name, "package.json"))
    add(at("packages", name, "src"))
  }
  return hash.digest("hex")
}

function isBuilt() {
  const stamp = join(builtFolder, ".built-from")
  return existsSync(stamp) && readFileSync(stamp, "utf8") === consoleHash()
}

/** Builds beside the old console and swaps the two at the end, so that a failed build takes nothing away. */
async function build() {
  process.stderr.write("latchkey: building the console ...\n")
  const next = join(consoleFolder, "dist-next")
  const last = join(consoleFolder, "dist-last")
  const hash = consoleHash()
  const args = [at("node_modules/vite/bin/vite.js"), "build", "--outDir", next, "--emptyOutDir"]
  const { status, output } = await run(runtime(), args, { quiet: true, cwd: consoleFolder })
  if (status !== 0) {
    process.stderr.write(output)
    throw new StartError(
      "the console cannot be built",
      "the messages above say why; the last console that was built stays",
    )
  }
  writeFileSync(join(next, ".built-from"), hash)
  rmSync(last, { recursive: true, force: true })
  if (existsSync(builtFolder)) renameSync(builtFolder, last)
  renameSync(next, builtFolder)
  rmSync(last, { recursive: true, force: true })
}

// ---- hand over ------------------------------------------------------------------------------------------------

/** Ends with the program's own exit status; a Node that can become the program does, which spares a process. */
async function handOver(program) {
  const node = runtime()
  const args = ["--disable-warning=ExperimentalWarning", ...program]
  if (node === process.execPath && process.execve !== undefined && !windows) {
    process.execve(node, [node, ...args], process.env)
  }
  return (await run(node, args)).status
}

/** Only what shows the console waits for its build: not `npm test -- packages/engine`. */
function needsConsole(command, rest) {
  if (command === "serve") return !rest.includes("--help") && !rest.includes("-h")
  return (
    command === "run" &&
    !["check", "fuzz"].includes(rest[0]) &&
    !rest.slice(1).some((filter) => filter.startsWith("packages/"))
  )
}

async function main([command, ...rest]) {
  const isTask = command === "run"
  const steps = isTask ? tasks[rest[0]] : [[at("packages/cli/src/main.ts"), command, ...rest]]
  if (steps === undefined)
    throw new StartError(`there is no task ${rest[0] ?? ""}`, `tasks are ${Object.keys(tasks).join(", ")}`)

  // npm takes an empty HOME for a folder; unset, the system's own answer counts.
  if (process.env.HOME === "") delete process.env.HOME
  runtime()
  if (!isInstalled()) await alone(async () => isInstalled() || (await install()))
  if (needsConsole(command, rest) && !isBuilt()) await alone(async () => isBuilt() || (await build()))

  process.env.PATH = [dirname(runtime()), process.env.PATH].filter(Boolean).join(delimiter)
  process.env.NODE_COMPILE_CACHE ??= at("node_modules/.cache/node")
  if (!isTask) return handOver(steps[0].filter((part) => part !== undefined))

  process.chdir(root)
  const extra = rest.slice(1)
  let worst = 0
  for (const step of steps) {
    worst = Math.max(worst, (await run(runtime(), [...step, ...extra])).status)
    if (interruptedBy !== undefined) break
  }
  return worst
}

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => onSignal(signal))
main(process.argv.slice(2)).then(
  (status) => process.exit(status),
  (error) => {
    if (!(error instanceof StartError)) throw error
    process.stderr.write(`latchkey: error: ${error.message}\nlatchkey: hint: ${error.hint}\n`)
    // The test task always ends with its counts, also when no test could be run.
    if (process.argv[2] === "run" && process.argv[3] === "test") process.stdout.write("0 passed, 1 failed, 0 skipped\n")
    process.exit(1)
  },
)
