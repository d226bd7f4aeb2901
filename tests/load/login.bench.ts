import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { makeNetwork } from "../host/kit/test-network.ts"
import { bootServer, makeKey, sshWords, type TestServer } from "../host/kit/test-server.ts"
import { run as runProgram } from "../interop/ssh-clients.ts"
import { newPublicLine } from "../kit/public-line.ts"
import { lowerQuartile } from "./lower-quartile.ts"
import type { Row } from "./row.ts"

const logins = 200
/** How many keys the login user has, and how much longer a login may take than with a file of one line. */
const cases = [
  { keys: 10_000, aim: 1.1 },
  { keys: 100_000, aim: 1.15 },
] as const
const plainPort = 2200

const script = (name: string) => readFileSync(new URL(`../../packages/host/${name}`, import.meta.url), "utf8")

/** Logins through latchkey-keys, beside an sshd on the same server that reads one line from a file, turn by turn. */
export async function run(): Promise<Row[]> {
  const network = makeNetwork()
  const folder = mkdtempSync(join(tmpdir(), "latchkey-logins-"))
  const key = makeKey(folder, "key")
  const rows: Row[] = []
  try {
    for (const shell of ["dash", "busybox"] as const) {
      const server = await bootServer(network, { name: `logins-${shell}`, shell })
      try {
        await prepare(server, key.line)
        for (const { keys, aim } of cases) {
          const others = Array.from({ length: keys - 1 }, (_, at) => `${lineOf(newPublicLine(""))} key-${at}`)
          const file = "/var/lib/latchkey/users/deploy"
          await server.read(`cat >${file}`, `${[...others, `${key.line} key-own`].join("\n")}\n`)
          rows.push(await compare(server, key.file, { name: `a login among ${keys} keys, ${shell}`, aim }))
        }
      } finally {
        await server.stop()
      }
    }
    return rows
  } finally {
    network.remove()
    rmSync(folder, { recursive: true })
  }
}

const lineOf = (line: string) => line.trim().split(" ").slice(0, 2).join(" ")

/** Lays latchkey-keys down as an enrolment does, and starts the sshd beside it. */
async function prepare(server: TestServer, line: string): Promise<void> {
  await server.read("mkdir -p /usr/local/lib/latchkey /var/lib/latchkey/users /etc/ssh/plain")
  await server.read(
    "cat >/usr/local/lib/latchkey/latchkey-keys && chmod 755 /usr/local/lib/latchkey/latchkey-keys",
    script("latchkey-keys"),
  )
  await server.read("cat >/etc/ssh/sshd_config.d/00-latchkey.conf", script("00-latchkey.conf"))
  await server.read("cat >/etc/ssh/plain/deploy", `${line}\n`)
  await server.read(`groupadd -r latchkey && useradd -r -M -g nogroup -s /usr/sbin/nologin latchkey && usermod -aG latchkey deploy
    sed /^Include/d /etc/ssh/sshd_config >/etc/ssh/plain_config
    printf 'Port ${plainPort}\\nPidFile none\\nAuthorizedKeysFile /etc/ssh/plain/%%u\\n' >>/etc/ssh/plain_config
    /usr/sbin/sshd -f /etc/ssh/plain_config
    kill -HUP "$(cat /run/sshd.pid)"`)
}

/** The lower quartiles are compared: whatever else the machine does only ever adds to a time. */
async function compare(server: TestServer, key: string, { name, aim }: { name: string; aim: number }): Promise<Row> {
  const times: Record<22 | 2200, number[]> = { 22: [], 2200: [] }
  for (let round = 0; round <= logins; round++) {
    // Whoever comes first in a round may find the machine busier.
    for (const port of round % 2 === 0 ? ([22, plainPort] as const) : ([plainPort, 22] as const)) {
      const time = await timedLogin(server, key, port)
      if (round > 0) times[port].push(time)
    }
  }
  const [ours, reference] = [lowerQuartile(times[22]), lowerQuartile(times[plainPort])]
  const ratio = ours / reference
  return {
    name,
    value: `${ours.toFixed(0)} ms`,
    reference: `${reference.toFixed(0)} ms with a file of one line`,
    ratio,
    aim: `at most ${aim}`,
    ok: ratio <= aim,
  }
}

async function timedLogin(server: TestServer, key: string, port: number): Promise<number> {
  const words = [...sshWords.slice(1), "-i", key, "-p", `${port}`, `deploy@${server.address}`, "true"]
  for (let tries = 0; ; tries++) {
    const began = performance.now()
    const { status, stderr } = await runProgram("ssh", words)
    if (status === 0) return performance.now() - began
    // The sshds have been told to start a moment ago.
    if (tries === 20) throw new Error(`the login at port ${port} failed: ${stderr}`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}
