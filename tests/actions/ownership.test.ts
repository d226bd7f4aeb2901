import { execFileSync } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import {
  admit,
  challengeLifetime,
  challengeOwnership,
  counterProofTime,
  deleteKey,
  dismissKeyClaim,
  importKeys,
  inUseWithin,
  listAuditEvents,
  listKeyClaims,
  listKeys,
  proveByLogin,
  proveOwnership,
  recordKeyUses,
  type SignedIn,
  type SshKey,
  settleDueClaims,
} from "@latchkey/core"
import { fingerprintSha256 } from "@latchkey/engine"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { codeOf } from "../kit/codes.ts"
import { type Installation, openInstallation } from "../kit/installation.ts"

let installation: Installation
let folder: string
beforeEach(async () => {
  installation = await openInstallation()
  folder = mkdtempSync(join(tmpdir(), "latchkey-ownership-"))
})
afterEach(async () => {
  await installation.close()
  rmSync(folder, { recursive: true })
})

/** A key pair of ssh-keygen's, with its public line. */
function newPair(name = "laptop", type = "ed25519"): { readonly file: string; readonly line: string } {
  const file = join(folder, name)
  execFileSync("ssh-keygen", ["-q", "-t", type, "-N", "", "-C", name, "-f", file])
  return { file, line: readFileSync(`${file}.pub`, "utf8") }
}

function sign(file: string, text: string, namespace = "latchkey-verify"): string {
  const args = ["-q", "-Y", "sign", "-n", namespace, "-f", file]
  return execFileSync("ssh-keygen", args, { input: text, encoding: "utf8", stdio: "pipe" })
}

async function register(actor: SignedIn, line: string): Promise<SshKey> {
  const [outcome] = await importKeys(installation.context, actor, [{ text: line }])
  if (outcome === undefined || "error" in outcome) throw outcome?.error
  return outcome.key
}

/** The whole of it: asks, signs with a key, and answers. */
async function prove(actor: SignedIn, pair: { readonly file: string; readonly line: string }) {
  const { context } = installation
  const { id, text } = await challengeOwnership(context, actor, pair.line)
  return proveOwnership(context, actor, id, sign(pair.file, text))
}

const use = async (key: SshKey, ago = 0) =>
  recordKeyUses(installation.context, [{ keyId: key.id, at: installation.context.clock.now() - ago }])
const settle = () => settleDueClaims(installation.context, new AbortController().signal)
const list = { sort: "name", descending: false, limit: 10 } as const
const namesOf = async (actor: SignedIn) =>
  (await listKeys(installation.context, actor, list)).items.map(({ name }) => name)
const claimsOf = async (actor: SignedIn) => {
  const claims = await listKeyClaims(installation.context, actor)
  return claims.map(({ side, state }) => `${side} ${state}`)
}

describe("a signature of one's own key", () => {
  test.each(["ed25519", "ecdsa", "rsa"])("of type %s verifies it", async (type) => {
    const { context, bob } = installation
    const pair = newPair("mine", type)
    const key = await register(bob, pair.line)
    expect(key.verifiedAt).toBeUndefined()
    expect(await prove(bob, pair)).toMatchObject({
      kind: "verified",
      key: { id: key.id, verifiedAt: context.clock.now() },
    })
  })

  test("is good with the line end that a pipe puts behind the text, and with nothing else", async () => {
    const { context, bob } = installation
    const pair = newPair()
    const attempt = async (change: (text: string) => string) => {
      const { id, text } = await challengeOwnership(context, bob, pair.line)
      return codeOf(proveOwnership(context, bob, id, sign(pair.file, change(text))))
    }
    expect(await attempt((text) => `${text}\n`)).toBe("done")
    expect(await attempt((text) => `${text}\r\n`)).toBe("done")
    expect(await attempt((text) => `${text} `)).toBe("invalid")
    expect(await attempt((text) => text.replace("account=", "account=x"))).toBe("invalid")
    expect(await attempt(() => "")).toBe("invalid")
  })

  test("proves nothing in another namespace, by another key, or a second time", async () => {
    const { context, bob } = installation
    const pair = newPair()
    const other = newPair("other")
    const { id, text } = await challengeOwnership(context, bob, pair.line)
    const attempt = (signature: string) => codeOf(proveOwnership(context, bob, id, signature))
    expect(await attempt(sign(pair.file, text, "file"))).toBe("invalid")
    expect(await attempt(sign(other.file, text))).toBe("invalid")
    expect(await attempt("-----BEGIN SSH SIGNATURE-----")).toBe("invalid")
    // A mistake spends nothing.
    const signature = sign(pair.file, text)
    const both = await Promise.all([attempt(signature), attempt(signature)])
    expect(both.toSorted()).toEqual(["done", "not_found"])
    expect(await attempt(signature)).toBe("not_found")
  })

  test("comes too late after ten minutes", async () => {
    const { context, bob } = installation
    const pair = newPair()
    const { id, text } = await challengeOwnership(context, bob, pair.line)
    installation.tick(challengeLifetime)
    expect(await codeOf(proveOwnership(context, bob, id, sign(pair.file, text)))).toBe("not_found")
  })

  test("is of no use to another account, which cannot answer for it either", async () => {
    const { context, alice, bob } = installation
    const pair = newPair()
    const { id, text } = await challengeOwnership(context, bob, pair.line)
    const signature = sign(pair.file, text)
    expect(await codeOf(proveOwnership(context, alice, id, signature))).toBe("not_found")
    const hers = await challengeOwnership(context, alice, pair.line)
    expect(await codeOf(proveOwnership(context, alice, hers.id, signature))).toBe("invalid")
  })
})

describe("a key of another account", () => {
  test("goes to whoever proves it, with nothing that it opened, and its holder is told", async () => {
    const { context, alice, bob } = installation
    const pair = newPair()
    const held = await register(alice, pair.line)
    expect(await prove(bob, pair)).toMatchObject({
      kind: "taken_over",
      key: { name: "laptop", owner: { handle: "bob" } },
    })
    expect([await namesOf(alice), await namesOf(bob)]).toEqual([[], ["laptop"]])
    expect((await admit(context, held.fingerprint))?.account.handle).toBe("bob")
    expect([await claimsOf(alice), await claimsOf(bob)]).toEqual([["holder taken_over"], ["claimant taken_over"]])
    const { items } = await listAuditEvents(context, alice, { action: "key.take-over", limit: 1 })
    expect(items).toMatchObject([{ target: { id: held.id }, after: { takenOverBy: "bob" } }])
  })

  test("stays where it is when its holder gave a proof before", async () => {
    const { context, alice, bob } = installation
    const pair = newPair()
    await register(alice, pair.line)
    await prove(alice, pair)
    expect(await codeOf(prove(bob, pair))).toBe("conflict")
    expect(await namesOf(alice)).toEqual(["laptop"])
    const { code, publicKey } = await challengeOwnership(context, bob, pair.line)
    expect(await codeOf(proveByLogin(context, fingerprintSha256(publicKey.blob), code))).toBe("conflict")
    // She is told each time: there is a copy of her private key.
    const told = await listAuditEvents(context, alice, { action: "key.claim", limit: 9 })
    expect(told.items.map(({ actor, after }) => [actor, after])).toEqual([
      [undefined, { claimedBy: "bob" }],
      [undefined, { claimedBy: "bob" }],
    ])
    expect((await listAuditEvents(context, bob, { action: "key.claim", limit: 9 })).items).toEqual([])
  })

  test("waits a day for a counter-proof when it logged in within 90 days", async () => {
    const { alice, bob } = installation
    const pair = newPair()
    await use(await register(alice, pair.line), inUseWithin - 1)
    expect(await prove(bob, pair)).toMatchObject({ kind: "waiting" })
    expect(await claimsOf(alice)).toEqual(["holder waiting"])
    installation.tick(counterProofTime - 1)
    await settle()
    expect(await namesOf(alice)).toEqual(["laptop"])
    installation.tick(1)
    await settle()
    expect([await namesOf(alice), await namesOf(bob)]).toEqual([[], ["laptop"]])
    expect([await claimsOf(alice), await claimsOf(bob)]).toEqual([["holder taken_over"], ["claimant taken_over"]])
  })

  test("waits for nothing when its last login is longer ago", async () => {
    const { alice, bob } = installation
    const pair = newPair()
    await use(await register(alice, pair.line), inUseWithin)
    expect(await prove(bob, pair)).toMatchObject({ kind: "taken_over" })
  })

  test("is kept by a counter-proof, of which the claimant is told", async () => {
    const { alice, bob } = installation
    const pair = newPair()
    await use(await register(alice, pair.line))
    await prove(bob, pair)
    expect(await prove(alice, pair)).toMatchObject({ kind: "verified" })
    installation.tick(counterProofTime)
    await settle()
    expect([await namesOf(alice), await namesOf(bob)]).toEqual([["laptop"], []])
    expect(await claimsOf(bob)).toEqual(["claimant kept"])
  })

  test("is claimed by one account at a time", async () => {
    const { alice, bob } = installation
    const carol = await installation.add("carol")
    const pair = newPair()
    await use(await register(alice, pair.line))
    expect(await prove(bob, pair)).toMatchObject({ kind: "waiting" })
    expect(await prove(bob, pair)).toMatchObject({ kind: "waiting" })
    expect(await codeOf(prove(carol, pair))).toBe("conflict")
  })

  test("does not go to an account that was disabled meanwhile", async () => {
    const { alice, bob } = installation
    const pair = newPair()
    await use(await register(alice, pair.line))
    await prove(bob, pair)
    await installation.disable(bob.account)
    installation.tick(counterProofTime)
    await settle()
    expect(await namesOf(alice)).toEqual(["laptop"])
  })

  test("goes to its claimant when its holder deletes it meanwhile", async () => {
    const { context, alice, bob } = installation
    const pair = newPair()
    const held = await register(alice, pair.line)
    await use(held)
    await prove(bob, pair)
    await deleteKey(context, alice, held.id)
    installation.tick(counterProofTime)
    await settle()
    expect(await namesOf(bob)).toEqual(["laptop"])
  })

  test("tells the claimant nothing of whose it is or what it is called there", async () => {
    const { context, alice, bob } = installation
    const pair = newPair()
    const [outcome] = await importKeys(context, alice, [{ text: pair.line, name: "secret plan" }])
    if (outcome === undefined || "error" in outcome) throw outcome?.error
    await use(outcome.key)
    await prove(bob, pair)
    const seen = JSON.stringify([
      await listKeyClaims(context, bob),
      (await listAuditEvents(context, bob, { limit: 50 })).items,
    ])
    for (const word of ["secret plan", "alice"]) expect(seen).not.toContain(word)
  })
})

test("the audit keeps of a key that came by a proof what it keeps of one that was added", async () => {
  const { context, alice, bob } = installation
  const waited = newPair("waited")
  await use(await register(alice, waited.line))
  await prove(bob, waited)
  installation.tick(counterProofTime)
  await settle()
  await prove(await installation.add("carol"), newPair("found"))
  const { items } = await listAuditEvents(context, alice, { action: "key.prove", limit: 2 })
  const common = { isDefault: false, expiresAt: null, disabledAt: null }
  expect(items.map(({ after }) => after)).toEqual([
    { outcome: "registered", name: "found", fingerprint: expect.stringMatching(/^SHA256:/), ...common },
    { outcome: "taken_over", name: "waited", fingerprint: expect.stringMatching(/^SHA256:/), ...common },
  ])
})

describe("a claim", () => {
  test("is taken back by the claimant, not by the holder", async () => {
    const { context, alice, bob } = installation
    const pair = newPair()
    await use(await register(alice, pair.line))
    await prove(bob, pair)
    const [claim] = await listKeyClaims(context, alice)
    if (claim === undefined) throw new Error("there is no claim")
    expect(await codeOf(dismissKeyClaim(context, alice, claim.id))).toBe("not_found")
    await dismissKeyClaim(context, bob, claim.id)
    installation.tick(counterProofTime)
    await settle()
    expect(await namesOf(alice)).toEqual(["laptop"])
  })

  test("that is settled is forgotten by whoever is told of it", async () => {
    const { context, alice, bob } = installation
    const pair = newPair()
    await register(alice, pair.line)
    await prove(bob, pair)
    const [claim] = await listKeyClaims(context, bob)
    if (claim === undefined) throw new Error("there is no claim")
    expect(await codeOf(dismissKeyClaim(context, bob, claim.id))).toBe("not_found")
    await dismissKeyClaim(context, alice, claim.id)
    expect(await claimsOf(alice)).toEqual([])
  })
})

describe("a login with a code", () => {
  test("proves the key for the account that asked, whoever holds it", async () => {
    const { context, alice, bob } = installation
    const pair = newPair()
    const { fingerprint } = await register(alice, pair.line)
    const { code } = await challengeOwnership(context, bob, pair.line)
    expect(await proveByLogin(context, fingerprint, code)).toMatchObject({ kind: "taken_over", handle: "bob" })
    expect(await codeOf(proveByLogin(context, fingerprint, code))).toBe("not_found")
  })

  test("proves nothing by another key, after its time, or for a disabled account", async () => {
    const { context, bob } = installation
    const pair = newPair()
    const other = await register(bob, newPair("other").line)
    const { fingerprint } = await register(bob, pair.line)
    const { code } = await challengeOwnership(context, bob, pair.line)
    expect(await codeOf(proveByLogin(context, other.fingerprint, code))).toBe("not_found")
    installation.tick(challengeLifetime)
    expect(await codeOf(proveByLogin(context, fingerprint, code))).toBe("not_found")
    const later = await challengeOwnership(context, bob, pair.line)
    await installation.disable(bob.account)
    expect(await codeOf(proveByLogin(context, fingerprint, later.code))).toBe("not_found")
  })
})

test("an account cannot have more than twenty challenges open", async () => {
  const { context, bob } = installation
  const { line } = newPair()
  for (let count = 0; count < 20; count++) await challengeOwnership(context, bob, line)
  expect(await codeOf(challengeOwnership(context, bob, line))).toBe("rate_limited")
  installation.tick(challengeLifetime)
  expect(await codeOf(challengeOwnership(context, bob, line))).toBe("done")
})
