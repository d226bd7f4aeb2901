import { createProject, createRobot, findPersonalProject, listProjects } from "@latchkey/core"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { codeOf } from "../kit/codes.ts"
import { type Installation, openInstallation, withScopes } from "../kit/installation.ts"

let installation: Installation
beforeEach(async () => {
  installation = await openInstallation()
})
afterEach(() => installation.close())

describe("a personal project", () => {
  test("is found by an administrator, by whose it is and by its id", async () => {
    const { context, alice, bob } = installation
    const [own] = await listProjects(context, bob)
    if (own === undefined) throw new Error("bob has no project")
    const { project } = own
    for (const sought of [{ handle: "bob" }, { projectId: project.id }]) {
      expect(await findPersonalProject(context, alice, sought)).toMatchObject({ project, person: { handle: "bob" } })
    }
  })

  test("is not found by anybody else, even one's own, nor without the scope", async () => {
    const { context, alice, bob } = installation
    expect(await codeOf(findPersonalProject(context, bob, { handle: "bob" }))).toBe("not_found")
    const narrow = withScopes(alice, ["projects:write"])
    expect(await codeOf(findPersonalProject(context, narrow, { handle: "bob" }))).toBe("forbidden")
  })

  test("is neither a shared one nor a robot's", async () => {
    const { context, alice, bob } = installation
    const { project } = await createProject(context, bob, "bob")
    await createRobot(context, bob, project.id, { handle: "deploy", displayName: "deploy" })
    for (const sought of [{ projectId: project.id }, { handle: "deploy" }, { handle: "nobody" }]) {
      expect(await codeOf(findPersonalProject(context, alice, sought))).toBe("not_found")
    }
  })
})
