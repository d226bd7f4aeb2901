import { routes } from "@latchkey/contract"
import { afterAll, beforeAll, expect, test } from "vitest"
import { addAccount } from "../../../../tests/kit/accounts.ts"
import { type RunningDaemon, type SignedUp, signUp, startDaemon } from "../../../../tests/kit/daemon.ts"
import { ask, byPassword, inProject, signInToOpenStack } from "./openstack-requests.ts"

let daemon: RunningDaemon
let bob: SignedUp
beforeAll(async () => {
  daemon = await startDaemon({ env: { LATCHKEY_LOG: "trace" } })
  await signUp(daemon)
  bob = await addAccount(daemon, "bob")
})
afterAll(() => daemon.stop())

/** All requests that a secret can come in, rightly or in a wrong place, by a token and by what is none. */
function requestsWith(token: string, secret: string) {
  const tokens = "/identity/v3/auth/tokens"
  const credential = (text: string) => ({
    auth: { identity: { methods: ["application_credential"], application_credential: { id: text, secret: text } } },
  })
  const byToken = {
    auth: { identity: { methods: ["token"], token: { id: secret } }, scope: { project: { id: secret } } },
  }
  const keypair = { name: secret, public_key: secret }
  return [
    [tokens, { headers: { "x-subject-token": secret } }],
    [tokens, { headers: { "x-subject-token": secret }, method: "HEAD" }],
    [tokens, { body: byToken }],
    [tokens, { body: byPassword("bob", inProject("bob"), secret) }],
    [tokens, { body: byPassword(secret, inProject(secret), secret) }],
    [tokens, { body: credential(secret) }],
    [tokens, { body: { auth: { identity: { methods: [secret], [secret]: { id: 1 } } } } }],
    [tokens, { body: { auth: secret } }],
    [tokens, { body: `{"${secret}` }],
    [tokens, { body: secret, headers: { "content-type": secret } }],
    [`${tokens}/${secret}`, {}],
    [`${tokens}/${secret}`, { method: "DELETE" }],
    [`${tokens}?token=${secret}`, { headers: { cookie: `token=${secret}`, authorization: `Bearer ${secret}` } }],
    [`/identity/v3/users/${secret}`, {}],
    [`/identity/v3/users/${secret}/application_credentials/${secret}`, {}],
    [`/identity/v3/projects?name=${secret}&name=${secret}`, {}],
    [`/identity/v2.0/tokens/${secret}`, {}],
    [`/compute/v2.1/${secret}/os-keypairs`, {}],
    [`/compute/v2.1/os-keypairs?marker=${secret}&${secret}=1`, {}],
    [`/compute/v2.1/os-keypairs/${secret}?user_id=${secret}`, { headers: { "openstack-api-version": secret } }],
    ["/compute/v2.1/os-keypairs", { body: { keypair } }],
    [
      `/${secret}`,
      { headers: { "user-agent": secret, referer: secret, "x-request-id": secret, "x-forwarded-for": secret } },
    ],
  ].flatMap(([path, asked]) =>
    [token, secret].map((proof) => [String(path), { token: proof, ...Object(asked) }] as const),
  )
}

test("no secret is in any log, wherever in a request it comes and whatever the answer is", async () => {
  const token = await signInToOpenStack(daemon, "bob")
  const other = await signInToOpenStack(daemon, "bob")
  const { secret: apiToken } = await bob.client.call(routes.createToken, {
    body: { name: "terraform", scopes: ["keys:read"] },
  })
  const password = "a password: of-nobody?but=secret"
  const statuses = new Set<number>()
  for (const secret of [token, other, apiToken, encodeURIComponent(password)]) {
    for (const [path, asked] of requestsWith(token, secret)) {
      const url = `${daemon.url}/openstack`
      // What is not of the door answers with a page, which is no JSON.
      const answer = await ask(daemon, path, asked).catch(() => fetch(`${url}${path}`))
      statuses.add(answer.status)
    }
  }
  expect([...statuses]).toEqual(expect.arrayContaining([200, 400, 401, 404]))
  expect(statuses).not.toContain(500)
  await ask(daemon, "/identity/v3/auth/tokens", { method: "DELETE", token, headers: { "x-subject-token": other } })
  const log = () => daemon.log() + daemon.printed()
  const last = await ask(daemon, "/identity/v3/auth/tokens", { token })
  const id = last.headers.get("x-openstack-request-id")?.slice("req-".length) ?? "no id"
  await expect.poll(log, { timeout: 20_000 }).toContain(id)
  for (const secret of [token, other, apiToken]) {
    // Not even the half of one, nor what the log itself made unreadable: it should not have come that far.
    expect(log()).not.toContain(secret.slice(-20))
    expect(log()).not.toContain("[redacted]")
  }
  for (const text of [password, encodeURIComponent(password), bob.password]) expect(log()).not.toContain(text)
})
