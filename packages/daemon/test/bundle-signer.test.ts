import { execFileSync } from "node:child_process"
import { generateKeyPairSync } from "node:crypto"
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { inspect } from "node:util"
import type { Context } from "@latchkey/core"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { type Installation, openInstallation } from "../../../tests/kit/installation.ts"
import { requireTool } from "../../../tests/kit/tools.ts"
import { openBundleSigner } from "../src/bundle-signer.ts"

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
const registered = () => context.database.stores.hosts.listSigningKeys()

describe("the bundle key", () => {
  test("is made once, for its owner alone, and is the same after a restart", async () => {
    const first = await open("a")
    expect(statSync(keyFile("a")).mode & 0o777).toBe(0o600)
    expect((await open("a"))?.publicKey).toBe(first?.publicKey)
    expect(await registered()).toEqual([first?.publicKey])
    expect(warnings).toEqual([])
  })

  test.skipIf(sshKeygen === undefined)("signs what ssh-keygen verifies, for one namespace alone", async () => {
    const signer = await open("a")
    if (signer === undefined || sshKeygen === undefined) throw new Error("it has no key")
    const text = "latchkey-bundle 1\nserver x\nend\n"
    const signature = join(folders, "signature")
    const signers = join(folders, "signers")
    writeFileSync(signature, await signer.sign(text, "latchkey-bundle"))
    writeFileSync(signers, `latchkey ${signer.publicKey}\n`)
    const verify = (input: string, namespace: string) =>
      execFileSync(sshKeygen, ["-Y", "verify", "-f", signers, "-I", "latchkey", "-n", namespace, "-s", signature], {
        input,
        stdio: ["pipe", "pipe", "ignore"],
      }).toString()
    expect(verify(text, "latchkey-bundle")).toMatch(/^Good "latchkey-bundle" signature for latchkey/)
    expect(() => verify(text, "latchkey-fresh")).toThrow()
    expect(() => verify(text.replace("x", "y"), "latchkey-bundle")).toThrow()
    // What the operator has is a key as any other.
    expect(execFileSync(sshKeygen, ["-y", "-f", keyFile("a")]).toString()).toContain(signer.publicKey)
  })

  test("is made by one of several daemons; the others say what to copy, and have it then", async () => {
    const names = ["a", "b", "c"]
    const signers = await Promise.all(names.map(open))
    const [only] = signers.filter((signer) => signer !== undefined)
    expect(await registered()).toEqual([only?.publicKey])
    expect(warnings).toHaveLength(2)
    expect(inspect(warnings)).toContain("copy host/bundle-key")
    const [holder = "", ...others] = names.toSorted((left) => (existsSync(keyFile(left)) ? -1 : 1))
    for (const name of others) {
      expect(existsSync(keyFile(name))).toBe(false)
      cpSync(keyFile(holder), keyFile(name))
      expect((await open(name))?.publicKey).toBe(only?.publicKey)
    }
  })

  test("is not replaced by another one that somebody put there", async () => {
    const first = await open("a")
    await openBundleSignerElsewhere()
    expect(await open("b")).toBeUndefined()
    expect(await registered()).toEqual([first?.publicKey])
    expect(warnings).toHaveLength(1)
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
