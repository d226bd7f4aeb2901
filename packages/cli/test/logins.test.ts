import { LoginReportPage, NewServer, routes } from "@latchkey/contract"
import { fingerprintSha256 } from "@latchkey/engine"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { type HostClient, openHost } from "../../../tests/kit/host-client.ts"
import { newPublicLine } from "../../../tests/kit/public-line.ts"
import { type Desk, sitDown } from "./desk.ts"

const stranger = `SHA256:${"A".repeat(43)}`

// Each command is a process of its own, and a busy machine takes seconds for one.
describe("the logins to a server", { timeout: 240_000 }, () => {
  let desk: Desk
  let host: HostClient
  let fingerprint = ""

  beforeAll(async () => {
    desk = await sitDown()
    await desk.runWith(newPublicLine("laptop"), "key", "add", "-", "--name", "laptop")
    const made = NewServer.parse(JSON.parse((await desk.run("server", "connect", "web-3", "--json")).stdout))
    host = await openHost(() => desk.daemon.url, newPublicLine("signer"))
    await host.enrol(made.enrolment.url.replace(/^.*\//, ""))
    const { client } = desk.account
    const hostKeyFingerprints = host.hostKeys.map(({ blob }) => fingerprintSha256(blob))
    await client.call(routes.confirmServer, { params: { id: made.server.id }, body: { hostKeyFingerprints } })
    ;[{ fingerprint = "" } = {}] = (await client.call(routes.listKeys, { query: {} })).items
  })
  afterAll(() => desk.leave())

  const listed = async (...args: readonly string[]) =>
    LoginReportPage.parse(JSON.parse((await desk.run("server", "logins", "web-3", "--json", ...args)).stdout))

  test("are listed, with what strangers chose as text alone", async () => {
    expect((await desk.run("server", "logins", "web-3")).stdout).toMatch(/^WHEN +USER +FROM +KEY .*\n$/)
    const now = Math.floor(Date.now() / 1000)
    const text = [
      `login 1-1-1 ${now - 60} 192.0.2.7 50022 ${fingerprint} root`,
      `refused 1-1-2 ${now - 50} 192.0.2.8 50023 ${stranger} \u001b[31mroot\\n from 203.0.113.9`,
      `refused 1-1-3 ${now - 40} 192.0.2.8 50024 ${stranger} ${"x".repeat(40)} \u202e`,
      `now ${now + 600}`,
      "",
    ].join("\n")
    expect(await host.report(text)).toBe(204)
    const { status, stdout, stderr } = await desk.run("server", "logins", "web-3")
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" })
    for (const control of ["\u001b", "\u202e", "\r"]) expect(stdout).not.toContain(control)
    const lines = stdout.trimEnd().split("\n")
    expect(lines).toHaveLength(4)
    expect(lines[3]).toMatch(/ root +192\.0\.2\.7 +laptop +alice +SHA256:\S+ +open: unknown key +[\da-f-]{36}$/)
    for (const line of lines.slice(1, 3)) expect(line).toMatch(/ 192\.0\.2\.8 .*refused: unknown key +[\da-f-]{36}$/)
    expect((await listed("--refused")).total).toBe(2)
    expect((await listed("--search", "laptop", "--all")).items).toHaveLength(1)
    expect((await desk.run("key", "logins", "laptop")).stdout).toMatch(
      /^WHEN +SERVER .*\n20\S+Z +web-3 +root +192\.0\.2\.7 +open: unknown key\n$/,
    )
    expect(JSON.parse((await desk.run("key", "logins", "laptop", "--all", "--json")).stdout)).toMatchObject({
      total: 1,
    })
    const shown = (await desk.run("server", "show", "web-3")).stdout
    expect(shown).toMatch(/\nclock +\d+ s ahead\n/)
    expect(shown).toMatch(/\nlast login +20/)
  })

  test("are ended by id or by key, when somebody says that it is meant", async () => {
    const [open] = (await listed("--open")).items
    const id = open?.id ?? ""
    expect((await desk.run("complete", "--patience", "20000", "--", "server", "end-login", "web-3", "")).stdout).toBe(
      `${id}\troot, laptop\n`,
    )
    expect((await desk.run("server", "end-login", "web-3", id)).status).toBe(2)
    expect((await desk.run("server", "end-login", "web-3", "--yes")).stderr).toContain("named by their ids")
    expect((await listed("--open")).items).toMatchObject([{ closing: false }])
    const ended = await desk.run("server", "end-login", "web-3", id, "--yes")
    expect(ended.stdout).toBe("web-3 is told to end one login\n")
    expect((await desk.run("server", "logins", "web-3", "--open")).stdout).toMatch(/ ending: unknown key /)
    expect(
      (await desk.run("server", "end-login", "web-3", "--fingerprint", fingerprint, "--yes", "--json")).stdout,
    ).toBe('{\n  "ending": 1\n}\n')
    await host.report("open-list\n")
    expect((await desk.run("server", "end-login", "web-3", id, "--yes")).stderr).toContain("none of them is open")
  })
})
