import { addAccess, listAccesses, showServer } from "@latchkey/core"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { type HostWorld, openHostWorld } from "./host-world.ts"

let world: HostWorld
beforeEach(async () => {
  world = await openHostWorld()
})
afterEach(() => world.close())

/** A server's token was copied to another machine, which has no host key of the server's. */
describe("a stolen token", () => {
  const context = () => world.door.context

  test("reads that server's public keys and nothing else of Latchkey's", async () => {
    const { server, host } = await world.connect()
    const other = await world.connect()
    const [own, hidden] = [await world.newKey("own"), await world.newKey("hidden")]
    const give = (id: typeof server.id, keyId: typeof own.id) =>
      addAccess(context(), world.alice, id, { loginUser: "root", subject: { kind: "key", keyId } })
    await give(server.id, own.id)
    await give(other.server.id, hidden.id)
    await host.pollUntil(() => host.linesOf("root")?.length === 1)
    await other.host.pollUntil(() => other.host.linesOf("root")?.length === 1)
    const line = (of: typeof host) => of.linesOf("root")?.[0]?.split(" ")[1] ?? "none"

    const headers = { authorization: `Bearer ${host.token()}` }
    const ask = (path: string, init: RequestInit = {}) => fetch(`${world.door.url}${path}`, { ...init, headers })
    const bundle = await (await ask("/host/v1/bundle?have=0&nonce=0123456789abcdef&hold=0")).text()
    expect(bundle).toContain(line(host))
    expect(bundle).not.toContain(line(other.host))

    for (const path of [
      "/account",
      "/keys",
      `/keys/${own.id}`,
      "/projects",
      "/accounts",
      "/audit",
      "/bundle-keys",
      `/servers/${server.id}`,
      `/servers/${server.id}/keys`,
      `/servers/${server.id}/logins`,
      `/servers/${server.id}/found-keys`,
      `/servers/${other.server.id}`,
    ]) {
      expect({ path, status: (await ask(`/api/v1${path}`)).status }).toEqual({ path, status: 401 })
    }
  })

  test("writes that server's reports alone", async () => {
    const { server, host } = await world.connect()
    const other = await world.connect()
    await host.pollUntil(() => host.version() === 1)
    await other.host.pollUntil(() => other.host.version() === 1)
    const untouched = await showServer(context(), world.alice, other.server.id)
    const headers = { authorization: `Bearer ${host.token()}` }
    const post = (path: string, body: string) =>
      fetch(`${world.door.url}${path}`, {
        method: "POST",
        headers: { ...headers, ...(path.startsWith("/api/") && { "content-type": "application/json" }) },
        body,
      }).then(({ status }) => status)

    expect(await post("/host/v1/report", "problem made up\n")).toBe(204)
    expect((await showServer(context(), world.alice, server.id)).problem).toBe("made up")
    // Nothing was ordered; the proof that an order asks for is tried in server-trust.test.ts.
    expect(await post("/host/v1/token", "order 1\n")).toBe(409)
    expect(await post("/host/v1/unlock", "unlock bcdefghilnoprstu\n")).toBe(404)
    for (const path of [
      "/api/v1/keys",
      `/api/v1/servers/${server.id}/accesses`,
      `/api/v1/servers/${server.id}/unlock`,
    ]) {
      expect({ path, status: await post(path, "{}") }).toEqual({ path, status: 401 })
    }
    expect(await showServer(context(), world.alice, other.server.id)).toEqual(untouched)
    expect(await listAccesses(context(), world.alice, server.id)).toEqual([])
  })
})
