import { execFileSync } from "node:child_process"
import { randomInt } from "node:crypto"

/** A small network of this machine and its test servers, apart from every other. */
export interface TestNetwork {
  /** This machine's address in it. */
  readonly address: string
  /** Plugs the network namespace of process `pid` in, as eth0, and returns the other end of its cable. */
  plug(pid: number): Cable
  /** An address for the next server, with the length of its prefix. */
  nextAddress(): string
  remove(): void
}

/** Between a test server and the network. */
export interface Cable {
  cut(): void
  heal(): void
}

const ip = (...args: readonly string[]) => execFileSync("ip", args, { stdio: "pipe" })

/** Makes a bridge with a subnet nobody here uses. */
export function makeNetwork(): TestNetwork {
  // Two runs of the tests at once choose differently, or the second one is told so.
  for (let attempt = 0; ; attempt += 1) {
    const subnet = randomInt(0, 255)
    const bridge = `lkt${subnet}`
    try {
      ip("link", "add", bridge, "type", "bridge")
    } catch (cause) {
      if (attempt < 20) continue
      throw cause
    }
    ip("addr", "add", `10.213.${subnet}.1/24`, "dev", bridge)
    ip("link", "set", bridge, "up")
    let last = 1
    let cables = 0
    return {
      address: `10.213.${subnet}.1`,
      nextAddress: () => `10.213.${subnet}.${++last}/24`,
      plug(pid) {
        cables += 1
        const cable = `${bridge}-${cables}`
        ip("link", "add", cable, "type", "veth", "peer", "name", "eth0", "netns", `${pid}`)
        ip("link", "set", cable, "master", bridge, "up")
        return { cut: () => ip("link", "set", cable, "down"), heal: () => ip("link", "set", cable, "up") }
      },
      remove: () => ip("link", "del", bridge),
    }
  }
}
