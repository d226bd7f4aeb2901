import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { createServer } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { type Computer, type KeyPair, openComputer } from "../../../../tests/interop/ssh-clients.ts"
import { requireTool } from "../../../../tests/kit/tools.ts"
import { spawnGateway } from "./spawn-gateway.ts"
import { startTestGateway, type TestGateway } from "./test-gateway.ts"

const hasSshd = requireTool("sshd", "openssh-server") !== undefined && requireTool("curl", "curl") !== undefined
const soon = { timeout: 10_000, interval: 50 }

describe.skipIf(!hasSshd)("sshd under the gateway", () => {
  let folder: string
  let computer: Computer
  let key: KeyPair
  const stops: (() => Promise<void>)[] = []

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "latchkey-supervision-"))
    computer = openComputer()
    key = computer.makeKey("key", ["-t", "ed25519"])
  })

  afterEach(async () => {
    for (const stop of stops.splice(0).reverse()) await stop()
    computer.remove()
    rmSync(folder, { recursive: true, force: true })
  })

  async function start(options: Parameters<typeof startTestGateway>[0] = {}): Promise<TestGateway> {
    const gateway = await startTestGateway(options)
    stops.push(() => gateway.stop())
    await gateway.register(key.line, "laptop")
    return gateway
  }

  /** sshd writes its number down a moment after it listens. */
  const pidOf = async (dataFolder: string) => {
    const read = () => Number(readFileSync(join(dataFolder, "run", "sshd.pid"), "utf8"))
    await expect.poll(read, soon).toBeGreaterThan(1)
    return read()
  }
  const login = ({ user, port }: { user: string; port: number }) => computer.ssh({ user, port, key })
  /** A connection that stays open; given is its end. */
  const stay = async (gateway: TestGateway, signal?: AbortSignal) => {
    const { user, port, log } = gateway
    const ended = computer.ssh({ user, port, key, options: ["-N"], ...(signal && { signal }) })
    const isOpen = (line: string) => line.includes(`"sshd":"Accepted publickey for ${user}`)
    await expect.poll(() => log.some(isOpen), soon).toBe(true)
    return { ended }
  }

  test("is started again when it dies, also while a connection is open", async () => {
    const gateway = await start()
    const leaving = new AbortController()
    const { ended } = await stay(gateway, leaving.signal)
    const pid = await pidOf(gateway.dataFolder)
    process.kill(pid, "SIGKILL")
    await expect.poll(() => gateway.gateway.state().state, soon).toBe("off")
    expect(gateway.gateway.state()).toMatchObject({ reason: "sshd_ended", message: "sshd ended with status 137" })
    await expect.poll(() => gateway.gateway.state().state, soon).toBe("on")
    await expect.poll(() => pidOf(gateway.dataFolder)).not.toBe(pid)
    expect(await login(gateway)).toMatchObject({ status: 0 })
    leaving.abort()
    await expect(ended).rejects.toThrow()
  })

  test("is gone when the gateway stops, with its open connections", async () => {
    const gateway = await start()
    const pid = await pidOf(gateway.dataFolder)
    const { ended } = await stay(gateway)
    await gateway.gateway.stop()
    expect(isAlive(pid)).toBe(false)
    expect((await ended).status).toBe(255)
    expect((await login(gateway)).status).toBe(255)
  })

  test("is gone when the daemon is killed, with its open connections, and the next start serves", async () => {
    const dataFolder = join(folder, "data")
    const port = await freePort()
    const killed = await spawnGateway({ dataFolder, port, keys: [key.line] })
    if (killed.state.state !== "on") throw new Error(killed.state.message)
    const { user } = killed.state
    expect(await login({ user, port })).toMatchObject({ status: 0 })
    const open = computer.ssh({ user, port, key, options: ["-N"] })
    const pid = await pidOf(dataFolder)
    await expect.poll(() => connectionsOf(pid), soon).not.toBe("")
    killed.child.kill("SIGKILL")
    await expect.poll(() => isAlive(pid), soon).toBe(false)
    expect((await open).status).toBe(255)

    const next = await spawnGateway({ dataFolder, port, keys: [key.line] })
    stops.push(() => next.stop())
    expect(next.state).toEqual(killed.state)
    expect(await login({ user, port })).toMatchObject({ status: 0 })
  })

  test("of one daemon is left alone by a second one on the same port", async () => {
    const first = await start()
    const pid = await pidOf(first.dataFolder)
    const second = await start({ listen: { host: "127.0.0.1", port: first.port } })
    expect(second.gateway.state()).toEqual({
      state: "off",
      reason: "address_unavailable",
      message: `sshd cannot listen on port ${first.port} of 127.0.0.1: Address already in use`,
      hint: "stop what uses it, or set LATCHKEY_SSH_LISTEN to another address or port",
    })
    await second.gateway.stop()
    expect(await pidOf(first.dataFolder)).toBe(pid)
    expect(await login(first)).toMatchObject({ status: 0 })
  })

  test("starts by itself once its port is free", async () => {
    const port = await freePort()
    const other = createServer().listen(port, "127.0.0.1")
    await new Promise((resolve) => other.once("listening", resolve))
    const gateway = await start({ listen: { host: "127.0.0.1", port } })
    expect(gateway.gateway.state()).toMatchObject({ state: "off" })
    other.close()
    await expect.poll(() => gateway.gateway.state().state, soon).toBe("on")
    expect(gateway.log.filter((line) => line.includes("the SSH gateway is down"))).toHaveLength(1)
  })

  test("works with a data folder whose path is long and full of odd characters", async () => {
    const dataFolder = join(folder, `it's "odd" #1 %h \\ $HOME ${"x".repeat(120)}`)
    mkdirSync(dataFolder)
    const gateway = await start({ dataFolder })
    expect(gateway.gateway.state()).toMatchObject({ state: "on" })
    expect(await login(gateway)).toMatchObject({ status: 0, stdout: expect.stringContaining("Hello kim.") })
  })

  test("keeps its host keys from start to start, and refuses to replace one that is broken", async () => {
    const dataFolder = join(folder, "data")
    const hostKeys = async () => {
      const { gateway } = await start({ dataFolder })
      const state = gateway.state()
      for (const stop of stops.splice(0)) await stop()
      return state
    }
    const first = await hostKeys()
    expect(first).toMatchObject({ state: "on", hostKeys: [{}, {}] })
    const second = await hostKeys()
    expect(second).toMatchObject({ hostKeys: first.state === "on" ? first.hostKeys : [] })
    writeFileSync(join(dataFolder, "ssh", "host_rsa_key"), "cut short")
    expect(await hostKeys()).toMatchObject({
      state: "off",
      reason: "host_key_unreadable",
      message: expect.stringContaining("host_rsa_key cannot be read"),
    })
  })
})

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

function connectionsOf(sshd: number): string {
  return readFileSync(`/proc/${sshd}/task/${sshd}/children`, "utf8")
}

async function freePort(): Promise<number> {
  const listener = createServer().listen(0, "127.0.0.1")
  await new Promise((resolve) => listener.once("listening", resolve))
  const address = listener.address()
  await new Promise((resolve) => listener.close(resolve))
  return typeof address === "object" && address !== null ? address.port : 0
}
