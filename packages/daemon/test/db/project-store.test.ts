import {
  type AccountId,
  type Person,
  type Project,
  type ProjectRole,
  projectId,
  type Robot,
  type Stores,
} from "@latchkey/core"
import { describe, expect, test } from "vitest"
import { newId, onEachDatabase } from "./databases.ts"
import { addAccount, newRobot } from "./rows.ts"

function newProject(given: Partial<Project> = {}): Project {
  return { id: projectId(newId()), name: "atlas", kind: "shared", serverQuota: 100, createdAt: 1000, ...given }
}

async function addProject(stores: Stores, given: Partial<Project> = {}, personalOf?: Person): Promise<Project> {
  const project = newProject(given)
  if (!(await stores.projects.insert(project, personalOf))) throw new Error("the project was not stored")
  return project
}

const join = (stores: Stores, project: Project, accountId: AccountId, role: ProjectRole) =>
  stores.projects.putMembership({ projectId: project.id, accountId, role, since: 2000 })

describe("projects", () => {
  onEachDatabase((current) => {
    test("one is read as it was stored, and renamed", async () => {
      const { stores } = await current().open()
      const project = await addProject(stores, { serverQuota: 3 })
      expect(await stores.projects.find(project.id)).toEqual(project)
      await stores.projects.rename(project.id, "Titan 🚀")
      expect(await stores.projects.find(project.id)).toEqual({ ...project, name: "Titan 🚀" })
      expect(await stores.projects.find(newProject().id)).toBeUndefined()
    })

    test("an account has one personal project", async () => {
      const { stores } = await current().open()
      const ada = await addAccount(stores)
      const personal = await addProject(stores, { kind: "personal" }, ada)
      expect(await stores.projects.insert(newProject({ kind: "personal" }), ada)).toBe(false)
      expect(await stores.projects.findPersonal(ada.id)).toEqual(personal)
      expect(await stores.projects.findPersonal((await addAccount(stores)).id)).toBeUndefined()
    })

    test("everybody's are listed by name without regard to case, as many as are wanted, or those with one name", async () => {
      const { stores } = await current().open()
      const ada = await addAccount(stores)
      const zeta = await addProject(stores, { name: "Zeta", kind: "personal" }, ada)
      const beta = await addProject(stores, { name: "beta" })
      const others = [await addProject(stores, { name: "Alpha" }), await addProject(stores, { name: "Alpha" })]
      expect(await stores.projects.list(9)).toEqual([...others, beta, zeta])
      expect(await stores.projects.list(3)).toEqual([...others, beta])
      expect(await stores.projects.list(9, "Alpha")).toEqual(others)
      expect(await stores.projects.list(9, "alpha")).toEqual([])
    })

    test("a member's are listed, the personal one first, then by name without regard to case", async () => {
      const { stores } = await current().open()
      const ada = await addAccount(stores)
      const projects = [
        await addProject(stores, { name: "Zeta" }, ada),
        await addProject(stores, { name: "alpha" }),
        await addProject(stores, { name: "Beta" }),
        await addProject(stores, { name: "gamma" }),
      ]
      for (const project of projects) await join(stores, project, ada.id, "viewer")
      await addProject(stores, { name: "not hers" })
      const listed = await stores.projects.listByMember(ada.id)
      expect(listed.map(({ project }) => project.name)).toEqual(["Zeta", "alpha", "Beta", "gamma"])
      expect(listed[1]?.membership).toMatchObject({ accountId: ada.id, role: "viewer", since: 2000 })
    })

    test("members are listed by handle, and have one role each", async () => {
      const { stores } = await current().open()
      const project = await addProject(stores)
      const [zoe, ada] = [await addAccount(stores, { handle: "zoe" }), await addAccount(stores, { handle: "ada" })]
      await join(stores, project, zoe.id, "viewer")
      await join(stores, project, zoe.id, "owner")
      await join(stores, project, ada.id, "member")
      expect(await stores.projects.listMembers(project.id)).toMatchObject([
        { account: ada, membership: { role: "member" } },
        { account: zoe, membership: { role: "owner" } },
      ])
      await stores.projects.deleteMembership(project.id, zoe.id)
      expect(await stores.projects.findMembership(project.id, zoe.id)).toBeUndefined()
    })

    test("owners who are disabled do not count", async () => {
      const { stores } = await current().open()
      const project = await addProject(stores)
      const [ada, bob] = [await addAccount(stores), await addAccount(stores, { disabledAt: 5 })]
      await join(stores, project, ada.id, "owner")
      await join(stores, project, bob.id, "owner")
      expect(await stores.projects.countOwners(project.id)).toBe(1)
      expect(await stores.projects.countOwners(project.id, ada.id)).toBe(0)
      expect(await stores.projects.countOwners(project.id, bob.id)).toBe(1)
    })

    test("those that an account alone holds are shared ones without another owner who is enabled", async () => {
      const { stores } = await current().open()
      const [ada, bob, gone] = [
        await addAccount(stores),
        await addAccount(stores),
        await addAccount(stores, { disabledAt: 5 }),
      ]
      const alone = await addProject(stores, { name: "b" })
      const withGone = await addProject(stores, { name: "a" })
      const withBob = await addProject(stores)
      const asMember = await addProject(stores)
      const personal = await addProject(stores, {}, ada)
      for (const project of [alone, withGone, withBob, personal]) await join(stores, project, ada.id, "owner")
      await join(stores, asMember, ada.id, "member")
      await join(stores, alone, bob.id, "member")
      await join(stores, withGone, gone.id, "owner")
      await join(stores, withBob, bob.id, "owner")
      expect(await stores.projects.listHeldAlone(ada.id)).toEqual([withGone, alone])
    })

    test("a deleted one takes its memberships and links with it", async () => {
      const { stores } = await current().open()
      const project = await addProject(stores)
      const ada = await addAccount(stores)
      await join(stores, project, ada.id, "owner")
      await stores.projects.delete(project.id)
      expect(await stores.projects.find(project.id)).toBeUndefined()
      expect(await stores.projects.listByMember(ada.id)).toEqual([])
    })
  })
})

describe("robots", () => {
  onEachDatabase((current) => {
    test("one is read as it was stored, has no password, and keeps its project from being deleted", async () => {
      const { stores } = await current().open()
      const project = await addProject(stores)
      const robot = newRobot(project.id, { handle: "ci-runner" })
      expect(await stores.accounts.insert(robot)).toBe(true)
      expect(await stores.accounts.find(robot.id)).toEqual(robot)
      expect(await stores.accounts.findForSignIn("ci-runner")).toEqual({ account: robot })
      expect(await stores.accounts.insert(newRobot(project.id, { handle: "ci-runner" }))).toBe(false)
      await expect(stores.projects.delete(project.id)).rejects.toThrow(/foreign key/i)
      await stores.accounts.delete(robot.id)
      expect(await stores.accounts.find(robot.id)).toBeUndefined()
    })

    test("many have no e-mail address, and one is changed without touching the others", async () => {
      const { stores } = await current().open()
      const project = await addProject(stores)
      const [one, two] = [newRobot(project.id, { handle: "one" }), newRobot(project.id, { handle: "two" })]
      for (const robot of [two, one]) await stores.accounts.insert(robot)
      const changed: Robot = { ...one, displayName: "Changed", keyQuota: 5, revision: 2 }
      expect(await stores.accounts.update(changed)).toBe(true)
      expect(await stores.accounts.listRobots(project.id)).toEqual([changed, two])
    })

    test("what is neither wholly a person nor wholly a robot is not stored", async () => {
      const { stores } = await current().open()
      const ada = await addAccount(stores)
      await expect(stores.accounts.insert({ ...ada, ...newRobot(projectId(newId())), kind: "robot" })).rejects.toThrow(
        /foreign key/i,
      )
      // A person without a password.
      await expect(
        stores.accounts.insert({ ...ada, id: newRobot(projectId(newId())).id, handle: "x", email: "x@x" }),
      ).rejects.toThrow(/accounts_by_kind/)
    })
  })
})
