import {
  addAccess,
  type Context,
  createRobot,
  decideFoundKey,
  disableKey,
  type FoundKey,
  type FoundKeyRequest,
  foundKeyId,
  importKeyPair,
  importKeys,
  listAccesses,
  listAuditEvents,
  listFoundKeys,
  listKeys,
  listServerKeys,
  reportCondition,
  reportFoundKeys,
  type Server,
  type SignedIn,
  updateAccess,
} from "@latchkey/core"
import { fingerprintSha256, parsePublicKey } from "@latchkey/engine"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { onEachDatabase } from "../../packages/daemon/test/db/databases.ts"
import { codeOf } from "../kit/codes.ts"
import { type Installation, openInstallation } from "../kit/installation.ts"
import { newPublicLine } from "../kit/public-line.ts"
import { connected, letInto, newServer } from "../kit/servers.ts"

let installation: Installation
let server: Server
let project: Awaited<ReturnType<typeof connected>>["project"]
beforeEach(async () => {
  installation = await openInstallation()
  ;({ server, project } = await connected(installation))
})
afterEach(() => installation.close())

/** The server, which bob's project has, finds one key. */
async function find(
  { context, bob }: Installation,
  on: Server,
  { line = newPublicLine("kim@desk"), options = "", loginUser = "root" } = {},
): Promise<FoundKey> {
  const publicKey = parsePublicKey(line)
  const fingerprint = fingerprintSha256(publicKey.blob)
  const id = foundKeyId(context.secrets.id())
  await reportFoundKeys(context, on, [{ id, loginUser, publicKey, fingerprint, options }])
  const [found] = (await listFoundKeys(context, bob, on.id)).items
  if (found === undefined) throw new Error("the key was not found")
  return found
}

function decide(found: FoundKey, request: FoundKeyRequest, actor: SignedIn = installation.bob) {
  return decideFoundKey(installation.context, actor, server.id, found.id, request)
}
const keysOf = async (context: Context, actor: SignedIn) =>
  (await listKeys(context, actor, { sort: "name", descending: false, limit: 10 })).items

describe("a found key that is adopted", () => {
  test("is registered and opens what it opened, held to its options and marked as it was", async () => {
    const { context, bob } = installation
    const found = await find(installation, server, { options: 'from="192.0.2.0/24",no-x11-forwarding,Restrict' })
    await decide(found, { decision: "break-glass" })
    expect(await decide(found, { decision: "adopt", name: "desk" })).toMatchObject({
      id: found.id,
      holder: { handle: "bob", kind: "person" },
    })
    expect(await keysOf(context, bob)).toMatchObject([{ name: "desk", fingerprint: found.fingerprint }])
    expect(await listAccesses(context, bob, server.id)).toMatchObject([
      {
        access: {
          loginUser: "root",
          options: { from: "192.0.2.0/24", noX11Forwarding: true, restrict: true },
          breakGlass: true,
        },
        subject: { key: { name: "desk" } },
        opens: 1,
      },
    ])
    const events = (await listAuditEvents(context, bob, { limit: 10 })).items
    expect(events.slice(0, 3).map(({ action }) => action)).toEqual(["found-key.adopt", "access.add", "key.import"])
    expect(events[0]).toMatchObject({ target: { name: "web-1" }, after: { fingerprint: found.fingerprint } })
    expect(await codeOf(decide(found, { decision: "adopt" }))).toBe("conflict")
  })

  test("stays whose it is when a member or a robot has registered it, and is nobody else's business", async () => {
    const { context, bob, alice } = installation
    const carol = await installation.add("carol")
    await letInto(installation, project, carol, "viewer")
    const robot = await createRobot(context, bob, project.id, { handle: "ci", displayName: "CI" })
    const [hers, machines, strangers] = [newPublicLine("a"), newPublicLine("b"), newPublicLine("c")]
    await importKeys(context, carol, [{ text: hers, name: "hers" }])
    await importKeys(context, bob, [{ text: machines, name: "machine" }], robot.id)
    await importKeys(context, alice, [{ text: strangers, name: "strange" }])

    expect((await find(installation, server, { line: strangers })).holder).toBeUndefined()
    const strange = await find(installation, server, { line: strangers })
    expect(await codeOf(decide(strange, { decision: "adopt" }))).toBe("conflict")
    for (const [line, handle] of [
      [hers, "carol"],
      [machines, "ci"],
    ] as const) {
      const found = await find(installation, server, { line })
      expect(found.holder).toMatchObject({ handle })
      expect(await codeOf(decide(found, { decision: "adopt", accountId: bob.account.id }))).toBe("conflict")
      await decide(found, { decision: "adopt" })
    }
    expect((await listServerKeys(context, bob, server.id)).openings.map(({ owner }) => owner.handle)).toEqual([
      "carol",
      "ci",
    ])
    expect(await keysOf(context, bob)).toEqual([])
  })

  test("becomes a robot's of this project, and no colleague's", async () => {
    const { context, bob } = installation
    const carol = await installation.add("carol")
    await letInto(installation, project, carol, "member")
    const robot = await createRobot(context, bob, project.id, { handle: "ci", displayName: "CI" })
    const found = await find(installation, server)
    expect(await codeOf(decide(found, { decision: "adopt", accountId: carol.account.id }))).toBe("not_found")
    expect(await decide(found, { decision: "adopt", accountId: robot.id }, carol)).toMatchObject({
      holder: { handle: "ci", kind: "robot" },
    })
  })

  test("needs a token that may register keys, and a key that opens something", async () => {
    const { context, bob } = installation
    const line = newPublicLine("kim")
    const found = await find(installation, server, { line })
    const narrow = { ...bob, scopes: ["servers:read", "servers:write"] } as const
    expect(await codeOf(decide(found, { decision: "adopt" }, narrow))).toBe("forbidden")
    const [outcome] = await importKeys(context, bob, [{ text: line }])
    if (outcome === undefined || !("key" in outcome)) throw new Error("the key was not imported")
    await disableKey(context, bob, outcome.key.id)
    expect(await codeOf(decide(found, { decision: "adopt" }))).toBe("conflict")
    const { id } = await importKeyPair(context, bob, { name: "second", type: "ssh", publicKey: line })
    expect(await codeOf(decide(found, { decision: "adopt" }))).toBe("done")
    const [given] = await listAccesses(context, bob, server.id)
    expect(given?.access.subject).toEqual({ kind: "key", keyId: id })
  })

  test.each(['environment="A=b"', 'permitopen="192.0.2.1:80"', "cert-authority", "pty", 'expiry-time="20301231"'])(
    "with the option %s is refused, and nothing is registered",
    async (options) => {
      const found = await find(installation, server, { options })
      const refusal = await decide(found, { decision: "adopt" }).catch((error: unknown) => error)
      expect(refusal).toMatchObject({ code: "invalid", message: expect.stringContaining(options.split("=")[0] ?? "") })
      expect(await keysOf(installation.context, installation.bob)).toEqual([])
    },
  )
})

describe("a decision about a found key", () => {
  test("is nobody's who may not change the server, and of no other server's keys", async () => {
    const { context, alice, bob } = installation
    const carol = await installation.add("carol")
    await letInto(installation, project, carol, "viewer")
    const found = await find(installation, server)
    expect(await codeOf(decide(found, { decision: "drop" }, alice))).toBe("not_found")
    expect(await codeOf(decide(found, { decision: "drop" }, carol))).toBe("forbidden")
    const other = await newServer(installation, "web-2")
    const request = { decision: "drop" } as const
    expect(await codeOf(decideFoundKey(context, bob, other.server.id, found.id, request))).toBe("not_found")
    expect(await listFoundKeys(context, bob, server.id)).toMatchObject({ items: [{ decision: "undecided" }] })
  })

  test("has no effect for a login user whom the server does not manage", async () => {
    const { context, bob } = installation
    const found = await find(installation, server)
    await reportCondition(context, server, { unmanaged: [{ loginUser: "root", reason: "match-block" }] })
    const [listed] = (await listFoundKeys(context, bob, server.id)).items
    expect(listed).toMatchObject({ decision: "undecided", isInEffect: true })
    expect(await decide(found, { decision: "drop" })).toMatchObject({ decision: "dropped", isInEffect: false })
  })

  test("is refused once the server has said that the key has gone", async () => {
    const { context } = installation
    const found = await find(installation, server)
    await reportFoundKeys(context, server, [])
    for (const decision of ["adopt", "keep", "drop", "break-glass"] as const) {
      expect(await codeOf(decide(found, { decision }))).toBe("not_found")
    }
  })
})

test("what opens a login user whom the server does not manage is never in effect", async () => {
  const { context, bob } = installation
  await importKeys(context, bob, [{ text: newPublicLine("own") }])
  await addAccess(context, bob, server.id, { loginUser: "root", subject: { kind: "project" } })
  await reportCondition(context, server, { unmanaged: [{ loginUser: "root", reason: "missing" }] })
  expect((await listServerKeys(context, bob, server.id)).openings).toMatchObject([
    { state: "unmanaged", reason: "missing" },
  ])
})

test("an access is marked as break-glass and unmarked, which is an event each", async () => {
  const { context, bob } = installation
  const request = { loginUser: "root", subject: { kind: "project" } } as const
  const { access } = await addAccess(context, bob, server.id, { ...request, breakGlass: true })
  expect(access.breakGlass).toBe(true)
  const marked = await updateAccess(context, bob, server.id, access.id, { breakGlass: false })
  expect(marked.access).toEqual({ ...access, breakGlass: false })
  const [event] = (await listAuditEvents(context, bob, { limit: 1 })).items
  expect(event).toMatchObject({ action: "access.update", before: { breakGlass: true }, after: { breakGlass: false } })
})

describe("of what is decided about found keys at once", () => {
  onEachDatabase((current) => {
    test("one adopts a key, and the last decision holds whole", async () => {
      const one = await openInstallation(current())
      const other = await one.otherDaemon()
      const made = await connected(one)
      const carol = await one.add("carol")
      await letInto(one, made.project, carol, "member")
      for (let round = 0; round < 3; round++) {
        const found = await find(one, made.server)
        const both = (request: (actor: SignedIn) => FoundKeyRequest) =>
          Promise.all([
            codeOf(decideFoundKey(one.context, one.bob, made.server.id, found.id, request(one.bob))),
            codeOf(decideFoundKey(other, carol, made.server.id, found.id, request(carol))),
          ])
        const mixed = await both((actor) => ({ decision: actor === carol ? "drop" : "break-glass" }))
        expect(mixed).toEqual(["done", "done"])
        expect((await both(() => ({ decision: "adopt" }))).toSorted()).toEqual(["conflict", "done"])
        const [listed] = (await listFoundKeys(one.context, one.bob, made.server.id)).items
        const holders = [one.bob, carol].filter(({ account }) => account.id === listed?.holder?.id)
        expect(holders).toHaveLength(1)
      }
      expect(await listAccesses(one.context, one.bob, made.server.id)).toHaveLength(3)
      await one.close()
    })

    test("a report that comes meanwhile leaves a decision or takes the key away", async () => {
      const one = await openInstallation(current())
      const other = await one.otherDaemon()
      const made = await connected(one)
      for (let round = 0; round < 5; round++) {
        const found = await find(one, made.server)
        const [outcome] = await Promise.all([
          codeOf(decideFoundKey(one.context, one.bob, made.server.id, found.id, { decision: "drop" })),
          reportFoundKeys(other, made.server, []),
        ])
        const [decision] = await one.context.database.stores.foundKeys
          .listDecisions([made.server.id])
          .then((all) => all.filter(({ key }) => key === Buffer.from(found.publicKey.blob).toString("base64")))
        expect([outcome, decision?.decision]).toEqual(
          outcome === "done" ? ["done", "dropped"] : ["not_found", undefined],
        )
      }
      await one.close()
    })
  })
})
