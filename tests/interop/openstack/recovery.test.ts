import { appendFileSync, mkdirSync, writeFileSync } from "node:fs"
import { userInfo } from "node:os"
import { join } from "node:path"
import { routes } from "@latchkey/contract"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { type RunningDaemon, type SignedUp, signUp, startDaemon } from "../../kit/daemon.ts"
import { type PlainSshd, startPlainSshd } from "../../kit/plain-sshd.ts"
import { requireTool } from "../../kit/tools.ts"
import { type Computer, openComputer, run } from "../ssh-clients.ts"
import {
  findOpenstackTools,
  type OpenstackComputer,
  openOpenstackComputer,
  passwordSettings,
  pythonPatience,
} from "./openstack-client.ts"

const hasTools =
  findOpenstackTools() !== undefined &&
  requireTool("sshd", "openssh-server") !== undefined &&
  requireTool("wget", "wget") !== undefined

describe.skipIf(!hasTools)("whoever has lost the key of a server gets back in", () => {
  let daemon: RunningDaemon
  let alice: SignedUp
  let laptop: OpenstackComputer
  let ssh: Computer
  let sshd: PlainSshd
  let authorizedKeys: string

  beforeAll(async () => {
    daemon = await startDaemon()
    alice = await signUp(daemon)
    await alice.client.call(routes.updateAccount, { body: { publishesKeys: true } })
    laptop = openOpenstackComputer(daemon, passwordSettings(alice))
    ssh = openComputer()
    authorizedKeys = join(ssh.folder, "authorized_keys")
    writeFileSync(authorizedKeys, "")
    // Where Debian's sshd confines itself; a machine without an init lacks it.
    mkdirSync("/run/sshd", { recursive: true })
    sshd = await startPlainSshd(ssh.folder, [ssh.makeKey("host_key", ["-t", "ed25519"]).path], authorizedKeys)
  })
  afterAll(async () => {
    sshd?.stop()
    ssh?.remove()
    laptop?.remove()
    await daemon?.stop()
  })

  async function made(name: string): Promise<{ path: string; line: string }> {
    const path = join(laptop.folder, name)
    const created = await laptop.openstack("keypair", "create", "--private-key", path, name)
    expect(created).toMatchObject({ status: 0, stderr: "" })
    const { stdout: line } = await laptop.openstack("keypair", "show", "--public-key", name)
    await run("chmod", ["600", path])
    return { path, line }
  }

  const login = (key: { path: string; line: string }) =>
    ssh.ssh({ user: userInfo().username, port: sshd.port, key }, "echo in")

  test(
    "by a new key pair, whose public half the server fetches from Latchkey",
    async () => {
      const key = await made("rescue")
      expect(await login(key)).toMatchObject({ status: 255, stdout: "" })
      const { stdout } = await run("wget", ["-q", "-O", "-", `${daemon.url}/${alice.handle}.keys`])
      // Published without its comment.
      expect(stdout).toBe(`${key.line.split(" ").slice(0, 2).join(" ")}\n`)
      appendFileSync(authorizedKeys, stdout)
      expect(await login(key)).toMatchObject({ status: 0, stdout: "in\n" })
    },
    pythonPatience,
  )

  test(
    "or by the file that the client wrote, carried over",
    async () => {
      const key = await made("carried")
      expect(await login(key)).toMatchObject({ status: 255, stdout: "" })
      appendFileSync(authorizedKeys, key.line)
      expect(await login(key)).toMatchObject({ status: 0, stdout: "in\n" })
    },
    pythonPatience,
  )
})
