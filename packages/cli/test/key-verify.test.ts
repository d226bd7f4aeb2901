import { execFileSync } from "node:child_process"
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs"
import { connect, createServer, type Server } from "node:net"
import { join } from "node:path"
import { KeyClaimList, OwnershipResult, routes } from "@latchkey/contract"
import { sshKeyId } from "@latchkey/core"
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest"
import { addAccount, withDatabase } from "../../../tests/kit/accounts.ts"
import type { SignedUp } from "../../../tests/kit/daemon.ts"
import { requireTool } from "../../../tests/kit/tools.ts"
import { type Desk, sitDown } from "./desk.ts"
import { passphrase } from "./key-files.ts"
import { type CliResult, runCli } from "./run-cli.ts"
import { type SshAgent, startSshAgent } from "./ssh-agent.ts"
import { runInTerminal } from "./terminal.ts"

const script = requireTool("script", "bsdutils")
const hasTools =
  requireTool("ssh-keygen", "openssh-client") !== undefined &&
  requireTool("ssh-agent", "openssh-client") !== undefined &&
  script !== undefined

describe.skipIf(!hasTools)("latchkey key verify", () => {
  let desk: Desk
  let bob: SignedUp
  let agent: SshAgent
  let wire: Server
  let url: string
  let sent = ""
  let count = 0
  const place = (name: string) => join(desk.folder, name)
  const inSsh = (name: string) => join(desk.env.HOME ?? "", ".ssh", name)

  /** A new key pair, and the name of its private file. */
  function make(type: string, secret = ""): string {
    const path = place(`key-${++count}`)
    execFileSync("ssh-keygen", ["-q", "-t", type, "-N", secret, "-C", `key-${count}`, "-f", path])
    return path
  }
  const add = async (account: SignedUp, path: string, name: string) => {
    const text = readFileSync(`${path}.pub`, "utf8")
    const { results } = await account.client.call(routes.importKeys, { body: { keys: [{ text, name }] } })
    const [result] = results
    if (result?.outcome !== "imported") throw new Error(`${name} was not added`)
    return result.key
  }
  const as = (account: SignedUp) => ({
    ...desk.env,
    LATCHKEY_URL: url,
    LATCHKEY_TOKEN: account.token,
    SSH_AUTH_SOCK: agent.socket,
  })
  const verify = (account: SignedUp, ...args: string[]): Promise<CliResult> =>
    runCli(["key", "verify", ...args], { env: as(account) })
  const verifiedAt = async (account: SignedUp, name: string) => {
    const { items } = await account.client.call(routes.listKeys, { query: { name } })
    return items[0]?.verifiedAt ?? null
  }

  /** On a busy machine a notice that comes too late is left out, and comes with another command. */
  const expectTold = (account: SignedUp, words: string) => {
    const env = { ...as(account), XDG_CONFIG_HOME: place(`of-${account.handle}`) }
    const screen = async () => (await runInTerminal(script ?? "", ["whoami"], env, [])).screen
    return expect.poll(screen, { timeout: 60_000 }).toContain(words)
  }

  beforeAll(async () => {
    wire = createServer((near) => {
      const target = new URL(desk.daemon.url)
      const far = connect(Number(target.port), target.hostname)
      near.on("data", (bytes) => {
        sent += bytes.toString("latin1")
      })
      near.pipe(far).pipe(near)
      for (const socket of [near, far]) socket.on("error", () => socket.destroy())
    })
    await new Promise<void>((resolve) => wire.listen(0, "127.0.0.1", resolve))
    const address = wire.address()
    url = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`
    desk = await sitDown({ LATCHKEY_PUBLIC_URL: url })
    bob = await addAccount(desk.daemon, "bob")
  })
  afterAll(async () => {
    wire.close()
    await desk.leave()
  })
  beforeEach(() => {
    agent = startSshAgent(place(`agent-${++count}`))
    mkdirSync(inSsh(""), { recursive: true })
  })
  afterEach(() => {
    agent.stop()
    rmSync(inSsh(""), { recursive: true })
  })

  test.each(["ed25519", "ecdsa", "rsa"])("signs with an %s key that the agent holds", async (type) => {
    const path = make(type)
    agent.add(path)
    renameSync(path, `${path}.elsewhere`)
    await add(desk.account, path, `agent's ${type}`)
    const { status, stdout, stderr } = await verify(desk.account, `agent's ${type}`)
    expect({ status, stdout, stderr }).toEqual({
      status: 0,
      stdout: `agent's ${type} is verified\n`,
      stderr: "latchkey: note: signing with the SSH agent\n",
    })
    expect(await verifiedAt(desk.account, `agent's ${type}`)).not.toBeNull()
  })

  test("finds the file in ~/.ssh, also an older one that only the file beside it names, and sends nothing of it", async () => {
    const secret = place("secret")
    writeFileSync(secret, passphrase)
    const path = make("rsa", passphrase)
    execFileSync("ssh-keygen", ["-q", "-p", "-m", "PEM", "-P", passphrase, "-N", passphrase, "-f", path])
    for (const end of ["", ".pub"]) renameSync(path + end, inSsh(`id_old${end}`))
    await add(desk.account, inSsh("id_old"), "old")
    sent = ""
    const { status, stdout, stderr } = await verify(desk.account, "old", "--passphrase-file", secret)
    expect({ status, stdout }).toEqual({ status: 0, stdout: "old is verified\n" })
    expect(stderr).toContain(`signing with ${inSsh("id_old")}`)
    expect(sent).toContain("BEGIN SSH SIGNATURE")
    const lines = readFileSync(inSsh("id_old"), "utf8")
      .split("\n")
      .filter((line) => /^[\w+/=]{40,}$/.test(line))
    expect(lines.length).toBeGreaterThan(10)
    for (const text of [...lines, passphrase]) expect(sent + stdout + stderr + desk.daemon.log()).not.toContain(text)
  })

  test("tells that a file holds another key, that none is there, and that the agent is gone", async () => {
    const path = make("ed25519")
    await add(desk.account, path, "lonely")
    const nowhere = await verify(desk.account, "lonely")
    expect(nowhere.status).toBe(3)
    expect(nowhere.stderr).toContain("name its file with --file FILE")
    const other = await verify(desk.account, "lonely", "--file", make("ed25519"))
    expect(other).toMatchObject({ status: 2, stderr: expect.stringContaining("holds another key") })
    const env = { ...as(desk.account), SSH_AUTH_SOCK: place("no-agent") }
    expect(await runCli(["key", "verify", "lonely", "--file", path], { env })).toMatchObject({ status: 0 })
    expect((await verify(desk.account)).stderr).toContain("key verify --claim FILE.pub")
    expect((await verify(desk.account, "absent")).status).toBe(3)
  })

  test("claims a key of nobody's, and takes one over that another account never used", async () => {
    const free = make("ed25519")
    const first = await verify(desk.account, "--claim", `${free}.pub`, "--file", free)
    expect(first.stdout).toMatch(/ is added and verified\n$/)
    const taken = make("ed25519")
    await add(bob, taken, "bob's")
    const second = await verify(desk.account, "--claim", `${taken}.pub`, "--file", taken)
    expect(second.stdout).toMatch(/ is taken over and verified: another account had added it without a proof\n$/)
    const late = await verify(bob, "--claim", `${taken}.pub`, "--file", taken)
    expect(late).toMatchObject({ status: 5, stderr: expect.stringContaining("another account has proved") })
    await expectTold(bob, "note: another account proved that it holds bob's: it has the key now")
  })

  test("waits where another account uses the key, and tells that account at once and after each command", async () => {
    const path = make("ed25519")
    const { id } = await add(bob, path, "in use")
    const use = { keyId: sshKeyId(id), at: Date.now(), from: "192.0.2.1" }
    await withDatabase(desk.daemon, ({ stores }) => stores.sshKeys.recordUses([use]))
    const { status, stdout } = await verify(desk.account, "--claim", `${path}.pub`, "--file", path, "--json")
    expect(status).toBe(0)
    expect(OwnershipResult.parse(JSON.parse(stdout))).toMatchObject({ outcome: "waiting", claim: { side: "claimant" } })
    const again = await verify(desk.account, "--claim", `${path}.pub`, "--file", path)
    expect(again.stdout).toMatch(/^proved, and waiting: another account uses this key, and it is yours \S+Z unless/)
    for (const _ of ["first", "second"]) {
      await expectTold(bob, "note: another account proved that it holds in use, and gets the key in 23 h unless you")
      await expectTold(bob, "latchkey key verify 'in use'")
    }
    expect((await verify(bob, "in use", "--file", path)).stdout).toBe("in use is verified\n")
    expect(await bob.client.call(routes.showKey, { params: { id } })).toMatchObject({ name: "in use" })
    const { items } = await desk.account.client.call(routes.listKeyClaims, { query: {} })
    expect(items.map(({ state, side }) => `${state} for the ${side}`)).toContain("kept for the claimant")
    await expectTold(desk.account, "the other account proved that it holds SHA256:")
  })

  describe("what became of a claim", () => {
    const claims = async (account: SignedUp) => (await runCli(["key", "claims"], { env: as(account) })).stdout
    const dismiss = (account: SignedUp, text: string, ...args: string[]) =>
      runCli(["key", "dismiss", text, ...args], { env: as(account) })
    const fingerprintOf = (path: string) =>
      execFileSync("ssh-keygen", ["-lf", path], { encoding: "utf8" }).split(" ")[1] ?? ""

    test("is listed on both sides, and dismissed by the one that did not settle it", async () => {
      const path = make("ed25519")
      const fingerprint = fingerprintOf(path)
      await add(bob, path, "taken away")
      await verify(desk.account, "--claim", `${path}.pub`, "--file", path)
      const line = (key: string, by: string, state: string) =>
        new RegExp(`^${fingerprint.replaceAll("+", "\\+")} +${key}${by} +${state} +\\S+Z$`, "m")
      expect(await claims(bob)).toMatch(line("taken away +", "another account", "theirs"))
      expect(await claims(desk.account)).toMatch(line("", "you", "yours"))
      const early = await dismiss(desk.account, fingerprint)
      expect(early).toMatchObject({ status: 5, stderr: expect.stringContaining("has not seen yet") })
      const { status, stdout } = await dismiss(bob, fingerprint)
      expect({ status, stdout }).toEqual({ status: 0, stdout: `the claim on ${fingerprint} is dismissed\n` })
      for (const account of [bob, desk.account]) expect(await claims(account)).not.toContain(fingerprint)
      expect(await dismiss(bob, fingerprint)).toMatchObject({ status: 3 })
    })

    test("that waits is for the claimant to take back; the holder is told to prove the key", async () => {
      const path = make("ed25519")
      const fingerprint = fingerprintOf(path)
      const { id } = await add(bob, path, "still mine")
      const use = { keyId: sshKeyId(id), at: Date.now(), from: "192.0.2.1" }
      await withDatabase(desk.daemon, ({ stores }) => stores.sshKeys.recordUses([use]))
      await verify(desk.account, "--claim", `${path}.pub`, "--file", path)
      const refused = await dismiss(bob, fingerprint)
      expect(refused).toMatchObject({ status: 5, stderr: expect.stringContaining("latchkey key verify 'still mine'") })
      const { stdout } = await dismiss(desk.account, fingerprint, "--json")
      expect(KeyClaimList.parse(JSON.parse(stdout)).items).toMatchObject([{ fingerprint, state: "waiting" }])
      expect(await claims(bob)).not.toContain(fingerprint)
    })
  })
})
