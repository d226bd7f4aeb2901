/** The key that signs is changed under a real server: it follows, and believes the one before no more. */
import { copyFileSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { type Client, routes } from "@latchkey/contract"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { type RunningDaemon, signUp, startDaemon } from "../kit/daemon.ts"
import { connectServer, runCommand } from "./kit/connect-server.ts"
import { makeFleet } from "./kit/fleet.ts"
import { canBoot, logIn, makeKey, type TestServer } from "./kit/test-server.ts"

const patience = { timeout: 60_000, interval: 200 }

describe.skipIf(!canBoot())("a bundle key that is changed", { timeout: 180_000 }, () => {
  const fleet = makeFleet()
  const dataFolder = mkdtempSync(join(tmpdir(), "latchkey-data-"))
  const retiredKey = join(fleet.folder, "retired-bundle-key")
  const currentKey = join(fleet.folder, "current-bundle-key")
  let daemon: RunningDaemon
  let client: Client
  let server: TestServer
  let id: string

  beforeAll(async () => {
    const env = { LATCHKEY_LISTEN: `${fleet.network.address}:0`, LATCHKEY_INSECURE_HTTP: "1" }
    daemon = await startDaemon({ dataFolder, env })
    client = (await signUp(daemon)).client
    server = await fleet.boot({ name: "trust" })
    id = await connectServer(client, server)
  }, 180_000)
  afterAll(async () => {
    await daemon?.stop()
    rmSync(dataFolder, { recursive: true, force: true })
  })

  const keys = async () => (await client.call(routes.listBundleKeys, {})).items
  const signers = async () =>
    (await server.read("cat /etc/latchkey/signers"))
      .trim()
      .split("\n")
      .map((line) => line.replace(/^\S+ \S+ /, ""))
  async function announce() {
    const key = await client.call(routes.announceBundleKey, {})
    copyFileSync(join(dataFolder, "host", "bundle-key.next"), currentKey)
    return key
  }
  const use = (fingerprint: string, force = false) =>
    client.call(routes.useBundleKey, { params: { fingerprint }, body: { force } })
  const retire = (fingerprint: string) => client.call(routes.retireBundleKey, { params: { fingerprint } })
  const opens = async (file: string) => (await logIn(server, file)).status === 0

  /** A key that opens deploy from now on, by a bundle that is signed now. */
  async function expectChangesToArrive(name: string): Promise<void> {
    const key = makeKey(fleet.folder, name)
    const { results } = await client.call(routes.importKeys, { body: { keys: [{ text: key.line, name }] } })
    const [result] = results
    const keyId = result?.outcome === "imported" ? result.key.id : ""
    const body = { loginUser: "deploy", subject: { kind: "key", keyId } } as const
    await client.call(routes.addAccess, { params: { id }, body })
    await expect.poll(() => opens(key.file), patience).toBe(true)
  }

  test("is announced, used and retired, and a server that listens follows", async () => {
    await expectChangesToArrive("before")
    const [old] = await keys()
    copyFileSync(join(dataFolder, "host", "bundle-key"), retiredKey)
    const next = await announce()
    await expect.poll(signers, patience).toEqual([old?.publicKey, next.publicKey].toSorted())
    await expect.poll(async () => (await keys()).map(({ knownBy }) => knownBy), patience).toEqual([1, 1])
    await use(next.fingerprint)
    await expectChangesToArrive("signed-by-the-next")
    await expect(retire(next.fingerprint)).rejects.toMatchObject({ code: "conflict" })
    await retire(old?.fingerprint ?? "")
    await expect.poll(signers, patience).toEqual([next.publicKey])
    await expectChangesToArrive("after")
  })

  test("leaves a server behind that was away, until it is connected again", async () => {
    const [, old] = await keys()
    server.cable.cut()
    const next = await announce()
    await expect(use(next.fingerprint)).rejects.toMatchObject({ code: "conflict" })
    await use(next.fingerprint, true)
    await retire(old?.fingerprint ?? "")
    server.cable.heal()
    const problem = async () => (await client.call(routes.showServer, { params: { id } })).problem
    await expect
      .poll(problem, { timeout: 120_000, interval: 500 })
      .toContain("not signed by a key that this server trusts")
    expect(await signers()).toEqual([old?.publicKey])
    const { command } = await client.call(routes.offerEnrolment, { params: { id } })
    await runCommand(client, server, id, command)
    expect(await signers()).toEqual([next.publicKey])
    await expectChangesToArrive("connected-again")
  })

  test("signs nothing that a server believes once it is retired, whoever has it", async () => {
    const desk = await fleet.openDesk(id)
    const evil = makeKey(fleet.folder, "evil")
    const { version } = await client.call(routes.showServer, { params: { id } })
    const forged = desk.bundle(version + 1, {
      server: id,
      users: [{ name: "deploy", lines: [`${evil.line} key-1`] }],
    })
    await server.read(`sed -i 's#^url .*#url ${desk.url}#' /etc/latchkey/server
      kill "$(pgrep -o -f 'lib/latchkey/latchkey-sync')"`)
    desk.publish(version + 1, desk.sign(forged, retiredKey))
    await expect.poll(() => desk.reports.join(""), patience).toContain("not signed by a key that this server trusts")
    expect(await opens(evil.file)).toBe(false)
    // The very same, signed by the key in use, is believed: so it was the signature.
    desk.publish(version + 1, desk.sign(forged, currentKey))
    await expect.poll(() => opens(evil.file), patience).toBe(true)
  })
})
