import { deleteKey, disableKey, enableKey } from "@latchkey/core"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { startTestGateway, type TestGateway } from "../../packages/daemon/test/sshd/test-gateway.ts"
import { requireTool } from "../kit/tools.ts"
import { type Computer, type KeyPair, openComputer, run } from "./ssh-clients.ts"

const hasSsh =
  requireTool("sshd", "openssh-server") !== undefined &&
  requireTool("ssh", "openssh-client") !== undefined &&
  requireTool("curl", "curl") !== undefined
const hasPutty = requireTool("plink", "putty-tools") !== undefined

describe.skipIf(!hasSsh)("the SSH gateway, with real clients", () => {
  let gateway: TestGateway
  let computer: Computer
  let known: KeyPair
  let stranger: KeyPair
  const attempts: string[] = []

  beforeAll(async () => {
    gateway = await startTestGateway({ onAttempt: (attempt) => attempts.push(attempt) })
    computer = openComputer()
    known = computer.makeKey("known", ["-t", "ed25519"])
    stranger = computer.makeKey("stranger", ["-t", "ed25519"])
    await gateway.register(known.line, "known")
  })

  afterAll(async () => {
    await gateway?.stop()
    computer?.remove()
  })

  const as = (key: KeyPair, ...options: string[]) => ({ user: gateway.user, port: gateway.port, key, options })
  const hostKey = () => {
    const state = gateway.gateway.state()
    return state.state === "on" ? (state.hostKeys[0]?.fingerprint ?? "") : ""
  }

  describe.each([
    ["ed25519", ["-t", "ed25519"], "Ed25519 256"],
    ["rsa-2048", ["-t", "rsa", "-b", "2048"], "RSA 2048"],
    ["rsa-3072", ["-t", "rsa", "-b", "3072"], "RSA 3072"],
    ["ecdsa-256", ["-t", "ecdsa", "-b", "256"], "ECDSA 256"],
    ["ecdsa-384", ["-t", "ecdsa", "-b", "384"], "ECDSA 384"],
    ["ecdsa-521", ["-t", "ecdsa", "-b", "521"], "ECDSA 521"],
  ])("with a registered %s key", (name, kind, shown) => {
    let key: KeyPair
    let greeting: string
    beforeAll(async () => {
      key = computer.makeKey(name, kind)
      const { fingerprint } = await gateway.register(key.line, `my ${name}`)
      greeting = `Hello kim. You are signed in with "my ${name}" (${fingerprint}, ${shown}). Nothing else happens here.\n`
    })

    test("ssh is greeted and ends with status 0", async () => {
      expect(await computer.ssh(as(key))).toEqual({ status: 0, stdout: greeting, stderr: "" })
    })

    test.skipIf(!hasPutty)("plink is greeted and ends with status 0", async () => {
      const { status, stdout } = await computer.plink(as(key), hostKey())
      expect({ status, stdout }).toEqual({ status: 0, stdout: greeting })
    })
  })

  describe("refuses", () => {
    const refusal = { status: 255, stdout: "", stderr: expect.stringContaining("Permission denied (publickey)") }

    test("a key that nobody registered", async () => {
      const before = attempts.length
      expect(await computer.ssh(as(stranger))).toEqual(refusal)
      expect(attempts.slice(before)).toEqual(["refused"])
    })

    test("a key from the moment it is disabled until it is enabled again", async () => {
      const key = computer.makeKey("disabled", ["-t", "ed25519"])
      const { id } = await gateway.register(key.line, "disabled")
      expect(await computer.ssh(as(key))).toMatchObject({ status: 0 })
      await disableKey(gateway.context, gateway.kim, id)
      expect(await computer.ssh(as(key))).toEqual(refusal)
      await enableKey(gateway.context, gateway.kim, id)
      expect(await computer.ssh(as(key))).toMatchObject({ status: 0 })
    })

    test("a key from the moment it is deleted", async () => {
      const key = computer.makeKey("deleted", ["-t", "ed25519"])
      const { id } = await gateway.register(key.line, "deleted")
      expect(await computer.ssh(as(key))).toMatchObject({ status: 0 })
      await deleteKey(gateway.context, gateway.kim, id)
      expect(await computer.ssh(as(key))).toEqual(refusal)
    })

    test("a key from the moment it expires", async () => {
      const key = computer.makeKey("expired", ["-t", "ed25519"])
      const expiresAt = Date.now() + 2000
      await gateway.register(key.line, "expired", expiresAt)
      expect(await computer.ssh(as(key))).toMatchObject({ status: 0 })
      await new Promise((resolve) => setTimeout(resolve, expiresAt - Date.now()))
      expect(await computer.ssh(as(key))).toEqual(refusal)
    })

    test("every way to sign in but a key", async () => {
      const methods = "PreferredAuthentications=none,password,keyboard-interactive,hostbased"
      expect(await computer.ssh(as(known, "-o", methods))).toEqual(refusal)
    })

    test("a system user other than the daemon's own", async () => {
      expect(await computer.ssh({ ...as(known), user: "daemon" })).toEqual(refusal)
    })

    test.skipIf(!hasPutty)("a key that nobody registered, from plink", async () => {
      const { status, stdout } = await computer.plink(as(stranger), hostKey())
      expect(status).not.toBe(0)
      expect(stdout).toBe("")
    })
  })

  test("a key is found behind ten others that are refused, as an agent offers them", async () => {
    const others = Array.from({ length: 10 }, (_, index) => computer.makeKey(`other-${index}`, ["-t", "ed25519"]))
    const offered = [...others, known].flatMap(({ path }) => ["-i", path])
    const login = { ...as(stranger), options: offered }
    expect(await computer.ssh(login)).toMatchObject({ status: 0, stdout: expect.stringContaining('"known"') })
  })

  test("a certificate that is offered first does not stand in the way of its key", async () => {
    const authority = computer.makeKey("authority", ["-t", "ed25519"])
    const key = computer.makeKey("certified", ["-t", "ed25519"])
    await gateway.register(key.line, "certified")
    const signing = ["-q", "-s", authority.path, "-I", "kim", "-n", gateway.user, `${key.path}.pub`]
    expect(await run("ssh-keygen", signing)).toMatchObject({ status: 0 })
    expect(await computer.ssh(as(key))).toMatchObject({ status: 0, stdout: expect.stringContaining('"certified"') })
  })

  test("a login sets when and from where the key was last used, within a second", async () => {
    const key = computer.makeKey("used", ["-t", "ed25519"])
    const { id } = await gateway.register(key.line, "used")
    const { sshKeys } = gateway.context.database.stores
    expect((await sshKeys.find(id))?.lastUse).toEqual({ state: "never" })
    const before = Date.now()
    await computer.ssh(as(key))
    await expect
      .poll(async () => (await sshKeys.find(id))?.lastUse, { timeout: 1000 })
      .toEqual({
        state: "used",
        at: expect.toSatisfy((at: number) => at >= before && at <= Date.now()),
        from: "127.0.0.1",
      })
  })

  test("a key whose fingerprint holds + and / is found", async () => {
    const known = new Map<string, KeyPair>()
    const isAwkward = (fingerprint: string) => fingerprint.includes("+") && fingerprint.includes("/")
    for (let count = 0; ![...known.keys()].some(isAwkward); count++) {
      const key = computer.makeKey(`try-${count}`, ["-t", "ed25519"])
      const { stdout } = await run("ssh-keygen", ["-lf", key.path])
      known.set(stdout.split(" ")[1] ?? "", key)
    }
    for (const [fingerprint, key] of known) {
      if (!isAwkward(fingerprint)) continue
      await gateway.register(key.line, "awkward")
      expect(await computer.ssh(as(key))).toMatchObject({ status: 0, stdout: expect.stringContaining(fingerprint) })
    }
  })

  test("15 logins at once are all greeted", async () => {
    const before = attempts.length
    const all = await Promise.all(Array.from({ length: 15 }, () => computer.ssh(as(known))))
    expect(all.map(({ status }) => status)).toEqual(Array.from({ length: 15 }, () => 0))
    expect(attempts.slice(before)).toEqual(Array.from({ length: 15 }, () => "accepted"))
  })
})
