import { routes } from "@latchkey/contract"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { addAccount } from "../../kit/accounts.ts"
import { type RunningDaemon, type SignedUp, signUp, startDaemon, testPassword } from "../../kit/daemon.ts"
import { hasPostgres, type PostgresCluster, startPostgres } from "../../kit/postgres.ts"
import { type Answer, compare, type Difference } from "./comparison.ts"
import { exceptions, isExcepted } from "./exceptions.ts"
import { LearnedNames } from "./learned-names.ts"
import { type RecordedExchange, readRecordedExchanges } from "./recorded-exchanges.ts"

const recordings = [
  ["key-pairs", "what the command line client asks for key pairs, per microversion"],
  ["quota", "an administrator's quota, and key pairs beyond it"],
  ["revoked-and-forbidden", "a revoked token, and what members may not ask for"],
  ["tempest", "what Tempest asks for"],
  ["ansible", "what Ansible's module for key pairs asks for"],
  ["sdk", "what openstacksdk asks for"],
  ["identity", "tokens, the catalog and bodies that are none"],
] as const

const databases = hasPostgres() ? (["SQLite", "PostgreSQL"] as const) : (["SQLite"] as const)

describe.each(databases)("with %s, an exchange with a real Keystone and Nova goes the same way here:", (database) => {
  let cluster: PostgresCluster | undefined
  let daemon: RunningDaemon
  let demo: SignedUp
  let names: LearnedNames
  const used = new Set<number>()

  beforeAll(async () => {
    if (database === "PostgreSQL") cluster = await startPostgres({ fsync: false })
    daemon = await startDaemon({ database: cluster?.url ?? "sqlite" })
    await signUp(daemon, "admin")
    demo = await addAccount(daemon, "demo")
    await addAccount(daemon, "tempest1")
    names = new LearnedNames({
      "http://identity": `${daemon.url}/openstack/identity`,
      "http://compute": `${daemon.url}/openstack/compute`,
    })
  })
  afterAll(async () => {
    await daemon?.stop()
    await cluster?.stop()
  })

  test.each(recordings)("%s: %s", async (recording) => {
    if (recording === "ansible") await keepOnly(demo, "ed")
    const differences: Difference[] = []
    for (const exchange of readRecordedExchanges(recording)) {
      differences.push(...compare(exchange, await send(exchange, names), names))
    }
    const unexpected = differences.filter((difference) => {
      const at = exceptions.findIndex((exception) => isExcepted(exception, difference))
      if (at !== -1) used.add(at)
      return at === -1
    })
    expect(unexpected.map(inWords)).toEqual([])
  })

  test("and leaves no token in the log", () => {
    const tokens = Array.from({ length: 10 }, (_, index) => names.translate(`TOKEN-${index + 1}`))
    for (const token of tokens) {
      expect(token).toMatch(/^latchkey_auth_/)
      expect(daemon.log()).not.toContain(token)
    }
    expect(daemon.log()).toContain("/openstack/identity/v3/auth/tokens")
  })

  test("but for at most 25 fields of bodies, each for a reason", () => {
    expect(exceptions.length).toBeLessThanOrEqual(25)
    expect(exceptions.filter((_, index) => !used.has(index))).toEqual([])
    for (const { field, reason } of exceptions) {
      const never = [
        "status",
        "header vary",
        "body",
        "badRequest",
        "badRequest.code",
        "error",
        "error.code",
        "keypairs",
      ]
      expect(never.filter((name) => field.test(name))).toEqual([])
      expect(reason).not.toBe("")
    }
  })
})

function inWords({ exchange, field, recorded, here }: Difference): string {
  return `${exchange} ${field}: ${recorded} recorded, ${here} here`
}

async function send(exchange: RecordedExchange, names: LearnedNames): Promise<Answer> {
  const headers = new Headers()
  for (const [name, value] of exchange.requestHeaders) headers.set(name, names.translate(value))
  const body = exchange.requestBody
    ?.replace('"password": "right"', `"password": "${testPassword}"`)
    .replace('"password":"right"', `"password":"${testPassword}"`)
  const response = await fetch(names.translate(exchange.url.href), {
    method: exchange.method,
    headers,
    redirect: "manual",
    ...(body !== undefined && { body: names.translate(body) }),
  })
  return { status: response.status, headers: response.headers, body: await response.text() }
}

/** What was removed between two recordings. */
async function keepOnly({ client }: SignedUp, name: string): Promise<void> {
  const { items } = await client.call(routes.listKeys, { query: {} })
  for (const key of items) {
    if (key.name !== name) await client.call(routes.deleteKey, { params: { id: key.id } })
  }
}
