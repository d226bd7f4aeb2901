import { routes } from "@latchkey/contract"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { addAccount } from "../../../../tests/kit/accounts.ts"
import { type RunningDaemon, type SignedUp, signUp, startDaemon } from "../../../../tests/kit/daemon.ts"
import { enrolBeside } from "../../../../tests/kit/enrol.ts"
import { newPublicLine } from "../../../../tests/kit/public-line.ts"
import { refusalOf } from "../../../../tests/kit/refusals.ts"

let daemon: RunningDaemon
let alice: SignedUp
let project: string
let keyId: string
beforeAll(async () => {
  daemon = await startDaemon()
  alice = await signUp(daemon)
  project = (await alice.client.call(routes.createProject, { body: { name: "atlas" } })).id
  const body = { keys: [{ text: newPublicLine("alice@laptop"), name: "laptop" }] }
  const [result] = (await alice.client.call(routes.importKeys, { body })).results
  keyId = result?.outcome === "imported" ? result.key.id : expect.fail()
})
afterAll(() => daemon.stop())

let count = 0
const create = (more: object = {}) =>
  alice.client.call(routes.createServer, { params: { id: project }, body: { name: `web-${++count}`, ...more } })

describe("a server", () => {
  test("is made with the command that connects it, which nothing shows again", async () => {
    const { server, enrolment } = await create({ address: "web.example.org", stalePolicy: "deny" })
    expect(enrolment.url).toMatch(new RegExp(`^${daemon.url}/enrol/[A-Za-z0-9_-]{43}$`))
    expect(enrolment.command).toBe(`curl -fsS ${enrolment.url} | sudo sh`)
    const ahead = Date.parse(enrolment.expiresAt) - Date.parse(server.createdAt)
    expect(ahead).toBeGreaterThanOrEqual(60 * 60 * 1000)
    const shown = await alice.client.call(routes.showServer, { params: { id: server.id } })
    expect(shown).toEqual(server)
    expect(shown).toMatchObject({ state: "waiting", address: "web.example.org", stalePolicy: "deny", version: 0 })
    const { items } = await alice.client.call(routes.listServers, { params: { id: project } })
    expect(items).toContainEqual(server)
    const code = enrolment.url.replace(/^.*\//, "")
    expect(JSON.stringify([shown, items])).not.toContain(code)
    expect(daemon.log()).not.toContain(code)
    const next = await alice.client.call(routes.offerEnrolment, { params: { id: server.id } })
    expect(next.url).not.toBe(enrolment.url)
  })

  test("shows its host keys to be confirmed, as a line of known_hosts has them", async () => {
    const { server, enrolment } = await create()
    const fingerprint = await enrolBeside(daemon, enrolment)
    const params = { id: server.id }
    const unconfirmed = await alice.client.call(routes.showServer, { params })
    expect(unconfirmed).toMatchObject({
      state: "unconfirmed",
      hostKeys: [
        { keyType: "ssh-ed25519", bits: 256, fingerprint, publicKey: expect.stringMatching(/^ssh-ed25519 AAAA\S+$/) },
      ],
    })
    const body = { hostKeyFingerprints: [fingerprint] }
    const confirmed = await alice.client.call(routes.confirmServer, { params, body })
    expect(confirmed).toMatchObject({ state: "connected", confirmedAt: expect.any(String) })
  })

  test("is made with who is to open it, and lists what that is", async () => {
    const accesses = [
      { loginUser: "deploy", subject: { kind: "key", keyId }, options: { from: "10.0.0.0/8", noPty: true } },
      { loginUser: "root", subject: { kind: "project" } },
    ]
    const { id } = (await create({ accesses })).server
    const { items } = await alice.client.call(routes.listAccesses, { params: { id } })
    expect(items).toMatchObject([
      {
        loginUser: "deploy",
        subject: { kind: "key", key: { name: "laptop" }, owner: { handle: "alice", kind: "person" } },
        options: { from: "10.0.0.0/8", noPty: true },
        opens: 1,
      },
      { loginUser: "root", subject: { kind: "project" }, options: {}, opens: 1 },
    ])
    const keys = await alice.client.call(routes.listServerKeys, { params: { id } })
    expect(keys.items).toMatchObject([
      { loginUser: "deploy", key: { id: keyId, name: "laptop" }, accessId: items[0]?.id, state: "waiting" },
      { loginUser: "root", key: { id: keyId }, accessId: items[1]?.id, state: "waiting" },
    ])
    const opened = await alice.client.call(routes.listKeyOpenings, { params: { id: keyId } })
    expect(opened.items.filter(({ server }) => server.id === id)).toHaveLength(2)
    const [first] = items
    await alice.client.call(routes.removeAccess, { params: { id, accessId: first?.id ?? "" } })
    expect((await alice.client.call(routes.listServerKeys, { params: { id } })).items).toHaveLength(1)
  })
})

test("what is wrong with an access is said at its place", async () => {
  const accesses = [
    { loginUser: "deploy", subject: { kind: "project" } },
    { loginUser: "de ploy", subject: { kind: "project" } },
  ]
  const refusal = await refusalOf(create({ accesses }))
  expect(refusal).toMatchObject({ code: "invalid", fields: [{ path: "accesses.1.loginUser" }] })
  const unknown = [{ loginUser: "deploy", subject: { kind: "project" }, options: { "cert-authority": true } }]
  expect(await refusalOf(create({ accesses: unknown }))).toMatchObject({ code: "invalid" })
})

test("a stranger is told the same of a server as of one that there is not", async () => {
  const { server } = await create()
  const { client } = await addAccount(daemon, "stranger")
  const real = await refusalOf(client.call(routes.showServer, { params: { id: server.id } }))
  const unknown = await refusalOf(client.call(routes.showServer, { params: { id: keyId } }))
  expect([real.code, real.message, real.hint]).toEqual([unknown.code, unknown.message, unknown.hint])
  expect(real.code).toBe("not_found")
})
