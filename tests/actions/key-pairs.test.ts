import { execFileSync } from "node:child_process"
import { generateKeyPairSync, X509Certificate } from "node:crypto"
import { readFileSync } from "node:fs"
import {
  admit,
  CoreError,
  checkNewKeyPair,
  createProject,
  createRobot,
  deleteKey,
  deleteKeyPair,
  deleteRobot,
  disableKey,
  importKeyPair,
  importKeys,
  keyPairNumber,
  keyPairsAtATime,
  listAuditEvents,
  listKeyPairs,
  listKeys,
  longestKeyPairText,
  manageAccount,
  publishedKeys,
  showKeyPair,
  showKeyPolicy,
  startReplacement,
  updateKey,
  updateKeyPolicy,
  updateOwnAccount,
  x509KeyPairId,
} from "@latchkey/core"
import { fingerprintSha256, parsePublicKey } from "@latchkey/engine"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { codeOf } from "../kit/codes.ts"
import { type Installation, openInstallation } from "../kit/installation.ts"
import { newPublicLine, newRsaLine } from "../kit/public-line.ts"
import { requireTool } from "../kit/tools.ts"

let installation: Installation
/** To the engine, which reads keys, it is none. */
const certificate = readFileSync(new URL("../../vectors/invalid/x509_certificate.pem", import.meta.url), "utf8")
beforeEach(async () => {
  installation = await openInstallation()
})
afterEach(() => installation.close())

const add = (name: string, publicKey: string, more: object = {}) =>
  importKeyPair(installation.context, installation.bob, { name, type: "ssh", publicKey, ...more })
const addX509 = (name: string, publicKey = certificate) =>
  importKeyPair(installation.context, installation.bob, { name, type: "x509", publicKey })
const namesOf = async (query: Parameters<typeof listKeyPairs>[2] = {}) =>
  (await listKeyPairs(installation.context, installation.bob, query)).map(({ name }) => name)
const all = { limit: 100, sort: "name", descending: false } as const

async function importByConsole(text: string, name?: string) {
  const [outcome] = await importKeys(installation.context, installation.bob, [{ text, name }])
  if (outcome === undefined || "error" in outcome) throw outcome?.error
  return outcome.key
}

async function refusalOf(attempt: Promise<unknown>) {
  const error = await attempt.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (error instanceof CoreError) return { code: error.code, field: error.fields?.[0]?.path, message: error.message }
  throw new Error("it was not refused", { cause: error })
}

describe("a key pair", () => {
  test("is given back byte for byte, with the fingerprint that ssh-keygen says", async (test) => {
    const sshKeygen = requireTool("ssh-keygen", "openssh-client", test)
    const { context, bob } = installation
    const text = `${newPublicLine("Bob's  laptop é")}\r\n`
    const pair = await add("laptop", text)
    expect(pair).toMatchObject({ type: "ssh", name: "laptop", publicKey: text, accountId: bob.account.id })
    expect(await showKeyPair(context, bob, "laptop")).toEqual(pair)
    expect(await listKeyPairs(context, bob, {})).toEqual([pair])
    const said = execFileSync(sshKeygen, ["-l", "-E", "md5", "-f", "-"], { input: text, encoding: "utf8" })
    expect(said).toContain(`MD5:${pair.fingerprint} `)
    expect(Number.isSafeInteger(keyPairNumber(pair))).toBe(true)
  })

  test("is an SSH key like any other, and machines are served nothing that was sent with it", async () => {
    const { context, bob } = installation
    await updateOwnAccount(context, bob, { publishesKeys: true })
    const line = newPublicLine("comment that must stay here")
    await add("laptop", `${line}\n`)
    const { items } = await listKeys(context, bob, all)
    expect(items).toMatchObject([{ name: "laptop", source: "import", comment: "comment that must stay here" }])
    expect(JSON.stringify(items)).not.toContain("received")
    const fingerprint = fingerprintSha256(parsePublicKey(line).blob)
    expect(await admit(context, fingerprint)).toMatchObject({ account: { handle: "bob" } })
    expect(await publishedKeys(context, "bob")).toEqual([line.split(" ").slice(0, 2).join(" ")])
  })

  test("that came another way is its line, and its name can be changed there", async () => {
    const { context, bob } = installation
    const line = newPublicLine("bob@laptop")
    const key = await importByConsole(`command="x" ${line}`)
    expect(await showKeyPair(context, bob, "bob-laptop")).toMatchObject({ id: key.id, publicKey: line })
    await updateKey(context, bob, key.id, { name: "renamed" })
    expect(await codeOf(showKeyPair(context, bob, "bob-laptop"))).toBe("not_found")
    await deleteKeyPair(context, bob, "renamed")
    expect((await listKeys(context, bob, all)).total).toBe(0)
  })

  test("is deleted by its name alone, as any key is", async () => {
    const { context, bob } = installation
    await add("laptop", newPublicLine("x"))
    await deleteKeyPair(context, bob, "laptop")
    expect(await codeOf(deleteKeyPair(context, bob, "laptop"))).toBe("not_found")
    expect(await codeOf(showKeyPair(context, bob, "laptop"))).toBe("not_found")
    const { items } = await listAuditEvents(context, bob, { action: "key.delete", limit: 10 })
    const done = items.filter(({ outcome }) => outcome === "done")
    expect(done).toMatchObject([
      { target: { kind: "ssh_key", name: "laptop", fingerprint: items[1]?.before?.fingerprint } },
    ])
  })

  test("made here says so in the audit, and is no different otherwise", async () => {
    const { context, bob } = installation
    await add("made", newRsaLine(2048), { madeHere: true })
    const { items } = await listAuditEvents(context, bob, { action: "key.import", limit: 10 })
    expect(items).toMatchObject([{ after: { name: "made", source: "openstack" } }])
    expect((await listKeys(context, bob, all)).items).toMatchObject([{ source: "openstack" }])
  })
})

describe("one key under several names", () => {
  test("is allowed here alone, for the account that has it", async () => {
    const { context, alice } = installation
    const line = newPublicLine("twice")
    await add("first", line)
    await add("second", `${line}\n`)
    expect(await namesOf()).toEqual(["first", "second"])
    expect(await codeOf(importByConsole(line))).toBe("conflict")
    const others = await refusalOf(importKeyPair(context, alice, { name: "mine", type: "ssh", publicKey: line }))
    expect(others).toEqual({
      code: "conflict",
      field: undefined,
      message: "another account here already holds this key",
    })
  })

  test("opens as long as one of them does, and is proven under all", async () => {
    const { context, bob } = installation
    const line = newPublicLine("twice")
    const first = await importByConsole(line, "first")
    await context.database.stores.sshKeys.update({ ...first, verifiedAt: 7 })
    await context.database.stores.sshKeys.recordUses([{ keyId: first.id, at: 8 }])
    await add("second", line)
    const { items } = await listKeys(context, bob, all)
    expect(items.map(({ verifiedAt }) => verifiedAt)).toEqual([7, 7])
    await updateOwnAccount(context, bob, { publishesKeys: true })
    expect(await publishedKeys(context, "bob")).toEqual([line.split(" ").slice(0, 2).join(" ")])
    expect(items.map(({ lastUse }) => lastUse)).toEqual(items.map(() => ({ state: "used", at: 8 })))
    await disableKey(context, bob, first.id)
    expect(await publishedKeys(context, "bob")).toHaveLength(1)
    expect(await admit(context, first.fingerprint)).toMatchObject({ key: { name: "second" } })
    await deleteKeyPair(context, bob, "second")
    expect(await admit(context, first.fingerprint)).toBeUndefined()
    await deleteKey(context, bob, first.id)
    await importKeys(context, installation.alice, [{ text: line }])
    expect(await admit(context, first.fingerprint)).toMatchObject({ account: { handle: "alice" } })
  })

  test("is no replacement for itself", async () => {
    const { context, bob } = installation
    const line = newPublicLine("twice")
    const key = await importByConsole(line, "first")
    await add("second", line)
    const [, second] = (await listKeys(context, bob, all)).items
    if (second === undefined) throw new Error("there is no second registration")
    const replacement = startReplacement(context, bob, key.id, { newKeyId: second.id, removeAfterLogin: false })
    expect(await refusalOf(replacement)).toMatchObject({ code: "invalid", message: "a key cannot replace itself" })
  })
})

describe("a certificate", () => {
  test("is kept as it came, opens nothing, and is no key on any list", async () => {
    const { context, bob } = installation
    const pair = await addX509("vpn")
    const fingerprint = new X509Certificate(certificate).fingerprint.toLowerCase()
    expect(pair).toMatchObject({ type: "x509", name: "vpn", publicKey: certificate, fingerprint })
    expect(await showKeyPair(context, bob, "vpn")).toEqual(pair)
    expect((await listKeys(context, bob, all)).total).toBe(0)
    await deleteKeyPair(context, bob, "vpn")
    expect(await namesOf()).toEqual([])
    const { items } = await listAuditEvents(context, bob, { limit: 10, target: "vpn" })
    expect(items).toMatchObject([
      { action: "key.delete", target: { kind: "x509_key_pair" }, before: { fingerprint } },
      { action: "key.import", target: { kind: "x509_key_pair" }, after: { fingerprint, source: "import" } },
    ])
  })

  test("shares its names and the quota with keys", async () => {
    const { context, alice, bob } = installation
    const key = await importByConsole(newPublicLine("x"), "key")
    await addX509("vpn")
    expect(await refusalOf(addX509("key"))).toMatchObject({ code: "conflict", field: "name" })
    expect(await refusalOf(add("vpn", newPublicLine("y")))).toMatchObject({ code: "conflict", field: "name" })
    expect(await codeOf(importByConsole(newPublicLine("y"), "vpn"))).toBe("conflict")
    expect(await codeOf(updateKey(context, bob, key.id, { name: "vpn" }))).toBe("conflict")
    expect((await importByConsole(newPublicLine("vpn"))).name).toBe("vpn 2")
    const { revision } = bob.account
    await manageAccount(context, alice, bob.account.id, { keyQuota: 3, revision })
    expect(await codeOf(addX509("other"))).toBe("quota_exceeded")
    expect(await codeOf(add("other", newPublicLine("z")))).toBe("quota_exceeded")
    await deleteKeyPair(context, bob, "vpn")
    expect(await codeOf(addX509("other"))).toBe("done")
  })

  test("goes with the robot that has it", async () => {
    const { context, bob } = installation
    const { project } = await createProject(context, bob, "atlas")
    const { id } = await createRobot(context, bob, project.id, { handle: "runner", displayName: "R" })
    await importKeyPair(context, bob, { name: "vpn", type: "x509", publicKey: certificate }, id)
    expect(await listKeyPairs(context, bob, {}, id)).toMatchObject([{ name: "vpn" }])
    await deleteRobot(context, bob, project.id, id)
    expect(await context.database.stores.keyPairs.find(id, "vpn")).toBeUndefined()
  })
})

describe("a list of key pairs", () => {
  test("is by name, byte for byte, and goes on after a marker", async () => {
    for (const name of ["b", "B", "a"]) await add(name, newPublicLine(name))
    await addX509("aa")
    expect(await namesOf()).toEqual(["B", "a", "aa", "b"])
    expect(await namesOf({ limit: 2 })).toEqual(["B", "a"])
    expect(await namesOf({ limit: 2, marker: "a" })).toEqual(["aa", "b"])
    expect(await namesOf({ marker: "b" })).toEqual([])
    expect(await namesOf({ limit: 0 })).toEqual([])
    expect(await refusalOf(namesOf({ marker: "nosuch" }))).toMatchObject({ code: "invalid", field: "marker" })
  })
})

describe("a list of all key pairs", () => {
  async function addMany(count: number, publicKey: string) {
    const { context, bob } = installation
    await context.database.transaction(async ({ keyPairs }) => {
      for (let index = 0; index < count; index++) {
        const name = String(index).padStart(5, "0")
        const facts = { accountId: bob.account.id, name, createdAt: 1, fingerprint: "", publicKey }
        await keyPairs.insertX509({ type: "x509", id: x509KeyPairId(context.secrets.id()), ...facts })
      }
    })
  }

  test("goes on as far as there are some, each once", async () => {
    const count = 2 * keyPairsAtATime + 1
    await addMany(count, certificate)
    const names = await namesOf()
    expect(names).toEqual(Array.from({ length: count }, (_, index) => String(index).padStart(5, "0")))
    expect(await namesOf({ limit: keyPairsAtATime + 1, marker: "00000" })).toEqual(names.slice(1, keyPairsAtATime + 2))
  })

  test("ends early where the texts are so long that nobody could want them at once", async () => {
    await addMany(2 * keyPairsAtATime, certificate.padEnd(longestKeyPairText))
    expect(await namesOf()).toHaveLength(keyPairsAtATime)
    expect(await namesOf({ marker: "01023" })).toHaveLength(keyPairsAtATime)
  })
})

describe("what is sent as a key pair", () => {
  test("is one public line and nothing else", async () => {
    const line = newPublicLine("x")
    const texts = [
      "",
      "ssh-rsa JUNK nova@ubuntu",
      `${line}\n${newPublicLine("y")}`,
      `# comment\n${line}`,
      `command="x" ${line}`,
      `"${line}"`,
      `\ufeff${line}`,
      `${line}\ud800`,
      `${line}\u001b[2J`,
      generateKeyPairSync("rsa", { modulusLength: 2048 }).publicKey.export({ type: "spki", format: "pem" }).toString(),
      certificate,
      line.padEnd(longestKeyPairText + 1),
    ]
    for (const text of texts) {
      expect(await refusalOf(add("x", text)), text).toMatchObject({ code: "invalid", field: "publicKey" })
    }
    expect(await codeOf(add("x", `${line}\n\n`))).toBe("done")
  })

  test("is refused as a private key wherever it holds one", async () => {
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 })
    const pem = privateKey.export({ type: "pkcs1", format: "pem" }).toString()
    for (const text of [pem, `${newPublicLine("x")}\n${pem}`]) {
      expect((await refusalOf(add("x", text))).message).toMatch(/^this is a private key; it was not stored/)
    }
    expect(await refusalOf(addX509("x", certificate + pem))).toMatchObject({ code: "invalid", field: "publicKey" })
    expect(await refusalOf(addX509("x", newPublicLine("x")))).toMatchObject({ code: "invalid", field: "publicKey" })
  })

  test("keeps to the key policy", async () => {
    expect(await codeOf(add("short", newRsaLine(1024)))).toBe("invalid")
    expect(await refusalOf(add("", newPublicLine("x")))).toMatchObject({ code: "invalid", field: "name" })
    expect(await refusalOf(add("x".repeat(256), newPublicLine("x")))).toMatchObject({ code: "invalid", field: "name" })
  })
})

describe("a key pair that is yet to be made", () => {
  const check = (name: string, type: "ssh" | "x509" = "ssh") =>
    checkNewKeyPair(installation.context, installation.bob, { name, type })

  test.each(["ssh", "x509"] as const)("of type %s has to have a name that is free for both", async (type) => {
    await add("key", newPublicLine("x"))
    await addX509("certificate")
    for (const name of ["key", "certificate"]) {
      expect(await refusalOf(check(name, type))).toMatchObject({ code: "conflict", field: "name" })
    }
    expect(await refusalOf(check("\u200b", type))).toMatchObject({ code: "invalid", field: "name" })
    await check("another", type)
    expect(await namesOf()).toEqual(["certificate", "key"])
  })

  test("has to have room", async () => {
    const { context, alice, bob } = installation
    const { revision } = bob.account
    const full = { ...bob, account: await manageAccount(context, alice, bob.account.id, { keyQuota: 1, revision }) }
    await addX509("certificate")
    for (const type of ["ssh", "x509"] as const) {
      expect(await codeOf(checkNewKeyPair(context, full, { name: "more", type }))).toBe("quota_exceeded")
    }
  })

  test("has to be of a kind that the key policy takes, for the reason that its import would give", async () => {
    const { context, alice } = installation
    for (const change of [{ minimumRsaBits: 3072 }, { allowedKeyTypes: ["ssh-ed25519" as const] }]) {
      const { policy, revision } = await showKeyPolicy(context, alice)
      await updateKeyPolicy(context, alice, revision, { policy: { ...policy, ...change } })
      const refusal = await refusalOf(check("short"))
      expect(refusal).toEqual(await refusalOf(add("short", newRsaLine(2048))))
      await check("certificate", "x509")
    }
  })
})
