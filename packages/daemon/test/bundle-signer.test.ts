import { execFileSync } from "node:child_process"
import { generateKeyPairSync } from "node:crypto"
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { inspect } from "node:util"
import { type Context, newBundleKey } from "@latchkey/core"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { type Installation, openInstallation } from "../../../tests/kit/installation.ts"
import { requireTool } from "../../../tests/kit/tools.ts"
import { type BundleSigner, openBundleSigner } from "../src/bundle-signer.ts"

const sshKeygen = requireTool("ssh-keygen", "openssh-client")

let installation: Installation
let context: Context
let folders: string
let warnings: unknown[]
beforeEach(async () => {
  installation = await openInstallation()
  context = installation.context
  folders = mkdtempSync(join(tmpdir(), "latchkey-bundle-key-"))
  warnings = []
})
afterEach(async () => {
  await installation.close()
  rmSync(folders, { recursive: true })
})

const dataFolder = (name: string) => join(folders, name)
const keyFile = (name: string) => join(folders, name, "host", "bundle-key")
const log = { warn: (...words: unknown[]) => void warnings.push(words) }
const open = (name: string) => openBundleSigner(context, dataFolder(name), log)
const registered = async () =>
  (await context.database.stores.bundleKeys.list()).map(({ publicKey, state }) => `${state} ${publicKey}`)
const canSign = (signer: BundleSigner) =>
  signer.requireKey().then(
    () => true,
    () => false,
  )
/** What its file says to be the public half. */
const publicHalf = (file: string) => {
  if (sshKeygen === undefined) throw new Error("there is no ssh-keygen")
  return execFileSync(sshKeygen, ["-y", "-f", file]).toString().split(" ").slice(0, 2).join(" ").trim()
}
/** Longer than a daemon believes what it knew. */
const patience = { timeout: 20_000, interval: 100 }

describe.skipIf(sshKeygen === undefined)("the bundle key", () => {
  test("is made once, for its owner alone, and is the same after a restart", async () => {
    await open("a")
    expect(statSync(keyFile("a")).mode & 0o777).toBe(0o600)
    const before = await registered()
    expect(await canSign(await open("a"))).toBe(true)
    expect(await registered()).toEqual(before)
    expect(before).toEqual([`current ${publicHalf(keyFile("a"))}`])
    expect(warnings).toEqual([])
  })

  test("signs what ssh-keygen verifies, for one namespace alone", async () => {
    const signer = await open("a")
    if (sshKeygen === undefined) throw new Error("there is no ssh-keygen")
    const text = "latchkey-bundle 1\nserver x\nend\n"
    const signature = join(folders, "signature")
    const signers = join(folders, "signers")
    writeFileSync(signature, await signer.sign(text, "latchkey-bundle"))
    writeFileSync(signers, `latchkey ${publicHalf(keyFile("a"))}\n`)
    const verify = (input: string, namespace: string) =>
      execFileSync(sshKeygen, ["-Y", "verify", "-f", signers, "-I", "latchkey", "-n", namespace, "-s", signature], {
        input,
        stdio: ["pipe", "pipe", "ignore"],
      }).toString()
    expect(verify(text, "latchkey-bundle")).toMatch(/^Good "latchkey-bundle" signature for latchkey/)
    expect(() => verify(text, "latchkey-fresh")).toThrow()
    expect(() => verify(text.replace("x", "y"), "latchkey-bundle")).toThrow()
  })

  test("is made by one of several daemons; the others say what to copy, and have it then", async () => {
    const names = ["a", "b", "c"]
    const signers = await Promise.all(names.map(open))
    expect(await registered()).toHaveLength(1)
    expect((await Promise.all(signers.map(canSign))).filter(Boolean)).toHaveLength(1)
    expect(warnings).toHaveLength(2)
    expect(inspect(warnings)).toContain("copy host/bundle-key")
    const [holder = "", ...others] = names.toSorted((left) => (existsSync(keyFile(left)) ? -1 : 1))
    for (const name of others) {
      expect(existsSync(keyFile(name))).toBe(false)
      mkdirSync(join(dataFolder(name), "host"), { recursive: true })
      cpSync(keyFile(holder), keyFile(name))
    }
    for (const signer of signers) await expect.poll(() => canSign(signer), patience).toBe(true)
  })

  test("is not replaced by another one that somebody put there", async () => {
    await open("a")
    const before = await registered()
    await openBundleSignerElsewhere()
    expect(await canSign(await open("b"))).toBe(false)
    expect(await registered()).toEqual(before)
    expect(warnings).toHaveLength(1)
  })

  test("makes room for the next one, which a daemon without it asks for; the retired one goes", async () => {
    const signer = await open("a")
    const [before] = await context.database.stores.bundleKeys.list()
    if (before === undefined) throw new Error("there is no key")
    const next = await signer.makeNext([before])
    // One that was made and could not be registered is not made again.
    expect(await signer.makeNext([before])).toBe(next)
    expect(publicHalf(`${keyFile("a")}.next`)).toBe(next)
    expect(statSync(`${keyFile("a")}.next`).mode & 0o777).toBe(0o600)
    mkdirSync(join(dataFolder("b"), "host"), { recursive: true })
    cpSync(keyFile("a"), keyFile("b"))
    const other = await open("b")
    const { bundleKeys } = context.database.stores
    await bundleKeys.insert(newBundleKey(next, "announced", 2))
    await expect.poll(() => canSign(other).then(() => warnings.length), patience).toBe(1)
    expect(inspect(warnings)).toContain("once an announced bundle key is used")
    expect(await other.has(next)).toBe(false)

    await context.database.transaction(async (stores) => {
      await stores.bundleKeys.setState(before.publicKey, "announced")
      await stores.bundleKeys.setState(next, "current")
    })
    await expect.poll(() => canSign(other), patience).toBe(false)
    expect(inspect(warnings)).toContain("cannot speak to connected servers:")
    cpSync(`${keyFile("a")}.next`, `${keyFile("b")}.next`)
    await expect.poll(() => canSign(other), patience).toBe(true)

    await bundleKeys.setState(before.publicKey, "retired")
    for (const [name, each] of [
      ["a", signer],
      ["b", other],
    ] as const) {
      await expect.poll(() => canSign(each).then(() => existsSync(`${keyFile(name)}.next`)), patience).toBe(false)
      expect(publicHalf(keyFile(name))).toBe(next)
      expect(await canSign(each)).toBe(true)
    }
  })

  test("that is none is refused without quoting the file", async () => {
    mkdirSync(join(dataFolder("bad"), "host"), { recursive: true })
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 })
    for (const text of [
      "this text is a secret, and no key whatever",
      privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    ]) {
      writeFileSync(keyFile("bad"), text)
      const refusal: unknown = await open("bad").catch((error: unknown) => error)
      expect(refusal).toMatchObject({ code: "invalid" })
      expect(inspect(refusal)).not.toContain(text.slice(20, 40))
    }
  })
})

/** Puts the key of another installation into b's folder. */
async function openBundleSignerElsewhere(): Promise<void> {
  const other = await openInstallation()
  try {
    await openBundleSigner(other.context, dataFolder("b"), log)
    expect(readFileSync(keyFile("b"), "utf8")).toContain("OPENSSH")
  } finally {
    await other.close()
  }
}
