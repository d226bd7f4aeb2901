import {
  assignOwner,
  changeMemberRole,
  createProject,
  createRobot,
  deleteProject,
  deleteRobot,
  disableAccount,
  inviteToProject,
  joinProject,
  leaveProject,
  listAuditEvents,
  listMembers,
  listProjectInvitations,
  listProjects,
  lookAtLink,
  type Project,
  type ProjectRole,
  projectRoles,
  removeMember,
  renameProject,
  revokeProjectInvitation,
  type SignedIn,
  showProject,
} from "@latchkey/core"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { onEachDatabase } from "../../packages/daemon/test/db/databases.ts"
import { codeOf } from "../kit/codes.ts"
import { type Installation, openInstallation } from "../kit/installation.ts"

let installation: Installation
beforeEach(async () => {
  installation = await openInstallation()
})
afterEach(() => installation.close())

const day = 24 * 60 * 60 * 1000

/** Bob's project, and somebody in it by a link. */
async function shared({ context, bob }: Installation = installation): Promise<Project> {
  return (await createProject(context, bob, "atlas")).project
}

async function letIn(
  { context, bob }: Installation,
  { id }: Project,
  actor: SignedIn,
  role: ProjectRole,
): Promise<void> {
  await joinProject(context, actor, (await inviteToProject(context, bob, id, role)).secret)
}

const rolesOf = async ({ context, bob }: Installation, { id }: Project) =>
  Object.fromEntries(
    (await listMembers(context, bob, id)).map(({ account, membership }) => [account.handle, membership.role]),
  )

describe("a personal project", () => {
  test("everyone has one, alone, for as long as the account", async () => {
    const { context, bob } = installation
    const [own, ...others] = await listProjects(context, bob)
    expect(others).toEqual([])
    expect(own?.project).toMatchObject({ kind: "personal", name: "bob" })
    const id = own?.project.id ?? expect.fail()
    const attempts = [
      inviteToProject(context, bob, id, "viewer"),
      leaveProject(context, bob, id),
      removeMember(context, bob, id, bob.account.id),
      changeMemberRole(context, bob, id, bob.account.id, "viewer"),
      deleteProject(context, bob, id),
    ]
    expect(new Set(await Promise.all(attempts.map(codeOf)))).toEqual(new Set(["conflict"]))
    expect((await renameProject(context, bob, id, "Bob's own")).project.name).toBe("Bob's own")
  })
})

describe("a shared project", () => {
  test("is there for its members alone, administrators not among them", async () => {
    const { context, alice, bob } = installation
    const { id } = await shared()
    const attempts = [
      showProject(context, alice, id),
      renameProject(context, alice, id, "mine"),
      deleteProject(context, alice, id),
      listMembers(context, alice, id),
      changeMemberRole(context, alice, id, bob.account.id, "viewer"),
      removeMember(context, alice, id, bob.account.id),
      leaveProject(context, alice, id),
      inviteToProject(context, alice, id, "viewer"),
      listProjectInvitations(context, alice, id),
      createRobot(context, alice, id, { handle: "r", displayName: "R" }),
      assignOwner(context, alice, id, alice.account.id),
    ]
    expect(new Set(await Promise.all(attempts.map(codeOf)))).toEqual(new Set(["not_found"]))
    expect((await listProjects(context, alice)).map(({ project }) => project.name)).toEqual(["alice"])
  })

  test.each(projectRoles)("lets a %s do what the role says", async (role) => {
    const { context, bob, add } = installation
    const project = await shared()
    const carol = await add("carol")
    await letIn(installation, project, carol, role)
    const { id } = project
    const owners = role === "owner" ? "done" : "forbidden"
    expect((await showProject(context, carol, id)).membership.role).toBe(role)
    expect(await codeOf(listMembers(context, carol, id))).toBe("done")
    expect(await codeOf(renameProject(context, carol, id, "new name"))).toBe(owners)
    expect(await codeOf(inviteToProject(context, carol, id, "viewer"))).toBe(owners)
    expect(await codeOf(listProjectInvitations(context, carol, id))).toBe(owners)
    expect(await codeOf(changeMemberRole(context, carol, id, bob.account.id, "owner"))).toBe(owners)
    const robot = createRobot(context, carol, id, { handle: "robot", displayName: "Robot" })
    expect(await codeOf(robot)).toBe(role === "viewer" ? "forbidden" : "done")
    expect(await codeOf(deleteProject(context, carol, id))).toBe(role === "owner" ? "conflict" : "forbidden")
    expect(await codeOf(leaveProject(context, carol, id))).toBe("done")
    expect(await codeOf(showProject(context, carol, id))).toBe("not_found")
  })

  test("is deleted when it is empty, with its members and its links", async () => {
    const { context, bob, add } = installation
    const project = await shared()
    const { id } = project
    await letIn(installation, project, await add("carol"), "member")
    const { secret } = await inviteToProject(context, bob, id, "member")
    const robot = await createRobot(context, bob, id, { handle: "robot", displayName: "Robot" })
    await expect(deleteProject(context, bob, id)).rejects.toMatchObject({ code: "conflict", message: /robot/ })
    await deleteRobot(context, bob, id, robot.id)
    await deleteProject(context, bob, id)
    expect(await codeOf(showProject(context, bob, id))).toBe("not_found")
    expect(await codeOf(lookAtLink(context, secret))).toBe("forbidden")
  })
})

describe("an invitation to a project", () => {
  test("says what it is for, lets one person in, and is gone then", async () => {
    const { context, bob, add } = installation
    const { id } = await shared()
    const { link, secret } = await inviteToProject(context, bob, id, "member")
    expect(await lookAtLink(context, secret)).toMatchObject({ projectName: "atlas", role: "member", from: "bob" })
    expect(await listProjectInvitations(context, bob, id)).toEqual([link])
    const [carol, dave] = [await add("carol"), await add("dave")]
    expect((await joinProject(context, carol, secret)).membership).toMatchObject({ role: "member" })
    expect(await codeOf(joinProject(context, dave, secret))).toBe("forbidden")
    expect(await listProjectInvitations(context, bob, id)).toEqual([])
  })

  test("is one of a hundred at most that are open at once", async () => {
    const { context, bob } = installation
    const { id } = await shared()
    for (let count = 0; count < 100; count++) await inviteToProject(context, bob, id, "viewer")
    expect(await codeOf(inviteToProject(context, bob, id, "viewer"))).toBe("quota_exceeded")
    const [newest] = await listProjectInvitations(context, bob, id)
    await revokeProjectInvitation(context, bob, id, newest?.id ?? expect.fail())
    expect(await codeOf(inviteToProject(context, bob, id, "viewer"))).toBe("done")
  })

  test("is not spent by a member, who would lose a wider role", async () => {
    const { context, bob, add } = installation
    const project = await shared()
    const { secret } = await inviteToProject(context, bob, project.id, "viewer")
    expect(await codeOf(joinProject(context, bob, secret))).toBe("conflict")
    expect(await rolesOf(installation, project)).toEqual({ bob: "owner" })
    expect(await codeOf(joinProject(context, await add("carol"), secret))).toBe("done")
  })

  test.each(["withdrawn", "too old", "made by somebody who is no owner any more", "made by somebody who is disabled"])(
    "that is %s does not work",
    async (how) => {
      const { context, alice, bob, add, tick } = installation
      const project = await shared()
      const carol = await add("carol")
      await letIn(installation, project, carol, "owner")
      const { link, secret } = await inviteToProject(context, carol, project.id, "member")
      if (how === "withdrawn") await revokeProjectInvitation(context, bob, project.id, link.id)
      if (how.includes("owner")) await changeMemberRole(context, bob, project.id, carol.account.id, "member")
      if (how.includes("disabled")) await disableAccount(context, alice, carol.account.id)
      if (how === "too old") tick(7 * day)
      const dave = await add("dave")
      await expect(joinProject(context, dave, secret)).rejects.toMatchObject({
        code: "forbidden",
        message: "this link is not valid",
      })
    },
  )
})

describe("the last owner", () => {
  test("cannot leave, be removed or be demoted; disabled owners do not count", async () => {
    const { context, alice, bob, add } = installation
    const project = await shared()
    const { id } = project
    const carol = await add("carol")
    await letIn(installation, project, carol, "owner")
    await disableAccount(context, alice, carol.account.id)
    const attempts = [
      leaveProject(context, bob, id),
      removeMember(context, bob, id, bob.account.id),
      changeMemberRole(context, bob, id, bob.account.id, "member"),
    ]
    const outcomes = await Promise.allSettled(attempts)
    for (const outcome of outcomes)
      expect(outcome).toMatchObject({ status: "rejected", reason: { code: "conflict", message: /last owner/ } })
    // An owner who is disabled can be taken out.
    await removeMember(context, bob, id, carol.account.id)
    expect(await rolesOf(installation, project)).toEqual({ bob: "owner" })
  })

  test("who is disabled leaves a project that an administrator can give to somebody, and only then", async () => {
    const { context, alice, bob, add } = installation
    const { id } = await shared()
    const carol = await add("carol")
    const give = () => assignOwner(context, alice, id, carol.account.id)
    expect(await codeOf(give())).toBe("not_found")
    await disableAccount(context, alice, bob.account.id)
    expect(await codeOf(assignOwner(context, carol, id, carol.account.id))).toBe("not_found")
    await give()
    expect((await showProject(context, carol, id)).membership.role).toBe("owner")
    expect(await codeOf(give())).toBe("not_found")
    const { items } = await listAuditEvents(context, alice, { action: "project.assign-owner", limit: 9 })
    expect(items.find(({ outcome }) => outcome === "done")).toMatchObject({
      actor: { handle: "alice" },
      target: { name: "carol" },
      after: { project: id },
    })
  })

  onEachDatabase((current) => {
    test.each([
      ["leave", leaveProject],
      ["demote themselves", (context, actor, id) => changeMemberRole(context, actor, id, actor.account.id, "viewer")],
      ["remove themselves", (context, actor, id) => removeMember(context, actor, id, actor.account.id)],
    ] as const satisfies readonly (readonly [
      string,
      (context: Installation["context"], actor: SignedIn, id: Project["id"]) => Promise<unknown>,
    ])[])("of two owners who %s at once one stays", async (_, go) => {
      const one = await openInstallation(current())
      const other = await one.otherDaemon()
      for (let round = 0; round < 5; round++) {
        const project = await shared(one)
        await letIn(one, project, one.alice, "owner")
        const codes = await Promise.all([
          codeOf(go(one.context, one.alice, project.id)),
          codeOf(go(other, one.bob, project.id)),
        ])
        expect(codes.toSorted()).toEqual(["conflict", "done"])
        expect(await one.context.database.stores.projects.countOwners(project.id)).toBe(1)
      }
      await one.close()
    })

    test("is not lost between an owner who leaves and one who is demoted", async () => {
      const one = await openInstallation(current())
      const other = await one.otherDaemon()
      for (let round = 0; round < 5; round++) {
        const project = await shared(one)
        await letIn(one, project, one.alice, "owner")
        await Promise.all([
          codeOf(leaveProject(one.context, one.alice, project.id)),
          codeOf(changeMemberRole(other, one.alice, project.id, one.bob.account.id, "member")),
        ])
        expect(await one.context.database.stores.projects.countOwners(project.id)).toBe(1)
      }
      await one.close()
    })

    test("of many who spend one invitation at once one is let in", async () => {
      const one = await openInstallation(current())
      const other = await one.otherDaemon()
      const project = await shared(one)
      const { secret } = await inviteToProject(one.context, one.bob, project.id, "member")
      const people = [one.alice, await one.add("carol"), await one.add("dave")]
      const codes = await Promise.all(
        people.map((actor, at) => codeOf(joinProject(at % 2 ? other : one.context, actor, secret))),
      )
      expect(codes.toSorted()).toEqual(["done", "forbidden", "forbidden"])
      expect(await listMembers(one.context, one.bob, project.id)).toHaveLength(2)
      await one.close()
    })
  })
})

describe("what is done to a project", () => {
  test("is in the audit, with before and after", async () => {
    const { context, bob, add } = installation
    const project = await shared()
    const carol = await add("carol")
    await letIn(installation, project, carol, "member")
    await renameProject(context, bob, project.id, "titan")
    await changeMemberRole(context, bob, project.id, carol.account.id, "viewer")
    await removeMember(context, bob, project.id, carol.account.id)
    const { items } = await listAuditEvents(context, bob, { limit: 5 })
    expect(items).toMatchObject([
      { action: "project.remove-member", target: { name: "carol" }, before: { projectName: "titan", role: "viewer" } },
      { action: "project.change-member-role", before: { role: "member" }, after: { role: "viewer" } },
      { action: "project.rename", before: { name: "atlas" }, after: { name: "titan" } },
      { action: "project.invite", after: { role: "member" } },
      { action: "project.create", after: { name: "atlas" } },
    ])
  })
})
