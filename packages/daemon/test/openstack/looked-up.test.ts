import { routes } from "@latchkey/contract"
import { afterAll, beforeAll, expect, test } from "vitest"
import { addAccount } from "../../../../tests/kit/accounts.ts"
import { type RunningDaemon, type SignedUp, signUp, startDaemon } from "../../../../tests/kit/daemon.ts"
import { ask, signInToOpenStack } from "./openstack-requests.ts"

let daemon: RunningDaemon
let bob: SignedUp
let bobsId: string
let token: string
beforeAll(async () => {
  daemon = await startDaemon()
  await signUp(daemon)
  bob = await addAccount(daemon, "bob")
  bobsId = (await bob.client.call(routes.showAccount, {})).account.id
  token = await signInToOpenStack(daemon, "bob")
})
afterAll(() => daemon.stop())

const get = (path: string, as = token) => ask(daemon, `/identity/v3${path}`, { token: as })
const credentials = () => `/users/${bobsId}/application_credentials`
const namesIn = (body: unknown) => [...Object(body).application_credentials].map(({ name }) => name)

test("API tokens are application credentials, by id and by name, without their secrets", async () => {
  const expiresAt = "2036-01-02T03:04:05.000Z"
  const body = { name: "terraform", scopes: ["keys:read" as const], expiresAt }
  const made = await bob.client.call(routes.createToken, { body })
  const [project] = (await bob.client.call(routes.listProjects, {})).items
  const credential = {
    id: made.token.id,
    name: "terraform",
    project_id: project?.id,
    expires_at: "2036-01-02T03:04:05.000000",
    unrestricted: false,
    roles: [],
  }
  const listed = await get(`${credentials()}?name=terraform`)
  expect(listed).toMatchObject({ status: 200, body: { application_credentials: [credential] } })
  const shown = await get(`${credentials()}/${made.token.id}`)
  expect(shown).toMatchObject({ status: 200, body: { application_credential: credential } })
  expect(JSON.stringify([listed.body, shown.body])).not.toContain(made.secret)
  expect(namesIn((await get(credentials())).body).length).toBeGreaterThan(1)
  expect(await get(`${credentials()}/terraform`)).toMatchObject({ status: 404 })

  const identity = {
    methods: ["application_credential"],
    application_credential: { id: made.token.id, secret: made.secret },
  }
  const { headers } = await ask(daemon, "/identity/v3/auth/tokens", { body: { auth: { identity } } })
  expect(namesIn((await get(credentials(), headers.get("x-subject-token") ?? "")).body)).toEqual(["terraform"])
})

test("API tokens are nobody else's to see, and made and deleted elsewhere", async () => {
  const message = (operation: string) =>
    expect.stringMatching(`^You are not authorized to perform the requested action: identity:${operation}_application_`)
  const alices = await signInToOpenStack(daemon, "alice")
  for (const path of [credentials(), "/users/nobody/application_credentials"]) {
    const refused = { status: 403, body: { error: { message: message("list") } } }
    expect(await get(path, alices)).toMatchObject(refused)
  }
  const path = `/identity/v3${credentials()}`
  const created = await ask(daemon, path, { token, body: { application_credential: { name: "x" } } })
  expect(created).toMatchObject({ status: 403, body: { error: { message: message("create") } } })
  const deleted = await ask(daemon, `${path}/x`, { token, method: "DELETE" })
  expect(deleted).toMatchObject({ status: 403, body: { error: { message: message("delete") } } })
})

test("the one domain, the services and their endpoints are listed and shown", async () => {
  const url = `${daemon.url}/openstack/compute/v2.1`
  for (const [path, found] of [
    ["/domains?name=Default", { domains: [{ id: "default", name: "Default", enabled: true }] }],
    ["/domains?name=nosuch", { domains: [] }],
    ["/domains/default", { domain: { name: "Default" } }],
    ["/services", { services: [{ type: "compute" }, { type: "identity" }] }],
    ["/services?type=compute", { services: [{ id: "compute", name: "nova" }] }],
    ["/endpoints?interface=public&service_id=compute", { endpoints: [{ service_id: "compute", url }] }],
  ] as const) {
    expect(await get(path)).toMatchObject({ status: 200, body: found })
  }
  expect(await get("/domains/Default")).toMatchObject({
    status: 404,
    body: { error: { message: "Could not find domain: Default." } },
  })
  expect(await ask(daemon, "/identity/v3/domains")).toMatchObject({ status: 401 })
})

test("what Latchkey has not is said to be that", async () => {
  const message = expect.stringMatching(/^The resource could not be found\. \(of OpenStack Latchkey has key pairs/)
  expect(await get("/roles")).toMatchObject({ status: 404, body: { error: { code: 404, message } } })
})

test("half of the address leads to the rest", async () => {
  const url = `${daemon.url}/openstack/identity/v3`
  const links = [{ rel: "self", href: `${url}/` }]
  expect(await ask(daemon, "")).toMatchObject({ status: 300, body: { versions: { values: [{ id: "v3.14", links }] } } })
  const message = `There is nothing here: OpenStack's clients begin at ${url}`
  expect(await ask(daemon, "/v3")).toMatchObject({ status: 404, body: { error: { code: 404, message } } })
})

test("nobody is told what compute has before it is known who asks", async () => {
  for (const path of ["/servers", "/nosuch"]) {
    expect(await ask(daemon, `/compute/v2.1${path}`)).toMatchObject({ status: 401, body: { error: { code: 401 } } })
  }
})
