import { spawn } from "node:child_process"
import { fileURLToPath } from "node:url"

const main = fileURLToPath(new URL("../src/main.ts", import.meta.url))

/** As the bootstrap sets it: without it each start compiles everything anew. */
export const NODE_COMPILE_CACHE = fileURLToPath(new URL("../../../node_modules/.cache/node", import.meta.url))

/** What a command left behind. */
export interface CliResult {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface CliOptions {
  readonly stdin?: string | Uint8Array
  /** Beside PATH: nothing else of the environment that the tests run in reaches the command. */
  readonly env?: Readonly<Record<string, string>>
  /** Is told all that stands on stdout so far, each time there is more. */
  watch?(stdout: string): void
}

/** The words that start the real CLI in a shell or a terminal. */
export const cliCommand: readonly string[] = [process.execPath, "--disable-warning=ExperimentalWarning", main]

/** Runs the real command line in a process of its own, without a terminal. */
export function runCli(args: readonly string[], { stdin = "", env = {}, watch }: CliOptions = {}): Promise<CliResult> {
  const [program = "", ...first] = cliCommand
  const child = spawn(program, [...first, ...args], { env: { PATH: process.env.PATH, NODE_COMPILE_CACHE, ...env } })
  let stdout = ""
  let stderr = ""
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text
    watch?.(stdout)
  })
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text
  })
  // A command that does not read its stdin may be gone before all of it is written.
  child.stdin.on("error", () => undefined)
  child.stdin.end(stdin)
  return new Promise((resolve, reject) => {
    child.once("error", reject)
    child.once("close", (status) => resolve({ status, stdout, stderr }))
  })
}
