/** The keys that opened a real server before Latchkey: they go on doing so until somebody decides about them. */
import { type Client, type FoundKeyDecision, routes } from "@latchkey/contract"
import { fingerprintSha256, parsePublicKey } from "@latchkey/engine"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { type RunningDaemon, signUp, startDaemon } from "../kit/daemon.ts"
import { connectServer } from "./kit/connect-server.ts"
import { makeFleet } from "./kit/fleet.ts"
import { canBoot, logIn, makeKey, type TestServer } from "./kit/test-server.ts"

const patience = { timeout: 40_000, interval: 200 }

describe.skipIf(!canBoot())("keys that a server found", { timeout: 120_000 }, () => {
  const fleet = makeFleet()
  const [adopted, dropped, kept] = ["adopted", "dropped", "kept"].map((name) => makeKey(fleet.folder, name))
  let daemon: RunningDaemon
  let client: Client
  let server: TestServer
  let id: string

  beforeAll(async () => {
    daemon = await startDaemon({
      env: { LATCHKEY_LISTEN: `${fleet.network.address}:0`, LATCHKEY_INSECURE_HTTP: "1" },
    })
    client = (await signUp(daemon)).client
    server = await fleet.boot({ name: "found" })
    const lines = [`no-x11-forwarding ${adopted?.line}`, dropped?.line, kept?.line, ""].join("\n")
    await server.read("mkdir -p -m 700 /home/deploy/.ssh && cat >/home/deploy/.ssh/authorized_keys", lines)
    await server.read("chown -R deploy:deploy /home/deploy/.ssh && chmod 600 /home/deploy/.ssh/authorized_keys")
    id = await connectServer(client, server)
  }, 120_000)
  afterAll(() => daemon?.stop())

  const list = async () => (await client.call(routes.listFoundKeys, { params: { id } })).items
  const opens = async (key: typeof kept) => (await logIn(server, key?.file ?? "")).status === 0
  async function decide(key: typeof kept, decision: FoundKeyDecision["decision"]) {
    const fingerprint = fingerprintSha256(parsePublicKey(key?.line ?? "").blob)
    const found = (await list()).find((item) => item.fingerprint === fingerprint)
    return client.call(routes.decideFoundKey, { params: { id, foundId: found?.id ?? "" }, body: { decision } })
  }

  test("open it as before, and are named", async () => {
    for (const key of [adopted, dropped, kept]) expect(await opens(key)).toBe(true)
    await expect.poll(async () => (await list()).length, patience).toBe(3)
    expect((await list()).map(({ loginUser, decision }) => `${loginUser} ${decision}`)).toEqual(
      Array.from({ length: 3 }, () => "deploy undecided"),
    )
  })

  test("open it no more once they are dropped, and the others do", async () => {
    await decide(dropped, "drop")
    await expect.poll(() => opens(dropped), patience).toBe(false)
    for (const key of [adopted, kept]) expect(await opens(key)).toBe(true)
    // It leaves the list when the server has said that it has let go of it.
    await expect.poll(async () => (await list()).length, patience).toBe(2)
  })

  test("are Latchkey's once they are adopted: deleted there, they open it no more", async () => {
    expect((await decide(adopted, "adopt")).holder).not.toBeNull()
    await expect.poll(async () => (await list()).length, patience).toBe(1)
    expect(await opens(adopted)).toBe(true)
    const { items } = await client.call(routes.listServerKeys, { params: { id } })
    expect(items).toMatchObject([{ loginUser: "deploy", state: "in-effect" }])
    await client.call(routes.deleteKey, { params: { id: items[0]?.key.id ?? "" } })
    await expect.poll(() => opens(adopted), patience).toBe(false)
    expect(await opens(kept)).toBe(true)
  })
})
