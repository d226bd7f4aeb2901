import { createProject, findPersonalProject, listProjects, projectId } from "@latchkey/core"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { codeOf } from "../kit/codes.ts"
import { type Installation, openInstallation, withScopes } from "../kit/installation.ts"

let installation: Installation
beforeEach(async () => {
  installation = await openInstallation()
})
afterEach(() => installation.close())

describe("a personal project", () => {
  test("is found by an administrator, by its id", async () => {
    const { context, alice, bob } = installation
    const [own] = await listProjects(context, bob)
    if (own === undefined) throw new Error("bob has no project")
    const { project } = own
    expect(await findPersonalProject(context, alice, project.id)).toMatchObject({ project, person: { handle: "bob" } })
  })

  test("is not found by anybody else, even one's own, nor without the scope", async () => {
    const { context, alice, bob } = installation
    const id = (await listProjects(context, bob))[0]?.project.id ?? projectId("none")
    expect(await codeOf(findPersonalProject(context, bob, id))).toBe("not_found")
    const narrow = withScopes(alice, ["projects:write"])
    expect(await codeOf(findPersonalProject(context, narrow, id))).toBe("forbidden")
  })

  test("is no shared one", async () => {
    const { context, alice, bob } = installation
    const { project } = await createProject(context, bob, "bob")
    for (const id of [project.id, projectId("01a2047b-0000-7000-8000-000000000000")]) {
      expect(await codeOf(findPersonalProject(context, alice, id))).toBe("not_found")
    }
  })
})
