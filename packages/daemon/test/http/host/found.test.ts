import { decideFoundKey, type FoundKeyRequest, listFoundKeys, type Server, showServer } from "@latchkey/core"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { newPublicLine } from "../../../../../tests/kit/public-line.ts"
import { type HostWorld, openHostWorld } from "./host-world.ts"

const patience = { timeout: 20_000 }

let world: HostWorld
beforeEach(async () => {
  world = await openHostWorld()
})
afterEach(() => world.close())

const found = async ({ id }: Server) => (await listFoundKeys(world.door.context, world.alice, id)).items
const text = (...lines: readonly string[]) => ["found-list", ...lines.map((line) => `found ${line}`), ""].join("\n")

describe("a server that says what it found", () => {
  test("is told what was decided, and has it in effect once it goes by that", async () => {
    const { server, host } = await world.connect()
    await host.pollUntil(() => host.version() === 1)
    const [dropped, marked] = [newPublicLine("old@home"), newPublicLine("ops desk")]
    expect(await host.reportFound(text(`root ${dropped}`, `deploy from="192.0.2.1" ${marked}`))).toBe(204)
    expect(await found(server)).toMatchObject([
      { loginUser: "deploy", options: 'from="192.0.2.1"', publicKey: { comment: "ops desk" }, decision: "undecided" },
      { loginUser: "root", options: "", publicKey: { comment: "old@home" }, decision: "undecided" },
    ])
    const held = host.poll(50)
    const decide = async (user: string, decision: FoundKeyRequest["decision"]) => {
      const key = (await found(server)).find(({ loginUser }) => loginUser === user)
      if (key === undefined) throw new Error("the key is not there")
      await decideFoundKey(world.door.context, world.alice, server.id, key.id, { decision })
    }
    await decide("root", "drop")
    const { kind, text: bundle } = await held
    expect(kind).toBe("bundle")
    expect(bundle).toContain(`\nuser root 0\ndrop root ${dropped.split(" ")[1]}\nsigner ssh-ed25519 `)
    await decide("deploy", "break-glass")
    await host.pollUntil(() => host.version() === 3)
    const inEffect = async () => (await found(server)).map(({ decision, isInEffect }) => [decision, isInEffect])
    await expect.poll(inEffect, patience).toEqual([
      ["break-glass", true],
      ["dropped", true],
    ])
    // It has let go of the key, for good.
    await expect(decide("root", "keep")).rejects.toMatchObject({ code: "conflict" })
    expect(await host.reportFound(text(`deploy ${marked}`))).toBe(204)
    expect(await inEffect()).toEqual([["break-glass", true]])
    await host.poll(0)
    expect(host.version()).toBe(3)
  })

  test("is believed about its own keys alone, as far as sshd would read them", async () => {
    const { server, host } = await world.connect()
    const { server: other } = await world.connect()
    const good = newPublicLine("bell \u0007 and \u202e comment")
    const body = text(
      `root ${good}`,
      `root no-pty ${good}`,
      `user with space ${newPublicLine("x")}`,
      `../root ${newPublicLine("x")}`,
      "root ssh-ed25519 AAAA",
      "root # a comment",
      `root ${newPublicLine("x".repeat(9_000))}`,
      `root ${newPublicLine("nul \u0000")}`,
      `root @odd="1" ${newPublicLine("x")}`,
      `root wat="1" ${newPublicLine("x")}`,
    )
    expect(await host.reportFound(body)).toBe(204)
    expect((await found(server)).map(({ options }) => options)).toEqual(["", '@odd="1"', 'wat="1"'])
    expect(await found(other)).toEqual([])
  })

  test("is heard when somebody's line looks like a private key, without what does", async () => {
    const { server, host } = await world.connect()
    const head = ["-----BEGIN OPENSSH", "PRIVATE KEY-----"].join(" ")
    const lines = [
      `deploy ${newPublicLine(head)}`,
      `root ${newPublicLine("kept")}`,
      `web command="${head}" ${newPublicLine("x")}`,
    ]
    expect(await host.reportFound(text(...lines))).toBe(204)
    expect(await found(server)).toMatchObject([
      { loginUser: "deploy", options: "", publicKey: { comment: "" } },
      { loginUser: "root", options: "", publicKey: { comment: "kept" } },
      { loginUser: "web", options: "withheld", publicKey: { comment: "" } },
    ])
  })

  test("is refused what is too much, and a private key", async () => {
    const { server, host } = await world.connect()
    expect(await host.reportFound(text(`root ${newPublicLine("kept")}`))).toBe(204)
    const lines = Array.from({ length: 1_001 }, () => "root ssh-ed25519 AAAA")
    expect(await host.reportFound(text(...lines))).toBe(400)
    expect(await host.reportFound("x".repeat(300_000))).toBe(413)
    const head = ["-----BEGIN OPENSSH", "PRIVATE KEY-----"].join(" ")
    expect(await host.reportFound(`${text("root x")}\n${head}\n${"A".repeat(70)}\n`)).toBe(400)
    expect(await host.reportFound("news from a later script\n")).toBe(204)
    expect(await found(server)).toHaveLength(1)
    expect(await host.reportFound("found-list\n")).toBe(204)
    expect(await found(server)).toEqual([])
  })

  test("says it thirty times a minute at most", async () => {
    const { host } = await world.connect()
    const answers = await Promise.all(Array.from({ length: 40 }, () => host.reportFound("found-list\n")))
    expect(answers.filter((status) => status === 204)).toHaveLength(30)
    expect(answers.filter((status) => status === 429)).toHaveLength(10)
    expect((await host.poll(0)).status).toBe(200)
  })
})

test("a server that says whom it does not manage is taken at its last word", async () => {
  const { server, host } = await world.connect()
  const unmanaged = async () => (await showServer(world.door.context, world.alice, server.id)).unmanaged
  await host.report("ok\nunmanaged root match-block\nunmanaged deploy of-tomorrow\nunmanaged ../x missing\n")
  const said = [
    { loginUser: "deploy", reason: "failed" },
    { loginUser: "root", reason: "match-block" },
  ]
  expect(await unmanaged()).toEqual(said)
  // Only a report of the server's own state is one about that.
  await host.report("news from a later script\n")
  expect(await unmanaged()).toEqual(said)
  await host.report("problem no disk\nunmanaged root missing\n")
  expect(await unmanaged()).toEqual([{ loginUser: "root", reason: "missing" }])
  await host.report("ok\n")
  expect(await unmanaged()).toEqual([])
})

test("a server that says again and again that it has newer versions makes few events", async () => {
  const { server, host } = await world.connect()
  await host.pollUntil(() => host.version() === 1)
  const statuses: number[] = []
  for (let count = 1; count <= 8; count++) {
    host.pretend(count * 1_000)
    statuses.push((await host.poll(0)).status)
  }
  expect(statuses.slice(5)).toEqual([429, 429, 429])
  const events = await world.door.context.database.stores.auditEvents.list({ limit: 100 })
  const overtakes = events.items.filter(({ action, target }) => action === "server.overtake" && target.id === server.id)
  expect(overtakes).toHaveLength(5)
})
