import { generateKeyPairSync } from "node:crypto"
import { appendFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { inspect } from "node:util"
import type { Context } from "@latchkey/core"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { type Installation, openInstallation } from "../../../tests/kit/installation.ts"
import { openAuditSigner } from "../src/audit-signer.ts"

let installation: Installation
let context: Context
let folders: string
beforeEach(async () => {
  installation = await openInstallation()
  context = installation.context
  folders = mkdtempSync(join(tmpdir(), "latchkey-signer-"))
})
afterEach(async () => {
  await installation.close()
  rmSync(folders, { recursive: true })
})

const dataFolder = (name: string) => join(folders, name)
const keyFile = (name: string) => join(folders, name, "audit", "signing-key.pem")
const registered = () => context.database.stores.auditSeals.listSigningKeys()

describe("the audit's signing key", () => {
  test("is made once, for its owner alone, and is the same after a restart", async () => {
    const first = await openAuditSigner(context, dataFolder("a"))
    expect(statSync(keyFile("a")).mode & 0o777).toBe(0o600)
    const again = await openAuditSigner(context, dataFolder("a"))
    expect(again?.publicKey).toBe(first?.publicKey)
    expect(await registered()).toEqual([first?.publicKey])
  })

  test("is one daemon's of several over a database: the others sign nothing and keep no key", async () => {
    const signers = await Promise.all(["a", "b", "c"].map((name) => openAuditSigner(context, dataFolder(name))))
    const [only, ...others] = signers.filter((signer) => signer !== undefined)
    expect(others).toEqual([])
    expect(await registered()).toEqual([only?.publicKey])
    expect(["a", "b", "c"].filter((name) => existsSync(keyFile(name)))).toHaveLength(1)
  })

  test("that somebody put there is registered beside the one that was lost", async () => {
    await openAuditSigner(context, dataFolder("lost"))
    mkdirSync(join(dataFolder("new"), "audit"), { recursive: true })
    const { privateKey } = generateKeyPairSync("ed25519")
    writeFileSync(keyFile("new"), privateKey.export({ type: "pkcs8", format: "pem" }))
    const signer = await openAuditSigner(context, dataFolder("new"))
    expect(await registered()).toHaveLength(2)
    expect(await registered()).toContain(signer?.publicKey)
  })

  test("that is none is refused without quoting the file", async () => {
    mkdirSync(join(dataFolder("bad"), "audit"), { recursive: true })
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 })
    for (const text of [
      "this text is a secret, and no key in PEM whatever",
      privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    ]) {
      writeFileSync(keyFile("bad"), text)
      const refusal: unknown = await openAuditSigner(context, dataFolder("bad")).catch((error: unknown) => error)
      expect(refusal).toMatchObject({ code: "invalid" })
      expect(inspect(refusal)).not.toContain(text.slice(30, 50))
    }
  })

  test("keeps the heads that it signed beside it, and reads on over a line that was cut off", async () => {
    const signer = await openAuditSigner(context, dataFolder("a"))
    expect(await signer?.lastKept()).toBeUndefined()
    const signature = { signedAt: Date.UTC(2026, 10, 22), publicKey: "p", signature: "s" }
    const seal = { number: 3, place: 40, link: "abc", sealedAt: 0, newestAt: 0, signature }
    await signer?.keep(seal)
    const kept = { number: 3, place: 40, link: "abc", signedAt: "2026-11-22T00:00:00.000Z" }
    expect(await signer?.lastKept()).toEqual(kept)
    appendFileSync(join(dataFolder("a"), "audit", "signed-heads.jsonl"), '{"number":4,"pl')
    expect(await signer?.lastKept()).toEqual(kept)
    await signer?.keep({ ...seal, number: 5 })
    expect(await signer?.lastKept()).toMatchObject({ number: 5 })
  })
})
