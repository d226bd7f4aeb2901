import { setTimeout as delay } from "node:timers/promises"
import { openDesk } from "../host/kit/desk.ts"
import { makeNetwork } from "../host/kit/test-network.ts"
import { bootServer, type TestServer } from "../host/kit/test-server.ts"
import type { Row } from "./row.ts"

/** As the daemon holds a poll. */
const hold = 50_000
const polls = 4
const aim = 0.1

/**
 * Hundredths of a second that everything but init, sshd and syslogd has used, with what it has waited for. Who asks is of
 * another session (the sixth field of proc_pid_stat(5)) than whatever init has started.
 */
const usedTicks = `cat /proc/[0-9]*/stat 2>/dev/null |
  awk -v own="$(cut -d ' ' -f 6 /proc/self/stat)" '
    $6 != own && $2 !~ /^\\((init|sshd|syslogd|busybox)\\)$/ { n += $14 + $15 + $16 + $17 } END { print n + 0 }'`

/** What the scripts on a connected server use of a core while nothing changes. */
export async function run(): Promise<Row[]> {
  const network = makeNetwork()
  const desk = await openDesk(network.address)
  const servers: TestServer[] = []
  try {
    for (const shell of ["dash", "busybox"] as const) {
      servers.push(await bootServer(network, { name: `rest-${shell}`, shell }))
    }
    for (const server of servers) await server.read(`curl -fsS ${desk.url}/enrol/code | sh`)
    desk.publish(1, desk.sign(desk.bundle(1, { users: [{ name: "deploy", lines: [] }] })))
    desk.hold = hold
    // Until the first bundle is in effect and all that it brings about is over.
    await delay(hold)
    const before = await Promise.all(servers.map(async (server) => Number(await server.read(usedTicks))))
    const asked = desk.polls.length
    await delay(polls * hold)
    const after = await Promise.all(servers.map(async (server) => Number(await server.read(usedTicks))))
    return servers.map(({ name }, at) => {
      const ticks = (after[at] ?? 0) - (before[at] ?? 0)
      const share = (ticks / 100 / ((polls * hold) / 1000)) * 100
      return {
        name: `a connected server at rest, ${name}`,
        value: `${share.toFixed(3)} % of a core`,
        reference: `${aim} %, ${desk.polls.length - asked} polls of ${servers.length} servers`,
        ratio: share / aim,
        aim: "under 1",
        ok: share < aim,
      }
    })
  } finally {
    for (const server of servers) await server.stop()
    desk.close()
    network.remove()
  }
}
