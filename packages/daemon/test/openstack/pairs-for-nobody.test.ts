import { routes } from "@latchkey/contract"
import { afterAll, beforeAll, expect, test } from "vitest"
import { addAccount } from "../../../../tests/kit/accounts.ts"
import { type RunningDaemon, type SignedUp, signUp, startDaemon } from "../../../../tests/kit/daemon.ts"
import { newPublicLine } from "../../../../tests/kit/public-line.ts"
import { type Answer, ask, askCompute, signInToOpenStack } from "./openstack-requests.ts"

let daemon: RunningDaemon
let alice: SignedUp
let bob: SignedUp
let token: string
beforeAll(async () => {
  daemon = await startDaemon()
  alice = await signUp(daemon)
  bob = await addAccount(daemon, "bob")
  token = await signInToOpenStack(daemon, "bob")
})
afterAll(() => daemon.stop())

/** Many more at once than may wait for pairs to be made: were any made, most would be told so. */
const atOnce = 24

function askForMany(keypair: object, as = token): Promise<readonly Answer[]> {
  const asked = { token: as, body: { keypair } }
  return Promise.all(Array.from({ length: atOnce }, () => askCompute(daemon, "2.10", "/os-keypairs", asked)))
}

async function refusals(keypair: object, as?: string): Promise<readonly unknown[]> {
  const answers = await askForMany(keypair, as)
  return [...new Set(answers.map(({ status, body }) => `${status} ${JSON.stringify(body)}`))]
}

test.each(["ssh", "x509"])("no pair of type %s is made for a name that is taken", async (type) => {
  await bob.client.call(routes.importKeys, { body: { keys: [{ text: newPublicLine("x"), name: `taken ${type}` }] } })
  expect(await refusals({ name: `taken ${type}`, type })).toEqual([
    `409 {"conflictingRequest":{"code":409,"message":"Key pair 'taken ${type}' already exists."}}`,
  ])
})

test("no pair is made for another account", async () => {
  const { account } = await alice.client.call(routes.showAccount, {})
  const message = "Policy doesn't allow os_compute_api:os-keypairs:create to be performed."
  const refused = `403 {"forbidden":{"code":403,"message":"${message}"}}`
  expect(await refusals({ name: "hers", user_id: account.id })).toEqual([refused])
  expect(await refusals({ name: "theirs", user_id: "nobody" })).toEqual([refused])
})

test("no pair is made with an API token that may only read", async () => {
  const body = { name: "reader", scopes: ["keys:read" as const] }
  const { token: reader, secret } = await bob.client.call(routes.createToken, { body })
  const identity = { methods: ["application_credential"], application_credential: { id: reader.id, secret } }
  const { headers } = await ask(daemon, "/identity/v3/auth/tokens", { body: { auth: { identity } } })
  const [refused, ...others] = await refusals({ name: "new" }, headers.get("x-subject-token") ?? "")
  expect(others).toEqual([])
  expect(refused).toMatch(/^403 .*this API token lacks the scope keys:write/)
})

test("no pair is made for a name that none can have here", async () => {
  const [refused, ...others] = await refusals({ name: "a".repeat(256) })
  expect(others).toEqual([])
  expect(refused).toMatch(/^400 /)
})

test("no pair is made of a kind that the key policy refuses, and one of another kind is", async () => {
  const { policy, revision } = await alice.client.call(routes.showKeyPolicy, {})
  const change = { revision, policy: { ...policy, minimumRsaBits: 3072 } }
  await alice.client.call(routes.updateKeyPolicy, { body: change })
  const message = "Keypair data is invalid: RSA 2048 is too short to be safe"
  expect(await refusals({ name: "short" })).toEqual([`400 {"badRequest":{"code":400,"message":"${message}"}}`])
  const asked = { token, body: { keypair: { name: "certificate", type: "x509" } } }
  expect(await askCompute(daemon, "2.10", "/os-keypairs", asked)).toMatchObject({ status: 201 })
})

test("no pair is made for whoever has no room for it", async () => {
  const { account } = await bob.client.call(routes.showAccount, {})
  const body = { keyQuota: 1, revision: account.revision }
  await alice.client.call(routes.manageAccount, { params: account, body })
  const refused = '403 {"forbidden":{"code":403,"message":"Quota exceeded, too many key pairs."}}'
  for (const type of ["ssh", "x509"]) expect(await refusals({ name: "one more", type })).toEqual([refused])
})
