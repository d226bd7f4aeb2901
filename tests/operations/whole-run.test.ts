import { randomBytes } from "node:crypto"
import { readdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { routes } from "@latchkey/contract"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { runCli } from "../../packages/cli/test/run-cli.ts"
import { type Computer, openComputer } from "../interop/ssh-clients.ts"
import { openBrowser, type RunningDaemon, type SignedUp, signUp, startDaemon, testPassword } from "../kit/daemon.ts"
import { refusalOf } from "../kit/refusals.ts"
import { requireTool } from "../kit/tools.ts"

const hasSsh = requireTool("sshd", "openssh-server") !== undefined && requireTool("curl", "curl") !== undefined
const patience = { timeout: 20_000 }

describe.skipIf(!hasSsh)("a whole run of Latchkey", { timeout: 120_000 }, () => {
  let daemon: RunningDaemon
  let alice: SignedUp
  let computer: Computer
  const secrets = new Map<string, string>()

  const newSecret = (what: string) => {
    const secret = `${what.replaceAll(" ", "-")}-${randomBytes(12).toString("hex")}`
    secrets.set(what, secret)
    return secret
  }
  const answerTo = async (path: string) =>
    (await fetch(`${daemon.url}${path}`, { headers: { authorization: `Bearer ${alice.token}` } })).text()

  beforeAll(async () => {
    computer = openComputer()
    daemon = await startDaemon({ env: { LATCHKEY_SSH_LISTEN: "127.0.0.1:0" } })
    secrets.set("the set-up link's token", daemon.setupToken)
    alice = await signUp(daemon)
    secrets.set("the password", testPassword).set("an API token", alice.token)
  })
  afterAll(async () => {
    await daemon?.stop()
    computer?.remove()
  })

  async function visitWithBrowser(): Promise<void> {
    const browser = await openBrowser(daemon)
    await browser.signIn("alice")
    for (const [name, value] of browser.cookies) secrets.set(`the cookie ${name}`, value)
    secrets.set("the CSRF token", browser.headers()["x-csrf-token"] ?? "")
    const wrong = await refusalOf(browser.signIn("alice", newSecret("a wrong password")))
    expect(wrong.code).toBe("unauthenticated")
  }

  async function useLink(): Promise<void> {
    const { url } = await alice.client.call(routes.inviteAccount, { body: { handle: "bob" } })
    const secret = new URL(url).hash.slice(1)
    secrets.set("an invitation", secret)
    const account = { secret, email: "bob@example.org", displayName: "Bob", password: newSecret("bob's password") }
    await (await openBrowser(daemon)).client.call(routes.acceptInvitation, { body: account })
  }

  async function logInAtGateway(): Promise<void> {
    const gateway = await alice.client.call(routes.showGateway, {})
    if (gateway.state === "off") throw new Error(gateway.reason)
    const newKey = (name: string) => {
      const key = computer.makeKey(name, ["-t", "ed25519"], name)
      const text = readFileSync(key.path, "utf8")
      // The first line is the same in every such file.
      for (const [at, line] of text.split("\n").slice(2, 4).entries()) secrets.set(`line ${at} of ${name}`, line)
      return { ...key, text }
    }
    const [known, unknown] = [newKey("known"), newKey("unknown")]
    const send = async (text: string) => {
      const { results } = await alice.client.call(routes.importKeys, { body: { keys: [{ text }] } })
      return results.map(({ outcome }) => outcome)
    }
    expect(await send(known.line)).toEqual(["imported"])
    const { user, port } = gateway
    const options = ["-o", `SetEnv=GIT_PROTOCOL=${newSecret("a variable")}`]
    expect(await computer.ssh({ user, port, options, key: known })).toMatchObject({ status: 0 })
    expect(await computer.ssh({ user, port, key: known }, newSecret("a command"))).toMatchObject({ status: 1 })
    expect(await computer.ssh({ user, port, key: unknown })).toMatchObject({ status: 255 })
    expect((await refusalOf(send(known.text))).code).toBe("invalid")
  }

  /** Gives what the commands printed. */
  async function backUp(): Promise<string> {
    const backUpWith = (passphrase: string) => {
      const file = join(computer.folder, "passphrase")
      writeFileSync(file, passphrase)
      const env = { LATCHKEY_DATA: daemon.dataFolder, LATCHKEY_LOG: "trace" }
      return runCli(["backup", join(computer.folder, "backup"), "--passphrase-file", file], { env })
    }
    const made = await backUpWith(newSecret("the passphrase"))
    expect(made.status).toBe(0)
    secrets.set("a passphrase that is too short", "qzx-kwvy")
    const refused = await backUpWith("qzx-kwvy")
    expect(refused.status).not.toBe(0)
    return [made.stdout, made.stderr, refused.stdout, refused.stderr].join("\n")
  }

  const bytesOf = (folder: string) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), "latin1"))
      .join("\n")

  test("leaves no secret behind: in no log, audit, metrics or file, and in nothing that commands print", async () => {
    await visitWithBrowser()
    await useLink()
    await logInAtGateway()
    const commands = await backUp()
    const exported = () => answerTo("/api/v1/audit/export?format=jsonl")
    for (const action of ["gateway.sign-in", "private-key.receive", "installation.backup"]) {
      await expect.poll(exported, patience).toContain(action)
    }
    const places = {
      "the audit": await exported(),
      "the audit's table": await answerTo("/api/v1/audit/export?format=csv"),
      "the audit's chain": await answerTo("/api/v1/audit/export?format=chain"),
      "the metrics": await answerTo("/metrics"),
      "the data folder": bytesOf(daemon.dataFolder),
      "what commands print": commands,
      // What is printed at the start is for whoever starts it: the set-up link.
      "what the daemon prints": daemon.printed().replace(daemon.setupToken, ""),
    }
    expect(places["the metrics"]).toContain("latchkey_sign_ins_total")
    expect(await daemon.stop()).toBe(0)
    const log = daemon.log()
    expect(log).toContain("SHA256:")
    expect(secrets.size).toBeGreaterThan(14)
    for (const [what, secret] of secrets) {
      expect(secret.length, what).toBeGreaterThan(7)
      for (const [where, text] of Object.entries({ ...places, "the log": log })) {
        expect(text.includes(secret), `${where} holds ${what}`).toBe(false)
      }
    }
  })
})
