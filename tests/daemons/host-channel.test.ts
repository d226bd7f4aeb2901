import { cpSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { routes } from "@latchkey/contract"
import { fingerprintSha256 } from "@latchkey/engine"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { clientWithToken, type RunningDaemon, type SignedUp, signUp, startDaemon } from "../kit/daemon.ts"
import { type HostClient, openHost } from "../kit/host-client.ts"
import { hasPostgres, type PostgresCluster, startPostgres } from "../kit/postgres.ts"
import { newPublicLine } from "../kit/public-line.ts"

const patience = { timeout: 20_000 }

describe.skipIf(!hasPostgres())("a server at two daemons over one PostgreSQL", () => {
  let cluster: PostgresCluster
  let folders: string
  let first: RunningDaemon
  let second: RunningDaemon
  let alice: SignedUp
  let there: SignedUp["client"]
  let at = ""
  let host: HostClient
  let server: string

  beforeAll(async () => {
    cluster = await startPostgres({ fsync: false })
    folders = mkdtempSync(join(tmpdir(), "latchkey-two-"))
    const start = (name: string) => startDaemon({ database: cluster.url, dataFolder: join(folders, name) })
    first = await start("first")
    alice = await signUp(first)
    cpSync(join(folders, "first", "host"), join(folders, "second", "host"), { recursive: true })
    second = await start("second")
    there = clientWithToken(second, alice.token)
    at = first.url
    const { items } = await alice.client.call(routes.listProjects, {})
    const [project] = items
    if (project === undefined) throw new Error("alice has no project")
    const made = await alice.client.call(routes.createServer, { params: { id: project.id }, body: { name: "web-1" } })
    server = made.server.id
    const script = await (await fetch(made.enrolment.url)).text()
    const signer = /^ {2}LATCHKEY_SIGNER='(.*)'$/m.exec(script)?.[1] ?? ""
    host = await openHost(() => at, signer)
    await host.enrol(/\/enrol\/(.*)$/.exec(made.enrolment.url)?.[1] ?? "")
    const hostKeyFingerprints = host.hostKeys.map(({ blob }) => fingerprintSha256(blob))
    await there.call(routes.confirmServer, { params: { id: server }, body: { hostKeyFingerprints } })
    await host.pollUntil(() => host.version() > 0)
  })
  afterAll(async () => {
    await Promise.all([first?.stop(), second?.stop()])
    await cluster?.stop()
    rmSync(folders, { recursive: true, force: true })
  })

  async function newKey(): Promise<string> {
    const { results } = await alice.client.call(routes.importKeys, { body: { keys: [{ text: newPublicLine("key") }] } })
    const [imported] = results
    if (imported?.outcome !== "imported") throw new Error("not imported")
    return imported.key.id
  }
  const keysOn = () => there.call(routes.listServerKeys, { params: { id: server } })

  test("gets from the one that it polls what was changed through the other, and both tell what is in effect", async () => {
    at = second.url
    const keyId = await newKey()
    const held = host.poll(50)
    await alice.client.call(routes.addAccess, {
      params: { id: server },
      body: { loginUser: "deploy", subject: { kind: "key", keyId } },
    })
    expect(await held).toMatchObject({ kind: "bundle" })
    expect(host.linesOf("deploy")).toHaveLength(1)
    expect((await keysOn()).items).toMatchObject([{ key: { id: keyId }, state: "waiting" }])
    at = first.url
    const next = host.poll(50)
    await expect.poll(async () => (await keysOn()).items, patience).toMatchObject([{ state: "in-effect" }])
    const { items } = await alice.client.call(routes.listKeyOpenings, { params: { id: keyId } })
    expect(items).toMatchObject([{ server: { id: server }, loginUser: "deploy", state: "in-effect" }])
    await there.call(routes.deleteKey, { params: { id: keyId } })
    expect(await next).toMatchObject({ kind: "bundle" })
    expect(host.linesOf("deploy")).toEqual([])
    expect((await keysOn()).removals).toMatchObject([{ keyId, loginUser: "deploy" }])
    await host.poll(0)
    await expect.poll(async () => (await keysOn()).removals, patience).toEqual([])
  })

  test("has one version whichever it asks, and neither writes its token down", async () => {
    const access = { loginUser: "root", subject: { kind: "project" } } as const
    await alice.client.call(routes.addAccess, { params: { id: server }, body: access })
    await newKey()
    await host.pollUntil(() => host.linesOf("root")?.length === 1)
    const version = host.version()
    for (const { url } of [second, first, second]) {
      at = url
      expect(await host.poll(1)).toMatchObject({ kind: "fresh" })
    }
    expect(host.version()).toBe(version)
    for (const { log } of [first, second]) expect(log()).not.toContain(host.token())
  })
})
