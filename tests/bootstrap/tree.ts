import { type ChildProcess, spawn } from "node:child_process"
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"

const bootstrap = fileURLToPath(new URL("../../packages/cli/bin/latchkey.mjs", import.meta.url))

/** Stands in for npm: "installs" by copying the lock file to where npm records it, and counts how often. */
const npm = `
import { appendFileSync, copyFileSync, existsSync, mkdirSync } from "node:fs"
mkdirSync("node_modules", { recursive: true })
appendFileSync("installs", process.argv.slice(2, 3) + "\\n")
await new Promise((resolve) => setTimeout(resolve, Number(process.env.NPM_TAKES_MS ?? 0)))
if (existsSync("offline")) { console.error("npm error code ENOTFOUND"); process.exit(1) }
copyFileSync("package-lock.json", "node_modules/.package-lock.json")
`

/** Stands in for vite: copies index.html, unless it says that it cannot be built. */
const vite = `
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
const page = readFileSync("index.html", "utf8")
appendFileSync("../../builds", "build\\n")
if (page.includes("broken")) { console.error("vite: index.html is broken"); process.exit(1) }
const folder = process.argv[process.argv.indexOf("--outDir") + 1]
mkdirSync(folder, { recursive: true })
writeFileSync(folder + "/index.html", page)
`

/** Stands in for the command line; \`serve\` waits for a signal and ends with how many it got. */
const main = `
const [command, ...rest]: string[] = process.argv.slice(2)
if (command === "show") console.log(JSON.stringify({ rest, major: Number(process.versions.node.split(".")[0]) }))
if (command === "exit") process.exit(Number(rest[0]))
if (command === "serve") {
  let signals = 0
  process.on("SIGTERM", () => { signals++; setTimeout(() => process.exit(10 + signals), 300) })
  setInterval(() => {}, 1000)
  console.log("serving")
}
`

/** How a run of the bootstrap ended. */
export interface Ended {
  readonly status: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

/** A run of the bootstrap that may still go on. */
export interface Running {
  readonly child: ChildProcess
  readonly ended: Promise<Ended>
  /** Resolves when standard output or standard error holds the text; rejects when the run ends without it. */
  says(text: string): Promise<void>
}

/** A small project laid out as ours is, in a folder with a space in its name. */
export class Tree {
  readonly folder = mkdtempSync(join(tmpdir(), "latchkey tree-"))
  readonly #npm = join(mkdtempSync(join(this.folder, "npm-")), "npm-cli.js")

  constructor() {
    mkdirSync(this.path("packages/cli/bin"), { recursive: true })
    cpSync(bootstrap, this.path("packages/cli/bin/latchkey.mjs"))
    this.write("package.json", JSON.stringify({ type: "module", optionalDependencies: {} }))
    this.write("package-lock.json", lockFile("1.0.0"))
    this.write("packages/cli/src/main.ts", main)
    this.write("packages/console/index.html", "first page")
    this.write("docs/guides/en/guide.md", "# A guide")
    this.write("node_modules/vite/bin/vite.js", vite)
    for (const name of ["engine", "core", "contract"]) {
      this.write(`packages/${name}/package.json`, "{}")
      this.write(`packages/${name}/src/index.ts`, "export {}")
    }
    writeFileSync(this.#npm, npm)
  }

  path(name: string): string {
    return join(this.folder, name)
  }

  write(name: string, text: string): void {
    mkdirSync(dirname(this.path(name)), { recursive: true })
    writeFileSync(this.path(name), text)
  }

  read(name: string): string | undefined {
    return existsSync(this.path(name)) ? readFileSync(this.path(name), "utf8") : undefined
  }

  /** How many lines a file of the stand-ins counts. */
  count(name: "installs" | "builds"): number {
    return (this.read(name) ?? "").split("\n").length - 1
  }

  start(args: readonly string[], env: Readonly<Record<string, string>> = {}): Running {
    const child = spawn(process.execPath, [this.path("packages/cli/bin/latchkey.mjs"), ...args], {
      env: { PATH: process.env.PATH, npm_execpath: this.#npm, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    })
    const output = { stdout: "", stderr: "" }
    for (const name of ["stdout", "stderr"] as const) {
      child[name].setEncoding("utf8").on("data", (text: string) => {
        output[name] += text
      })
    }
    const ended = new Promise<Ended>((resolve) => {
      child.once("close", (status, signal) => resolve({ status, signal, ...output }))
    })
    const says = (text: string) =>
      new Promise<void>((resolve, reject) => {
        const look = () => (output.stdout + output.stderr).includes(text) && resolve()
        child.stdout.on("data", look)
        child.stderr.on("data", look)
        void ended.then(() => reject(new Error(`it ended without saying ${text}: ${output.stderr}`)))
        look()
      })
    return { child, ended, says }
  }

  run(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ended> {
    return this.start(args, env).ended
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true })
  }
}

/** A lock file that asks for one package in a version, and for one of another platform that nobody has. */
export function lockFile(version: string): string {
  return JSON.stringify({
    packages: {
      "": {},
      "node_modules/some-package": { version, integrity: `sha512-${version}` },
      ...(version.startsWith("2") && { "node_modules/for-another-platform": { version, optional: true } }),
    },
  })
}
