import { generateKeyPairSync } from "node:crypto"
import { routes } from "@latchkey/contract"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { addAccount } from "../../../../tests/kit/accounts.ts"
import { type RunningDaemon, type SignedUp, signUp, startDaemon } from "../../../../tests/kit/daemon.ts"
import { newPublicLine, newRsaLine } from "../../../../tests/kit/public-line.ts"
import { type Asked, ask, askCompute, signInToOpenStack } from "./openstack-requests.ts"

let daemon: RunningDaemon
let bob: SignedUp
let bobsId: string
let token: string
let adminsToken: string
beforeAll(async () => {
  daemon = await startDaemon()
  await signUp(daemon)
  bob = await addAccount(daemon, "bob")
  bobsId = (await bob.client.call(routes.showAccount, {})).account.id
  token = await signInToOpenStack(daemon, "bob")
  adminsToken = await signInToOpenStack(daemon, "alice")
})
afterAll(() => daemon.stop())

const path = "/os-keypairs"
const compute = (microversion: string, below: string, asked: Asked = {}) =>
  askCompute(daemon, microversion, below, { token, ...asked })
const create = (microversion: string, keypair: object) => compute(microversion, path, { body: { keypair } })
const remove = (name: string) => compute("2.2", `${path}/${encodeURIComponent(name)}`, { method: "DELETE" })
const namesIn = (body: unknown) => [...Object(body).keypairs].map(({ keypair }) => keypair.name)

describe("a key pair", () => {
  test("in 2.1 has no type, is created with 200 and deleted with 202", async () => {
    const line = newPublicLine("me@host")
    const created = await create("2.1", { name: "oldest", public_key: line })
    const pair = {
      name: "oldest",
      public_key: line,
      fingerprint: expect.stringMatching(/^([0-9a-f]{2}:){15}[0-9a-f]{2}$/),
    }
    expect(created).toMatchObject({ status: 200, body: { keypair: { ...pair, user_id: bobsId } } })
    const shown = await compute("2.1", `${path}/oldest`)
    expect(shown.body).toEqual({
      keypair: {
        ...pair,
        user_id: bobsId,
        created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000000$/),
        deleted: false,
        deleted_at: null,
        id: expect.any(Number),
        updated_at: null,
      },
    })
    expect((await compute("2.1", path)).body).toEqual({ keypairs: [{ keypair: pair }] })
    expect(await compute("2.1", `${path}/oldest`, { method: "DELETE" })).toMatchObject({ status: 202, body: undefined })
    expect(await compute("2.1", `${path}/oldest`)).toMatchObject({ status: 404 })
  })

  test("from 2.2 on has a type, in the order that Nova writes", async () => {
    const created = await create("2.2", { name: "typed", public_key: newPublicLine("t") })
    expect(created.status).toBe(201)
    expect(Object.keys(Object(created.body).keypair)).toEqual(["type", "name", "public_key", "fingerprint", "user_id"])
    const shown = await compute("2.2", `${path}/typed`)
    expect(Object.keys(Object(shown.body).keypair).at(-1)).toBe("type")
    expect(await remove("typed")).toMatchObject({ status: 204, body: undefined })
  })

  test.each(["\n", "", "  a comment with é \u202e and spaces ", "\r\n"])(
    "comes back byte for byte, also with %j behind it, and is served without it",
    async (end) => {
      const line = newPublicLine("me@host") + end
      const { body } = await create("2.10", { name: "exact", public_key: line })
      expect(body).toMatchObject({ keypair: { public_key: line } })
      expect((await compute("2.10", `${path}/exact`)).body).toMatchObject({ keypair: { public_key: line } })
      const { items } = await bob.client.call(routes.listKeys, { query: {} })
      expect(items).toMatchObject([{ name: "exact", source: "import" }])
      await remove("exact")
    },
  )

  test("is a key like any other, and the other way round", async () => {
    const text = newPublicLine("from@console")
    await bob.client.call(routes.importKeys, { body: { keys: [{ text, name: "by/console ü" }] } })
    const { body } = await compute("2.10", `${path}/${encodeURIComponent("by/console ü")}`)
    expect(body).toMatchObject({ keypair: { name: "by/console ü", public_key: text, type: "ssh" } })
    expect(await remove("by/console ü")).toMatchObject({ status: 204 })
    expect((await bob.client.call(routes.listKeys, { query: {} })).items).toEqual([])
  })

  test("is made here where no public key comes, and its private half is in no log and in no later answer", async () => {
    const { status, body } = await create("2.91", { name: "made" })
    expect(status).toBe(201)
    const { private_key: privateKey, ...rest } = Object(body).keypair
    expect(privateKey).toMatch(/^-----BEGIN RSA PRIVATE KEY-----\n/)
    expect(rest).toMatchObject({
      type: "ssh",
      public_key: expect.stringMatching(/^ssh-rsa \S+ Generated-by-Latchkey$/),
    })
    expect((await compute("2.91", `${path}/made`)).body).not.toHaveProperty("keypair.private_key")
    expect(daemon.log()).not.toContain("PRIVATE KEY")
    expect((await bob.client.call(routes.listKeys, { query: {} })).items).toMatchObject([
      { name: "made", source: "openstack" },
    ])
    await remove("made")
  })

  test("can be a certificate, made here too", async () => {
    const { body } = await create("2.2", { name: "made certificate", type: "x509" })
    const { private_key: privateKey, public_key: certificate, ...rest } = Object(body).keypair
    expect(privateKey).toMatch(/^MII[\w+/]+=*$/)
    const fingerprint = expect.stringMatching(/^([0-9a-f]{2}:){19}[0-9a-f]{2}$/)
    expect(rest).toEqual({ type: "x509", name: "made certificate", fingerprint, user_id: bobsId })
    await create("2.2", { name: "given certificate", type: "x509", public_key: certificate })
    expect((await compute("2.35", path)).body).toMatchObject({
      keypairs: [
        { keypair: { name: "given certificate", type: "x509", public_key: certificate } },
        { keypair: { name: "made certificate", type: "x509", fingerprint: rest.fingerprint } },
      ],
    })
    for (const name of ["made certificate", "given certificate"]) await remove(name)
  })

  test("can have the key of another one, but not its name", async () => {
    const line = newPublicLine("twice")
    await create("2.10", { name: "one", public_key: line })
    expect(await create("2.10", { name: "two", public_key: line })).toMatchObject({ status: 201 })
    expect(await create("2.10", { name: "one", public_key: newPublicLine("other") })).toMatchObject({
      status: 409,
      body: { conflictingRequest: { code: 409, message: "Key pair 'one' already exists." } },
    })
    const anothers = { token: adminsToken, body: { keypair: { name: "mine", public_key: line } } }
    expect(await compute("2.10", path, anothers)).toMatchObject({
      status: 409,
      body: { conflictingRequest: { message: expect.stringContaining("another account here already holds this key") } },
    })
    for (const name of ["one", "two"]) await remove(name)
  })
})

describe("a list of key pairs", () => {
  test("comes in pages from 2.35 on, each full one with the address of the next", async () => {
    for (const name of ["c", "a", "b"]) await create("2.10", { name, public_key: newPublicLine(name) })
    const older = await compute("2.34", `${path}?limit=1&marker=a`)
    expect(namesIn(older.body)).toEqual(["a", "b", "c"])
    expect(older.body).not.toHaveProperty("keypairs_links")
    const first = await compute("2.35", `${path}?limit=2`)
    expect(namesIn(first.body)).toEqual(["a", "b"])
    const href = `${daemon.url}/openstack/compute/v2.1/os-keypairs?limit=2&marker=b`
    expect(first.body).toMatchObject({ keypairs_links: [{ rel: "next", href }] })
    const last = await compute("2.35", `${path}?limit=2&marker=b`)
    expect(namesIn(last.body)).toEqual(["c"])
    expect(last.body).not.toHaveProperty("keypairs_links")
    expect(await compute("2.35", `${path}?limit=3&marker=`)).toMatchObject({ status: 400 })
    expect((await compute("2.35", `${path}?limit=1&marker=b&user_id=${bobsId}`)).body).toMatchObject({
      keypairs_links: [{ href: `${daemon.url}/openstack/compute/v2.1/os-keypairs?limit=1&marker=c&user_id=${bobsId}` }],
    })
    expect((await compute("2.35", `${path}?limit=0`)).body).toEqual({ keypairs: [] })
    expect(namesIn((await compute("2.35", path)).body)).toEqual(["a", "b", "c"])
    for (const name of ["a", "b", "c"]) await remove(name)
  })

  test.each([
    ["limit=x", "Invalid input for query parameters limit. Value: x. 'x' does not match '^[0-9]*$'"],
    ["limit=-1", "Invalid input for query parameters limit. Value: -1. '-1' does not match '^[0-9]*$'"],
    ["limit=", "Invalid input for query parameters limit. Value: . '' is too short"],
    ["marker=nosuch", "Marker nosuch could not be found."],
  ])("after %s is refused", async (query, message) => {
    expect(await compute("2.35", `${path}?${query}`)).toMatchObject({
      status: 400,
      body: { badRequest: { code: 400, message } },
    })
  })

  test("knows its query from 2.75 on, as single ones do", async () => {
    const message = "Additional properties are not allowed ('x' was unexpected)"
    for (const below of [`${path}?x=1`, `${path}/nosuch?x=1`]) {
      expect(await compute("2.75", below)).toMatchObject({ status: 400, body: { badRequest: { message } } })
    }
    expect(await compute("2.74", `${path}?x=1`)).toMatchObject({ status: 200 })
  })
})

describe("whose key pairs", () => {
  test("are asked for, nobody but an administrator may say", async () => {
    const message = (operation: string) =>
      `Policy doesn't allow os_compute_api:os-keypairs:${operation} to be performed.`
    const alices = "01a2047a-7bf9-7000-b48d-defa1fa65686"
    const keypair = { name: "a", public_key: newPublicLine("a"), user_id: alices }
    for (const [operation, below, asked] of [
      ["index", `${path}?user_id=${alices}`, {}],
      ["index", `${path}?user_id=alice`, {}],
      ["show", `${path}/a?user_id=${alices}`, {}],
      ["delete", `${path}/a?user_id=${alices}`, { method: "DELETE" }],
      ["create", path, { body: { keypair } }],
    ] as const) {
      const body = { forbidden: { code: 403, message: message(operation) } }
      expect(await compute("2.10", below, asked)).toMatchObject({ status: 403, body })
    }
    expect(await compute("2.10", `${path}?user_id=${bobsId}`)).toMatchObject({ status: 200 })
    expect(await compute("2.9", `${path}?user_id=alice`)).toMatchObject({ status: 200 })
  })

  test("administrators say, and a user that is not there has none", async () => {
    const keypair = { name: "given", public_key: newPublicLine("given"), user_id: bobsId }
    const asAdmin = (below: string, asked: Asked = {}) => compute("2.10", below, { token: adminsToken, ...asked })
    expect(await asAdmin(path, { body: { keypair } })).toMatchObject({ status: 201, body: { keypair } })
    expect(namesIn((await asAdmin(`${path}?user_id=${bobsId}`)).body)).toEqual(["given"])
    expect(namesIn((await asAdmin(path)).body)).toEqual([])
    expect(await asAdmin(`${path}/given?user_id=${bobsId}`)).toMatchObject({ status: 200, body: { keypair } })
    expect(await asAdmin(`${path}/given`)).toMatchObject({ status: 404 })
    expect(await asAdmin(`${path}/given?user_id=${bobsId}`, { method: "DELETE" })).toMatchObject({ status: 204 })
    expect((await asAdmin(`${path}?user_id=nobody`)).body).toEqual({ keypairs: [] })
    expect(await asAdmin(`${path}/a?user_id=nobody`)).toMatchObject({
      status: 404,
      body: { itemNotFound: { code: 404, message: "Keypair a not found for user nobody" } },
    })
    const body = { keypair: { ...keypair, user_id: "nobody" } }
    expect(await asAdmin(path, { body })).toMatchObject({
      status: 404,
      body: { itemNotFound: { message: "User nobody could not be found." } },
    })
  })
})

test("the key pairs of a robot are whoever's in its project", async () => {
  const { id } = await bob.client.call(routes.createProject, { body: { name: "web" } })
  const robot = await bob.client.call(routes.createRobot, {
    params: { id },
    body: { handle: "deploy", displayName: "d" },
  })
  const keypair = { name: "runner", public_key: newPublicLine("runner"), user_id: robot.id }
  expect(await compute("2.10", path, { body: { keypair } })).toMatchObject({ status: 201, body: { keypair } })
  expect(namesIn((await compute("2.10", `${path}?user_id=${robot.id}`)).body)).toEqual(["runner"])
  expect(namesIn((await compute("2.10", path)).body)).toEqual([])
})

describe("what is no key is refused, with the reason behind Nova's words:", () => {
  const { publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 })
  const pem = (type: "spki" | "pkcs1") => publicKey.export({ type, format: "pem" }).toString()
  const [, base64 = ""] = newPublicLine("").split(" ")
  const rfc4716 = `---- BEGIN SSH2 PUBLIC KEY ----\nComment: "a"\n${base64.slice(0, 64)}\n${base64.slice(64)}\n---- END SSH2 PUBLIC KEY ----\n`
  test.each([
    ["garbage", "garbage\n", /there is no public key in this/],
    ["nothing", " ", /there is no public key in this/],
    ["a broken key", "ssh-rsa notbase64!! foo\n", /line 1: /],
    ["20 kB of a key", `${newPublicLine("")}${"x".repeat(20 * 1024)}`, /at most 16384 characters/],
    ["two keys", `${newPublicLine("a")}\n${newPublicLine("b")}\n`, /more than one key/],
    ["options before a key", `from="10.0.0.0/8" ${newPublicLine("a")}`, /options come before this key/],
    ["a file of PuTTYgen", rfc4716, /RFC 4716 .* ssh-keygen -i -f FILE/],
    ["a PEM file", pem("spki"), /ssh-keygen -i -m PKCS8 -f FILE/],
    ["an older PEM file", pem("pkcs1"), /ssh-keygen -i -m PEM -f FILE/],
  ])("%s", async (_, text, reason) => {
    const { status, body } = await create("2.10", { name: "bad", public_key: text })
    expect(status).toBe(400)
    expect(Object(body).badRequest.message).toMatch(
      /^Keypair data is invalid: failed to generate fingerprint \([^)]{20,}\)$/,
    )
    expect(Object(body).badRequest.message).toMatch(reason)
  })

  test("but a key that the policy refuses is said to be that", async () => {
    const { status, body } = await create("2.10", { name: "short", public_key: newRsaLine(1024) })
    expect(status).toBe(400)
    expect(Object(body).badRequest.message).toMatch(/^Keypair data is invalid: .*1024/)
    expect(Object(body).badRequest.message).not.toContain("failed to generate fingerprint")
  })

  test("a private key, which is written down as received and nowhere else", async () => {
    const privateKey = `-----BEGIN OPENSSH PRIVATE KEY-----\n${"b3BlbnNzaC1rZXktdjEAAAAA".repeat(12)}\n-----END OPENSSH PRIVATE KEY-----\n`
    const { status, body } = await create("2.10", { name: "bad", public_key: privateKey })
    expect(status).toBe(400)
    expect(Object(body).badRequest.message).toMatch(/^this is a private key; it was not stored/)
    expect(daemon.log()).not.toContain("b3BlbnNzaC1rZXktdjEAAAAA")
    const { items } = await bob.client.call(routes.listAuditEvents, { query: {} })
    expect(items[0]).toMatchObject({ action: "private-key.receive", outcome: "refused", door: "openstack" })
  })
})

describe("the compute API", () => {
  test("tells its versions to everybody", async () => {
    const url = `${daemon.url}/openstack/compute/v2.1`
    const version = { id: "v2.1", status: "CURRENT", version: "2.93", min_version: "2.1", links: [{ href: `${url}/` }] }
    for (const root of ["/compute", "/compute/"]) {
      expect(await ask(daemon, root)).toMatchObject({ status: 200, body: { versions: [version] } })
    }
    for (const root of ["/compute/v2.1", "/compute/v2.1/"]) {
      const { body } = await ask(daemon, root)
      expect(body).toMatchObject({ version: { id: "v2.1", links: [{ href: `${url}/` }, { rel: "describedby" }] } })
    }
  })

  test("names its version and the request in every answer", async () => {
    for (const below of [path, `${path}/nosuch`, "/nosuch", `${path}?limit=x`]) {
      const { headers } = await compute("2.35", below)
      expect(headers.get("openstack-api-version")).toBe("compute 2.35")
      expect(headers.get("x-openstack-nova-api-version")).toBe("2.35")
      expect(headers.get("vary")).toBe("OpenStack-API-Version, X-OpenStack-Nova-API-Version")
      expect(headers.get("x-openstack-request-id")).toMatch(/^req-/)
      expect(headers.get("x-compute-request-id")).toBe(headers.get("x-openstack-request-id"))
    }
  })

  test("refuses versions that it has not", async () => {
    expect(await compute("2.94", path)).toMatchObject({
      status: 406,
      body: {
        computeFault: {
          code: 406,
          message: "Version 2.94 is not supported by the API. Minimum is 2.1 and maximum is 2.93.",
        },
      },
    })
    expect(await compute("two", path)).toMatchObject({ status: 400, body: { badRequest: { code: 400 } } })
    expect((await compute("latest", path)).headers.get("openstack-api-version")).toBe("compute 2.93")
  })

  test("takes auth tokens alone: neither API tokens nor cookies", async () => {
    const unauthorized = {
      status: 401,
      body: {
        error: { code: 401, title: "Unauthorized", message: "The request you have made requires authentication." },
      },
    }
    const asked = [{}, { token: bob.token }, { headers: { authorization: `Bearer ${bob.token}` } }]
    for (const how of [...asked, { headers: { authorization: `Bearer ${token}` } }, { token: "latchkey_auth_x" }]) {
      expect(await ask(daemon, `/compute/v2.1${path}`, how)).toMatchObject(unauthorized)
    }
  })

  test("takes the project of the token in the path, and no other", async () => {
    const { items } = await bob.client.call(routes.listProjects, {})
    const project = items[0]?.id ?? ""
    await create("2.10", { name: "a", public_key: newPublicLine("a") })
    const { body } = await compute("2.35", `/${project}${path}?limit=1`)
    const href = `${daemon.url}/openstack/compute/v2.1/${project}/os-keypairs?limit=1&marker=a`
    expect(body).toMatchObject({ keypairs_links: [{ href }] })
    expect(await compute("2.10", `/${project}${path}/a`, { method: "DELETE" })).toMatchObject({ status: 204 })
    const message = `Malformed request URL: URL's project_id 'other' doesn't match Context's project_id '${project}'`
    expect(await compute("2.10", `/other${path}`)).toMatchObject({ status: 400, body: { badRequest: { message } } })
  })

  test("answers what is not there, and what is no JSON, in its own shape", async () => {
    const message = expect.stringMatching(/^The resource could not be found\. \(of OpenStack Latchkey has key pairs/)
    const missing = { status: 404, body: { itemNotFound: { code: 404, message } } }
    expect(await compute("2.10", "/servers")).toMatchObject(missing)
    expect(await compute("2.10", path, { method: "PUT", body: {} })).toMatchObject(missing)
    const malformed = { status: 400, body: { badRequest: { code: 400, message: "Malformed request body" } } }
    for (const body of ["{", ""]) expect(await compute("2.10", path, { body })).toMatchObject(malformed)
    expect(await compute("2.10", path, { body: "x", headers: { "content-type": "text/plain" } })).toMatchObject({
      status: 415,
      body: { badMediaType: { code: 415 } },
    })
    const long = { keypair: { name: "a", public_key: "x".repeat(70_000) } }
    expect(await compute("2.10", path, { body: long })).toMatchObject({
      status: 413,
      body: { overLimit: { code: 413 } },
    })
    expect(await compute("2.10", `${path}/%00`)).toMatchObject({ status: 404 })
    expect(await compute("2.10", `${path}/${"%C3%BC".repeat(255)}`)).toMatchObject({ status: 404 })
  })
})
