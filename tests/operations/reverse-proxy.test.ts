import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { apiPrefix, type Client, createClient, routes } from "@latchkey/contract"
import { tokenScopes } from "@latchkey/core"
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest"
import { startCaddy } from "../kit/caddy.ts"
import { type Browser, openBrowser, type RunningDaemon, startDaemon, testPassword } from "../kit/daemon.ts"
import { openEvents } from "../kit/event-stream.ts"
import { startNginx } from "../kit/nginx.ts"
import { freePort } from "../kit/ports.ts"
import { hasPostgres, type PostgresCluster, startPostgres } from "../kit/postgres.ts"
import { newPublicLine } from "../kit/public-line.ts"
import { fetchThrough, proxyName, type ReverseProxy } from "../kit/reverse-proxy.ts"
import { requireTool } from "../kit/tools.ts"

/** Each with what its file asks of the daemons' settings. */
const proxies = [
  { name: "nginx", debianPackage: "nginx-light", startProxy: startNginx, settings: {} },
  { name: "caddy", debianPackage: "caddy", startProxy: startCaddy, settings: { LATCHKEY_DRAIN: "5" } },
] as const
const hasOthers = hasPostgres() && requireTool("openssl", "openssl") !== undefined
const usable = proxies.filter((proxy) => requireTool(proxy.name, proxy.debianPackage) !== undefined)

const patience = { timeout: 60_000 }
const site = `https://${proxyName}`
/** Whoever sits at this address of the loopback network is not the proxy. */
const clientAddress = "127.0.0.9"

describe.skipIf(!hasOthers).each(usable)("$name with TLS in front of two daemons", ({ startProxy, settings }) => {
  let cluster: PostgresCluster
  let proxy: ReverseProxy
  let send: typeof fetch
  let browser: Browser
  let token: string
  let api: Client
  const daemons: { port: number; dataFolder: string; running: RunningDaemon }[] = []

  const start = (port: number, dataFolder: string) =>
    startDaemon({
      database: cluster.url,
      dataFolder,
      env: {
        LATCHKEY_LISTEN: `127.0.0.1:${port}`,
        LATCHKEY_PUBLIC_URL: site,
        LATCHKEY_TRUST_PROXY: "127.0.0.1",
        LATCHKEY_LOG: "debug",
        ...settings,
      },
    })

  beforeAll(async () => {
    cluster = await startPostgres({ fsync: false })
    for (let count = 0; count < 2; count++) {
      const [port, dataFolder] = [await freePort(), mkdtempSync(join(tmpdir(), "latchkey-behind-"))]
      daemons.push({ port, dataFolder, running: await start(port, dataFolder) })
    }
    proxy = await startProxy(daemons.map(({ port }) => port))
    send = fetchThrough(proxy, clientAddress)
    browser = await openBrowser({ url: site }, send)
    const account = { handle: "alice", email: "alice@example.org", displayName: "Alice", password: testPassword }
    const setUp = () =>
      browser.client.call(routes.setUp, { body: { ...account, token: daemons[0]?.running.setupToken ?? "" } })
    // A link is known to the daemon that made it, and the proxy asks whichever it likes.
    await vi.waitFor(setUp, patience)
    const credentials = { identifier: "alice", password: testPassword }
    const wanted = { name: "test", scopes: [...tokenScopes] }
    const anonymous = createClient({ baseUrl: site, fetch: send })
    const made = await anonymous.call(routes.signInForToken, { body: { ...credentials, token: wanted } })
    token = made.secret
    api = createClient({ baseUrl: site, fetch: send, headers: () => ({ authorization: `Bearer ${token}` }) })
  })
  afterAll(async () => {
    await proxy?.stop()
    for (const { running, dataFolder } of daemons) {
      await running.stop()
      rmSync(dataFolder, { recursive: true })
    }
    await cluster?.stop()
  })

  const byToken = () => ({ authorization: `Bearer ${token}` })

  test("the audit has the client's own address, whatever it claims about itself", async () => {
    const claims = { "x-forwarded-for": "203.0.113.5", forwarded: "for=203.0.113.5", "x-real-ip": "203.0.113.5" }
    const claiming = createClient({ baseUrl: site, fetch: send, headers: () => ({ ...byToken(), ...claims }) })
    await claiming.call(routes.createToken, { body: { name: "from here", scopes: ["keys:read"] } })
    const { items } = await api.call(routes.listAuditEvents, { query: { limit: 1 } })
    expect(items).toMatchObject([{ action: "token.create", address: clientAddress }])
  })

  test("a browser's cookies are for https alone, and its changes are taken for its own", async () => {
    await browser.signIn("alice")
    expect(browser.setCookies().join()).toMatch(
      /^__Host-latchkey=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
    )
    const changed = await browser.client.call(routes.updateAccount, { body: { displayName: "Alice Archer" } })
    expect(changed.displayName).toBe("Alice Archer")
  })

  test("metrics are not for whoever comes through it", async () => {
    expect((await send(`${site}/metrics`)).status).toBe(401)
    expect((await send(`${site}/readyz`)).status).toBe(200)
  })

  test("events come through it at once, from either daemon", async () => {
    const streams = [await openEvents(site, byToken(), send), await openEvents(site, byToken(), send)]
    for (const stream of streams) expect(stream.headers.get("content-type")).toBe("text/event-stream")
    await api.call(routes.importKeys, { body: { keys: [{ text: newPublicLine("live") }] } })
    for (const stream of streams) await stream.hears("keys")
    for (const stream of streams) await stream.close()
  })

  test("what is too large is refused in words: by Latchkey, or by the proxy where it has a limit", async () => {
    const post = (size: number) =>
      send(`${site}${apiPrefix}/keys`, {
        method: "POST",
        headers: { ...byToken(), "content-type": "application/json" },
        body: JSON.stringify({ keys: [{ text: "x".repeat(size) }] }),
      })
    const refused = await post(3 * 1024 * 1024)
    expect(refused.status).toBe(413)
    expect(await refused.json()).toMatchObject({ code: "invalid" })
    expect((await post(21 * 1024 * 1024)).status).toBe(413)
  })

  test("daemons restart one after the other under load, and no request fails", { timeout: 300_000 }, async () => {
    const statuses = new Map<string, number>()
    let isOver = false
    let keys = 0
    const count = (what: string) => statuses.set(what, (statuses.get(what) ?? 0) + 1)
    async function ask(kind: "read" | "write"): Promise<void> {
      const body = JSON.stringify({ keys: [{ text: newPublicLine("load"), name: `load ${++keys}` }] })
      const write = { method: "POST", body, headers: { ...byToken(), "content-type": "application/json" } }
      try {
        const response = await send(`${site}${apiPrefix}/keys`, kind === "read" ? { headers: byToken() } : write)
        const answer = await response.text()
        // What failed is told in its own words.
        count(`${kind} ${response.status}${response.ok ? "" : ` ${answer}`}`)
      } catch (error) {
        count(`${kind} ${String(error)}`)
      }
    }
    const load = Array.from({ length: 6 }, async (_, worker) => {
      // Two writers of one account, through two daemons, get in each other's way.
      while (!isOver) await ask(worker === 0 ? "write" : "read")
    })
    const answered = () => [...statuses.values()].reduce((sum, number) => sum + number, 0)
    const someMore = async () => {
      const before = answered()
      await expect.poll(() => answered() - before, patience).toBeGreaterThan(100)
    }
    await someMore()
    for (const daemon of daemons) {
      expect(await daemon.running.stop()).toBe(0)
      await someMore()
      daemon.running = await start(daemon.port, daemon.dataFolder)
      // Only then does the proxy know that it is back.
      await expect.poll(() => daemon.running.log().includes(`"route":"${apiPrefix}/keys"`), patience).toBe(true)
      await someMore()
    }
    isOver = true
    await Promise.all(load)
    expect([...statuses.keys()].toSorted()).toEqual(["read 200", "write 200"])
    const { total } = await api.call(routes.listKeys, { query: { search: "load" } })
    expect(total).toBe(statuses.get("write 200"))
  })
})
