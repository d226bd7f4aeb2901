import { existsSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { KeyPolicyPreview, KeyPolicySaved, KeyPolicyState, routes } from "@latchkey/contract"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { newPublicLine, newRsaLine } from "../../../tests/kit/public-line.ts"
import { requireTool } from "../../../tests/kit/tools.ts"
import { type Desk, sitDown } from "./desk.ts"
import { runInTerminal } from "./terminal.ts"

const script = requireTool("script", "bsdutils")

describe("the key policy", () => {
  let desk: Desk
  beforeAll(async () => {
    desk = await sitDown()
    const keys = [{ text: newRsaLine(2048, "small") }, { text: newPublicLine("laptop") }]
    await desk.account.client.call(routes.importKeys, { body: { keys } })
  })
  afterAll(() => desk.leave())

  const inTerminal = (args: readonly string[], ...replies: { to: string; type: string }[]) =>
    runInTerminal(
      script ?? "",
      args,
      { ...desk.env, LATCHKEY_URL: desk.daemon.url, LATCHKEY_TOKEN: desk.account.token },
      replies,
    )

  test("is shown in words and as JSON", async () => {
    const { status, stdout } = await desk.run("policy", "show")
    expect(status).toBe(0)
    expect(stdout).toMatch(/^types +ed25519, ed25519-sk, ecdsa, ecdsa-sk, rsa\nminimum RSA +2048 bits\n/)
    const json = await desk.run("policy", "show", "--json")
    expect(KeyPolicyState.parse(JSON.parse(json.stdout))).toMatchObject({ revision: 1, blockedKeys: 0 })
  })

  test("is previewed without being changed", async () => {
    const { status, stdout } = await desk.run("policy", "preview", "--minimum-rsa", "3072")
    expect({ status, stdout }).toEqual({ status: 0, stdout: "no registered key would change\n" })
    const strict = await desk.run("policy", "preview", "--minimum-rsa", "3072", "--existing", "apply", "--json")
    expect(KeyPolicyPreview.parse(JSON.parse(strict.stdout))).toMatchObject({
      counts: { stops: 1 },
      items: [{ name: "small", effect: "stops" }],
    })
    const { stdout: after } = await desk.run("policy", "show")
    expect(after).toContain("2048 bits")
  })

  test("is changed for registered keys only by somebody who was asked, or said --yes", async () => {
    const args = ["policy", "set", "--minimum-rsa", "3072", "--existing", "apply"]
    const asked = await desk.run(...args)
    expect(asked).toMatchObject({ status: 2, stdout: "" })
    expect(asked.stderr).toContain("stops opening")
    expect(asked.stderr).toContain("hint: add --yes")
    const saved = await desk.run(...args, "--yes", "--json")
    expect(KeyPolicySaved.parse(JSON.parse(saved.stdout))).toMatchObject({ counts: { stops: 1 } })
    const { stdout } = await desk.run("key", "list")
    expect(stdout).toMatch(/^small .* stopped by the key policy$/m)
  })

  test("refuses what makes no sense, and says what does", async () => {
    const broken = await desk.run("policy", "set", "--minimum-rsa", "1024")
    expect(broken).toMatchObject({ status: 2, stderr: expect.stringContaining("from 2048 to 16384 bits") })
    expect((await desk.run("policy", "set", "--types", "dsa")).stderr).toContain("hint: write some of ed25519")
    expect((await desk.run("policy", "set", "--lifetime", "soon")).status).toBe(2)
    expect((await desk.run("policy", "set")).status).toBe(2)
  })

  test("has a blocklist that is read from stdin or a file, and told line by line", async () => {
    const list = `# leaked\nSHA256:${"A".repeat(43)}\nnonsense\n`
    const put = await desk.runWith(list, "policy", "blocklist", "--file", "-")
    expect(put).toMatchObject({ status: 0, stdout: "the blocklist has 1 entry\n" })
    expect(put.stderr).toContain("stdin:3: left out: this is neither a fingerprint nor a public key")
    expect((await desk.run("policy", "blocklist")).stdout).toBe(`SHA256:${"A".repeat(43)}\n`)
    const file = join(desk.folder, "id_rsa")
    writeFileSync(file, "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAA\n")
    const refused = await desk.run("policy", "blocklist", "--file", file)
    expect(refused).toMatchObject({ status: 2, stderr: expect.stringContaining("this is a private key") })
    expect((await desk.run("policy", "blocklist", "--clear")).stdout).toBe("the blocklist has 0 entries\n")
    expect((await desk.run("policy", "blocklist")).stdout).toBe("")
  })

  test("gives new keys its maximum lifetime, and says so", async () => {
    await desk.run("policy", "set", "--lifetime", "90", "--existing", "keep", "--yes")
    const { stdout, stderr } = await desk.runWith(newPublicLine("short-lived"), "key", "add", "-")
    expect(stdout).toContain("short-lived is added")
    expect(stderr).toMatch(/stdin:1: expires .*: keys have a maximum lifetime here/)
    expect((await desk.run("key", "expire", "short-lived", "never")).stderr).toContain("at most 90 days")
  })

  test.skipIf(script === undefined)("keys that expire soon are told of on a terminal, once a day", async () => {
    await desk.run("key", "expire", "short-lived", "5d")
    const first = await inTerminal(["key", "show", "laptop"])
    expect(first.screen).toMatch(/latchkey: note: short-lived expires in 5 days/)
    const again = await inTerminal(["key", "show", "laptop"])
    expect(again.screen).not.toContain("latchkey: note: short-lived")
  })

  test.skipIf(script === undefined)("keys that expire soon are told of to nobody but people", async () => {
    const stamp = join(desk.env.XDG_CONFIG_HOME ?? "", "latchkey", "last-notice")
    const fresh = { ...desk.env, XDG_CONFIG_HOME: join(desk.folder, "fresh") }
    const env = { ...fresh, LATCHKEY_URL: desk.daemon.url, LATCHKEY_TOKEN: desk.account.token }
    expect(existsSync(stamp)).toBe(true)
    const json = await runInTerminal(script ?? "", ["key", "list", "--json"], env, [])
    expect(json.screen).not.toContain("latchkey: note")
    const piped = await desk.run("key", "list")
    expect(piped.stderr).toBe("")
    expect(existsSync(join(desk.folder, "fresh", "latchkey", "last-notice"))).toBe(false)
  })

  test.skipIf(script === undefined)("asks on a terminal, and keeps the policy when told to", async () => {
    const { screen } = await inTerminal(["policy", "set", "--types", "ed25519", "--existing", "apply"], {
      to: "Change the policy?",
      type: "\r",
    })
    expect(screen).toContain("nothing was changed")
    expect((await desk.run("policy", "show")).stdout).toContain("rsa")
  })
})
