import {
  type Actor,
  accountId,
  authenticate,
  checkNewKeyPair,
  createApiToken,
  createProject,
  createRobot,
  deleteKeyPair,
  everyScope,
  importKeyPair,
  inviteToProject,
  issueAuthToken,
  joinProject,
  listAuditEvents,
  listKeyPairs,
  listScopeProjects,
  type ProjectRole,
  type SignedIn,
  showKeyPair,
} from "@latchkey/core"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { codeOf } from "../kit/codes.ts"
import { type Installation, openInstallation, withScopes } from "../kit/installation.ts"
import { newPublicLine } from "../kit/public-line.ts"

/** What is done to the key pairs of an account; absent: the actor's own. */
const actions = {
  list: ({ context }: Installation, actor: Actor, account?: string) => listKeyPairs(context, actor, {}, idOf(account)),
  show: ({ context }: Installation, actor: Actor, account?: string) =>
    showKeyPair(context, actor, "there", idOf(account)),
  "show what is not there": ({ context }: Installation, actor: Actor, account?: string) =>
    showKeyPair(context, actor, "not there", idOf(account)),
  "check a new one": ({ context }: Installation, actor: Actor, account?: string) =>
    checkNewKeyPair(context, actor, newPair(), idOf(account)),
  import: ({ context }: Installation, actor: Actor, account?: string) =>
    importKeyPair(context, actor, newPair(), idOf(account)),
  delete: async ({ context, alice }: Installation, actor: Actor, account?: string) => {
    const pair = newPair()
    const owner = idOf(account) ?? (actor.kind === "account" ? actor.account.id : undefined)
    if (owner !== undefined && owner !== absent) await importKeyPair(context, alice, pair, owner)
    return deleteKeyPair(context, actor, pair.name, idOf(account))
  },
  "delete what is not there": ({ context }: Installation, actor: Actor, account?: string) =>
    deleteKeyPair(context, actor, "not there", idOf(account)),
} as const
type ActionName = keyof typeof actions

const absent = accountId("01a2047b-0000-7000-8000-000000000000")
const idOf = (account: string | undefined) => (account === undefined ? undefined : accountId(account))
let count = 0
const newPair = () => ({ name: `pair ${++count}`, type: "ssh" as const, publicKey: newPublicLine("x") })

const reading = ["list", "show"] as const
const missing = ["show what is not there", "delete what is not there"] as const
const writing = ["check a new one", "import", "delete"] as const

/** What each kind of action answers. */
type Row = Readonly<Record<"reads" | "misses" | "writes", string>>
const everything = (code: string): Row => ({ reads: code, misses: code, writes: code })
const done: Row = { reads: "done", misses: "not_found", writes: "done" }

let installation: Installation
let robot: string
const asking: Record<string, Actor> = {}
beforeAll(async () => {
  installation = await openInstallation()
  const { context, alice, bob, add, password } = installation
  const { project } = await createProject(context, bob, "atlas")
  robot = (await createRobot(context, bob, project.id, { handle: "runner", displayName: "R" })).id
  const letIn = async (handle: string, role: ProjectRole): Promise<SignedIn> => {
    const actor = await add(handle)
    await joinProject(context, actor, (await inviteToProject(context, bob, project.id, role)).secret)
    return actor
  }
  const request = { name: "ci", scopes: ["keys:read", "keys:write"] as const }
  const { secret } = await createApiToken(context, bob, request, accountId(robot))
  const gone = await add("gone")
  const carol = await add("carol")
  const { authToken } = await issueAuthToken(
    context,
    { method: "password", account: { handle: "bob" }, password },
    "default",
  )
  Object.assign(asking, {
    nobody: { kind: "anonymous" },
    disabled: { ...gone, account: { ...gone.account, disabledAt: 1 } },
    owner: bob,
    "owner by an auth token": { ...bob, by: { kind: "auth_token", id: authToken.id }, scopes: authToken.scopes },
    "owner who may only read": withScopes(
      bob,
      everyScope.filter((scope) => scope !== "keys:write"),
    ),
    "owner for other things": withScopes(
      bob,
      everyScope.filter((scope) => !scope.startsWith("keys:")),
    ),
    "the robot": await authenticate(context, { kind: "api_token", secret }),
    member: await letIn("member", "member"),
    viewer: await letIn("viewer", "viewer"),
    stranger: carol,
    admin: alice,
    "admin for keys alone": withScopes(alice, ["keys:read", "keys:write"]),
    "admin for other things": withScopes(alice, ["accounts:write"]),
  })
  for (const account of [undefined, bob.account.id, carol.account.id, accountId(robot), alice.account.id]) {
    await importKeyPair(context, alice, { ...newPair(), name: "there" }, account).catch(() => undefined)
  }
})
afterAll(() => installation.close())

async function answers(actor: string, name: ActionName, account?: string): Promise<string> {
  const who = asking[actor]
  if (who === undefined) throw new Error(`there is no ${actor}`)
  return codeOf(actions[name](installation, who, account))
}

async function rowOf(actor: string, account?: string): Promise<Record<keyof Row, string>> {
  const kinds = { reads: reading, misses: missing, writes: writing }
  const told = Object.entries(kinds).map(async ([kind, names]) => {
    const codes = []
    for (const name of names) codes.push(await answers(actor, name, account))
    return [kind, [...new Set(codes)].join(" and ")]
  })
  return Object.fromEntries(await Promise.all(told))
}

const readOnly: Row = { reads: "done", misses: "not_found and forbidden", writes: "forbidden" }

describe("the key pairs of a person", () => {
  test.each<readonly [string, Row]>([
    ["nobody", everything("unauthenticated")],
    ["disabled", everything("unauthenticated")],
    ["owner", done],
    ["owner by an auth token", done],
    ["owner who may only read", readOnly],
    ["owner for other things", everything("forbidden")],
    ["member", everything("forbidden")],
    ["viewer", everything("forbidden")],
    ["the robot", everything("forbidden")],
    ["stranger", everything("forbidden")],
    ["admin", done],
    ["admin for keys alone", everything("forbidden")],
    ["admin for other things", everything("forbidden")],
  ])("are for %s as the table says", async (actor, row) => {
    expect(await rowOf(actor, installation.bob.account.id)).toEqual(row)
  })
})

describe("the key pairs of a robot", () => {
  test.each<readonly [string, Row]>([
    ["nobody", everything("unauthenticated")],
    ["owner", done],
    ["the robot", done],
    ["member", done],
    ["viewer", readOnly],
    ["stranger", everything("forbidden")],
    ["admin", done],
    ["admin for keys alone", everything("forbidden")],
  ])("are for %s as the table says", async (actor, row) => {
    expect(await rowOf(actor, robot)).toEqual(row)
  })
})

describe("the key pairs of an account that does not exist", () => {
  test.each<readonly [string, Row]>([
    ["nobody", everything("unauthenticated")],
    ["owner", everything("forbidden")],
    ["stranger", everything("forbidden")],
    ["admin", everything("not_found")],
    ["admin for keys alone", everything("forbidden")],
  ])("are for %s as the table says", async (actor, row) => {
    expect(await rowOf(actor, absent)).toEqual(row)
  })

  test("are refused in the same words as those of one that does", async () => {
    const { context, alice, bob } = installation
    const messages = [alice.account.id, absent].map((account) =>
      listKeyPairs(context, bob, {}, account).catch((error: Error) => error.message),
    )
    expect(new Set(await Promise.all(messages)).size).toBe(1)
  })
})

test("one's own key pairs need no account to be named", async () => {
  expect(await rowOf("stranger")).toEqual(done)
})

test("the projects to scope to are for everyone who is signed in", async () => {
  const { context } = installation
  const listed = async (actor: string) => codeOf(listScopeProjects(context, asking[actor] ?? { kind: "anonymous" }))
  for (const actor of ["owner", "stranger", "admin for keys alone"]) expect(await listed(actor)).toBe("done")
  for (const actor of ["nobody", "disabled"]) expect(await listed(actor)).toBe("unauthenticated")
})

test("what an admin does to another's key pairs is in the audit of both", async () => {
  const { context, alice, bob } = installation
  const pair = newPair()
  await importKeyPair(context, alice, pair, bob.account.id)
  for (const reader of [alice, bob]) {
    const { items } = await listAuditEvents(context, reader, { target: pair.name, limit: 10 })
    expect(items).toMatchObject([{ actor: { handle: "alice" }, target: { accountId: bob.account.id } }])
  }
})
