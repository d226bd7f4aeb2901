import { existsSync, rmSync, writeFileSync } from "node:fs"
import { createServer, type Server } from "node:net"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { startTestGateway, type TestGateway } from "../../packages/daemon/test/sshd/test-gateway.ts"
import { requireTool } from "../kit/tools.ts"
import { type Computer, type KeyPair, openComputer, run } from "./ssh-clients.ts"

const hasSsh = requireTool("sshd", "openssh-server") !== undefined && requireTool("curl", "curl") !== undefined
const hasPutty = requireTool("plink", "putty-tools") !== undefined

describe.skipIf(!hasSsh)("a key that the gateway lets in gets nothing but the greeting", () => {
  let gateway: TestGateway
  let computer: Computer
  let key: KeyPair
  /** Stands for whatever runs beside the gateway and is not to be reached through it. */
  let neighbour: Server
  let neighbourPort: number
  let visits = 0

  beforeAll(async () => {
    gateway = await startTestGateway()
    computer = openComputer()
    key = computer.makeKey("key", ["-t", "ed25519"])
    await gateway.register(key.line, "laptop")
    neighbour = createServer((socket) => {
      visits++
      socket.end("reached\n")
    }).listen(0, "127.0.0.1")
    await new Promise((resolve) => neighbour.once("listening", resolve))
    const address = neighbour.address()
    neighbourPort = typeof address === "object" && address !== null ? address.port : 0
  })

  afterAll(async () => {
    await gateway?.stop()
    neighbour?.close()
    computer?.remove()
  })

  const as = (...options: string[]) => ({ user: gateway.user, port: gateway.port, key, options })
  const explained = {
    status: 1,
    stdout: "",
    stderr:
      "latchkey: error: this gateway runs no commands and copies no files\n" +
      "latchkey: hint: leave the command out to see who you are here; `verify CODE` proves that a key is yours\n",
  }

  test.each([
    "ls -l /",
    "git-upload-pack 'app.git'",
    "'; touch pwned; echo '",
    '"$(touch pwned)"',
    "`touch pwned` $HOME !! %s \\n",
    "@/etc/passwd",
    "first line\nsecond line",
    "\u202e\u001b[31m ünïcode",
  ])("a command is not run: %j", async (command) => {
    expect(await computer.ssh(as(), command)).toEqual(explained)
  })

  test("a command of 100,000 characters is refused in words", async () => {
    const { status, stdout, stderr } = await computer.ssh(as(), "x".repeat(100_000))
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" })
    expect(stderr).toContain("latchkey: error: this command is too long")
  })

  test.skipIf(!hasPutty)("plink's command is not run", async () => {
    const state = gateway.gateway.state()
    const hostKey = state.state === "on" ? (state.hostKeys[0]?.fingerprint ?? "") : ""
    const { status, stdout, stderr } = await computer.plink(as(), hostKey, "id")
    expect({ status, stdout, stderr: stderr.replaceAll("\r", "") }).toEqual(explained)
  })

  test.each([
    ["scp", "subsystem request failed"],
    ["scp -O", "latchkey: error: this gateway runs no commands and copies no files"],
  ])("%s copies nothing in either direction", async (scp, reason) => {
    const [program = "", ...flags] = scp.split(" ")
    const mine = join(computer.folder, "mine")
    writeFileSync(mine, "text")
    const options = ["-F", "none", "-i", key.path, "-P", String(gateway.port), "-o", "BatchMode=yes"]
    const apart = ["-o", "IdentityAgent=none", "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null"]
    const remote = `${gateway.user}@127.0.0.1:${join(computer.folder, "theirs")}`
    const up = await run(program, [...flags, ...options, ...apart, mine, remote])
    expect(up.status).not.toBe(0)
    expect(up.stderr).toContain(reason)
    const down = await run(program, [...flags, ...options, ...apart, `${gateway.user}@127.0.0.1:/etc/passwd`, mine])
    expect(down.status).not.toBe(0)
    expect(existsSync(join(computer.folder, "theirs"))).toBe(false)
  })

  test("a local forwarding (-W) reaches nothing", async () => {
    const { status, stderr } = await computer.ssh(as("-W", `127.0.0.1:${neighbourPort}`))
    expect({ status, stderr }).toEqual({ status: 255, stderr: expect.stringContaining("stdio forwarding failed") })
    expect(visits).toBe(0)
  })

  test.each([
    ["-L", (port: number) => `${port}:127.0.0.1:${neighbourPort}`],
    ["-D", (port: number) => `${port}`],
  ])("a local forwarding (%s) reaches nothing", async (flag, target) => {
    const port = await freePort()
    const ending = new AbortController()
    const forwarding = computer.ssh({ ...as("-N", flag, target(port)), signal: ending.signal })
    const proxy = flag === "-D" ? ["--socks5", `127.0.0.1:${port}`] : []
    const visit = () => run("curl", ["-sS", ...proxy, `http://127.0.0.1:${flag === "-D" ? neighbourPort : port}/`])
    // The listener is the client's own: once it is there, each visit asks the gateway for a channel.
    await expect.poll(async () => (await visit()).stderr, { timeout: 10_000 }).not.toMatch(/ to connect|n't connect/i)
    expect((await visit()).status).not.toBe(0)
    expect(visits).toBe(0)
    ending.abort()
    await expect(forwarding).rejects.toThrow()
  })

  test("a remote forwarding (-R) listens nowhere", async () => {
    const target = `0:127.0.0.1:${neighbourPort}`
    const { status, stderr } = await computer.ssh(as("-N", "-o", "ExitOnForwardFailure=yes", "-R", target))
    expect({ status, stderr }).toEqual({
      status: 255,
      stderr: expect.stringContaining("remote port forwarding failed"),
    })
  })

  test("a terminal is not given, and whoever sits at one is greeted all the same", async () => {
    expect(await computer.ssh(as("-tt"))).toEqual({
      status: 255,
      stdout: "",
      stderr: expect.stringContaining("PTY allocation request failed"),
    })
    const options = "-F none -o IdentityAgent=none -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null"
    const command = `ssh ${options} -p ${gateway.port} -i ${key.path} ${gateway.user}@127.0.0.1`
    const { status, stdout } = await run("script", ["-qec", command, "/dev/null"])
    expect({ status, stdout }).toEqual({ status: 0, stdout: expect.stringContaining("Hello kim. ") })
  })

  test("environment variables do not reach the login shell", async () => {
    const script = join(computer.folder, "script")
    const trace = join(computer.folder, "trace")
    // bash runs this file before any command.
    writeFileSync(script, `touch ${trace}\n`)
    expect(await run("bash", ["-c", ":"], { BASH_ENV: script })).toMatchObject({ status: 0 })
    expect(existsSync(trace)).toBe(true)
    rmSync(trace)
    expect(await computer.ssh(as("-o", `SetEnv=BASH_ENV=${script}`))).toMatchObject({ status: 0 })
    expect(existsSync(trace)).toBe(false)
  })
})

async function freePort(): Promise<number> {
  const listener = createServer().listen(0, "127.0.0.1")
  await new Promise((resolve) => listener.once("listening", resolve))
  const address = listener.address()
  await new Promise((resolve) => listener.close(resolve))
  return typeof address === "object" && address !== null ? address.port : 0
}
