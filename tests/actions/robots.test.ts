import {
  type Account,
  admit,
  authenticate,
  CoreError,
  createApiToken,
  createProject,
  createRobot,
  deleteApiToken,
  deleteKey,
  deleteRobot,
  disableAccount,
  disableKey,
  disableRobot,
  enableAccount,
  enableRobot,
  exportKeys,
  greeting,
  importKeys,
  inviteAccount,
  inviteToProject,
  joinProject,
  listApiTokens,
  listAuditEvents,
  listKeys,
  listKeysWithRobots,
  listRobots,
  type ProjectRole,
  type Robot,
  type SignedIn,
  type SshKey,
  showAnyAccount,
  showKey,
  signIn,
  updateKey,
  updateOwnAccount,
} from "@latchkey/core"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { codeOf } from "../kit/codes.ts"
import { type Installation, openInstallation, withScopes } from "../kit/installation.ts"
import { newPublicLine } from "../kit/public-line.ts"

let installation: Installation
let robot: Robot
let key: SshKey
beforeEach(async () => {
  installation = await openInstallation()
  const { context, bob } = installation
  const { project } = await createProject(context, bob, "atlas")
  robot = await createRobot(context, bob, project.id, { handle: "ci-runner", displayName: "CI runner" })
  key = await addKey(bob, robot)
})
afterEach(() => installation.close())

async function addKey(actor: SignedIn, to: Account): Promise<SshKey> {
  const [outcome] = await importKeys(installation.context, actor, [{ text: newPublicLine("machine") }], to.id)
  if (outcome === undefined || "error" in outcome) throw outcome?.error
  return outcome.key
}

async function letIn(actor: SignedIn, role: ProjectRole): Promise<void> {
  const { context, bob } = installation
  await joinProject(context, actor, (await inviteToProject(context, bob, robot.projectId, role)).secret)
}

const list = { sort: "name", descending: false, limit: 10 } as const

describe("a robot", () => {
  test("has a handle that nobody else has or was promised", async () => {
    const { context, alice, bob } = installation
    await inviteAccount(context, alice, "carol")
    const make = (handle: string) => createRobot(context, bob, robot.projectId, { handle, displayName: "R" })
    for (const handle of ["alice", "carol", "ci-runner"]) expect(await codeOf(make(handle))).toBe("conflict")
    expect(await codeOf(inviteAccount(context, alice, "ci-runner"))).toBe("conflict")
  })

  test("signs in by no password", async () => {
    const { context } = installation
    for (const password of ["", "null", "password"]) {
      expect(await codeOf(signIn(context, { identifier: "ci-runner", password }))).toBe("unauthenticated")
    }
  })

  test("is greeted at the gateway by handle and project", async () => {
    const admitted = await admit(installation.context, key.fingerprint)
    expect(admitted && greeting(admitted)).toMatch(/^Hello ci-runner, robot of the project "atlas"\. You are signed in/)
  })

  test("opens nothing while it is disabled, and is gone with its keys and tokens", async () => {
    const { context, bob } = installation
    const { secret } = await createApiToken(context, bob, { name: "ci", scopes: ["keys:read"] }, robot.id)
    const opens = async () => [
      (await admit(context, key.fingerprint)) !== undefined,
      (await codeOf(authenticate(context, { kind: "api_token", secret }))) === "done",
    ]
    expect(await opens()).toEqual([true, true])
    await disableRobot(context, bob, robot.projectId, robot.id)
    expect(await opens()).toEqual([false, false])
    await enableRobot(context, bob, robot.projectId, robot.id)
    expect(await opens()).toEqual([true, true])
    await deleteRobot(context, bob, robot.projectId, robot.id)
    expect(await opens()).toEqual([false, false])
    expect(await listRobots(context, bob, robot.projectId)).toEqual([])
    const { items } = await listAuditEvents(context, bob, { action: "key.delete", limit: 1 })
    expect(items).toMatchObject([{ before: { fingerprint: key.fingerprint } }])
  })

  describe("that is stopped", () => {
    const at = () => [installation.context, installation.bob, robot.projectId, robot.id] as const
    const isStopped = async () => (await admit(installation.context, key.fingerprint)) === undefined
    const stopped = { code: "forbidden", message: "an administrator disabled ci-runner" }

    test("by an administrator is enabled by administrators alone, whoever stops it once more", async () => {
      const { context, alice, bob } = installation
      expect(await disableAccount(context, alice, robot.id)).toMatchObject({ disabledByAdmin: true })
      await expect(enableRobot(...at())).rejects.toMatchObject(stopped)
      await disableRobot(...at())
      await expect(enableRobot(...at())).rejects.toMatchObject(stopped)
      expect(await isStopped()).toBe(true)
      const { items } = await listAuditEvents(context, alice, { action: "robot.enable", limit: 9 })
      expect(items.map(({ outcome, actor }) => [outcome, actor?.handle])).toEqual(Array(2).fill(["refused", "bob"]))
      expect(await enableAccount(context, alice, robot.id)).toMatchObject({ disabledByAdmin: false })
      expect(await isStopped()).toBe(false)
      await disableRobot(...at())
      await enableRobot(context, bob, robot.projectId, robot.id)
      expect(await isStopped()).toBe(false)
    })

    test("by its project is enabled by both, until an administrator stops it too", async () => {
      const { context, alice } = installation
      expect(await disableRobot(...at())).toMatchObject({ disabledByAdmin: false })
      await enableAccount(context, alice, robot.id)
      expect(await isStopped()).toBe(false)
      await disableRobot(...at())
      const since = (await disableAccount(context, alice, robot.id)).revision
      await expect(enableRobot(...at())).rejects.toMatchObject(stopped)
      expect((await disableAccount(context, alice, robot.id)).revision).toBe(since)
    })

    test("by an administrator is enabled by one who is in the project, not by a token of less reach", async () => {
      const { context, alice } = installation
      await letIn(alice, "member")
      await disableAccount(context, alice, robot.id)
      const narrow = withScopes(alice, ["projects:write"])
      await expect(enableRobot(context, narrow, robot.projectId, robot.id)).rejects.toMatchObject(stopped)
      await enableRobot(context, alice, robot.projectId, robot.id)
      expect(await isStopped()).toBe(false)
    })

    test("by an administrator stays so when the person comes back with whom it stopped", async () => {
      const { context, alice, bob } = installation
      const personal = await context.database.stores.projects.findPersonal(bob.account.id)
      if (personal === undefined) throw new Error("bob has a personal project")
      const own = await createRobot(context, bob, personal.id, { handle: "own", displayName: "Own" })
      await disableAccount(context, alice, bob.account.id)
      await disableAccount(context, alice, own.id)
      await enableAccount(context, alice, bob.account.id)
      expect(await showAnyAccount(context, alice, own.id)).toMatchObject({ disabledByAdmin: true })
      expect(await showAnyAccount(context, alice, own.id)).toHaveProperty("disabledAt")
    })
  })

  test("acts for itself by its token: on its own keys, and on no project and no profile", async () => {
    const { context, bob } = installation
    const scopes = ["keys:read", "keys:write", "projects:write", "account:write"] as const
    const { secret } = await createApiToken(context, bob, { name: "all", scopes }, robot.id)
    const actor = await authenticate(context, { kind: "api_token", secret })
    expect((await listKeys(context, actor, list)).items.map(({ id }) => id)).toEqual([key.id])
    expect((await updateKey(context, actor, key.id, { name: "renamed" })).name).toBe("renamed")
    expect(await codeOf(listKeys(context, actor, list, bob.account.id))).toBe("not_found")
    expect(await codeOf(createProject(context, actor, "its own"))).toBe("forbidden")
    expect(await codeOf(listRobots(context, actor, robot.projectId))).toBe("not_found")
    expect(await codeOf(updateOwnAccount(context, actor, { displayName: "x" }))).toBe("not_found")
    const { secret: link } = await inviteToProject(context, bob, robot.projectId, "owner")
    expect(await codeOf(joinProject(context, actor, link))).toBe("forbidden")
  })
})

describe("the keys and tokens of a robot", () => {
  test("are managed by owners and members of its project, seen by viewers, and hidden from all others", async () => {
    const { context, alice, add } = installation
    const people = { member: await add("carol"), viewer: await add("dave"), stranger: alice }
    await letIn(people.member, "member")
    await letIn(people.viewer, "viewer")
    const expected = { member: ["done", "done"], viewer: ["done", "forbidden"], stranger: ["not_found", "not_found"] }
    for (const [name, actor] of Object.entries(people)) {
      const token = await createApiToken(context, installation.bob, { name, scopes: ["keys:read"] }, robot.id)
      const reading = [
        listKeys(context, actor, list, robot.id),
        exportKeys(context, actor, "opening", robot.id),
        showKey(context, actor, key.id),
        listApiTokens(context, actor, robot.id),
      ]
      const seen = await Promise.all(reading.map(codeOf))
      const changing = [
        importKeys(context, actor, [{ text: newPublicLine("x") }], robot.id),
        updateKey(context, actor, key.id, { isDefault: true }),
        disableKey(context, actor, key.id),
        createApiToken(context, actor, { name: `by ${name}`, scopes: ["keys:read"] }, robot.id),
        deleteApiToken(context, actor, token.token.id),
      ]
      const changed = await Promise.all(changing.map(codeOf))
      const [see, change] = Reflect.get(expected, name)
      expect([name, new Set(seen), new Set(changed)]).toEqual([name, new Set([see]), new Set([change])])
    }
  })

  test("are in the audit of owners and members of the project, not in that of viewers and others", async () => {
    const { context, alice, bob, add } = installation
    const people = { owner: await add("owen"), member: await add("carol"), viewer: await add("dave") }
    for (const role of ["owner", "member", "viewer"] as const) await letIn(people[role], role)
    const stranger = await add("mallory")
    await createApiToken(context, bob, { name: "ci", scopes: ["keys:read"] }, robot.id)
    const seenBy = async (actor: SignedIn) => {
      const { items, total } = await listAuditEvents(context, actor, { limit: 100 })
      expect(total).toBe(items.length)
      expect(new Set(items.map(({ id }) => id)).size).toBe(total)
      const about = items.filter(({ target }) => target.accountId === robot.id)
      return about.map(({ action }) => action)
    }
    const everything = ["token.create", "key.import", "robot.create"]
    for (const actor of [people.owner, people.member, bob, alice]) expect(await seenBy(actor)).toEqual(everything)
    for (const actor of [people.viewer, stranger]) expect(await seenBy(actor)).toEqual([])
    const whole = await listAuditEvents(context, people.owner, { limit: 100 })
    const paged: string[] = []
    for (let cursor: string | undefined; ; ) {
      const page = await listAuditEvents(context, people.owner, { limit: 2, cursor })
      paged.push(...page.items.map(({ id }) => id))
      cursor = page.nextCursor
      if (cursor === undefined) break
    }
    expect(paged).toEqual(whole.items.map(({ id }) => id))
    await context.database.stores.projects.deleteMembership(robot.projectId, people.member.account.id)
    expect(await seenBy(people.member)).toEqual([])
  })

  test("are told to be the robot's when a key or a name is there already", async () => {
    const { context, bob } = installation
    const text = newPublicLine("again")
    const add = async (given: string, name: string) => {
      const [outcome] = await importKeys(context, bob, [{ text: given, name }], robot.id)
      return outcome && "error" in outcome && outcome.error instanceof CoreError ? outcome.error.message : "added"
    }
    expect(await add(text, "first")).toBe("added")
    expect(await add(text, "second")).toBe('ci-runner has this key as "first" already')
    expect(await add(newPublicLine("other"), "first")).toBe('ci-runner has a key named "first" already')
    const message = 'ci-runner has a key named "first" already'
    await expect(updateKey(context, bob, key.id, { name: "first" })).rejects.toMatchObject({ message })
    const newToken = () => createApiToken(context, bob, { name: "t", scopes: ["keys:read"] }, robot.id)
    await newToken()
    await expect(newToken()).rejects.toMatchObject({ message: 'ci-runner has an API token named "t" already' })
  })

  test("are listed beside one's own, each with its owner, to everyone who is in the project", async () => {
    const { context, alice, bob, add } = installation
    const carol = await add("carol")
    await letIn(carol, "viewer")
    const [own] = await importKeys(context, carol, [{ text: newPublicLine("laptop") }])
    const other = await createProject(context, carol, "other")
    const elsewhere = await createRobot(context, carol, other.project.id, { handle: "elsewhere", displayName: "E" })
    await addKey(carol, elsewhere)
    const { items, total } = await listKeysWithRobots(context, carol, { ...list, limit: 10 }, robot.projectId)
    expect(total).toBe(2)
    expect(items.map(({ id, owner }) => [id, owner.handle, owner.kind])).toEqual([
      [own && "key" in own && own.key.id, "carol", "person"],
      [key.id, "ci-runner", "robot"],
    ])
    expect((await listKeysWithRobots(context, carol, list, robot.projectId, false)).items).toMatchObject([
      { id: key.id, owner: { projectId: robot.projectId } },
    ])
    const empty = await createProject(context, carol, "empty")
    expect(await listKeysWithRobots(context, carol, list, empty.project.id, false)).toEqual({ items: [], total: 0 })
    expect(await codeOf(listKeysWithRobots(context, alice, list, robot.projectId))).toBe("not_found")
    await context.database.stores.projects.deleteMembership(robot.projectId, carol.account.id)
    expect(await codeOf(listKeysWithRobots(context, carol, list, robot.projectId))).toBe("not_found")
    expect(await listRobots(context, bob, robot.projectId)).toMatchObject([{ handle: "ci-runner", keyCount: 1 }])
  })

  test("are beyond whoever has left the project", async () => {
    const { context, bob, add } = installation
    const carol = await add("carol")
    await letIn(carol, "owner")
    await context.database.stores.projects.deleteMembership(robot.projectId, bob.account.id)
    expect(await codeOf(deleteKey(context, bob, key.id))).toBe("not_found")
    expect(await codeOf(deleteKey(context, carol, key.id))).toBe("done")
  })

  test("of a person are nobody else's, whichever projects they share", async () => {
    const { context, bob, add } = installation
    const carol = await add("carol")
    await letIn(carol, "owner")
    expect(await codeOf(listKeys(context, carol, list, bob.account.id))).toBe("not_found")
    expect(await codeOf(listApiTokens(context, carol, bob.account.id))).toBe("not_found")
    expect(await codeOf(importKeys(context, carol, [{ text: newPublicLine("x") }], bob.account.id))).toBe("not_found")
  })

  test("a token reaches no further than that of whoever makes it", async () => {
    const { context, bob } = installation
    const { secret } = await createApiToken(context, bob, { name: "narrow", scopes: ["tokens:write", "keys:read"] })
    const narrow = await authenticate(context, { kind: "api_token", secret })
    const wide = createApiToken(context, narrow, { name: "wide", scopes: ["keys:write"] }, robot.id)
    expect(await codeOf(wide)).toBe("forbidden")
    expect(await codeOf(createApiToken(context, narrow, { name: "same", scopes: ["keys:read"] }, robot.id))).toBe(
      "done",
    )
  })
})
