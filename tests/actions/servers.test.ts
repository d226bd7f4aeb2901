import {
  addAccess,
  confirmServer,
  createServer,
  deleteProject,
  deleteServer,
  disableAccount,
  enrolmentCodeLifetime,
  enrolServer,
  listAccesses,
  listAuditEvents,
  listServerKeys,
  listServers,
  lookUpEnrolment,
  offerEnrolment,
  removeMember,
  serverId,
  showServer,
  updateServer,
} from "@latchkey/core"
import { fingerprintSha256 } from "@latchkey/engine"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { codeOf } from "../kit/codes.ts"
import { type Installation, openInstallation, withScopes } from "../kit/installation.ts"
import { addKeyOf, enrolled, letInto, newReport, newServer } from "../kit/servers.ts"

let installation: Installation
beforeEach(async () => {
  installation = await openInstallation()
})
afterEach(() => installation.close())

const everyone = { loginUser: "deploy", subject: { kind: "project" } } as const

describe("a server", () => {
  test("is there for its project's members alone, administrators not among them", async () => {
    const { context, alice } = installation
    const { server, project } = await newServer(installation)
    const attempts = [
      listServers(context, alice, project.id),
      createServer(context, alice, project.id, { name: "mine" }),
      showServer(context, alice, server.id),
      updateServer(context, alice, server.id, { name: "mine" }),
      deleteServer(context, alice, server.id),
      offerEnrolment(context, alice, server.id),
      confirmServer(context, alice, server.id, ["SHA256:x"]),
      listAccesses(context, alice, server.id),
      addAccess(context, alice, server.id, everyone),
      listServerKeys(context, alice, server.id),
    ]
    expect(new Set(await Promise.all(attempts.map(codeOf)))).toEqual(new Set(["not_found"]))
    const unknown = showServer(context, alice, serverId(context.secrets.id()))
    const hidden = await showServer(context, alice, server.id).catch((error: unknown) => error)
    await expect(unknown).rejects.toEqual(hidden)
  })

  test.each([
    ["owner", "done"],
    ["member", "done"],
    ["viewer", "forbidden"],
  ] as const)("can be looked at by a %s, and changing it is %2$s", async (role, change) => {
    const { context, add } = installation
    const { server, project } = await newServer(installation)
    const carol = await add("carol")
    await letInto(installation, project, carol, role)
    const reading = [
      listServers(context, carol, project.id),
      showServer(context, carol, server.id),
      listAccesses(context, carol, server.id),
      listServerKeys(context, carol, server.id),
    ]
    expect(new Set(await Promise.all(reading.map(codeOf)))).toEqual(new Set(["done"]))
    const changing = [
      createServer(context, carol, project.id, { name: "hers" }),
      updateServer(context, carol, server.id, { stalePolicy: "deny" }),
      offerEnrolment(context, carol, server.id),
      addAccess(context, carol, server.id, everyone),
    ]
    expect(new Set(await Promise.all(changing.map(codeOf)))).toEqual(new Set([change]))
    expect(await codeOf(deleteServer(context, carol, server.id))).toBe(change)
  })

  test("needs a token's scope, and to write another than to read", async () => {
    const { context, bob } = installation
    const { server } = await newServer(installation)
    const reader = withScopes(bob, ["servers:read"])
    const writer = withScopes(bob, ["servers:write"])
    expect(await codeOf(showServer(context, reader, server.id))).toBe("done")
    expect(await codeOf(updateServer(context, reader, server.id, { name: "x" }))).toBe("forbidden")
    expect(await codeOf(updateServer(context, writer, server.id, { name: "x" }))).toBe("done")
    expect(await codeOf(listServerKeys(context, writer, server.id))).toBe("forbidden")
  })

  test("has a name that no other in its project has, whatever the case of its letters", async () => {
    const { context, bob } = installation
    const { project } = await newServer(installation, "web-1")
    const other = await createServer(context, bob, project.id, { name: "web-2" })
    expect(await codeOf(createServer(context, bob, project.id, { name: "WEB-1" }))).toBe("conflict")
    expect(await codeOf(updateServer(context, bob, other.server.id, { name: "Web-1" }))).toBe("conflict")
    expect((await updateServer(context, bob, other.server.id, { name: "WEB-2" })).name).toBe("WEB-2")
    expect((await newServer(installation, "web-1")).server.name).toBe("web-1")
    expect((await listServers(context, bob, project.id)).map(({ name }) => name)).toEqual(["web-1", "WEB-2"])
  })

  test("keeps what a change does not name", async () => {
    const { context, bob } = installation
    const { server } = await newServer(installation)
    await updateServer(context, bob, server.id, { address: "web-1.example.org" })
    const changed = await updateServer(context, bob, server.id, { stalePolicy: "keep" })
    expect(changed).toMatchObject({ name: "web-1", address: "web-1.example.org", stalePolicy: "keep" })
    expect(await showServer(context, bob, server.id)).toEqual(changed)
    expect(await updateServer(context, bob, server.id, { address: null })).not.toHaveProperty("address")
    expect(await codeOf(updateServer(context, bob, server.id, { address: "a b" }))).toBe("invalid")
  })

  test("counts for its project's quota until it is disconnected", async () => {
    const { context, bob } = installation
    const { project, server } = await newServer(installation)
    for (let count = 2; count <= project.serverQuota; count++) {
      await createServer(context, bob, project.id, { name: `web-${count}` })
    }
    expect(await codeOf(createServer(context, bob, project.id, { name: "more" }))).toBe("quota_exceeded")
    await deleteServer(context, bob, server.id)
    expect(await codeOf(createServer(context, bob, project.id, { name: "more" }))).toBe("done")
  })

  test("keeps its project from being deleted", async () => {
    const { context, bob } = installation
    const { project, server } = await newServer(installation)
    const attempt = deleteProject(context, bob, project.id)
    await expect(attempt).rejects.toMatchObject({ code: "conflict", message: expect.stringContaining("web-1") })
    await deleteServer(context, bob, server.id)
    expect(await codeOf(deleteProject(context, bob, project.id))).toBe("done")
  })

  test("is not stored when one of its accesses cannot be given", async () => {
    const { context, alice, bob } = installation
    const { project } = await newServer(installation)
    const strangers = await addKeyOf(context, alice, "hers")
    const subject = { kind: "key", keyId: strangers.id } as const
    const accesses = [everyone, { loginUser: "root", subject }]
    expect(await codeOf(createServer(context, bob, project.id, { name: "web-2", accesses }))).toBe("not_found")
    expect(await listServers(context, bob, project.id)).toHaveLength(1)
  })
})

describe("an enrolment code", () => {
  test("lets a machine enrol once, and brings nothing before its host keys are confirmed", async () => {
    const { context, bob } = installation
    const { server, secret } = await newServer(installation)
    expect((await lookUpEnrolment(context, secret)).state).toBe("waiting")
    expect(await codeOf(confirmServer(context, bob, server.id, ["SHA256:x"]))).toBe("conflict")
    const report = newReport({ hostname: "web-1.example.org" })
    const { token, server: after } = await enrolServer(context, secret, report)
    expect(after).toMatchObject({ state: "unconfirmed", address: "web-1.example.org", loginUsers: ["root", "deploy"] })
    expect(await showServer(context, bob, server.id)).toEqual(after)
    expect((await context.database.stores.servers.findByToken(context.secrets.hash(token)))?.id).toBe(after.id)
    expect(await codeOf(enrolServer(context, secret, report))).toBe("not_found")
    expect(await codeOf(lookUpEnrolment(context, secret))).toBe("not_found")
    const fingerprints = report.hostKeys.map(({ blob }) => fingerprintSha256(blob))
    expect((await confirmServer(context, bob, server.id, fingerprints)).state).toBe("connected")
    expect(await showServer(context, bob, server.id)).toMatchObject({ state: "connected" })
  })

  test("learns an address where none is given: a full name, else where the machine asks from", async () => {
    const { context, bob, from } = installation
    const report = newReport({ hostname: "db; rm -rf /" })
    const { server, secret } = await newServer(installation)
    expect((await enrolServer(from("2001:db8::7"), secret, report)).server.address).toBe("2001:db8::7")
    await updateServer(context, bob, server.id, { address: "chosen.example.org" })
    const again = await offerEnrolment(context, bob, server.id)
    const named = newReport({ hostname: "other.example.org" })
    expect((await enrolServer(context, again.secret, named)).server.address).toBe("chosen.example.org")
  })

  test("works for an hour", async () => {
    const { context, tick } = installation
    const { secret } = await newServer(installation)
    tick(enrolmentCodeLifetime - 1)
    expect(await codeOf(lookUpEnrolment(context, secret))).toBe("done")
    tick(1)
    expect(await codeOf(enrolServer(context, secret, newReport()))).toBe("not_found")
  })

  test("is replaced by a newer one", async () => {
    const { context, bob } = installation
    const { server, secret } = await newServer(installation)
    const next = await offerEnrolment(context, bob, server.id)
    expect(await codeOf(enrolServer(context, secret, newReport()))).toBe("not_found")
    expect(await codeOf(enrolServer(context, next.secret, newReport()))).toBe("done")
  })

  test("is worth nothing once its maker could not make it any more, nor when its server is gone", async () => {
    const { context, alice, bob, add } = installation
    const { server, project, secret } = await newServer(installation)
    const [carol, dave] = [await add("carol"), await add("dave")]
    for (const each of [carol, dave]) await letInto(installation, project, each, "member")
    const hers = await offerEnrolment(context, carol, server.id)
    expect(await codeOf(lookUpEnrolment(context, secret))).toBe("not_found")
    await removeMember(context, bob, project.id, carol.account.id)
    expect(await codeOf(enrolServer(context, hers.secret, newReport()))).toBe("not_found")
    const his = await offerEnrolment(context, dave, server.id)
    await disableAccount(context, alice, dave.account.id)
    expect(await codeOf(enrolServer(context, his.secret, newReport()))).toBe("not_found")
    const last = await offerEnrolment(context, bob, server.id)
    await deleteServer(context, bob, server.id)
    expect(await codeOf(enrolServer(context, last.secret, newReport()))).toBe("not_found")
  })

  test("of a connected server puts another machine in its place, which has to be confirmed", async () => {
    const { context, bob } = installation
    const { server, token } = await enrolled(installation)
    const shown = server.hostKeys.map(({ blob }) => fingerprintSha256(blob))
    await confirmServer(context, bob, server.id, shown)
    const { secret } = await offerEnrolment(context, bob, server.id)
    expect(await showServer(context, bob, server.id)).toMatchObject({ state: "connected" })
    const { server: other } = await enrolServer(context, secret, newReport())
    expect(other.state).toBe("unconfirmed")
    expect(other).not.toHaveProperty("confirmedAt")
    const { stores } = context.database
    expect(await stores.servers.findByToken(context.secrets.hash(token))).toBeUndefined()
    expect(await codeOf(confirmServer(context, bob, server.id, shown))).toBe("conflict")
  })
})

test("host keys are confirmed all at once: none missing, none else, in any order", async () => {
  const { context, bob } = installation
  const { secret, server } = await newServer(installation)
  const report = newReport({ hostKeys: [...newReport().hostKeys, ...newReport().hostKeys] })
  await enrolServer(context, secret, report)
  const [one = "", two = ""] = report.hostKeys.map(({ blob }) => fingerprintSha256(blob))
  for (const wrong of [[one], [one, two, "SHA256:x"], [one, "SHA256:x"], [one, one]]) {
    expect(await codeOf(confirmServer(context, bob, server.id, wrong))).toBe("conflict")
  }
  expect(await codeOf(confirmServer(context, bob, server.id, [two, one]))).toBe("done")
})

test("what is done to servers is in the audit, and nothing in it lets anyone enrol", async () => {
  const { context, bob } = installation
  const { server, secret } = await newServer(installation)
  const { token } = await enrolServer(context, secret, newReport())
  await addAccess(context, bob, server.id, { ...everyone, options: { from: "10.0.0.0/8" } })
  await deleteServer(context, bob, server.id)
  const { items } = await listAuditEvents(context, bob, { limit: 4 })
  expect(items).toMatchObject([
    { action: "server.delete", target: { kind: "server", name: "web-1" }, before: { accesses: 1 } },
    { action: "access.add", after: { loginUser: "deploy", subject: "project", options: 'from="10.0.0.0/8"' } },
    {
      action: "server.enrol",
      before: { state: "waiting" },
      after: { hostKeys: expect.stringMatching(/^SHA256:/), sshdVersion: "9.2" },
    },
    { action: "server.create", after: { name: "web-1", stalePolicy: "auto" } },
  ])
  expect(items[2]).not.toHaveProperty("actor")
  const text = JSON.stringify(items)
  for (const hidden of [secret, token].flatMap((each) => [each, context.secrets.hash(each)])) {
    expect(text).not.toContain(hidden)
  }
})
