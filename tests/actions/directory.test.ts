import {
  type Actor,
  authTokenId,
  createApiToken,
  createProject,
  listAuditEvents,
  listProjects,
  lookUpAccount,
  lookUpApiTokens,
  lookUpProject,
  lookUpProjects,
  lookUpProjectsOf,
} from "@latchkey/core"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { codeOf } from "../kit/codes.ts"
import { type Installation, openInstallation, withScopes } from "../kit/installation.ts"

let installation: Installation
let bobsProject: string
beforeAll(async () => {
  installation = await openInstallation()
  const { context, bob } = installation
  await createProject(context, bob, "atlas")
  await createProject(context, bob, "alice")
  bobsProject = (await listProjects(context, bob))[0]?.project.id ?? ""
})
afterAll(() => installation.close())

const absent = "01a2047b-0000-7000-8000-000000000000"

/** What is answered of bob, of what is not there and of what is no id. */
async function answersTo(actor: Actor): Promise<readonly string[]> {
  const { context, bob } = installation
  const ids = [[bob.account.id, bobsProject] as const, [absent, absent] as const, ["bob", "b\0b"] as const]
  const codes = []
  for (const [account, project] of ids) {
    const looked = [
      lookUpAccount(context, actor, account),
      lookUpProjectsOf(context, actor, account),
      lookUpProject(context, actor, project),
    ]
    codes.push([...new Set(await Promise.all(looked.map(codeOf)))].join(" and "))
  }
  return codes
}

describe("accounts and projects are looked up", () => {
  test("by whose they are, who learn nothing of others", async () => {
    const { bob, add } = installation
    expect(await answersTo(bob)).toEqual(["done", "forbidden", "forbidden"])
    expect(await answersTo(await add("carol"))).toEqual(["forbidden", "forbidden", "forbidden"])
    expect(await answersTo({ kind: "anonymous" })).toEqual(Array.from({ length: 3 }, () => "unauthenticated"))
  })

  test("by admins, with a proof that reaches to the accounts of others", async () => {
    const { context, alice, bob } = installation
    expect(await answersTo(alice)).toEqual(["done", "not_found", "not_found"])
    const forbidden = ["forbidden", "forbidden", "forbidden"]
    expect(await answersTo(withScopes(alice, ["keys:read", "projects:write"]))).toEqual(forbidden)
    expect(await lookUpAccount(context, alice, bob.account.id)).toMatchObject({ handle: "bob" })
    const found = await lookUpProjectsOf(context, alice, bob.account.id)
    expect(found.map(({ project }) => project.name)).toEqual(["bob", "alice", "atlas"])
  })
})

test("API tokens are looked up by whose they are alone, and with one of them that one alone", async () => {
  const { context, alice, bob } = installation
  const { token } = await createApiToken(context, bob, { name: "one", scopes: ["keys:read"] })
  await createApiToken(context, bob, { name: "two", scopes: ["keys:read"] })
  const namesFor = async (actor: Actor, id: string) =>
    (await lookUpApiTokens(context, actor, id)).map(({ name }) => name).toSorted()
  expect(await namesFor(bob, bob.account.id)).toEqual(["one", "two"])
  const byToken = { ...bob, by: { kind: "api_token", id: token.id, name: token.name } } as const
  expect(await namesFor(byToken, bob.account.id)).toEqual(["one"])
  const byAuthToken = { ...bob, by: { kind: "auth_token", id: authTokenId(absent), apiTokenId: token.id } } as const
  expect(await namesFor(byAuthToken, bob.account.id)).toEqual(["one"])
  for (const id of [bob.account.id, absent, "nobody"]) {
    expect(await codeOf(lookUpApiTokens(context, alice, id))).toBe("forbidden")
  }
})

describe("the projects of everybody", () => {
  test("are for admins alone", async () => {
    const { context, alice, bob } = installation
    expect(await codeOf(lookUpProjects(context, bob))).toBe("forbidden")
    expect(await codeOf(lookUpProjects(context, withScopes(alice, ["projects:write"])))).toBe("forbidden")
    const { items } = await listAuditEvents(context, alice, { limit: 1 })
    expect(items).toMatchObject([{ action: "project.list", outcome: "refused" }])
    const { projects, isAll } = await lookUpProjects(context, alice)
    expect(projects.map(({ name }) => name)).toEqual(expect.arrayContaining(["alice", "alice", "atlas", "bob"]))
    expect(isAll).toBe(true)
  })

  test("with the name of a person are that person's alone", async () => {
    const { context, alice } = installation
    const named = async (name: string) => (await lookUpProjects(context, alice, name)).projects
    expect(await named("alice")).toMatchObject([{ name: "alice", kind: "personal" }])
    expect(await named("atlas")).toMatchObject([{ name: "atlas", kind: "shared" }])
    expect(await named("ATLAS")).toEqual([])
  })
})
