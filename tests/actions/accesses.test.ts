import {
  type AccessSubject,
  accessId,
  accountId,
  addAccess,
  createProject,
  createRobot,
  createServer,
  deleteKey,
  deleteRobot,
  disableAccount,
  disableKey,
  enableAccount,
  leaveProject,
  listAccesses,
  listGrantableKeys,
  listKeyOpenings,
  listServerKeys,
  removeAccess,
  removeMember,
  type Server,
  sshKeyId,
  updateKey,
} from "@latchkey/core"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { codeOf } from "../kit/codes.ts"
import { type Installation, openInstallation } from "../kit/installation.ts"
import { addKeyOf, letInto, newServer } from "../kit/servers.ts"

let installation: Installation
let server: Server
let project: Awaited<ReturnType<typeof newServer>>["project"]
beforeEach(async () => {
  installation = await openInstallation()
  ;({ server, project } = await newServer(installation))
})
afterEach(() => installation.close())

const key = ({ id }: { readonly id: string }): AccessSubject => ({ kind: "key", keyId: sshKeyId(id) })
const account = ({ id }: { readonly id: string }): AccessSubject => ({ kind: "account", accountId: accountId(id) })

function give(subject: AccessSubject, loginUser = "deploy") {
  return addAccess(installation.context, installation.bob, server.id, { loginUser, subject })
}

/** What opens the server, as `login user, key`. */
async function opens(): Promise<readonly string[]> {
  const { context, bob } = installation
  const { openings } = await listServerKeys(context, bob, server.id)
  return openings.map((opening) => `${opening.loginUser} ${opening.key.name}`)
}

describe("access is given", () => {
  test("to one's own keys, other members' and the project's robots', and is listed with whose they are", async () => {
    const { context, bob, add } = installation
    const carol = await add("carol")
    await letInto(installation, project, carol, "viewer")
    const robot = await createRobot(context, bob, project.id, { handle: "ci", displayName: "CI" })
    const [own, theirs, machine] = [
      await addKeyOf(context, bob, "own"),
      await addKeyOf(context, carol, "theirs"),
      await addKeyOf(context, bob, "machine", robot.id),
    ]
    for (const each of [own, theirs, machine]) await give(key(each))
    expect(await give(account(carol.account), "root")).toMatchObject({
      subject: { kind: "account", account: { handle: "carol" } },
      opens: 1,
    })
    await give({ kind: "project" }, "guest")
    const listed = await listAccesses(context, bob, server.id)
    expect(listed).toMatchObject([
      { access: { loginUser: "deploy" }, subject: { key: { name: "own" }, owner: { handle: "bob" } }, opens: 1 },
      { access: { loginUser: "deploy" }, subject: { key: { name: "theirs" }, owner: { handle: "carol" } }, opens: 1 },
      { access: { loginUser: "deploy" }, subject: { key: { name: "machine" }, owner: { kind: "robot" } }, opens: 1 },
      { access: { loginUser: "guest" }, subject: { kind: "project" }, opens: 2 },
      { access: { loginUser: "root" }, subject: { account: { handle: "carol" } }, opens: 1 },
    ])
    expect(await opens()).toEqual([
      "deploy machine",
      "deploy own",
      "deploy theirs",
      "guest own",
      "guest theirs",
      "root theirs",
    ])
  })

  test("to no stranger's key or account, and nobody learns whether there is such a one", async () => {
    const { context, alice, bob } = installation
    const strangers = await addKeyOf(context, alice, "hers")
    const other = await createProject(context, bob, "other")
    const elsewhere = await createRobot(context, bob, other.project.id, { handle: "elsewhere", displayName: "E" })
    const machine = await addKeyOf(context, bob, "machine", elsewhere.id)
    const unknown = { id: context.secrets.id() }
    for (const [real, subjectOf] of [
      [strangers, key],
      [machine, key],
      [alice.account, account],
      [elsewhere, account],
    ] as const) {
      const refusal = await give(subjectOf(real)).catch((error: unknown) => error)
      expect(refusal).toMatchObject({ code: "not_found" })
      expect(await give(subjectOf(unknown)).catch((error: unknown) => error)).toEqual(refusal)
    }
    expect(await listAccesses(context, bob, server.id)).toEqual([])
  })

  test("once to each login user, whatever its options", async () => {
    const { context, bob } = installation
    await give({ kind: "project" })
    const again = { loginUser: "deploy", subject: { kind: "project" }, options: { noPty: true } } as const
    expect(await codeOf(addAccess(context, bob, server.id, again))).toBe("conflict")
    expect(await codeOf(give({ kind: "project" }, "root"))).toBe("done")
    expect(await codeOf(give(account(bob.account)))).toBe("done")
    expect(await codeOf(give(account(bob.account)))).toBe("conflict")
  })

  test("with options that a line can hold, to login users that a machine can have", async () => {
    const { context, bob } = installation
    const subject = { kind: "project" } as const
    const attempts = [
      { loginUser: "root from 6.6.6.6 port 22 ssh2", subject },
      { loginUser: "../etc", subject },
      { loginUser: "deploy", subject, options: { command: "a\nssh-ed25519 AAAA" } },
      { loginUser: "deploy", subject, options: { from: '"' } },
    ].map((request) => codeOf(addAccess(context, bob, server.id, request)))
    expect(new Set(await Promise.all(attempts))).toEqual(new Set(["invalid"]))
  })
})

describe("a key opens nothing any more", () => {
  test("when its access is removed, which is another server's for nobody", async () => {
    const { context, bob } = installation
    const { access } = await give(key(await addKeyOf(context, bob, "laptop")))
    const other = await createServer(context, bob, project.id, { name: "web-2" })
    expect(await codeOf(removeAccess(context, bob, other.server.id, access.id))).toBe("not_found")
    expect(await codeOf(removeAccess(context, bob, server.id, accessId(context.secrets.id())))).toBe("not_found")
    expect(await opens()).toEqual(["deploy laptop"])
    await removeAccess(context, bob, server.id, access.id)
    expect(await opens()).toEqual([])
    expect(await codeOf(removeAccess(context, bob, server.id, access.id))).toBe("not_found")
  })

  test("when it is disabled or has expired, or is deleted, and its access goes with it then", async () => {
    const { context, bob, tick } = installation
    const laptop = await addKeyOf(context, bob, "laptop")
    const tablet = await addKeyOf(context, bob, "tablet")
    const desk = await addKeyOf(context, bob, "desk")
    for (const each of [laptop, tablet, desk]) await give(key(each))
    await disableKey(context, bob, laptop.id)
    await updateKey(context, bob, tablet.id, { expiresAt: context.clock.now() + 1000 })
    expect(await opens()).toEqual(["deploy desk", "deploy tablet"])
    tick(1000)
    expect(await opens()).toEqual(["deploy desk"])
    await deleteKey(context, bob, desk.id)
    expect(await opens()).toEqual([])
    expect(await listAccesses(context, bob, server.id)).toHaveLength(2)
  })

  test.each([
    ["is removed from the project", (carol, at) => removeMember(at.context, at.bob, project.id, carol.account.id)],
    ["leaves the project", (carol, at) => leaveProject(at.context, carol, project.id)],
  ] as const satisfies readonly (readonly [string, (carol: Installation["bob"], at: Installation) => Promise<void>])[])(
    "when its owner %s, and does not again by coming back",
    async (_, go) => {
      const { context, bob, add } = installation
      const carol = await add("carol")
      await letInto(installation, project, carol, "member")
      const hers = await addKeyOf(context, carol, "hers")
      await give(key(hers))
      await give(account(carol.account), "root")
      await give({ kind: "project" }, "guest")
      expect(await opens()).toEqual(["deploy hers", "guest hers", "root hers"])
      await go(carol, installation)
      expect(await opens()).toEqual([])
      await letInto(installation, project, carol, "member")
      expect(await opens()).toEqual(["guest hers"])
      expect(await listAccesses(context, bob, server.id)).toHaveLength(1)
    },
  )

  test("while its owner is disabled", async () => {
    const { context, alice, add } = installation
    const carol = await add("carol")
    await letInto(installation, project, carol, "member")
    await give(key(await addKeyOf(context, carol, "hers")))
    await disableAccount(context, alice, carol.account.id)
    expect(await opens()).toEqual([])
    await enableAccount(context, alice, carol.account.id)
    expect(await opens()).toEqual(["deploy hers"])
  })

  test("when its robot is deleted", async () => {
    const { context, bob } = installation
    const robot = await createRobot(context, bob, project.id, { handle: "ci", displayName: "CI" })
    await give(key(await addKeyOf(context, bob, "machine", robot.id)))
    await give(account(robot), "root")
    expect(await opens()).toEqual(["deploy machine", "root machine"])
    await deleteRobot(context, bob, project.id, robot.id)
    expect(await listAccesses(context, bob, server.id)).toEqual([])
  })
})

test("the keys that can be given access are those of members and robots, told to whoever may give it", async () => {
  const { context, alice, bob, add } = installation
  const [carol, dave] = [await add("carol"), await add("dave")]
  await letInto(installation, project, carol, "viewer")
  await letInto(installation, project, dave, "member")
  const robot = await createRobot(context, bob, project.id, { handle: "ci", displayName: "CI" })
  await addKeyOf(context, bob, "b own")
  await addKeyOf(context, carol, "c theirs")
  await addKeyOf(context, bob, "d machine", robot.id)
  await addKeyOf(context, alice, "stranger's")
  await disableKey(context, bob, (await addKeyOf(context, bob, "a disabled")).id)
  const list = (actor: typeof bob) => listGrantableKeys(context, actor, project.id, { limit: 2 })
  const { items, nextCursor = "", total } = await list(dave)
  expect(total).toBe(3)
  expect(items).toMatchObject([
    { name: "b own", owner: { handle: "bob" } },
    { name: "c theirs", owner: { handle: "carol" } },
  ])
  const next = await listGrantableKeys(context, dave, project.id, { limit: 2, cursor: nextCursor })
  expect(next.items).toMatchObject([{ name: "d machine", owner: { handle: "ci", kind: "robot" } }])
  expect(await codeOf(list(carol))).toBe("forbidden")
  expect(await codeOf(list(alice))).toBe("not_found")
  await disableAccount(context, alice, carol.account.id)
  expect((await list(bob)).total).toBe(2)
})

test("what a key opens is told to its owner, over all servers, and to nobody else", async () => {
  const { context, alice, bob, add } = installation
  const carol = await add("carol")
  await letInto(installation, project, carol, "member")
  const hers = await addKeyOf(context, carol, "hers")
  const other = await createServer(context, bob, project.id, { name: "db-1" })
  await give(key(hers))
  await give({ kind: "project" }, "guest")
  const subject = { kind: "account", accountId: carol.account.id } as const
  await addAccess(context, bob, other.server.id, { loginUser: "root", subject })
  const opened = await listKeyOpenings(context, carol, hers.id)
  expect(opened.map(({ server: { name }, opening }) => [name, opening.loginUser])).toEqual([
    ["db-1", "root"],
    ["web-1", "deploy"],
    ["web-1", "guest"],
  ])
  expect(await codeOf(listKeyOpenings(context, bob, hers.id))).toBe("not_found")
  expect(await codeOf(listKeyOpenings(context, alice, hers.id))).toBe("not_found")
  await removeMember(context, bob, project.id, carol.account.id)
  expect(await listKeyOpenings(context, carol, hers.id)).toEqual([])
})
