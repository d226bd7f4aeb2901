import { generateKeyPairSync } from "node:crypto"
import {
  admit,
  CoreError,
  deleteKey,
  deleteKeys,
  disableKey,
  enableKey,
  type ImportOutcome,
  importKeys,
  listAuditEvents,
  listKeys,
  publishedKeys,
  showKey,
  sshKeyId,
  updateKey,
  updateOwnAccount,
} from "@latchkey/core"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { type Installation, openInstallation, withScopes } from "../kit/installation.ts"

let installation: Installation
beforeAll(async () => {
  installation = await openInstallation()
})
afterAll(() => installation.close())

/** A new Ed25519 public line (RFC 8709 section 4), made by OpenSSL. */
function newLine(comment: string): string {
  const { x } = generateKeyPairSync("ed25519").publicKey.export({ format: "jwk" })
  const field = (bytes: Buffer) => Buffer.concat([Buffer.from([0, 0, 0, bytes.length]), bytes])
  const blob = Buffer.concat([field(Buffer.from("ssh-ed25519")), field(Buffer.from(x ?? "", "base64url"))])
  return `ssh-ed25519 ${blob.toString("base64")} ${comment}`
}

function keyOf(outcome: ImportOutcome | undefined) {
  if (outcome === undefined || "error" in outcome) throw new Error(`no key was imported: ${outcome?.error}`)
  return outcome.key
}

const add = async (text: string, actor = installation.alice) =>
  keyOf((await importKeys(installation.context, actor, [{ text }]))[0])

describe("one key, one account", () => {
  test("an account that adds a key of another is told nothing about the owner", async () => {
    const line = newLine("alice@secret-project")
    await add(line)
    const [outcome] = await importKeys(installation.context, installation.bob, [{ text: line }])
    expect(outcome).toMatchObject({ error: { code: "conflict" } })
    const { message = "", hint = "" } =
      outcome !== undefined && "error" in outcome && outcome.error instanceof CoreError ? outcome.error : {}
    expect(`${message} ${hint}`).not.toMatch(/alice|secret/)
    expect(message).toMatch(/another account/)
  })

  test("the same account is told the name that the key has", async () => {
    const line = newLine("twice")
    await add(line)
    const [outcome] = await importKeys(installation.context, installation.alice, [{ text: line, name: "other" }])
    expect(outcome).toMatchObject({ error: { code: "conflict", message: 'you have this key as "twice" already' } })
  })

  test("of ten accounts and requests at once, one wins", async () => {
    const { context, alice, bob } = installation
    const line = newLine("race")
    const tries = Array.from({ length: 10 }, (_, at) => importKeys(context, at % 2 ? alice : bob, [{ text: line }]))
    const outcomes = (await Promise.all(tries)).flat()
    expect(outcomes.filter((outcome) => "key" in outcome)).toHaveLength(1)
    for (const outcome of outcomes) if ("error" in outcome) expect(outcome.error).toMatchObject({ code: "conflict" })
  })

  test("a key that was deleted can be added by anyone", async () => {
    const { context, alice, bob } = installation
    const line = newLine("moves")
    await deleteKey(context, alice, (await add(line)).id)
    expect((await add(line, bob)).accountId).toBe(bob.account.id)
  })
})

describe("an import", () => {
  test("adds ten and reports the broken one among them with its line", async () => {
    const lines = Array.from({ length: 10 }, (_, at) => newLine(`bulk-${at}`))
    lines.splice(4, 0, "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA broken")
    const outcomes = await importKeys(installation.context, installation.alice, [{ text: lines.join("\n") }])
    expect(outcomes.filter((outcome) => "key" in outcome)).toHaveLength(10)
    expect(outcomes.filter((outcome) => "error" in outcome)).toMatchObject([
      { item: 0, line: 5, error: { code: "invalid" } },
    ])
  })

  test("gives keys whose proposed names clash different names", async () => {
    const names = [await add(newLine("same")), await add(newLine("same")), await add(newLine("same"))].map(
      ({ name }) => name,
    )
    expect(names).toEqual(["same", "same 2", "same 3"])
  })

  test("tells a crowd of keys with one comment apart by their fingerprints", async () => {
    const lines = Array.from({ length: 12 }, () => newLine("crowd"))
    const outcomes = await importKeys(installation.context, installation.alice, [{ text: lines.join("\n") }])
    const keys = outcomes.map(keyOf)
    expect(keys.slice(0, 9).map(({ name }) => name)).toEqual([
      "crowd",
      ...[2, 3, 4, 5, 6, 7, 8, 9].map((n) => `crowd ${n}`),
    ])
    for (const { name, fingerprint } of keys.slice(9)) expect(name).toBe(`crowd ${fingerprint.slice(-8)}`)
  })

  test("takes five hundred keys at most, and stores none of more", async () => {
    const lines = Array.from({ length: 251 }, (_, at) => newLine(`many-${at}`)).join("\n")
    const more = importKeys(installation.context, installation.alice, [{ text: lines }, { text: lines }])
    await expect(more).rejects.toMatchObject({ code: "invalid", message: /at most 500 keys, this one has 502/ })
    const query = { search: "many-", limit: 1, sort: "name", descending: false } as const
    expect((await listKeys(installation.context, installation.alice, query)).total).toBe(0)
  })

  test("leaves no claim on a key behind when its name is taken", async () => {
    const { context, alice, bob } = installation
    await add(newLine("taken"))
    const line = newLine("x")
    const [outcome] = await importKeys(context, alice, [{ text: line, name: "taken" }])
    expect(outcome).toMatchObject({ error: { code: "conflict", fields: [{ path: "name" }] } })
    expect((await add(line, bob)).name).toBe("x")
  })

  test("refuses a private key and a text without a key, each for itself", async () => {
    const pem = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({ type: "pkcs1", format: "pem" })
    const outcomes = await importKeys(installation.context, installation.alice, [
      { text: pem.toString() },
      { text: "hello" },
    ])
    expect(outcomes).toMatchObject([
      { item: 0, error: { code: "invalid", message: /^this is a private key; it was not stored/ } },
      { item: 1, error: { code: "invalid", message: /no key/ } },
    ])
  })

  test("needs the scope keys:write before anything is looked at", async () => {
    const reader = withScopes(installation.alice, ["keys:read"])
    const refused = importKeys(installation.context, reader, [{ text: newLine("scope") }])
    await expect(refused).rejects.toMatchObject({ code: "forbidden", message: /keys:write/ })
  })
})

describe("another account's key", () => {
  test("is not there, whatever is asked of it, for an admin too", async () => {
    const { context, alice, bob } = installation
    const { id } = await add(newLine("of-bob"), bob)
    for (const attempt of [
      () => showKey(context, alice, id),
      () => updateKey(context, alice, id, { name: "mine" }),
      () => disableKey(context, alice, id),
      () => enableKey(context, alice, id),
      () => deleteKey(context, alice, id),
    ]) {
      await expect(attempt()).rejects.toMatchObject({ code: "not_found" })
    }
    expect((await showKey(context, bob, id)).name).toBe("of-bob")
  })
})

describe("the gateway", () => {
  test("admits a key until it is disabled, expired or deleted, or its account disabled", async () => {
    const { context, alice, bob, tick, disable } = installation
    const key = await add(newLine("opens"))
    const isAdmitted = async () => (await admit(context, key.fingerprint)) !== undefined
    expect(await isAdmitted()).toBe(true)
    await disableKey(context, alice, key.id)
    expect(await isAdmitted()).toBe(false)
    await enableKey(context, alice, key.id)
    await updateKey(context, alice, key.id, { expiresAt: context.clock.now() + 1000 })
    expect(await isAdmitted()).toBe(true)
    tick(1000)
    expect(await isAdmitted()).toBe(false)
    await updateKey(context, alice, key.id, { expiresAt: null })
    expect(await isAdmitted()).toBe(true)
    await deleteKey(context, alice, key.id)
    expect(await isAdmitted()).toBe(false)

    const bobs = await add(newLine("bobs"), bob)
    await disable(bob.account)
    expect(await admit(context, bobs.fingerprint)).toBeUndefined()
    await context.database.stores.accounts.update(bob.account)
    expect(await admit(context, bobs.fingerprint)).toBeDefined()
  })
})

describe("changes", () => {
  test("an expiry that has passed is refused, and so is a name that is taken", async () => {
    const { context, alice } = installation
    const key = await add(newLine("change-me"))
    await add(newLine("in-use"))
    const past = updateKey(context, alice, key.id, { expiresAt: context.clock.now() })
    await expect(past).rejects.toMatchObject({ code: "invalid", fields: [{ path: "expiresAt" }] })
    const taken = updateKey(context, alice, key.id, { name: "in-use" })
    await expect(taken).rejects.toMatchObject({ code: "conflict" })
  })

  test("several deletions report each key, and what is not there does not stop the rest", async () => {
    const { context, alice } = installation
    const [one, two] = [await add(newLine("del-1")), await add(newLine("del-2"))]
    const unknown = sshKeyId(context.secrets.id())
    const outcomes = await deleteKeys(context, alice, [one.id, unknown, two.id, one.id])
    expect(outcomes).toMatchObject([
      { id: one.id, deleted: true },
      { id: unknown, error: { code: "not_found" } },
      { id: two.id, deleted: true },
    ])
  })

  test("each leaves one audit event with what was before and after; a refused one leaves none", async () => {
    const { context, alice } = installation
    const key = await add(newLine("audited"))
    await updateKey(context, alice, key.id, { name: "renamed" })
    await updateKey(context, alice, key.id, { name: "" }).catch(() => undefined)
    await deleteKey(context, alice, key.id)
    const { items } = await listAuditEvents(context, alice, { targetId: key.id, limit: 10 })
    expect(items).toMatchObject([
      { action: "key.delete", before: { fingerprint: key.fingerprint, name: "renamed" } },
      { action: "key.update", before: { name: "audited" }, after: { name: "renamed" } },
      { action: "key.import", actor: { handle: "alice" }, target: { name: "audited" }, address: "192.0.2.1" },
    ])
  })
})

describe("a search", () => {
  test("for a whole public key finds it under any comment", async () => {
    const { context, alice } = installation
    const line = newLine("original")
    const key = await add(line)
    const search = line.replace("original", "someone@else")
    const { items } = await listKeys(context, alice, { search, limit: 10, sort: "name", descending: false })
    expect(items.map(({ id }) => id)).toEqual([key.id])
  })
})

describe("publishing", () => {
  test("is off until its owner turns it on, and shows no comment and no key that opens nothing", async () => {
    const { context, bob } = installation
    const opens = await add(newLine("comment-of-bob"), bob)
    const disabled = await add(newLine("disabled-of-bob"), bob)
    await disableKey(context, bob, disabled.id)
    expect(await publishedKeys(context, "bob")).toBeUndefined()
    expect(await publishedKeys(context, "nobody")).toBeUndefined()
    await updateOwnAccount(context, bob, { publishesKeys: true })
    const lines = (await publishedKeys(context, "bob")) ?? []
    expect(lines).toContain(`ssh-ed25519 ${Buffer.from(opens.blob).toString("base64")}`)
    expect(lines.join("\n")).not.toContain("of-bob")
    expect(lines.join("\n")).not.toContain(Buffer.from(disabled.blob).toString("base64"))
  })
})
