import { routes } from "@latchkey/contract"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { type Computer, type Login, openComputer } from "../interop/ssh-clients.ts"
import {
  clientWithToken,
  openBrowser,
  type RunningDaemon,
  type SignedUp,
  signUp,
  startDaemon,
  testPassword,
} from "../kit/daemon.ts"
import { openEvents } from "../kit/event-stream.ts"
import { hasPostgres, type PostgresCluster, startPostgres } from "../kit/postgres.ts"
import { refusalOf } from "../kit/refusals.ts"
import { requireTool } from "../kit/tools.ts"

const hasSsh = requireTool("sshd", "openssh-server") !== undefined && requireTool("curl", "curl") !== undefined
const patience = { timeout: 20_000 }

describe.skipIf(!hasPostgres() || !hasSsh)("two daemons over one PostgreSQL", () => {
  let cluster: PostgresCluster
  let first: RunningDaemon
  let second: RunningDaemon
  let alice: SignedUp
  /** The same account, through the second daemon. */
  let there: SignedUp["client"]
  let computer: Computer

  beforeAll(async () => {
    computer = openComputer()
    cluster = await startPostgres({ fsync: false })
    const options = { database: cluster.url, env: { LATCHKEY_SSH_LISTEN: "127.0.0.1:0" } }
    ;[first, second] = await Promise.all([startDaemon(options), startDaemon(options)])
    expect(first.setupToken).not.toBe(second.setupToken)
    alice = await signUp(first)
    there = clientWithToken(second, alice.token)
  })
  afterAll(async () => {
    await Promise.all([first?.stop(), second?.stop()])
    await cluster?.stop()
    computer?.remove()
  })

  async function gatewayOf({ client }: RunningDaemon): Promise<Omit<Login, "key">> {
    const state = await client.call(routes.showGateway, {})
    if (state.state === "off") throw new Error(state.reason)
    return { user: state.user, port: state.port }
  }

  const byToken = () => ({ authorization: `Bearer ${alice.token}` })

  test("the first account is made once, also by the other daemon's set-up link", async () => {
    const browser = await openBrowser(second)
    const again = browser.client.call(routes.setUp, {
      body: {
        token: second.setupToken,
        handle: "eve",
        email: "eve@example.org",
        displayName: "Eve",
        password: testPassword,
      },
    })
    expect(await refusalOf(again)).toMatchObject({ code: "conflict" })
  })

  test("a key deleted through one is refused by the next login at the other", async () => {
    const gateway = await gatewayOf(second)
    const key = computer.makeKey("key", ["-t", "ed25519"], "key")
    const { results } = await alice.client.call(routes.importKeys, { body: { keys: [{ text: key.line }] } })
    const [imported] = results
    if (imported?.outcome !== "imported") throw new Error("not imported")
    expect(await computer.ssh({ ...gateway, key })).toMatchObject({ status: 0 })
    await alice.client.call(routes.deleteKey, { params: { id: imported.key.id } })
    expect(await computer.ssh({ ...gateway, key })).toMatchObject({ status: 255, stdout: "" })
  })

  test("a change through one is told by the other's streams, and so is a login at its gateway", async () => {
    const stream = await openEvents(second.url, byToken())
    await alice.client.call(routes.createToken, { body: { name: "news", scopes: ["keys:read"] } })
    await stream.hears("tokens")
    await stream.close()

    const key = computer.makeKey("seen", ["-t", "ed25519"], "seen")
    await alice.client.call(routes.importKeys, { body: { keys: [{ text: key.line }] } })
    const quiet = await openEvents(second.url, byToken())
    expect(await computer.ssh({ ...(await gatewayOf(first)), key })).toMatchObject({ status: 0 })
    await quiet.hears("keys")
    await quiet.close()
  })

  test("a token deleted through one opens nothing at the other, whose stream with it ends", async () => {
    const { secret, token } = await alice.client.call(routes.createToken, {
      body: { name: "short", scopes: ["keys:read"] },
    })
    const stream = await openEvents(second.url, { authorization: `Bearer ${secret}` })
    await alice.client.call(routes.deleteToken, { params: { id: token.id } })
    const withIt = clientWithToken(second, secret).call(routes.listKeys, { query: {} })
    expect(await refusalOf(withIt)).toMatchObject({ code: "unauthenticated" })
    await expect.poll(() => stream.isOver(), patience).toBe(true)
  })

  test("a login session that is ended through one is ended at the other", async () => {
    const browser = await openBrowser(first)
    await browser.signIn("alice")
    const stream = await openEvents(second.url, browser.headers())
    expect(stream.status).toBe(200)
    await browser.client.call(routes.signOut, {})
    await expect.poll(() => stream.isOver(), patience).toBe(true)
    expect(stream.text()).toContain("event: ended\n")
  })

  test("failed sign-ins count together, whichever daemon they were tried at", async () => {
    const tryAt = async (daemon: RunningDaemon) => {
      const browser = await openBrowser(daemon)
      return refusalOf(browser.signIn("nobody-here", "a wrong password"))
    }
    const codes = []
    // Five at each: so many are free at one daemon. What is counted for both has to wait, longer each time.
    for (let round = 0; round < 5; round++) codes.push((await tryAt(first)).code, (await tryAt(second)).code)
    expect(codes.slice(0, 5)).toEqual(Array(5).fill("unauthenticated"))
    expect(codes.slice(5)).toContain("rate_limited")
  })

  test("a daemon that is killed takes nothing with it that was acknowledged, and the other goes on", async () => {
    const third = await startDaemon({ database: cluster.url })
    const key = computer.makeKey("kept", ["-t", "ed25519"], "kept")
    await clientWithToken(third, alice.token).call(routes.importKeys, { body: { keys: [{ text: key.line }] } })
    await third.kill()
    const { items } = await there.call(routes.listKeys, { query: { search: "kept" } })
    expect(items.map(({ name }) => name)).toEqual(["kept"])
    expect(await computer.ssh({ ...(await gatewayOf(second)), key })).toMatchObject({ status: 0 })
  })
})
