import { spawn } from "node:child_process"
import { constants } from "node:os"
import { fileURLToPath } from "node:url"

const main = fileURLToPath(new URL("../../daemon/src/main.ts", import.meta.url))

/**
 * In MB. V8's own limit of the young generation is several times as much: most of what the daemon takes would be room
 * for objects that die. With much less, reading keys slows down.
 */
const youngGeneration = "--max-semi-space-size=8"

/**
 * glibc keeps what was freed for the next time, in each of eight arenas or more: with 10,000 connections that came and
 * went 100 MB of it lie idle. One arena gives back what is free at its end. Other libraries do not know these names.
 */
const thriftyMalloc = { MALLOC_ARENA_MAX: "1", MALLOC_TRIM_THRESHOLD_: "131072" }

/** The words that start the daemon's program as this process was started, whose settings count. */
export function daemonCommand(args: readonly string[]): readonly [program: string, ...args: readonly string[]] {
  return [process.execPath, youngGeneration, ...process.execArgv, main, ...args]
}

/** The environment of the daemon's program: this process's own, whose settings count. */
export const daemonEnvironment = (): NodeJS.ProcessEnv => ({ ...thriftyMalloc, ...process.env })

/**
 * Runs the daemon's program as a child, whose signals and exit status this process shares.
 *
 * @param secret handed over on file descriptor 3
 */
export async function runDaemonProgram(args: readonly string[], secret = ""): Promise<void> {
  const [program, ...rest] = daemonCommand(args)
  const child = spawn(program, rest, { env: daemonEnvironment(), stdio: ["inherit", "inherit", "inherit", "pipe"] })
  const [, , , pipe] = child.stdio
  // A child that ends before it has read the secret says itself why.
  pipe?.on("error", () => undefined)
  if (pipe !== null && pipe !== undefined && "end" in pipe) pipe.end(secret)
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.removeAllListeners(signal)
    process.on(signal, () => child.kill(signal))
  }
  await new Promise<void>((resolve, reject) => {
    child.once("error", reject)
    child.once("close", (status, signal) => {
      process.exitCode = signal === null ? (status ?? 1) : 128 + constants.signals[signal]
      resolve()
    })
  })
}
