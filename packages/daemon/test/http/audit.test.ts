import { type AuditEvent, apiPrefix, routes } from "@latchkey/contract"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { addAccount } from "../../../../tests/kit/accounts.ts"
import { openBrowser, type RunningDaemon, type SignedUp, signUp, startDaemon } from "../../../../tests/kit/daemon.ts"
import { newPublicLine } from "../../../../tests/kit/public-line.ts"

let daemon: RunningDaemon
let alice: SignedUp
let bob: SignedUp
beforeAll(async () => {
  daemon = await startDaemon({ env: { LATCHKEY_AUDIT_RETENTION: "30" } })
  alice = await signUp(daemon)
  bob = await addAccount(daemon, "bob")
})
afterAll(() => daemon.stop())

async function refused(by: SignedUp = alice): Promise<readonly AuditEvent[]> {
  return (await by.client.call(routes.listAuditEvents, { query: { result: "refused", limit: 1000 } })).items
}

function exportAs(who: SignedUp, query: string): Promise<Response> {
  return fetch(`${daemon.url}${apiPrefix}/audit/export?${query}`, { headers: { authorization: `Bearer ${who.token}` } })
}

describe("the audit over HTTP", () => {
  test("says for how long it is kept", async () => {
    expect(await bob.client.call(routes.listAuditEvents, { query: { limit: 1 } })).toMatchObject({ keptDays: 30 })
  })

  test("has what was refused before any action: a private key, with whoever sent it and nothing of itself", async () => {
    const secret = "b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQ"
    const text = `-----BEGIN OPENSSH PRIVATE KEY-----\n${secret}\n-----END OPENSSH PRIVATE KEY-----`
    const post = (headers: Record<string, string>) =>
      fetch(`${daemon.url}${apiPrefix}/keys`, {
        method: "POST",
        headers: { "content-type": "application/json", ...headers },
        body: JSON.stringify({ keys: [{ text }] }),
      })
    expect((await post({ authorization: `Bearer ${bob.token}` })).status).toBe(400)
    expect((await post({})).status).toBe(400)
    const [byNobody, byBob] = await refused()
    expect(byBob).toMatchObject({
      action: "private-key.receive",
      actor: { handle: "bob" },
      target: { kind: "account", name: "bob" },
      address: "127.0.0.1",
      after: { operation: "POST /api/v1/keys" },
    })
    expect(byNobody).toMatchObject({ action: "private-key.receive", actor: null, target: { kind: "installation" } })
    expect(JSON.stringify(await refused())).not.toContain(secret)
    expect(await refused(bob)).toEqual([byBob])
  })

  test("has a change that another site asked for, and a link that does not work", async () => {
    const browser = await openBrowser(daemon)
    await browser.signIn("alice")
    const response = await fetch(`${daemon.url}${apiPrefix}/account`, {
      method: "PATCH",
      headers: { ...browser.headers(), "content-type": "application/json", origin: "https://evil.example" },
      body: "{}",
    })
    expect(response.status).toBe(403)
    const secret = "x".repeat(43)
    await daemon.client.call(routes.lookAtLink, { body: { secret } }).catch(() => undefined)
    const [link, foreign] = await refused()
    expect(foreign).toMatchObject({
      action: "request.send",
      actor: { handle: "alice" },
      after: { operation: "PATCH /api/v1/account", reason: "another site asked for this change" },
    })
    expect(link).toMatchObject({ action: "request.send", actor: null, after: { reason: "this link is not valid" } })
    expect(JSON.stringify(link)).not.toContain(secret)
  })

  test("leaves as lines that say what the list says, whatever the number of pages", async () => {
    const keys = Array.from({ length: 400 }, (_, index) => ({ text: newPublicLine("k"), name: `key ${index}` }))
    for (let round = 0; round < 3; round++) {
      const { results } = await bob.client.call(routes.importKeys, { body: { keys } })
      const ids = results.flatMap((result) => ("key" in result ? [result.key.id] : []))
      expect(ids).toHaveLength(400)
      await bob.client.call(routes.deleteKeys, { body: { ids } })
    }
    const response = await exportAs(bob, "format=jsonl&action=key.delete")
    expect(response.headers.get("content-type")).toBe("application/x-ndjson; charset=utf-8")
    expect(response.headers.get("content-disposition")).toBe('attachment; filename="activity.jsonl"')
    expect(response.headers.get("transfer-encoding")).toBe("chunked")
    const events: unknown[] = (await response.text())
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line))
    expect(events).toHaveLength(1200)
    const query = { action: "key.delete", limit: 1000 } as const
    const { items, total } = await bob.client.call(routes.listAuditEvents, { query })
    expect(total).toBe(1200)
    expect(events.slice(0, 1000)).toEqual(items)
  }, 120_000)

  test("leaves as a table whose cells no spreadsheet runs", async () => {
    const names = ["=HYPERLINK(1)", "+1", "-1", "@x", " =1", "＝1", 'quo"te', "plain"]
    const { results } = await bob.client.call(routes.importKeys, {
      body: { keys: names.map((name) => ({ text: newPublicLine("k"), name })) },
    })
    expect(results.map(({ outcome }) => outcome)).toEqual(names.map(() => "imported"))
    const text = await (await exportAs(bob, "format=csv&action=key.import")).text()
    const rows = text.trimEnd().split("\r\n")
    const cells = rows.slice(1, names.length + 1).map((row) => /,ssh_key,(.*?),[0-9a-f]{8}-/.exec(row)?.[1])
    expect(cells.toReversed()).toEqual([
      "'=HYPERLINK(1)",
      "'+1",
      "'-1",
      "'@x",
      // Names begin with no white space.
      "'=1",
      "'＝1",
      '"quo""te"',
      "plain",
    ])
  })

  test("gives the chain to admins alone, and tells that somebody else asked", async () => {
    const response = await exportAs(bob, "format=chain")
    expect([response.status, response.headers.get("content-disposition")]).toEqual([403, null])
    expect((await refused(bob))[0]).toMatchObject({ action: "audit.export", after: { code: "forbidden" } })
    expect((await exportAs(alice, "format=chain")).status).toBe(200)
    expect((await exportAs({ ...bob, token: "latchkey_x" }, "format=csv")).status).toBe(401)
    expect((await exportAs(alice, "format=xml")).status).toBe(400)
    expect((await exportAs(alice, "from=yesterday")).status).toBe(400)
  })
})
