import { routes } from "@latchkey/contract"
import { fingerprintMd5, parsePublicKey } from "@latchkey/engine"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { openstackTokenScopes } from "../../../packages/console/src/pages/account/openstack/cloud-settings.ts"
import { type RunningDaemon, type SignedUp, signUp, startDaemon } from "../../kit/daemon.ts"
import { newPublicLine } from "../../kit/public-line.ts"
import { identityUrl } from "./openstack-client.ts"

/*
 * Neither Debian nor npm has Terraform, OpenTofu or the provider. These are the requests of terraform-provider-openstack
 * 3.4.0: recorded once from the libraries that it is made of (gophercloud 2.13.0, terraform-provider-openstack/utils and
 * gophercloud/utils, built with Go 1.25), driven as its openstack_compute_keypair_v2 drives them.
 */

/** As net/http of Go and gophercloud send them with every request. */
const always = {
  "user-agent":
    "HashiCorp Terraform/1.14.0 (+https://www.terraform.io) Terraform Plugin SDK/2.40.1 gophercloud/v2.13.0",
  accept: "application/json",
  "cache-control": "no-cache",
  "accept-encoding": "gzip",
}

describe("the requests of Terraform's provider", () => {
  let daemon: RunningDaemon
  let alice: SignedUp
  let userId: string
  beforeAll(async () => {
    daemon = await startDaemon()
    alice = await signUp(daemon)
    userId = (await alice.client.call(routes.showAccount, {})).account.id
  })
  afterAll(() => daemon?.stop())

  async function send(method: string, url: string, headers: Readonly<Record<string, string>>, body?: unknown) {
    const response = await fetch(url, {
      method,
      headers: { ...always, ...(body !== undefined && { "content-type": "application/json" }), ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    const answer: unknown = text === "" ? undefined : JSON.parse(text)
    return { status: response.status, headers: response.headers, answer }
  }

  const compute = () => `${daemon.url}/openstack/compute/v2.1`

  /** An auth token, by whose catalog the compute API is found. */
  async function signIn(identity: unknown, scope?: unknown) {
    const auth = { identity, ...(scope !== undefined && { scope }) }
    const { status, headers, answer } = await send("POST", `${identityUrl(daemon)}/auth/tokens`, {}, { auth })
    expect(status).toBe(201)
    // Without a version at the end of the address gophercloud would ask for the versions first.
    const endpoint = expect.objectContaining({ interface: "public", region: "RegionOne", url: compute() })
    const service = expect.objectContaining({ type: "compute", endpoints: expect.arrayContaining([endpoint]) })
    expect(answer).toMatchObject({ token: { catalog: expect.arrayContaining([service]) } })
    return headers.get("x-subject-token") ?? ""
  }

  async function byCredential() {
    const body = { name: `terraform ${Math.random()}`, scopes: [...openstackTokenScopes] }
    const { token, secret } = await alice.client.call(routes.createToken, { body })
    return signIn({ application_credential: { id: token.id, secret }, methods: ["application_credential"] })
  }

  test.each([
    { with: "no user_id", ofUser: false, created: 200, deleted: 202 },
    { with: "one's own user_id", ofUser: true, created: 201, deleted: 204 },
  ])("make, read and delete a key pair with $with", async ({ ofUser, created, deleted }) => {
    const token = await byCredential()
    const headers = {
      "x-auth-token": token,
      ...(ofUser && { "x-openstack-nova-api-version": "2.10", "openstack-api-version": "compute 2.10" }),
    }
    const owner = ofUser ? { user_id: userId } : {}
    const query = ofUser ? `?user_id=${userId}` : ""
    const key = `${compute()}/os-keypairs/terraform${query}`
    // As Terraform's file() reads it: with its line end.
    const line = `${newPublicLine("terraform")}\n`
    const body = { keypair: { name: "terraform", public_key: line, ...owner } }
    const made = await send("POST", `${compute()}/os-keypairs`, headers, body)
    expect(made.status).toBe(created)
    const fingerprint = fingerprintMd5(parsePublicKey(line).blob).replace("MD5:", "")
    // The provider's state is made of these. A text that differs in one byte would be a change to Terraform, which makes the pair anew for it.
    const kept = { name: "terraform", fingerprint, public_key: line, user_id: userId }
    expect(made.answer).toMatchObject({ keypair: kept })
    const read = await send("GET", key, headers)
    expect(read.status).toBe(200)
    expect(read.answer).toMatchObject({ keypair: kept })
    expect((await send("DELETE", key, headers)).status).toBe(deleted)
    // For the provider this alone says that a pair was deleted by another way.
    expect((await send("GET", key, headers)).status).toBe(404)
  })

  test("get a private key where they give no public one", async () => {
    const token = await byCredential()
    const headers = { "x-auth-token": token }
    const made = await send("POST", `${compute()}/os-keypairs`, headers, { keypair: { name: "made" } })
    expect(made.status).toBe(200)
    const secret = expect.stringMatching(/^-----BEGIN RSA PRIVATE KEY-----\n/)
    expect(made.answer).toMatchObject({ keypair: { private_key: secret } })
    const read = await send("GET", `${compute()}/os-keypairs/made`, headers)
    expect(read.status).toBe(200)
    expect(read.answer).not.toHaveProperty("keypair.private_key")
  })

  test("sign in with a password too, and again once the auth token has ended", async () => {
    const domain = { name: "Default" }
    const user = { domain, name: alice.handle, password: alice.password }
    const identity = { methods: ["password"], password: { user } }
    const ended = await signIn(identity, { project: { domain, name: alice.handle } })
    const headers = { "x-auth-token": ended, "x-subject-token": ended }
    expect((await send("DELETE", `${identityUrl(daemon)}/auth/tokens`, headers)).status).toBe(204)
    // To this gophercloud signs in anew and repeats the request.
    expect((await send("GET", `${compute()}/os-keypairs/terraform`, headers)).status).toBe(401)
    const anew = await signIn(identity, { project: { domain, name: alice.handle } })
    const read = await send("GET", `${compute()}/os-keypairs/nosuch`, { "x-auth-token": anew })
    expect(read.status).toBe(404)
  })
})
