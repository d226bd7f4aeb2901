import { routes } from "@latchkey/contract"
import { describe, expect, test } from "vitest"
import { addAccount } from "../../../../tests/kit/accounts.ts"
import { openBrowser, signUp, startDaemon } from "../../../../tests/kit/daemon.ts"
import { hasPostgres, startPostgres } from "../../../../tests/kit/postgres.ts"
import { newPublicLine } from "../../../../tests/kit/public-line.ts"

describe.skipIf(!hasPostgres())("over PostgreSQL", () => {
  test("two daemons share accounts, keys and races, and say when the database is away", async () => {
    const cluster = await startPostgres({ fsync: false })
    const [first, second] = await Promise.all([
      startDaemon({ database: cluster.url }),
      startDaemon({ database: cluster.url }),
    ])
    try {
      const alice = await signUp(first)
      const bob = await addAccount(second, "bob")
      const browser = await openBrowser(second)
      expect(await browser.signIn("alice")).toMatchObject({ account: { handle: "alice" } })

      // PostgreSQL holds no such text.
      const nul = { search: "a\u0000b" }
      const { id } = await alice.client.call(routes.createProject, { body: { name: "atlas" } })
      const { server } = await alice.client.call(routes.createServer, { params: { id }, body: { name: "web-1" } })
      const params = { id: server.id }
      for (const search of [
        () => alice.client.call(routes.listKeys, { query: nul }),
        () => alice.client.call(routes.listKeys, { query: { name: nul.search } }),
        () => alice.client.call(routes.listAccounts, { query: nul }),
        () => alice.client.call(routes.listServerLogins, { params, query: nul }),
        () => alice.client.call(routes.listGrantableKeys, { params: { id }, query: nul }),
        () => alice.client.call(routes.listAuditEvents, { query: { key: nul.search } }),
      ]) {
        await expect(search(), String(search)).rejects.toMatchObject({ code: "invalid" })
      }

      const text = newPublicLine("shared")
      const tries = [alice, bob, alice, bob].map(({ client }) =>
        client.call(routes.importKeys, { body: { keys: [{ text }] } }),
      )
      const outcomes = (await Promise.all(tries)).flatMap(({ results }) => results.map(({ outcome }) => outcome))
      expect(outcomes.sort()).toEqual(["imported", "refused", "refused", "refused"])

      expect((await fetch(`${first.url}/readyz`)).status).toBe(200)
      const metrics = async () => (await fetch(`${second.url}/metrics`)).text()
      expect(await metrics()).toMatch(/^latchkey_ssh_keys 1$/m)
      await cluster.stop()
      // What the database would have to say is not known; the rest is still told.
      expect(await metrics()).toMatch(/^latchkey_ssh_keys Nan$/m)
      const ready = await fetch(`${first.url}/readyz`)
      expect(ready.status).toBe(503)
      expect(await ready.json()).toMatchObject({ code: "unavailable" })
      expect((await fetch(`${first.url}/healthz`)).status).toBe(200)
    } finally {
      await Promise.all([first.stop(), second.stop()])
      await cluster.stop()
    }
  })
})
