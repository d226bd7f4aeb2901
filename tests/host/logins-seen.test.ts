/** What happens on a real server is seen in Latchkey: logins, refusals, open logins and their end, found keys, changed settings. */
import { spawn } from "node:child_process"
import { once } from "node:events"
import { type Client, routes } from "@latchkey/contract"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { type RunningDaemon, signUp, startDaemon } from "../kit/daemon.ts"
import { connectServer } from "./kit/connect-server.ts"
import { makeFleet } from "./kit/fleet.ts"
import { canBoot, logIn, makeKey, sshWords, type TestServer } from "./kit/test-server.ts"

const patience = { timeout: 40_000, interval: 100 }

describe.skipIf(!canBoot())("what happens on a server", { timeout: 120_000 }, () => {
  const fleet = makeFleet()
  const [held, strange] = [makeKey(fleet.folder, "held"), makeKey(fleet.folder, "strange")]
  let daemon: RunningDaemon
  let client: Client
  let server: TestServer
  let id: string
  let keyId: string

  beforeAll(async () => {
    daemon = await startDaemon({
      env: { LATCHKEY_LISTEN: `${fleet.network.address}:0`, LATCHKEY_INSECURE_HTTP: "1" },
    })
    client = (await signUp(daemon)).client
    server = await fleet.boot({ name: "seen" })
    id = await connectServer(client, server)
    const { results } = await client.call(routes.importKeys, { body: { keys: [{ text: held.line, name: "held" }] } })
    const [result] = results
    if (result?.outcome !== "imported") throw new Error("the key was not imported")
    keyId = result.key.id
    await client.call(routes.addAccess, {
      params: { id },
      body: { loginUser: "deploy", subject: { kind: "key", keyId } },
    })
  }, 120_000)
  afterAll(() => daemon?.stop())

  const logins = async (kind: "login" | "refusal") =>
    (await client.call(routes.listServerLogins, { params: { id }, query: { kind } })).items

  test("is seen within seconds: a login, and whose key it was", async () => {
    await expect.poll(async () => (await logIn(server, held.file)).status, patience).toBe(0)
    const loggedIn = performance.now()
    await expect
      .poll(async () => (await logins("login"))[0], patience)
      .toMatchObject({
        loginUser: "deploy",
        address: fleet.network.address,
        key: { id: keyId, name: "held" },
        reason: null,
      })
    process.stderr.write(`a login was seen ${Math.round(performance.now() - loggedIn)} ms after its end\n`)
    const { lastUse } = await client.call(routes.showKey, { params: { id: keyId } })
    expect(lastUse).toMatchObject({ state: "used" })
    const [seen] = (await client.call(routes.listKeyLogins, { params: { id: keyId }, query: {} })).items
    expect(seen).toMatchObject({ server: { id, name: "seen" }, loginUser: "deploy" })
  })

  test("is seen of a refused key that nobody has", async () => {
    expect((await logIn(server, strange.file)).status).toBe(255)
    await expect
      .poll(async () => (await logins("refusal"))[0], patience)
      .toMatchObject({
        loginUser: "deploy",
        key: null,
        owner: null,
        reason: "unknown",
      })
  })

  test("is ended from Latchkey: an open login", async () => {
    const openNow = async () => (await logins("login")).filter(({ isOpen }) => isOpen)
    // The first login may not be known to be over yet.
    await expect.poll(openNow, patience).toHaveLength(0)
    const login = spawn("env", [...sshWords, "-i", held.file, `deploy@${server.address}`, "echo in; sleep 500"])
    await once(login.stdout, "data")
    const ended = once(login, "exit")
    await expect.poll(openNow, patience).toHaveLength(1)
    const [open] = await openNow()
    await client.call(routes.endLogins, { params: { id }, body: { loginIds: [open?.id ?? ""] } })
    const asked = performance.now()
    await ended
    process.stderr.write(`an open login was ended ${Math.round(performance.now() - asked)} ms after it was asked for\n`)
    await expect
      .poll(async () => (await logins("login"))[0], patience)
      .toMatchObject({ id: open?.id, isOpen: false, closing: false })
  })

  test("is seen of keys in authorized_keys files", async () => {
    await server.read("mkdir -m 700 /home/web/.ssh && cat >/home/web/.ssh/authorized_keys", `${strange.line} of web\n`)
    await server.read("chown -R web:web /home/web/.ssh && /usr/local/lib/latchkey/latchkey-check")
    const { items } = await client.call(routes.listFoundKeys, { params: { id } })
    expect(items).toMatchObject([{ loginUser: "web", comment: "of web", decision: "undecided", holder: null }])
  })

  test("is seen of settings that were changed", async () => {
    await server.read(": >/etc/ssh/sshd_config.d/00-latchkey.conf && /usr/local/lib/latchkey/latchkey-check")
    const problem = async () => (await client.call(routes.showServer, { params: { id } })).problem
    await client.call(routes.updateServer, { params: { id }, body: { stalePolicy: "deny" } })
    await expect.poll(problem, patience).toContain("deploy: sshd's settings were changed")
  })
})
