import { spawn } from "node:child_process"
import { constants } from "node:os"
import { fileURLToPath } from "node:url"

const main = fileURLToPath(new URL("../../daemon/src/main.ts", import.meta.url))

/** The words that start the daemon's program as this process was started. */
export function daemonCommand(args: readonly string[]): readonly [program: string, ...args: readonly string[]] {
  return [process.execPath, ...process.execArgv, main, ...args]
}

/**
 * Runs the daemon's program as a child, whose signals and exit status this process shares.
 *
 * @param secret handed over on file descriptor 3
 */
export async function runDaemonProgram(args: readonly string[], secret = ""): Promise<void> {
  const [program, ...rest] = daemonCommand(args)
  const child = spawn(program, rest, { stdio: ["inherit", "inherit", "inherit", "pipe"] })
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
