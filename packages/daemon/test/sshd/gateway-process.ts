import { createInterface } from "node:readline"
import { startTestGateway } from "./test-gateway.ts"

/** What this program is told on its first line of input, as JSON. */
export interface Instructions {
  readonly dataFolder: string
  readonly port: number
  /** The system user to become first; only root may. */
  readonly user?: string
  /** Public lines to register. */
  readonly keys: readonly string[]
}

/**
 * A gateway in a process of its own, for what a test cannot do to itself: be another system user, or be killed. Prints
 * the gateway's state as JSON once it has started, and stops it at SIGTERM.
 */
async function main(): Promise<void> {
  for await (const line of createInterface({ input: process.stdin })) {
    const { dataFolder, port, user, keys }: Instructions = JSON.parse(line)
    if (user !== undefined) become(user)
    const started = await startTestGateway({ dataFolder, listen: { host: "127.0.0.1", port } })
    for (const [index, key] of keys.entries()) await started.register(key, `key ${index}`)
    process.once("SIGTERM", () => started.stop().then(() => process.exit(0)))
    process.stdout.write(`${JSON.stringify(started.gateway.state())}\n`)
  }
}

/** Everything is imported by now: the project's files need not be readable for the user. */
function become(user: string): void {
  process.setgroups?.([])
  process.setgid?.(user)
  process.setuid?.(user)
}

await main()
