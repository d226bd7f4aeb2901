import { execFileSync } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { connect } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { routes } from "@latchkey/contract"
import pg from "pg"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { openBrowser, type RunningDaemon, type SignedUp, signUp, startDaemon, testPassword } from "../kit/daemon.ts"
import { openEvents } from "../kit/event-stream.ts"
import { hasPostgres, type PostgresCluster, startPostgres } from "../kit/postgres.ts"
import { requireTool } from "../kit/tools.ts"

const patience = { timeout: 20_000 }
const wrongPassword = "hunter2 is not the password"

describe.skipIf(!hasPostgres() || requireTool("ssh-keygen", "openssh-client") === undefined)("the log", () => {
  let cluster: PostgresCluster
  let daemon: RunningDaemon
  let alice: SignedUp
  const secrets = new Map<string, string>()
  const requestIds: string[] = []
  const folder = mkdtempSync(join(tmpdir(), "latchkey-log-"))

  /** Sends whatever it is, and remembers the id of the request. */
  async function send(path: string, init?: RequestInit): Promise<Response> {
    const response = await fetch(`${daemon.url}${path}`, init)
    requestIds.push(response.headers.get("x-request-id") ?? "none")
    return response
  }

  beforeAll(async () => {
    cluster = await startPostgres({ fsync: false })
    daemon = await startDaemon({ database: cluster.url, env: { LATCHKEY_LOG: "trace" } })
    secrets.set("the set-up link's token", daemon.setupToken)
    secrets.set("the database's password", new URL(cluster.url).password)
    secrets.set("the password", testPassword)
    secrets.set("a wrong password", wrongPassword)
    alice = await signUp(daemon)
    secrets.set("an API token", alice.token)
  })
  afterAll(async () => {
    await daemon?.stop()
    await cluster?.stop()
    rmSync(folder, { recursive: true })
  })

  test("holds none of the secrets that go through any door, whatever is wrong with the request", async () => {
    const browser = await openBrowser(daemon)
    await browser.signIn("alice")
    for (const [name, value] of browser.cookies) secrets.set(`the cookie ${name}`, value)
    secrets.set("the CSRF token", browser.headers()["x-csrf-token"] ?? "")
    const keyFile = join(folder, "key")
    execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "my passphrase", "-f", keyFile])
    const privateKey = readFileSync(keyFile, "utf8")
    secrets.set("a private key", privateKey.split("\n")[2] ?? "")

    const json = { "content-type": "application/json" }
    const byToken = { ...json, authorization: `Bearer ${alice.token}` }
    const post = (path: string, body: string, headers: Record<string, string> = byToken) =>
      send(path, { method: "POST", headers, body })
    const credentials = { identifier: "alice", password: wrongPassword }
    const wanted = { name: "x", scopes: ["keys:read"] }
    const browsers = { ...json, ...browser.headers() }

    await post("/api/v1/sign-in/token", JSON.stringify({ ...credentials, token: wanted }))
    await post("/api/v1/sign-in", JSON.stringify(credentials), browsers)
    await post("/api/v1/sign-in", JSON.stringify({ ...credentials, [wrongPassword]: wrongPassword }), browsers)
    await post("/api/v1/sign-in", `{"password": "${wrongPassword}`, browsers)
    await post("/api/v1/sign-in/token", JSON.stringify({ identifier: wrongPassword, password: wrongPassword }))
    await post("/api/v1/setup", JSON.stringify({ token: daemon.setupToken }), browsers)
    await post("/api/v1/keys", JSON.stringify({ keys: [{ text: privateKey }] }))
    await post("/api/v1/keys", privateKey, { ...byToken, "content-type": "text/plain" })
    await post("/api/v1/links/look", JSON.stringify({ secret: alice.token }))
    await send(`/api/v1/keys?search=${alice.token}`, { headers: byToken })
    await send(`/api/v1/${alice.token}`)
    await send(`/${alice.token}.keys`)
    await send("/api/v1/keys", { headers: { authorization: `Bearer ${alice.token}x` } })
    await send("/api/v1/keys", { headers: { cookie: `latchkey=${browser.cookies.get("latchkey")}x` } })
    await send("/api/v1/account", { headers: browsers })
    secrets.set("another API token", await newToken())
    const stream = await openEvents(daemon.url, { authorization: `Bearer ${secrets.get("another API token")}` })
    await stream.close()
    await sendRaw(`GET / HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${alice.token}\r\nbroken header\r\n\r\n`)
    await sendRaw(`${alice.token} ${testPassword}\r\n\r\n`)

    // Faults of ours too: the database says what it was asked when a table is not as it should be, and when it is gone.
    await query("alter table api_tokens rename column name to no_name")
    expect((await send("/api/v1/tokens", { headers: byToken })).status).toBe(500)
    await post("/api/v1/tokens", JSON.stringify(wanted))
    await query("alter table api_tokens rename column no_name to name")
    await query("alter table login_sessions add constraint nobody check (hash = '') not valid")
    await post("/api/v1/sign-in", JSON.stringify({ identifier: "alice", password: testPassword }), browsers)
    await cluster.kill()
    expect((await send("/api/v1/tokens", { headers: byToken })).status).toBe(503)

    await expect.poll(() => daemon.log(), patience).toContain(requestIds.at(-1) ?? "none")
    expect(daemon.log()).toContain('"level":50')
    for (const [what, secret] of secrets) {
      expect(secret.length, what).toBeGreaterThan(8)
      expect(daemon.log().includes(secret), `the log holds ${what}`).toBe(false)
    }
    expect(daemon.log()).not.toContain("my passphrase")
    expect(daemon.log()).not.toMatch(/\$argon2/)
  })

  test("is JSON, line by line, and has the id that the answer had for each request", () => {
    const lines = daemon.log().trimEnd().split("\n")
    const said = lines.map((line): { msg?: unknown; requestId?: unknown; err?: unknown } => JSON.parse(line))
    const ids = new Set(said.map(({ requestId }) => requestId))
    expect(requestIds.length).toBeGreaterThan(15)
    for (const id of requestIds) expect(ids).toContain(id)
    // Whatever is about one request says which.
    for (const line of said)
      if (/^(answered|a request failed)$/.test(String(line.msg))) expect(line.requestId).toMatch(/-/)
  })

  async function newToken(): Promise<string> {
    const made = await alice.client.call(routes.createToken, { body: { name: "short", scopes: ["keys:read"] } })
    return made.secret
  }

  function sendRaw(text: string): Promise<void> {
    const { hostname, port } = new URL(daemon.url)
    return new Promise((resolve, reject) => {
      const socket = connect(Number(port), hostname, () => socket.end(text))
      socket.on("close", () => resolve())
      socket.on("error", reject)
      socket.resume()
    })
  }

  async function query(text: string): Promise<void> {
    const client = new pg.Client(cluster.url)
    await client.connect()
    try {
      await client.query(text)
    } finally {
      await client.end()
    }
  }
})
