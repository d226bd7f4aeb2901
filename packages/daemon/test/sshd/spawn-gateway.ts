import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { dirname } from "node:path"
import { createInterface } from "node:readline"
import { fileURLToPath } from "node:url"
import { Gateway } from "@latchkey/contract"
import type { Instructions } from "./gateway-process.ts"

/** A gateway that runs in a process of its own. */
export interface SpawnedGateway {
  readonly state: Gateway
  readonly child: ChildProcess
  /** Asks it to stop, and waits until it has. */
  stop(): Promise<void>
}

const program = fileURLToPath(new URL("gateway-process.ts", import.meta.url))

export async function spawnGateway(instructions: Instructions): Promise<SpawnedGateway> {
  // What it leaves behind when it is killed lies beside its data, for the test to remove.
  const env = { ...process.env, TMPDIR: dirname(instructions.dataFolder) }
  const child = spawn(process.execPath, [program], { env, stdio: ["pipe", "pipe", "inherit"] })
  const exit = once(child, "exit")
  child.stdin.write(`${JSON.stringify(instructions)}\n`)
  for await (const line of createInterface({ input: child.stdout })) {
    return {
      state: Gateway.parse(JSON.parse(line)),
      child,
      async stop() {
        child.kill("SIGTERM")
        await exit
      },
    }
  }
  throw new Error("the gateway's process ended before it had started")
}
