import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { startTestGateway, type TestGateway } from "../../packages/daemon/test/sshd/test-gateway.ts"
import { type Computer, type KeyPair, openComputer, run as runProgram } from "../interop/ssh-clients.ts"
import { type PlainSshd, startPlainSshd } from "../kit/plain-sshd.ts"
import { lowerQuartile } from "./lower-quartile.ts"
import type { Row } from "./row.ts"

const rounds = 60
const aim = 1.25

/**
 * Logs in at the gateway, and beside it at a plain sshd with the same host keys that finds the same line, and so the
 * same forced command, in a file. Turn by turn; the lower quartiles are compared, because whatever else the machine does
 * only ever adds to a time.
 */
export async function run(): Promise<Row[]> {
  const gateway = await startTestGateway()
  const computer = openComputer()
  const key = computer.makeKey("key", ["-t", "ed25519"])
  const { fingerprint } = await gateway.register(key.line, "laptop")
  const plain = await startPlain(gateway, computer, await lineOf(gateway, fingerprint))
  try {
    const times: Record<"gateway" | "plain", number[]> = { gateway: [], plain: [] }
    // The first round warms up.
    for (let round = 0; round <= rounds; round++) {
      const pair = { gateway: 0, plain: 0 }
      // Whoever comes first in a round may find the machine busier.
      const order = round % 2 === 0 ? (["gateway", "plain"] as const) : (["plain", "gateway"] as const)
      for (const which of order) {
        pair[which] = await timedLogin(gateway, computer, key, which === "gateway" ? gateway.port : plain.port)
      }
      if (round === 0) continue
      times.gateway.push(pair.gateway)
      times.plain.push(pair.plain)
    }
    const ours = lowerQuartile(times.gateway)
    const reference = lowerQuartile(times.plain)
    const ratio = ours / reference
    return [
      {
        name: "login at the SSH gateway",
        value: `${ours.toFixed(0)} ms`,
        reference: `${reference.toFixed(0)} ms at a plain sshd with a one-line file`,
        ratio,
        aim: `at most ${aim}`,
        ok: ratio <= aim,
      },
    ]
  } finally {
    plain.stop()
    await gateway.stop()
    computer.remove()
  }
}

async function timedLogin({ user }: TestGateway, computer: Computer, key: KeyPair, port: number): Promise<number> {
  const startedAt = performance.now()
  const { status, stderr } = await computer.ssh({ user, port, key })
  const time = performance.now() - startedAt
  if (status !== 0) throw new Error(`the login at port ${port} failed: ${stderr}`)
  return time
}

/** What sshd is told of a key. */
async function lineOf({ dataFolder }: TestGateway, fingerprint: string): Promise<string> {
  const socket = join(dataFolder, "run", "sshd.sock")
  const url = `http://latchkey/authorized-keys/${fingerprint}`
  const { stdout } = await runProgram("curl", ["-s", "-f", "--unix-socket", socket, url])
  if (!stdout.startsWith("restrict,")) throw new Error("the gateway gave no line for the key")
  return stdout
}

async function startPlain({ dataFolder }: TestGateway, { folder }: Computer, line: string): Promise<PlainSshd> {
  const authorizedKeys = join(folder, "authorized_keys")
  writeFileSync(authorizedKeys, line, { mode: 0o600 })
  const hostKeys = ["ed25519", "rsa"].map((type) => join(dataFolder, "ssh", `host_${type}_key`))
  return startPlainSshd(folder, hostKeys, authorizedKeys, ["PermitRootLogin forced-commands-only", "SetEnv SHLVL=2"])
}
