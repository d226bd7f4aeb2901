/** Real servers connect to the real daemon: keys open them and close them, and the times are printed. */
import { type Client, routes } from "@latchkey/contract"
import { fingerprintSha256, parsePublicKey } from "@latchkey/engine"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { type RunningDaemon, signUp, startDaemon } from "../kit/daemon.ts"
import { makeFleet } from "./kit/fleet.ts"
import { canBoot, logIn, logInThere, makeKey, type TestServer } from "./kit/test-server.ts"

const patience = { timeout: 30_000, interval: 50 }
const forms = [
  { name: "web-1", shell: "dash", layout: "folder" },
  { name: "web-2", shell: "busybox", layout: "plain" },
  { name: "web-3", shell: "bash", layout: "folder" },
] as const

/** Notes beside each line of sshd's log when it came, in milliseconds since 1970: syslog's own times are whole seconds. */
const stampLog = `{ (tail -n 0 -F /var/log/auth.log & echo $! >/tmp/tail; wait) |
    while read -r line; do echo "$(/usr/bin/date +%s%3N) $line"; done >/tmp/stamped; } </dev/null >/dev/null 2>&1 &
  until [ -s /tmp/tail ]; do sleep 0.05; done`
const endStamping = "kill $(cat /tmp/tail) && rm /tmp/tail /tmp/stamped"
/** When the first refusal of this key was logged; 0 for none yet. */
const refusalOf = (line: string) =>
  `awk -v key="${fingerprintSha256(parsePublicKey(line).blob)}" '/Failed publickey for deploy/ && index($0, key) {
    print $1; found = 1; exit } END { if (!found) print 0 }' /tmp/stamped`

interface Connected {
  readonly server: TestServer
  readonly id: string
  readonly before: string
}

describe.skipIf(!canBoot())("servers connected to Latchkey", () => {
  const fleet = makeFleet()
  let daemon: RunningDaemon
  let client: Client
  let fleetOf: readonly Connected[] = []

  beforeAll(async () => {
    const listen = { LATCHKEY_LISTEN: `${fleet.network.address}:0`, LATCHKEY_INSECURE_HTTP: "1" }
    daemon = await startDaemon({ env: listen })
    client = (await signUp(daemon)).client
    const [project] = (await client.call(routes.listProjects, {})).items
    fleetOf = await Promise.all(
      forms.map(async (form) => {
        const server = await fleet.boot(form)
        const before = await server.picture()
        const { server: made, enrolment } = await client.call(routes.createServer, {
          params: { id: project?.id ?? "" },
          body: { name: form.name, address: server.address },
        })
        await server.read(enrolment.command.replace("sudo ", ""))
        return { server, id: made.id, before }
      }),
    )
  }, 180_000)
  afterAll(() => daemon?.stop())

  const show = (id: string) => client.call(routes.showServer, { params: { id } })
  const addKey = async (name: string) => {
    const key = makeKey(fleet.folder, name)
    const { results } = await client.call(routes.importKeys, { body: { keys: [{ text: key.line, name }] } })
    const [result] = results
    if (result?.outcome !== "imported") throw new Error(`${name} was not imported`)
    return { ...key, id: result.key.id }
  }
  const allow = (serverId: string, keyId: string, loginUser = "deploy") =>
    client.call(routes.addAccess, {
      params: { id: serverId },
      body: { loginUser, subject: { kind: "key", keyId } },
    })
  /** So many keys are in effect on the server, and no other waits. */
  const inEffect = ({ id }: Connected, keys: number) =>
    expect
      .poll(async () => {
        const { items } = await client.call(routes.listServerKeys, { params: { id } })
        return items.map(({ state }) => state)
      }, patience)
      .toEqual(Array.from({ length: keys }, () => "in-effect"))

  test("show their real host keys, and get no keys before these are confirmed", async () => {
    for (const { server, id } of fleetOf) {
      const shown = await show(id)
      expect(shown.state).toBe("unconfirmed")
      expect(shown.loginUsers.toSorted()).toEqual(["deploy", "root", "web"])
      const files = await server.read("cat /etc/ssh/ssh_host_*_key.pub | cut -d ' ' -f 1,2 | sort")
      expect(
        shown.hostKeys
          .map(({ publicKey }) => `${publicKey}\n`)
          .toSorted()
          .join(""),
      ).toBe(files)
      await client.call(routes.confirmServer, {
        params: { id },
        body: { hostKeyFingerprints: shown.hostKeys.map(({ fingerprint }) => fingerprint) },
      })
      expect((await show(id)).state).toBe("connected")
    }
  })

  test("let a key in within moments, and refuse it within moments once it is deleted", async () => {
    const key = await addKey("first")
    for (const { id } of fleetOf) await allow(id, key.id)
    for (const connected of fleetOf) {
      await inEffect(connected, 1)
      expect((await logIn(connected.server, key.file)).stdout).toBe("in\n")
      expect((await logIn(connected.server, key.file, "web")).status).toBe(255)
    }
    for (const { server } of fleetOf) await server.read(stampLog)
    const before = await Promise.all(fleetOf.map(async ({ id }) => (await show(id)).acknowledgedVersion))
    await client.call(routes.deleteKey, { params: { id: key.id } })
    const answered = performance.now()
    const t0 = Date.now()
    const refused = fleetOf.map(async ({ server }) => {
      await expect.poll(async () => (await logIn(server, key.file)).status, patience).toBe(255)
      let t1 = 0
      const look = async () => {
        t1 = Number(await server.read(refusalOf(key.line)))
        return t1
      }
      await expect.poll(look, patience).toBeGreaterThan(0)
      expect(t1).toBeGreaterThanOrEqual(t0)
      await server.read(endStamping)
      return `${server.name}: T0 ${t0} (answer to DELETE), T1 ${t1} (refusal in sshd's log): ${t1 - t0} ms`
    })
    const acknowledged = fleetOf.map(async (connected, index) => {
      await expect
        .poll(async () => (await show(connected.id)).acknowledgedVersion, patience)
        .toBeGreaterThan(before[index] ?? 0)
      return `${connected.server.name}: acknowledged ${Math.round(performance.now() - answered)} ms after the answer`
    })
    process.stderr.write(`${(await Promise.all([...refused, ...acknowledged])).join("\n")}\n`)
    for (const { server } of fleetOf) expect(await server.read("cat /var/log/auth.log")).toContain("Accepted publickey")
  })

  test("let people in while the daemon cannot be reached, and learn of a removal when it can be again", async () => {
    const [away] = fleetOf
    if (away === undefined) throw new Error("no server")
    const key = await addKey("second")
    await allow(away.id, key.id)
    await inEffect(away, 1)
    away.server.cable.cut()
    await client.call(routes.deleteKey, { params: { id: key.id } })
    expect((await logInThere(away.server, key.file)).stdout).toBe("in\n")
    expect((await show(away.id)).acknowledgedVersion).toBeLessThan((await show(away.id)).version)
    away.server.cable.heal()
    const longPatience = { timeout: 80_000, interval: 200 }
    await expect.poll(async () => (await logIn(away.server, key.file)).status, longPatience).toBe(255)
  })

  test("are as they were before, once it is taken back", async () => {
    for (const { server, before } of fleetOf) {
      await server.read("latchkey-enrol --undo")
      expect(await server.picture()).toBe(before)
    }
  })
})
