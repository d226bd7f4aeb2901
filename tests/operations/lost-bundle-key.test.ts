/** The bundle key is lost with all backups: docs/host-channel.md says what to do then, and this does it. */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { type Client, routes } from "@latchkey/contract"
import { fingerprintSha256 } from "@latchkey/engine"
import { afterAll, beforeAll, expect, test } from "vitest"
import { clientWithToken, type RunningDaemon, signUp, startDaemon } from "../kit/daemon.ts"
import { openHost } from "../kit/host-client.ts"
import { newPublicLine } from "../kit/public-line.ts"

const folder = mkdtempSync(join(tmpdir(), "latchkey-data-"))
let daemon: RunningDaemon
beforeAll(async () => {
  daemon = await startDaemon({ dataFolder: folder })
}, 60_000)
afterAll(async () => {
  await daemon?.stop()
  rmSync(folder, { recursive: true, force: true })
})

test("servers go by what they have when the bundle key is lost, and each is connected again with one command", async () => {
  const alice = await signUp(daemon)
  let client: Client = alice.client
  const laptop = newPublicLine("laptop")
  const { results } = await client.call(routes.importKeys, { body: { keys: [{ text: laptop }] } })
  const [project] = (await client.call(routes.listProjects, {})).items
  const [imported] = results
  const keyId = imported?.outcome === "imported" ? imported.key.id : ""
  const { server, enrolment } = await client.call(routes.createServer, {
    params: { id: project?.id ?? "" },
    body: { name: "web", accesses: [{ loginUser: "root", subject: { kind: "key", keyId } }] },
  })
  const signer = async () => {
    const { items } = await client.call(routes.listBundleKeys, {})
    return items.find(({ state }) => state === "current")
  }
  const lost = await signer()
  const connectWith = async (code: string) => {
    const host = await openHost(() => daemon.url, (await signer())?.publicKey ?? "")
    await host.enrol(code)
    const hostKeyFingerprints = host.hostKeys.map(({ blob }) => fingerprintSha256(blob))
    await client.call(routes.confirmServer, { params: { id: server.id }, body: { hostKeyFingerprints } })
    await host.pollUntil(() => (host.linesOf("root") ?? []).length === 1)
    return host
  }
  const before = await connectWith(enrolment.url.replace(/^.*\//, ""))

  await daemon.stop()
  rmSync(join(folder, "host"), { recursive: true })
  daemon = await startDaemon({ dataFolder: folder })
  client = clientWithToken(daemon, alice.token)
  expect((await before.poll(0)).status).toBe(503)

  const next = await client.call(routes.announceBundleKey, {})
  const use = (force: boolean) =>
    client.call(routes.useBundleKey, { params: { fingerprint: next.fingerprint }, body: { force } })
  await expect(use(false)).rejects.toMatchObject({ code: "conflict" })
  await use(true)
  await client.call(routes.retireBundleKey, { params: { fingerprint: lost?.fingerprint ?? "" } })
  await expect(before.poll(0)).rejects.toThrow("not signed by a key that is trusted")

  const again = await client.call(routes.offerEnrolment, { params: { id: server.id } })
  const after = await connectWith(again.url.replace(/^.*\//, ""))
  expect(after.linesOf("root")).toEqual([expect.stringContaining(laptop.split(" ")[1] ?? "?")])
  expect((await client.call(routes.listAccesses, { params: { id: server.id } })).items).toHaveLength(1)
}, 120_000)
