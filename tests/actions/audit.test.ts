import {
  type AuditEvent,
  admit,
  apiTokenId,
  type Context,
  createApiToken,
  deleteApiToken,
  disableKey,
  importKeys,
  listAuditEvents,
  listKeys,
  minute,
  nobodyInParticular,
  recordKeyUses,
  recordRefusedKey,
  showKey,
  signIn,
  singleEvents,
  sshKeyId,
  writeCountedEvents,
} from "@latchkey/core"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { type Installation, openInstallation, withScopes } from "../kit/installation.ts"
import { newPublicLine } from "../kit/public-line.ts"

let installation: Installation
let context: Context
beforeEach(async () => {
  installation = await openInstallation()
  context = installation.context
})
afterEach(() => installation.close())

const refused = async (actor = installation.alice): Promise<readonly AuditEvent[]> =>
  (await listAuditEvents(context, actor, { outcome: "refused", limit: 1000 })).items

async function newKey(owner = installation.alice) {
  const [outcome] = await importKeys(context, owner, [{ text: newPublicLine("k"), name: "laptop" }])
  if (outcome === undefined || !("key" in outcome)) throw new Error("the key was not imported")
  return outcome.key
}

describe("a refusal is an event", () => {
  test("when a token lacks the scope", async () => {
    const { bob } = installation
    await createApiToken(context, withScopes(bob, ["keys:read"]), { name: "x", scopes: ["keys:read"] }).catch(() => {})
    expect(await refused()).toMatchObject([
      {
        action: "token.create",
        actor: { handle: "bob" },
        target: { kind: "account", name: "bob" },
        after: { code: "forbidden", reason: "this API token lacks the scope tokens:write" },
      },
    ])
  })

  test("of the same form whether a thing is somebody else's or nobody's, and tells neither its name nor its owner", async () => {
    const { bob, alice } = installation
    const key = await newKey()
    const missing = sshKeyId(context.secrets.id())
    await showKey(context, bob, key.id).catch(() => {})
    await showKey(context, bob, missing).catch(() => {})
    const [ofNobody, ofAlice, ...rest] = await refused(bob)
    expect(rest).toEqual([])
    const about = (id: string) => ({ kind: "ssh_key", id, name: "", accountId: bob.account.id })
    expect(ofAlice).toMatchObject({ action: "key.show", target: about(key.id), after: { code: "not_found" } })
    expect(ofNobody).toEqual({
      ...ofAlice,
      id: ofNobody?.id,
      at: ofNobody?.at,
      target: about(missing),
    })
    expect(JSON.stringify(ofAlice)).not.toContain(key.name)
    // Its owner is not told either: who tries ids must not be able to write into anybody's history.
    expect((await refused(alice)).map(({ actor }) => actor?.handle)).toEqual(["bob", "bob"])
  })

  test("when signing in fails, and says why to admins, not to whoever tried", async () => {
    const { alice, bob } = installation
    const tryAs = (identifier: string) => signIn(context, { identifier, password: "wrong" }).catch(() => {})
    await tryAs("bob")
    await tryAs("nobody")
    await installation.disable(bob.account)
    await tryAs("bob")
    expect((await refused(alice)).map(({ target, after }) => [target.kind, target.name, after?.reason])).toEqual([
      ["account", "bob", "disabled account"],
      ["installation", "", "unknown name"],
      ["account", "bob", "wrong password"],
    ])
  })

  test("when a key is offered at the gateway that is disabled; of unknown keys only their number is", async () => {
    const key = await newKey()
    await disableKey(context, installation.alice, key.id)
    expect(await admit(context, key.fingerprint)).toBeUndefined()
    await recordRefusedKey(context, key.fingerprint)
    for (let count = 0; count < 30; count++) await recordRefusedKey(context, `SHA256:${count}`)
    expect(await refused()).toMatchObject([
      { action: "gateway.sign-in", target: { kind: "ssh_key", id: key.id, fingerprint: key.fingerprint } },
    ])
    installation.tick(61 * minute)
    await writeCountedEvents(context)
    const [unknown, ...rest] = await refused()
    expect(rest).toHaveLength(1)
    expect(unknown).toMatchObject({ target: { kind: "installation" }, after: { count: 30 } })
    expect(JSON.stringify(unknown)).not.toContain("SHA256:1")
  })
})

describe("a flood of refusals", () => {
  test("is a few events a minute for each account, and one that counts the others", async () => {
    const { bob, alice } = installation
    const key = await newKey()
    for (let count = 0; count < 100; count++) await showKey(context, bob, key.id).catch(() => {})
    await deleteApiToken(context, alice, apiTokenId(key.id)).catch(() => {})
    expect(await refused()).toHaveLength(singleEvents + 1)
    installation.tick(2 * minute)
    await writeCountedEvents(context)
    await writeCountedEvents(context)
    const events = await refused()
    expect(events).toHaveLength(singleEvents + 2)
    expect(events[0]).toMatchObject({ action: "key.show", actor: { handle: "bob" }, after: { count: 90 } })
    await showKey(context, bob, key.id).catch(() => {})
    expect(await refused()).toHaveLength(singleEvents + 3)
  })

  test("that strangers aim at an account hides nothing of what the account itself is refused", async () => {
    const { bob } = installation
    const key = await newKey()
    for (let count = 0; count < 2 * singleEvents; count++) {
      const from = installation.from(`198.51.100.${count}`)
      await signIn(from, { identifier: "bob", password: "wrong" }).catch(() => {})
    }
    await showKey(context, bob, key.id).catch(() => {})
    const [latest, ...earlier] = await refused()
    expect(latest).toMatchObject({ action: "key.show", actor: { handle: "bob" }, target: { id: key.id } })
    expect(earlier).toHaveLength(singleEvents)
  }, 60_000)

  test("of strangers from everywhere shares one bound, and takes nothing from that of an account", async () => {
    for (let count = 0; count < 50; count++) {
      const from = installation.from(`198.51.100.${count}`)
      await signIn(from, { identifier: `nobody-${count}`, password: "wrong" }).catch(() => {})
    }
    await signIn(context, { identifier: "bob", password: "wrong" }).catch(() => {})
    const events = await refused()
    expect(events).toHaveLength(singleEvents + 1)
    expect(events[0]).toMatchObject({ target: { name: "bob" } })
    await writeCountedEvents(context, true)
    const [counted] = await refused()
    expect(counted).toMatchObject({ target: { kind: "installation" }, after: { count: 40 } })
    expect(counted).not.toHaveProperty("address")
  }, 60_000)

  test("that cannot be written while the database is away is told afterwards", async () => {
    const key = await newKey()
    const away = { ...context.database, transaction: () => Promise.reject(new Error("away")) }
    await recordRefusedKey({ ...context, database: away }, key.fingerprint)
    expect(await refused()).toEqual([])
    await writeCountedEvents(context, true)
    expect(await refused()).toMatchObject([{ target: { id: key.id }, after: { count: 1 } }])
  })
})

describe("the audit", () => {
  test("has every login at the gateway, several within a batch as one with their number", async () => {
    const key = await newKey()
    await recordKeyUses(context, [{ keyId: key.id, at: context.clock.now(), from: "203.0.113.9", logins: 3 }])
    const { items } = await listAuditEvents(context, installation.alice, { action: "gateway.sign-in", limit: 5 })
    expect(items).toMatchObject([
      {
        outcome: "done",
        actor: { handle: "alice" },
        target: { id: key.id },
        door: "ssh",
        address: "203.0.113.9",
        after: { count: 3 },
      },
    ])
  })

  test("is found by person, thing, key, time, result and door, and by all of them at once", async () => {
    const { alice, bob } = installation
    const start = context.clock.now()
    installation.tick(minute)
    const key = await newKey()
    await newKey(bob)
    installation.tick(minute)
    await disableKey(context, alice, key.id)
    await signIn(context, { identifier: "bob", password: "wrong" }).catch(() => {})
    const found = async (filter: Parameters<typeof listAuditEvents>[2] | object) =>
      (await listAuditEvents(context, alice, { limit: 100, ...filter })).items.map(({ action }) => action)
    expect(await found({ person: "bob" })).toEqual(["key.import"])
    expect(await found({ person: nobodyInParticular })).toEqual(["login.sign-in"])
    expect(await found({ key: key.fingerprint })).toEqual(["key.disable", "key.import"])
    expect(await found({ key: key.id })).toEqual(["key.disable", "key.import"])
    expect(await found({ target: "laptop" })).toEqual(["key.disable", "key.import", "key.import"])
    expect(await found({ target: key.id, person: "alice" })).toEqual(["key.disable", "key.import"])
    expect(await found({ outcome: "refused" })).toEqual(["login.sign-in"])
    expect(await found({ door: "ssh" })).toEqual([])
    expect(await found({ from: start + 2 * minute })).toEqual(["login.sign-in", "key.disable"])
    expect(await found({ from: start + minute, to: start + 2 * minute })).toEqual(["key.import", "key.import"])
    const all = { person: "alice", key: key.id, from: start, outcome: "done", door: "http", action: "key.disable" }
    expect(await found(all)).toEqual(["key.disable"])
    await expect(found({ from: 5, to: 5 })).rejects.toMatchObject({ code: "invalid", fields: [{ path: "to" }] })
  })

  test("shows those who are no admins what they did and what is theirs, whatever they filter by", async () => {
    const { alice, bob } = installation
    await newKey(alice)
    await newKey(bob)
    await listKeys(context, bob, { sort: "name", descending: false, limit: 5 })
    const seen = async (filter: object) => (await listAuditEvents(context, bob, { limit: 100, ...filter })).items
    for (const filter of [{}, { person: "alice" }, { target: "laptop" }, { action: "key.import" }]) {
      for (const event of await seen(filter)) {
        expect([event.actor?.accountId, event.target.accountId]).toContain(bob.account.id)
      }
    }
    expect(await seen({ person: "alice" })).toEqual([])
    expect(await seen({ target: "laptop" })).toHaveLength(1)
  })
})
