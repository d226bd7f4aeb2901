import { routes } from "@latchkey/contract"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { addAccount } from "../../../../tests/kit/accounts.ts"
import { type RunningDaemon, type SignedUp, signUp, startDaemon } from "../../../../tests/kit/daemon.ts"
import { hasPostgres, type PostgresCluster, startPostgres } from "../../../../tests/kit/postgres.ts"
import { newPublicLine } from "../../../../tests/kit/public-line.ts"
import { type Asked, ask, askCompute, signInToOpenStack } from "./openstack-requests.ts"

const databases = hasPostgres() ? (["SQLite", "PostgreSQL"] as const) : (["SQLite"] as const)

describe.each(databases)("with %s", (database) => {
  let cluster: PostgresCluster | undefined
  let daemon: RunningDaemon
  let alice: SignedUp
  let bob: SignedUp
  let token: string
  let adminsToken: string
  beforeAll(async () => {
    if (database === "PostgreSQL") cluster = await startPostgres({ fsync: false })
    daemon = await startDaemon({ database: cluster?.url ?? "sqlite" })
    alice = await signUp(daemon)
    bob = await addAccount(daemon, "bob")
    token = await signInToOpenStack(daemon, "bob")
    adminsToken = await signInToOpenStack(daemon, "alice")
  })
  afterAll(async () => {
    await daemon?.stop()
    await cluster?.stop()
  })

  const path = "/os-keypairs"
  const compute = (below: string, asked: Asked = {}) => askCompute(daemon, "2.35", below, { token, ...asked })

  test.each([
    { text: "that is long", user: "hunter2".repeat(500) },
    { text: "that is a handle", user: "alice" },
    { text: "with a NUL", user: "%00" },
    { text: "that is empty", user: "" },
  ])("an account $text is nobody's", async ({ user }) => {
    const query = `user_id=${user}`
    const body = { keypair: { name: "x", public_key: newPublicLine("x"), user_id: decodeURIComponent(user) } }
    const calls: readonly (readonly [number, string, Asked])[] = [
      [200, `${path}?${query}`, {}],
      [404, `${path}/x?${query}`, {}],
      [404, `${path}/x?${query}`, { method: "DELETE" }],
      [404, path, { body }],
    ]
    for (const [status, below, asked] of calls) {
      expect(await compute(below, { ...asked, token: adminsToken })).toMatchObject({ status })
      expect(await compute(below, asked)).toMatchObject({ status: 403 })
    }
  })

  test("what was sent as an account or project that can be none stands in no audit", async () => {
    for (const noun of ["projects", "users"])
      await ask(daemon, `/identity/v3/${noun}/${"hunter2".repeat(9)}`, { token })
    for (const { client } of [alice, bob]) {
      const { items } = await client.call(routes.listAuditEvents, { query: { limit: 200 } })
      expect(items.filter(({ outcome }) => outcome === "refused").length).toBeGreaterThan(0)
      const ids = items.flatMap(({ target }) => (target === undefined ? [] : [target.id]))
      for (const id of ids) expect(id).toMatch(/^[0-9a-f-]{36}$/)
    }
  })

  test("an empty page of another account is refused like any", async () => {
    const { account } = await alice.client.call(routes.showAccount, {})
    expect(await compute(`${path}?limit=0&user_id=${account.id}`)).toMatchObject({ status: 403 })
    expect(await compute(`${path}?limit=0&marker=nosuch`)).toMatchObject({ status: 200, body: { keypairs: [] } })
    const { account: own } = await bob.client.call(routes.showAccount, {})
    expect(await compute(`${path}?limit=0&user_id=${own.id}`)).toMatchObject({ status: 200 })
  })

  test.each(["keypair", "name", "more"])(
    "a body with thousands of lists in each other at %s is refused",
    async (at) => {
      const deep = `${"[".repeat(20_000)}${"]".repeat(20_000)}`
      const inside = at === "name" ? `"name": ${deep}` : `"name": "x", "public_key": "y", "more": ${deep}`
      const body = `{"keypair": ${at === "keypair" ? deep : `{${inside}}`}}`
      expect(await compute(path, { body })).toMatchObject({ status: 400 })
    },
  )
})
