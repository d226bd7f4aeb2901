/** A real server reports to the real daemon who logged in and who was refused, and ends a login that Latchkey ends. */
import { spawn } from "node:child_process"
import { type Client, routes } from "@latchkey/contract"
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest"
import { type RunningDaemon, signUp, startDaemon } from "../kit/daemon.ts"
import { makeFleet } from "./kit/fleet.ts"
import { canBoot, logIn, makeKey, sshWords, type TestServer } from "./kit/test-server.ts"

const patience = { timeout: 60_000, interval: 200 }

describe.skipIf(!canBoot())("what a connected server reports of logins", { timeout: 120_000 }, () => {
  const fleet = makeFleet()
  const [laptop, foreign] = [makeKey(fleet.folder, "laptop"), makeKey(fleet.folder, "foreign")]
  let daemon: RunningDaemon
  let client: Client
  let server: TestServer
  let id = ""
  let keyId = ""

  beforeAll(async () => {
    const listen = { LATCHKEY_LISTEN: `${fleet.network.address}:0`, LATCHKEY_INSECURE_HTTP: "1" }
    daemon = await startDaemon({ env: listen })
    client = (await signUp(daemon)).client
    const [project] = (await client.call(routes.listProjects, {})).items
    const { results } = await client.call(routes.importKeys, {
      body: { keys: [{ text: laptop.line, name: "laptop" }] },
    })
    if (results[0]?.outcome === "imported") keyId = results[0].key.id
    server = await fleet.boot({ name: "web-1", shell: "dash" })
    await server.read("sed -i '1i LogLevel VERBOSE' /etc/ssh/sshd_config && kill -HUP $(cat /run/sshd.pid)")
    const accesses = [{ loginUser: "deploy", subject: { kind: "key" as const, keyId } }]
    const made = await client.call(routes.createServer, {
      params: { id: project?.id ?? "" },
      body: { name: "web-1", address: server.address, accesses },
    })
    ;({ id } = made.server)
    await server.read(made.enrolment.command.replace("sudo ", ""))
    const { hostKeys } = await client.call(routes.showServer, { params: { id } })
    const hostKeyFingerprints = hostKeys.map(({ fingerprint }) => fingerprint)
    await client.call(routes.confirmServer, { params: { id }, body: { hostKeyFingerprints } })
    await vi.waitFor(async () => expect(await states()).toEqual(["in-effect"]), patience)
  }, 180_000)
  afterAll(() => daemon?.stop())

  const keysThere = () => client.call(routes.listServerKeys, { params: { id } })
  const states = async () => (await keysThere()).items.map(({ state }) => state)
  const logins = async (kind: "login" | "refusal") =>
    (await client.call(routes.listServerLogins, { params: { id }, query: { kind } })).items

  test("names the key of a login, marks it as used, and says why a key was refused", async () => {
    expect((await logIn(server, laptop.file)).stdout).toBe("in\n")
    await expect.poll(async () => (await logins("login")).length, patience).toBe(1)
    const [login] = await logins("login")
    expect(login).toMatchObject({ loginUser: "deploy", address: fleet.network.address, key: { name: "laptop" } })
    expect(Math.abs(Date.parse(login?.at ?? "") - Date.now())).toBeLessThan(120_000)
    const { lastUse } = await client.call(routes.showKey, { params: { id: keyId } })
    expect(lastUse).toMatchObject({ state: "used", at: login?.at, from: fleet.network.address })

    expect((await logIn(server, foreign.file)).status).toBe(255)
    expect((await logIn(server, laptop.file, "web")).status).toBe(255)
    const reasons = async () => (await logins("refusal")).map(({ loginUser, reason }) => `${loginUser} ${reason}`)
    await expect
      .poll(async () => (await reasons()).toSorted(), patience)
      .toEqual(["deploy unknown", "web not-for-this-user"])
    await expect.poll(async () => (await logins("login"))[0]?.isOpen, patience).toBe(false)
  })

  test("shows an open login until Latchkey ends it", async () => {
    const login = spawn("env", [...sshWords, "-i", laptop.file, `deploy@${server.address}`, "echo in; sleep 500"])
    const gone = new Promise((resolve) => login.once("exit", resolve))
    await expect.poll(async () => (await keysThere()).items[0]?.openLogins, patience).toBe(1)
    const open = (await logins("login")).filter(({ isOpen }) => isOpen)
    const body = { loginIds: open.map((one) => one.id) }
    expect(await client.call(routes.endLogins, { params: { id }, body })).toEqual({ ending: 1 })
    await gone
    await expect.poll(async () => (await keysThere()).items[0]?.openLogins, patience).toBe(0)
    expect((await logins("login"))[0]).toMatchObject({ isOpen: false, closing: false })
  })
})
