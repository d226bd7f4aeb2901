import { readFileSync } from "node:fs"
import { join } from "node:path"
import { routes } from "@latchkey/contract"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { type RunningDaemon, type SignedUp, signUp, startDaemon } from "../kit/daemon.ts"
import { requireTool } from "../kit/tools.ts"
import { type Computer, openComputer, run } from "./ssh-clients.ts"

const hasSsh = requireTool("sshd", "openssh-server") !== undefined && requireTool("curl", "curl") !== undefined

describe.skipIf(!hasSsh)("a whole daemon with its SSH gateway", () => {
  let daemon: RunningDaemon
  let alice: SignedUp
  let computer: Computer

  beforeAll(async () => {
    daemon = await startDaemon({ env: { LATCHKEY_SSH_LISTEN: "127.0.0.1:0" } })
    alice = await signUp(daemon)
    computer = openComputer()
  })
  afterAll(async () => {
    await daemon?.stop()
    computer?.remove()
  })

  async function reachable() {
    const state = await alice.client.call(routes.showGateway, {})
    if (state.state === "off") throw new Error(state.message)
    return state
  }

  test("a key imported over the API signs in, is seen, and is refused once it is deleted", async () => {
    const { user, port } = await reachable()
    const key = computer.makeKey("key", ["-t", "ed25519"], "alice@laptop")
    const { results } = await alice.client.call(routes.importKeys, { body: { keys: [{ text: key.line }] } })
    const [imported] = results
    if (imported?.outcome !== "imported") throw new Error("not imported")
    const { id, fingerprint } = imported.key

    const greeting = `Hello alice. You are signed in with "alice-laptop" (${fingerprint}, Ed25519 256). Nothing else happens here.\n`
    expect(await computer.ssh({ user, port, key })).toEqual({ status: 0, stdout: greeting, stderr: "" })
    const lastUse = async () => (await alice.client.call(routes.showKey, { params: { id } })).lastUse
    await expect.poll(lastUse, { timeout: 1000 }).toMatchObject({ state: "used", from: "127.0.0.1" })

    await alice.client.call(routes.deleteKey, { params: { id } })
    expect(await computer.ssh({ user, port, key })).toMatchObject({ status: 255, stdout: "" })
    const metrics = await (await fetch(`${daemon.url}/metrics`)).text()
    expect(metrics).toContain('latchkey_gateway_logins_total{result="accepted"} 1\n')
    expect(metrics).toContain('latchkey_gateway_logins_total{result="refused"} 1\n')
  })

  test("the host keys that the API names are those that ssh sees", async () => {
    const { port, hostKeys } = await reachable()
    const { stdout } = await run("ssh-keyscan", ["-p", String(port), "127.0.0.1"])
    const seen = stdout.split("\n").filter((line) => line.startsWith("["))
    expect(seen.map((line) => line.replace(/^\S+ /, "")).sort()).toEqual(hostKeys.map((key) => key.publicKey).sort())
  })

  test("the start says how the gateway is reached, and Ctrl-C ends its sshd", async () => {
    const { user, port, host } = await reachable()
    expect(daemon.printed()).toContain(`ssh -T -p ${port} ${user}@${host}`)
    const pid = Number(readFileSync(join(daemon.dataFolder, "run", "sshd.pid"), "utf8"))
    expect(process.kill(pid, 0)).toBe(true)
    expect(await daemon.stop()).toBe(0)
    expect(() => process.kill(pid, 0)).toThrow("ESRCH")
  })

  test("the start names no public address for a gateway that listens on its own machine alone", async () => {
    const env = { LATCHKEY_SSH_LISTEN: "127.0.0.1:0", LATCHKEY_PUBLIC_URL: "https://keys.example.org" }
    const other = await startDaemon({ env })
    const printed = other.printed()
    await other.stop()
    expect(printed).toMatch(/ssh -T -p \d+ \S+@localhost\n/)
    expect(printed).toContain("the SSH gateway is reached from this machine alone")
    expect(daemon.printed()).not.toContain("from this machine alone")
  })

  test("the command for a public IPv6 address is one that ssh takes", async () => {
    const env = { LATCHKEY_SSH_LISTEN: "0.0.0.0:0", LATCHKEY_PUBLIC_URL: "http://[2001:db8::7]:8022" }
    const other = await startDaemon({ env })
    const target = /ssh -T -p \d+ (\S+)/.exec(other.printed())?.[1] ?? ""
    await other.stop()
    const { stdout } = await run("ssh", ["-G", target])
    expect(stdout.split("\n")).toContain("hostname 2001:db8::7")
  })
})
