/** A key is replaced by another on real servers: nobody is locked out on the way, forwards or back. */
import { type Client, routes } from "@latchkey/contract"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { type RunningDaemon, signUp, startDaemon } from "../kit/daemon.ts"
import { connectServer } from "./kit/connect-server.ts"
import { makeFleet } from "./kit/fleet.ts"
import { canBoot, logIn, makeKey, type TestServer } from "./kit/test-server.ts"

const patience = { timeout: 60_000, interval: 100 }

interface Connected {
  readonly server: TestServer
  readonly id: string
}

describe.skipIf(!canBoot())(
  "replacing a key on connected servers",
  () => {
    const fleet = makeFleet()
    let daemon: RunningDaemon
    let client: Client
    let connected: readonly Connected[] = []

    beforeAll(async () => {
      const listen = { LATCHKEY_LISTEN: `${fleet.network.address}:0`, LATCHKEY_INSECURE_HTTP: "1" }
      daemon = await startDaemon({ env: listen })
      client = (await signUp(daemon)).client
      connected = await Promise.all(
        ["web-1", "web-2", "web-3"].map(async (name) => {
          const server = await fleet.boot({ name })
          return { server, id: await connectServer(client, server) }
        }),
      )
    }, 180_000)
    afterAll(() => daemon?.stop())

    async function addKey(name: string) {
      const key = makeKey(fleet.folder, name)
      const { results } = await client.call(routes.importKeys, { body: { keys: [{ text: key.line, name }] } })
      const [result] = results
      if (result?.outcome !== "imported") throw new Error(`${name} was not imported`)
      return { ...key, id: result.key.id, fingerprint: result.key.fingerprint }
    }
    const statusOf = async ({ server }: Connected, { file }: { readonly file: string }) =>
      (await logIn(server, file)).status
    /** Each server lets the key in (0), or refuses it (255). */
    const become = (key: { readonly file: string }, statuses: readonly number[]) =>
      expect.poll(() => Promise.all(connected.map((each) => statusOf(each, key))), patience).toEqual(statuses)

    /** Lets web-1 to web-3 tell of logins, or keeps what they would tell for later. */
    const tellOfLogins = (signal: "STOP" | "CONT") =>
      Promise.all(
        connected.map(({ server }) =>
          server.read(`kill -${signal} $(ps -e -o pid,args | awk '/[l]atchkey-watch$/ { print $1 }')`),
        ),
      )
    /** The key is known to have logged in to each server. */
    const areTold = async (fingerprint: string) => {
      for (const { id } of connected) {
        const query = { kind: "login", search: fingerprint } as const
        const list = () => client.call(routes.listServerLogins, { params: { id }, query })
        await expect.poll(async () => (await list()).items.length, patience).toBeGreaterThan(0)
      }
    }

    test("lets both in, takes the old one from where the new one was used, and gives it back", async () => {
      const [oldKey, newKey] = [await addKey("old"), await addKey("new")]
      const [first] = connected
      if (first === undefined) throw new Error("no server is connected")
      const subject = { kind: "key", keyId: oldKey.id } as const
      for (const { id } of connected) {
        await client.call(routes.addAccess, { params: { id }, body: { loginUser: "deploy", subject } })
      }
      await become(oldKey, [0, 0, 0])
      await become(newKey, [255, 255, 255])

      const params = { id: oldKey.id }
      const body = { newKeyId: newKey.id, removeAfterLogin: false }
      await client.call(routes.startReplacement, { params, body })
      await tellOfLogins("STOP")
      await become(newKey, [0, 0, 0])
      await become(oldKey, [0, 0, 0])

      const place = { serverId: first.id, loginUser: "deploy" }
      await client.call(routes.removeReplaced, { params, body: place })
      await become(oldKey, [255, 0, 0])
      await become(newKey, [0, 0, 0])

      await client.call(routes.backOutReplacement, { params })
      await become(oldKey, [0, 0, 0])
      await become(newKey, [255, 255, 255])

      await client.call(routes.startReplacement, { params, body: { ...body, removeAfterLogin: true } })
      await expect
        .poll(async () => {
          const { replacement } = await client.call(routes.showReplacement, { params })
          return replacement?.places.map((one) => one.newKey?.state)
        }, patience)
        .toEqual(["in-effect", "in-effect", "in-effect"])
      await tellOfLogins("CONT")
      await areTold(newKey.fingerprint)
      await become(oldKey, [0, 0, 0])

      // One within the second of the beginning may have been before it, and does not count.
      await expect
        .poll(async () => {
          expect(await statusOf(first, newKey)).toBe(0)
          const { replacement } = await client.call(routes.showReplacement, { params })
          return replacement?.places.map((one) => one.newKey?.seenAt != null)
        }, patience)
        .toEqual([true, false, false])
      await become(oldKey, [255, 0, 0])
      const { replacement } = await client.call(routes.showReplacement, { params })
      expect(replacement?.places.map((one) => [one.server.name, one.newKey?.seenAt == null, one.oldKey])).toEqual([
        ["web-1", false, "removed"],
        ["web-2", true, "opens"],
        ["web-3", true, "opens"],
      ])

      await client.call(routes.finishReplacement, { params })
      await become(oldKey, [255, 255, 255])
      await become(newKey, [0, 0, 0])
      await expect
        .poll(async () => (await client.call(routes.showReceipt, { params, query: {} })).removed, patience)
        .toMatchObject({ total: 3, inEffect: 3, waiting: [] })
    })
  },
  400_000,
)
