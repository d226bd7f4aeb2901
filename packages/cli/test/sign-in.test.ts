import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs"
import { createServer, type Server } from "node:http"
import { join } from "node:path"
import { routes, WhoAmI } from "@latchkey/contract"
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest"
import { clientWithToken, startDaemon, testPassword } from "../../../tests/kit/daemon.ts"
import { type Desk, sitDown } from "./desk.ts"
import { type CliOptions, runCli } from "./run-cli.ts"

describe("login, whoami and logout", () => {
  let desk: Desk
  let passwordFile: string
  const loginFile = () => join(desk.folder, "config/latchkey/login.json")
  const stored = () => JSON.parse(readFileSync(loginFile(), "utf8"))
  const run = (args: readonly string[], options: CliOptions = {}) => runCli(args, { env: desk.env, ...options })
  const logIn = (...more: string[]) =>
    run(["login", desk.daemon.url, "--handle", "alice", "--password-file", passwordFile, ...more])
  const tokens = async () => (await desk.account.client.call(routes.listTokens, { query: {} })).items

  beforeAll(async () => {
    desk = await sitDown()
    passwordFile = join(desk.folder, "password")
    writeFileSync(passwordFile, `${testPassword}\n`)
  })
  afterAll(() => desk.leave())
  afterEach(() => run(["logout"]))

  test("a login is stored for its owner alone, and whoami tells whose it is", async () => {
    const { status, stdout, stderr } = await logIn()
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" })
    expect(stdout).toMatch(/^logged in as alice \(alice, alice@example\.org\) at http:/)
    expect(statSync(loginFile()).mode & 0o777).toBe(0o600)
    expect(statSync(join(desk.folder, "config/latchkey")).mode & 0o777).toBe(0o700)
    expect(Object.keys(stored())).toEqual(["url", "tokenId", "token"])
    const who = await run(["whoami"])
    expect(who.stdout).toBe(stdout.replace("logged in as ", ""))
    expect(stdout).not.toContain(stored().token)
  })

  test("the password can come from stdin", async () => {
    const args = ["login", desk.daemon.url, "--handle", "alice", "--password-file", "-"]
    expect((await run(args, { stdin: testPassword })).status).toBe(0)
  })

  test("--json gives WhoAmI and not the token", async () => {
    const { stdout } = await logIn("--json")
    expect(WhoAmI.parse(JSON.parse(stdout)).account.handle).toBe("alice")
    expect(stdout).not.toContain(stored().token)
    const who = await run(["whoami", "--json"])
    expect(who.stdout).toBe(stdout)
  })

  test("logout deletes the token at the daemon, then the file", async () => {
    await logIn()
    const { token } = stored()
    const { status, stdout } = await run(["logout"])
    expect({ status, stdout }).toEqual({ status: 0, stdout: `logged out from ${desk.daemon.url}\n` })
    expect(existsSync(loginFile())).toBe(false)
    await expect(clientWithToken(desk.daemon, token).call(routes.showAccount, {})).rejects.toMatchObject({
      code: "unauthenticated",
    })
    expect((await run(["whoami"])).status).toBe(4)
    expect((await run(["logout"])).status).toBe(4)
  })

  test("logout works when the token is gone already", async () => {
    await logIn()
    await desk.account.client.call(routes.deleteToken, { params: { id: stored().tokenId } })
    expect((await run(["logout"])).status).toBe(0)
    expect(existsSync(loginFile())).toBe(false)
  })

  test("logging in again takes the place of the login before, token included", async () => {
    await logIn()
    const before = stored().tokenId
    const count = (await tokens()).length
    expect((await logIn()).stderr).toBe("")
    expect((await tokens()).map(({ id }) => id)).toContain(stored().tokenId)
    expect((await tokens()).map(({ id }) => id)).not.toContain(before)
    expect(await tokens()).toHaveLength(count)
  })

  test("a wrong password is refused with status 4, stored nowhere and repeated nowhere", async () => {
    const args = ["login", desk.daemon.url, "--handle", "alice", "--password-file", "-"]
    const { status, stdout, stderr } = await run(args, { stdin: "a wrong password" })
    expect({ status, stdout }).toEqual({ status: 4, stdout: "" })
    expect(stderr).toBe(
      "latchkey: error: the name or the password is wrong\n" +
        "latchkey: hint: sign in with your handle or your e-mail address\n",
    )
    expect(existsSync(loginFile())).toBe(false)
  })

  test("without a terminal and without --password-file nothing is asked", async () => {
    const { status, stderr } = await run(["login", desk.daemon.url, "--handle", "alice"])
    expect(status).toBe(2)
    expect(stderr).toContain("latchkey: hint: use --password-file FILE, or --password-file - for stdin\n")
  })

  test("LATCHKEY_URL and LATCHKEY_TOKEN come before the stored login", async () => {
    await logIn()
    const override = { ...desk.env, LATCHKEY_URL: desk.daemon.url, LATCHKEY_TOKEN: "latchkey_wrong" }
    expect((await run(["whoami"], { env: override })).status).toBe(4)
    const { LATCHKEY_TOKEN: _, ...onlyUrl } = override
    expect((await run(["whoami"], { env: onlyUrl })).status).toBe(0)
    expect((await run(["whoami"], { env: { ...onlyUrl, LATCHKEY_URL: "http://localhost:1" } })).status).toBe(4)
  })

  test("a daemon without an account says so before a password is asked for", async () => {
    const empty = await startDaemon()
    const { status, stderr } = await run(["login", empty.url, "--handle", "alice", "--password-file", "/nonexistent"])
    await empty.stop()
    expect(status).toBe(4)
    expect(stderr).toContain("has no account yet")
  })
})

describe("login at what is not Latchkey", () => {
  const servers: Server[] = []
  const received: string[] = []

  /** Anything but Latchkey; what it is told is kept. */
  function listen(status: number, headers: Record<string, string>, body: string): Promise<string> {
    const server = createServer((request, response) => {
      request.on("data", (chunk) => received.push(String(chunk)))
      response.writeHead(status, headers).end(body)
    })
    servers.push(server)
    return new Promise((resolve) => {
      server.listen(0, "127.0.0.1", () => {
        const address = server.address()
        resolve(`http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`)
      })
    })
  }
  const logInAt = (url: string) =>
    runCli(["login", url, "--handle", "alice", "--password-file", "-"], {
      stdin: testPassword,
      env: { XDG_CONFIG_HOME: "/nonexistent" },
    })

  afterAll(() => {
    for (const server of servers) server.close()
  })

  test.each([
    ["another web site", 200, { "content-type": "text/html" }, "<h1>hello</h1>"],
    ["another API", 200, { "content-type": "application/json" }, '{"hello":true}'],
    ["a page that is not there", 404, {}, "not found"],
  ])("%s is told apart, and gets no password", async (_, status, headers, body) => {
    const result = await logInAt(await listen(status, headers, body))
    expect(result.status).not.toBe(0)
    expect(result.stderr).toMatch(/^latchkey: error: .+\nlatchkey: hint: .+\n$/)
    expect(received).toEqual([])
  })

  test("a redirection is not followed", async () => {
    const target = await listen(200, { "content-type": "application/json" }, '{"required":false}')
    const result = await logInAt(await listen(307, { location: target }, ""))
    expect(result.status).toBe(7)
    expect(received).toEqual([])
  })

  test("an unencrypted address of another machine is refused before anything is sent", async () => {
    const { status, stderr } = await logInAt("http://192.0.2.1:8022")
    expect(status).toBe(2)
    expect(stderr).toContain("is not encrypted")
    expect(stderr).toContain("--insecure-http")
  })
})
