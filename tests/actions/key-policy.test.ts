import { execFileSync } from "node:child_process"
import { generateKeyPairSync } from "node:crypto"
import {
  admit,
  CoreError,
  defaultKeyPolicy,
  expiryNotice,
  type ImportOutcome,
  importKeys,
  type KeyPolicy,
  listAuditEvents,
  listBlockedKeys,
  listKeys,
  previewKeyPolicy,
  showKey,
  showKeyPolicy,
  summariseKeys,
  updateKey,
  updateKeyPolicy,
} from "@latchkey/core"
import { inspect } from "@latchkey/engine"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { type Installation, openInstallation, withScopes } from "../kit/installation.ts"
import { newPublicLine } from "../kit/public-line.ts"

const day = 86_400_000
const page = { limit: 50 }

let installation: Installation
beforeEach(async () => {
  installation = await openInstallation()
})
afterEach(() => installation.close())

function rsaLine(bits: number): string {
  const { publicKey } = generateKeyPairSync("rsa", { modulusLength: bits })
  const [finding] = inspect(publicKey.export({ type: "spki", format: "pem" }).toString()).findings
  if (finding?.kind !== "public_key") throw new Error("the engine does not read an RSA key of OpenSSL")
  return `ssh-rsa ${Buffer.from(finding.key.blob).toString("base64")} rsa-${bits}`
}

function keyOf(outcome: ImportOutcome | undefined) {
  if (outcome === undefined || "error" in outcome) throw new Error(`no key was imported: ${outcome?.error}`)
  return outcome.key
}

async function add(text: string, actor = installation.bob) {
  return keyOf((await importKeys(installation.context, actor, [{ text }]))[0])
}

async function save(change: { policy?: Partial<KeyPolicy>; blocklist?: string }) {
  const { context, alice } = installation
  const { policy, revision } = await showKeyPolicy(context, alice)
  return updateKeyPolicy(context, alice, revision, { ...change, policy: { ...policy, ...change.policy } })
}

const opens = async (fingerprint: string) => (await admit(installation.context, fingerprint)) !== undefined

describe("who may", () => {
  test("everyone reads the policy, and only admins with the scope change it, preview it and read the blocklist", async () => {
    const { context, alice, bob } = installation
    expect(await showKeyPolicy(context, bob)).toMatchObject({ revision: 1, policy: defaultKeyPolicy })
    const narrow = withScopes(alice, ["keys:write"])
    for (const actor of [bob, narrow]) {
      await expect(updateKeyPolicy(context, actor, 1, {})).rejects.toMatchObject({ code: "forbidden" })
      await expect(previewKeyPolicy(context, actor, {}, page)).rejects.toMatchObject({ code: "forbidden" })
      await expect(listBlockedKeys(context, actor)).rejects.toMatchObject({ code: "forbidden" })
    }
    expect(await showKeyPolicy(context, bob)).toMatchObject({ revision: 1 })
  })

  test("a change is in the audit with what was before and after, and how many keys it changed", async () => {
    await add(rsaLine(2048))
    await save({ policy: { minimumRsaBits: 3072 } })
    const { items } = await listAuditEvents(installation.context, installation.alice, { limit: 1 })
    expect(items[0]).toMatchObject({
      action: "key-policy.update",
      actor: { handle: "alice" },
      before: { minimumRsaBits: 2048 },
      after: { minimumRsaBits: 3072, turns_weak: 0, stops: 0 },
    })
  })
})

describe("two admins at once", () => {
  test("the second is told who was faster and what was changed, and nothing of theirs is kept", async () => {
    const { context, alice } = installation
    const { revision, policy } = await showKeyPolicy(context, alice)
    await updateKeyPolicy(context, alice, revision, { policy: { ...policy, minimumRsaBits: 3072 } })
    const late = updateKeyPolicy(context, alice, revision, { policy: { ...policy, maximumLifetimeDays: 90 } })
    await expect(late).rejects.toMatchObject({
      code: "conflict",
      message: "alice has changed the key policy since you looked: minimum RSA size from 2048 to 3072",
    })
    expect((await showKeyPolicy(context, alice)).policy).toEqual({ ...policy, minimumRsaBits: 3072 })
  })

  test("of many saves of one revision, at once through two daemons, one wins", async () => {
    const { context, alice } = installation
    const other = await installation.otherDaemon()
    const { revision, policy } = await showKeyPolicy(context, alice)
    const saves = await Promise.allSettled(
      Array.from({ length: 8 }, (_, index) =>
        updateKeyPolicy(index % 2 === 0 ? context : other, alice, revision, {
          policy: { ...policy, maximumLifetimeDays: index + 1 },
        }),
      ),
    )
    expect(saves.filter(({ status }) => status === "fulfilled")).toHaveLength(1)
    for (const result of saves) {
      if (result.status === "rejected") expect(result.reason).toMatchObject({ code: "conflict" })
    }
    expect(await showKeyPolicy(context, alice)).toMatchObject({ revision: revision + 1 })
  })
})

describe("a stricter policy", () => {
  test("holds for new keys, and marks the others weak without closing them", async () => {
    const old = await add(rsaLine(2048))
    await save({ policy: { minimumRsaBits: 3072 } })
    const [refused] = await importKeys(installation.context, installation.bob, [{ text: rsaLine(2048) }])
    expect(refused).toMatchObject({ error: { code: "invalid", message: expect.stringContaining("too short") } })
    expect(await showKey(installation.context, installation.bob, old.id)).toMatchObject({ standing: "weak" })
    expect(await opens(old.fingerprint)).toBe(true)
  })

  test("stops keys at once where it is to hold for them too, and lets them open again when it is loosened", async () => {
    const old = await add(rsaLine(2048))
    const good = await add(newPublicLine("good"))
    await save({ policy: { minimumRsaBits: 3072, existingKeys: "apply" } })
    expect(await opens(old.fingerprint)).toBe(false)
    expect(await opens(good.fingerprint)).toBe(true)
    await save({ policy: { minimumRsaBits: 2048 } })
    expect(await opens(old.fingerprint)).toBe(true)
  })

  test("can leave out whole types", async () => {
    await save({ policy: { allowedKeyTypes: ["ssh-ed25519"] } })
    const [refused] = await importKeys(installation.context, installation.bob, [{ text: rsaLine(3072) }])
    expect(refused).toMatchObject({ error: { message: "keys of type RSA are not accepted" } })
    await add(newPublicLine("fine"))
  })

  test("is judged alike by the summary, the lists and the key's own page", async () => {
    const { context, bob } = installation
    const old = await add(rsaLine(2048))
    await save({ policy: { advisedRsaBits: 2048 } })
    expect((await summariseKeys(context, bob)).health.weak).toBe(0)
    await save({ policy: { advisedRsaBits: 4096 } })
    expect((await summariseKeys(context, bob)).health.weak).toBe(1)
    const attention = { expiresBefore: 0, unusedSince: 0 }
    const list = await listKeys(context, bob, { sort: "name", descending: false, limit: 5, needsAttention: attention })
    expect(list.items.map(({ id }) => id)).toEqual([old.id])
  })
})

describe("a maximum lifetime", () => {
  test("gives new keys an expiry and says so, and refuses a later one", async () => {
    const { context, bob } = installation
    await save({ policy: { maximumLifetimeDays: 90 } })
    const now = context.clock.now()
    const [outcome] = await importKeys(context, bob, [{ text: newPublicLine("one") }])
    expect(outcome).toMatchObject({ expiresByPolicy: true, key: { expiresAt: now + 90 * day } })
    const asked = { text: newPublicLine("two"), expiresAt: now + 30 * day }
    expect((await importKeys(context, bob, [asked]))[0]).toMatchObject({
      expiresByPolicy: false,
      key: { expiresAt: now + 30 * day },
    })
    const late = { text: newPublicLine("three"), expiresAt: now + 91 * day }
    expect((await importKeys(context, bob, [late]))[0]).toMatchObject({
      error: { code: "invalid", fields: [{ path: "expiresAt" }] },
    })
  })

  test("lets an expiry be moved forward, and not away or beyond it", async () => {
    const { context, bob } = installation
    const old = await add(newPublicLine("old"))
    await save({ policy: { maximumLifetimeDays: 90 } })
    const key = await add(newPublicLine("new"))
    const expiresAt = context.clock.now() + 90 * day
    await expect(updateKey(context, bob, key.id, { expiresAt: null })).rejects.toMatchObject({ code: "invalid" })
    await expect(updateKey(context, bob, key.id, { expiresAt: expiresAt + 1 })).rejects.toBeInstanceOf(CoreError)
    expect(await updateKey(context, bob, key.id, { expiresAt: expiresAt - day })).toMatchObject({
      expiresAt: expiresAt - day,
    })
    expect(await updateKey(context, bob, key.id, { expiresAt })).toMatchObject({ expiresAt })
    expect(await updateKey(context, bob, key.id, { name: "renamed" })).toMatchObject({ expiresAt })
    expect(await updateKey(context, bob, old.id, { expiresAt: expiresAt + 9 * day })).toMatchObject({
      expiresAt: expiresAt + 9 * day,
    })
  })

  test("leaves registered keys as they are, or cuts them, but never sooner than they can be told of", async () => {
    const { context, bob } = installation
    const added = await add(newPublicLine("old"))
    const old = { ...added, createdAt: added.createdAt - 100 * day }
    await context.database.transaction(async ({ sshKeys }) => {
      await sshKeys.delete(added.id)
      await sshKeys.claimMaterial(old.fingerprint, old.accountId, old.blob)
      await sshKeys.insert(old)
    })
    await save({ policy: { maximumLifetimeDays: 90 } })
    expect(await showKey(context, bob, old.id)).not.toHaveProperty("expiresAt")
    const { counts } = await save({ policy: { existingKeys: "apply" } })
    expect(counts).toMatchObject({ expires_earlier: 1 })
    const expiresAt = context.clock.now() + expiryNotice
    expect(await showKey(context, bob, old.id)).toMatchObject({ expiresAt })
    expect((await summariseKeys(context, bob)).expiresSoon.map(({ id }) => id)).toEqual([old.id])
  })
})

describe("the blocklist", () => {
  test("stops keys at the next login and refuses them as new, by either fingerprint or as a key", async () => {
    const { context, bob } = installation
    const lines = [newPublicLine("a"), newPublicLine("b"), newPublicLine("c")]
    const [a, b, c] = [await add(lines[0] ?? ""), await add(lines[1] ?? ""), await add(lines[2] ?? "")]
    const d = newPublicLine("d")
    const { counts } = await save({ blocklist: [a.fingerprint, b.md5Fingerprint, lines[2], d].join("\n") })
    expect(counts).toMatchObject({ stops: 3 })
    for (const key of [a, b, c]) expect(await opens(key.fingerprint)).toBe(false)
    expect((await importKeys(context, bob, [{ text: d }]))[0]).toMatchObject({
      error: { message: "this key is on the blocklist of this Latchkey" },
    })
    expect(await listBlockedKeys(context, installation.alice)).toHaveLength(4)
    await save({ blocklist: "" })
    for (const key of [a, b, c]) expect(await opens(key.fingerprint)).toBe(true)
    await add(d)
  })

  test("knows a key by the fingerprint that ssh-keygen prints", async () => {
    const key = await add(newPublicLine("printed"))
    const text = `ssh-ed25519 ${Buffer.from(key.blob).toString("base64")}\n`
    for (const hash of ["sha256", "md5"]) {
      const printed = execFileSync("ssh-keygen", ["-l", "-E", hash, "-f", "-"], { input: text }).toString()
      await save({ blocklist: printed.split(" ")[1] ?? "" })
      expect(await opens(key.fingerprint), hash).toBe(false)
      await save({ blocklist: "" })
    }
  })
})

describe("a preview", () => {
  test("says of every key what saving then does, and changes nothing itself", async () => {
    const { context, alice, bob } = installation
    const carol = await installation.add("carol")
    const [small, blocked] = [await add(rsaLine(2048)), await add(newPublicLine("blocked"), carol)]
    await add(newPublicLine("untouched"))
    const change = {
      policy: { ...defaultKeyPolicy, minimumRsaBits: 3072, maximumLifetimeDays: 10, existingKeys: "apply" as const },
      blocklist: `${blocked.fingerprint}\nnonsense\n`,
    }
    const preview = await previewKeyPolicy(context, alice, change, page)
    expect(preview).toMatchObject({
      revision: 1,
      total: 3,
      counts: { stops: 2, expires_earlier: 1, turns_weak: 0 },
      accounts: [{ handle: "bob" }, { handle: "carol" }],
      blocklist: { fingerprints: [blocked.fingerprint], faultCount: 1, faults: [{ line: 2 }] },
    })
    expect(preview.items.map(({ handle }) => handle)).toEqual(["bob", "bob", "carol"])
    expect(await showKey(context, bob, small.id)).toEqual(small)
    expect(await showKeyPolicy(context, alice)).toMatchObject({ revision: 1, blockedKeys: 0 })

    const { counts } = await updateKeyPolicy(context, alice, preview.revision, change)
    expect(counts).toEqual(preview.counts)
    for (const { key, after } of preview.items) {
      const { standing, expiresAt } = (await context.database.stores.sshKeys.find(key.id)) ?? {}
      expect({ id: key.id, standing, ...(expiresAt !== undefined && { expiresAt }) }).toEqual(after)
    }
    expect(await previewKeyPolicy(context, alice, change, page)).toMatchObject({ total: 0 })
  })

  test("goes through its keys page by page", async () => {
    const { context, alice } = installation
    for (let count = 0; count < 5; count++) await add(newPublicLine(`k${count}`))
    const change = { policy: { ...defaultKeyPolicy, maximumLifetimeDays: 30, existingKeys: "apply" as const } }
    const names: string[] = []
    let cursor: string | undefined
    do {
      const part = await previewKeyPolicy(context, alice, change, { limit: 2, cursor })
      names.push(...part.items.map(({ key }) => key.name))
      cursor = part.nextCursor
    } while (cursor !== undefined)
    expect(names).toEqual(["k0", "k1", "k2", "k3", "k4"])
  })
})
