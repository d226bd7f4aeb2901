import { spawn } from "node:child_process"
import { constants } from "node:os"
import { fileURLToPath } from "node:url"

const daemon = fileURLToPath(new URL("../../../daemon/src/main.ts", import.meta.url))

/** Becomes the daemon where the system can do that; else runs it as a child, whose fate this process shares. */
export async function serve(args: readonly string[]): Promise<void> {
  const command = [...process.execArgv, daemon, ...args]
  if (process.execve !== undefined && process.platform !== "win32") {
    process.execve(process.execPath, [process.execPath, ...command], process.env)
  }
  const child = spawn(process.execPath, command, { stdio: "inherit" })
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
