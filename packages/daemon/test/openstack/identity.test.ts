import { routes } from "@latchkey/contract"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { addAccount, disableAccount } from "../../../../tests/kit/accounts.ts"
import { type RunningDaemon, type SignedUp, signUp, startDaemon } from "../../../../tests/kit/daemon.ts"
import { ask, byPassword, inProject, signInToOpenStack } from "./openstack-requests.ts"

let daemon: RunningDaemon
let bob: SignedUp
let bobsId: string
let bobsProject: string
beforeAll(async () => {
  daemon = await startDaemon()
  await signUp(daemon)
  bob = await addAccount(daemon, "bob")
  bobsId = (await bob.client.call(routes.showAccount, {})).account.id
  bobsProject = (await bob.client.call(routes.listProjects, {})).items[0]?.id ?? ""
})
afterAll(() => daemon.stop())

const tokens = "/identity/v3/auth/tokens"
const issue = (body: unknown) => ask(daemon, tokens, { body })
const unauthorized = {
  error: { code: 401, message: "The request you have made requires authentication.", title: "Unauthorized" },
}
const expecting = (what: string) => ({
  error: {
    code: 400,
    message: `Expecting to find ${what}. The server could not comply with the request since it is either malformed or otherwise incorrect. The client is assumed to be in error.`,
    title: "Bad Request",
  },
})

describe("an auth token", () => {
  test("says whose it is, what for, until when, and where everything is", async () => {
    const { status, headers, body } = await issue(byPassword("bob", inProject("bob")))
    expect(status).toBe(201)
    expect(headers.get("x-subject-token")).toMatch(/^latchkey_auth_[\w-]{43}$/)
    expect(headers.get("vary")).toBe("X-Auth-Token")
    expect(headers.get("content-type")).toBe("application/json")
    expect(headers.get("x-openstack-request-id")).toMatch(/^req-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
    const domain = { id: "default", name: "Default" }
    const url = `${daemon.url}/openstack/compute/v2.1`
    expect(body).toMatchObject({
      token: {
        methods: ["password"],
        user: { domain, id: bobsId, name: "bob", password_expires_at: null },
        audit_ids: [expect.stringMatching(/^[\w-]{22}$/)],
        expires_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000000Z$/),
        project: { domain, id: bobsProject, name: "bob" },
        is_domain: false,
        roles: [{ name: "member" }, { name: "reader" }],
        catalog: [{ type: "compute", endpoints: [{ interface: "public", region: "RegionOne", url }, {}, {}] }, {}],
      },
    })
  })

  test("of an administrator has that role too", async () => {
    const { body } = await issue(byPassword("alice", inProject("alice")))
    expect(body).toMatchObject({ token: { roles: [{ name: "member" }, { name: "reader" }, { name: "admin" }] } })
  })

  test("without a scope has neither project nor catalog, and gets one with a scope", async () => {
    const { headers, body } = await issue(byPassword("bob"))
    expect(Object.keys(Object(Object(body).token))).toEqual(["methods", "user", "audit_ids", "expires_at", "issued_at"])
    const id = headers.get("x-subject-token") ?? ""
    expect(await ask(daemon, "/identity/v3/auth/catalog", { token: id })).toMatchObject({ status: 403 })
    const identity = { methods: ["token"], token: { id } }
    const scoped = await issue({ auth: { identity, scope: { project: { id: bobsProject } } } })
    expect(scoped).toMatchObject({
      status: 201,
      body: { token: { methods: ["token", "password"], project: { id: bobsProject } } },
    })
    expect(Object(Object(scoped.body).token).audit_ids[1]).toBe(Object(Object(body).token).audit_ids[0])
    const unscoped = await issue({ auth: { identity, scope: "unscoped" } })
    expect(Object(Object(unscoped.body).token)).not.toHaveProperty("project")
  })

  test("can be got with an API token, by its id or by its name and whose it is", async () => {
    const { token, secret } = await bob.client.call(routes.createToken, {
      body: { name: "terraform", scopes: ["keys:read"] },
    })
    const user = { name: "bob", domain: { name: "default" } }
    for (const named of [{ id: token.id }, { name: "terraform", user }]) {
      const { status, headers, body } = await issue({
        auth: { identity: { methods: ["application_credential"], application_credential: { ...named, secret } } },
      })
      expect(status).toBe(201)
      expect(body).toMatchObject({
        token: {
          methods: ["application_credential"],
          application_credential: { id: token.id, restricted: true },
          project: { id: bobsProject },
        },
      })
      const narrow = { token: headers.get("x-subject-token") ?? "", body: { keypair: { name: "a" } } }
      expect(await ask(daemon, "/compute/v2.1/os-keypairs", narrow)).toMatchObject({
        status: 403,
        body: {
          forbidden: {
            code: 403,
            message: expect.stringMatching(
              /^Policy doesn't allow os_compute_api:os-keypairs:create to be performed\. \(.+ the scope keys:write\)$/,
            ),
          },
        },
      })
    }
    const wrong = { name: "terraform", user: { ...user, name: "alice" }, secret }
    const identity = { methods: ["application_credential"], application_credential: wrong }
    expect(await issue({ auth: { identity } })).toMatchObject({ status: 401, body: unauthorized })
  })

  test("is shown and ended by whoever it is of, and for all others there is none", async () => {
    const token = await signInToOpenStack(daemon, "bob")
    const subject = await signInToOpenStack(daemon, "bob")
    const about = (headers: Readonly<Record<string, string>>, method = "GET") =>
      ask(daemon, tokens, { method, token, headers })
    const shown = await about({ "x-subject-token": subject })
    expect(shown).toMatchObject({ status: 200, body: { token: { user: { name: "bob" }, project: { name: "bob" } } } })
    expect(shown.headers.get("x-subject-token")).toBe(subject)
    expect(await about({ "x-subject-token": subject }, "HEAD")).toMatchObject({ status: 200, body: undefined })
    const alices = await signInToOpenStack(daemon, "alice")
    const noToken = { error: { code: 404, message: "Failed to validate token", title: "Not Found" } }
    expect(await about({ "x-subject-token": alices })).toMatchObject({ status: 404, body: noToken })
    expect(await about({ "x-subject-token": alices }, "DELETE")).toMatchObject({ status: 404, body: noToken })
    expect(await about({})).toMatchObject({ status: 404 })
    const ended = await about({ "x-subject-token": subject }, "DELETE")
    expect(ended).toMatchObject({ status: 204, body: undefined })
    expect(ended.headers.get("content-type")).toBeNull()
    expect(await about({ "x-subject-token": subject }, "HEAD")).toMatchObject({ status: 404 })
    const answer = await ask(daemon, "/compute/v2.1/os-keypairs", { token: subject })
    expect(answer).toMatchObject({ status: 401, body: unauthorized })
    expect(answer.headers.get("www-authenticate")).toBe(`Keystone uri="${daemon.url}/openstack/identity/v3"`)
    expect(answer.headers.get("vary")).toBeNull()
  })

  test("is never in a log, nor is the password", () => {
    expect(daemon.log()).not.toContain("latchkey_auth_")
    expect(daemon.log()).not.toContain(bob.password)
  })
})

describe("who or what is not here gets the same answer as a wrong password:", () => {
  const password = (user: object) => ({ methods: ["password"], password: { user: { password: "x", ...user } } })
  const our = { id: "default" }
  test.each<[string, object]>([
    ["a wrong password", byPassword("bob", undefined, "wrong")],
    ["an unknown name", byPassword("nobody")],
    ["an unknown id", { auth: { identity: password({ id: "01a2047a-7bf9-7000-b48d-defa1fa65686" }) } }],
    ["what is no id", { auth: { identity: password({ id: "bob" }) } }],
    ["an unknown project and a wrong password", byPassword("bob", inProject("nosuch"), "wrong")],
    ["what is no project's id", byPassword("bob", { project: { id: "bob" } })],
    ["an unknown token", { auth: { identity: { methods: ["token"], token: { id: "latchkey_auth_x" } } } }],
  ])("%s", async (_, body) => {
    const answer = await issue(body)
    expect(answer).toMatchObject({ status: 401, body: unauthorized })
    expect(answer.headers.get("www-authenticate")).toBe(`Keystone uri="${daemon.url}/openstack/identity/v3"`)
  })

  const onlyDomain = "the only domain here is Default"
  test.each([
    ["another domain", { auth: { identity: password({ name: "nobody", domain: { name: "users" } }) } }, onlyDomain],
    [
      "another project domain",
      byPassword("bob", { project: { name: "bob", domain: { id: "users" } } }, "wrong"),
      onlyDomain,
    ],
    ["a domain as scope", byPassword("bob", { domain: our }, "wrong"), "a project is the only scope here"],
  ])("but %s is named as the reason, whoever asks", async (_, body, reason) => {
    const message = `${unauthorized.error.message} (${reason})`
    expect(await issue(body)).toMatchObject({ status: 401, body: { error: { message } } })
  })

  test("but a project that is not there, or somebody else's, is named as the reason", async () => {
    const message = `${unauthorized.error.message} (there is no such project, or this account is not in it)`
    for (const name of ["nosuch", "alice"]) {
      expect(await issue(byPassword("bob", inProject(name)))).toMatchObject({
        status: 401,
        body: { error: { message } },
      })
    }
  })

  test("a disabled account, whose auth tokens have ended", async () => {
    await addAccount(daemon, "carol")
    const token = await signInToOpenStack(daemon, "carol")
    await disableAccount(daemon, "carol")
    expect(await issue(byPassword("carol"))).toMatchObject({ status: 401, body: unauthorized })
    expect(await ask(daemon, "/identity/v3/auth/projects", { token })).toMatchObject({ status: 401 })
  })

  test("but whoever tried too often is told to wait", async () => {
    await addAccount(daemon, "dora")
    let last = await issue(byPassword("dora", undefined, "wrong"))
    // However slow the machine is, the wait doubles until a try comes too early.
    for (let tries = 1; last.status === 401 && tries < 20; tries++) {
      last = await issue(byPassword("dora", undefined, "wrong"))
    }
    expect(last).toMatchObject({ status: 429, body: { error: { code: 429, title: "Too Many Requests" } } })
    expect(Number(last.headers.get("retry-after"))).toBeGreaterThan(0)
  })

  test("other methods are named", async () => {
    const message = "Attempted to authenticate with an unsupported method."
    for (const methods of [["saml2"], ["password", "totp"]]) {
      expect(await issue({ auth: { identity: { methods } } })).toMatchObject({
        status: 401,
        body: { error: { message } },
      })
    }
  })
})

describe("a body of another shape is refused in Keystone's words:", () => {
  test.each<[unknown, string]>([
    [{}, "auth in request body"],
    ["", "auth in request body"],
    ["{", "valid JSON in request body"],
    [{ auth: { identity: { methods: ["password"] } } }, "password in identity"],
    [{ auth: { identity: { methods: ["token"] } } }, "token in identity"],
    [{ auth: { identity: { methods: ["application_credential"] } } }, "application_credential in identity"],
    [{ auth: { identity: { methods: ["password"], password: { user: { password: "x" } } } } }, "id or name in user"],
    [
      { auth: { identity: { methods: ["password"], password: { user: { name: "bob", password: "x" } } } } },
      "domain in user",
    ],
    [byPassword("bob", { project: { name: "bob" } }), "domain in project"],
    [byPassword("bob", { project: {} }), "id or name in project"],
  ])("%j", async (body, what) => {
    expect(await issue(body)).toMatchObject({ status: 400, body: expecting(what) })
  })

  test.each<[unknown, string]>([
    [{ auth: {} }, "auth/identity"],
    [{ auth: { identity: { methods: [] } } }, "auth/identity/methods"],
    [
      { auth: { identity: { methods: ["password"], password: { user: { name: 5 } } } } },
      "auth/identity/password/user/name",
    ],
    [byPassword("b\0b"), "auth/identity/password/user/name"],
  ])("%j: the field is named", async (body, field) => {
    const { status, body: answer } = await issue(body)
    expect(status).toBe(400)
    expect(Object(Object(answer).error).message).toMatch(new RegExp(`^Invalid input for field '${field}': `))
  })

  test("a form is no JSON", async () => {
    const headers = { "content-type": "application/x-www-form-urlencoded" }
    const answer = await ask(daemon, tokens, { headers, body: "auth=1" })
    expect(answer).toMatchObject({ status: 400, body: expecting("application/json in Content-Type header") })
  })
})

describe("projects and users", () => {
  const list = (path: string, token: string) => ask(daemon, `/identity/v3${path}`, { token })

  test("are their own for members, who are not told of others", async () => {
    const token = await signInToOpenStack(daemon, "bob")
    const self = `${daemon.url}/openstack/identity/v3`
    const project = {
      id: bobsProject,
      name: "bob",
      domain_id: "default",
      description: "",
      enabled: true,
      parent_id: "default",
      is_domain: false,
      tags: [],
      options: {},
      links: { self: `${self}/projects/${bobsProject}` },
    }
    const links = { next: null, self: `${self}/auth/projects`, previous: null }
    expect((await list("/auth/projects", token)).body).toEqual({ projects: [project], links })
    expect((await list(`/users/${bobsId}/projects`, token)).body).toMatchObject({ projects: [project] })
    expect((await list(`/projects/${bobsProject}`, token)).body).toEqual({ project })
    expect((await list(`/users/${bobsId}`, token)).body).toMatchObject({
      user: { id: bobsId, name: "bob", enabled: true },
    })
    for (const [path, operation] of [
      ["/projects", "list_projects"],
      ["/projects?name=alice", "list_projects"],
      ["/projects/alice", "get_project"],
      ["/users", "list_users"],
      ["/users?name=alice", "list_users"],
      ["/users/alice", "get_user"],
      ["/users/01a2047a-7bf9-7000-b48d-defa1fa65686", "get_user"],
      ["/users/alice/projects", "list_user_projects"],
    ] as const) {
      const message = `You are not authorized to perform the requested action: identity:${operation}.`
      expect(await list(path, token)).toMatchObject({
        status: 403,
        body: { error: { code: 403, message, title: "Forbidden" } },
      })
    }
  })

  test("are found by their names by administrators", async () => {
    const token = await signInToOpenStack(daemon, "alice")
    const namesIn = async (path: string) => {
      const { projects, users } = Object((await list(path, token)).body)
      return [...(projects ?? users)].map(({ name }) => name)
    }
    await bob.client.call(routes.createProject, { body: { name: "atlas" } })
    await bob.client.call(routes.createProject, { body: { name: "alice" } })
    expect(await namesIn("/projects")).toEqual(expect.arrayContaining(["alice", "alice", "atlas", "bob"]))
    expect(await namesIn("/projects?name=atlas")).toEqual(["atlas"])
    expect(await namesIn(`/users/${bobsId}/projects`)).toEqual(["bob", "alice", "atlas"])
    expect(await namesIn("/projects?name=bob")).toEqual(["bob"])
    expect(await namesIn("/projects?name=alice")).toEqual(["alice"])
    expect(await namesIn("/projects?name=bob&domain_id=heat")).toEqual([])
    expect(await namesIn("/projects?name=nosuch")).toEqual([])
    expect(await namesIn("/users?name=bob")).toEqual(["bob"])
    expect(await namesIn("/users")).toEqual(expect.arrayContaining(["alice", "bob"]))
    expect((await list(`/projects/${bobsProject}`, token)).body).toMatchObject({ project: { name: "bob" } })
    expect((await list(`/users/${bobsId}`, token)).body).toMatchObject({ user: { name: "bob" } })
    const { id } = Object((await list("/projects?name=atlas", token)).body).projects[0]
    expect((await list(`/projects/${id}`, token)).body).toMatchObject({ project: { name: "atlas" } })
    expect(await list("/projects?name=a&name=b", token)).toMatchObject({ status: 400, body: { error: { code: 400 } } })
    expect(await list("/users?name=a%00b", token)).toMatchObject({ status: 400, body: { error: { code: 400 } } })
    for (const noun of ["project", "user"]) {
      const message = `Could not find ${noun}: bob.`
      expect(await list(`/${noun}s/bob`, token)).toMatchObject({ status: 404, body: { error: { message } } })
    }
  })
})

describe("the versions", () => {
  test("are told to everybody, at every address of them", async () => {
    for (const path of ["/identity", "/identity/"]) {
      const { status, headers, body } = await ask(daemon, path)
      expect(status).toBe(300)
      expect(headers.get("location")).toBe(`${daemon.url}/openstack/identity/v3/`)
      expect(body).toMatchObject({ versions: { values: [{ id: "v3.14", status: "stable" }] } })
    }
    for (const path of ["/identity/v3", "/identity/v3/"]) {
      const href = `${daemon.url}/openstack/identity/v3/`
      expect((await ask(daemon, path)).body).toMatchObject({ version: { id: "v3.14", links: [{ rel: "self", href }] } })
    }
  })

  test("are all that there is, beside what is served", async () => {
    for (const path of ["/identity/v2.0/tokens", "/identity/v3/nosuch", "/identity/v3/roles"]) {
      expect(await ask(daemon, path)).toMatchObject({ status: 404, body: { error: { code: 404, title: "Not Found" } } })
    }
  })
})
