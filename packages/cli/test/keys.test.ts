import { execFileSync } from "node:child_process"
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { KeyDeleteResult, KeyImportResult, KeyPage, SshKey } from "@latchkey/contract"
import { parsePublicKey, randomart } from "@latchkey/engine"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { requireTool } from "../../../tests/kit/tools.ts"
import { type Desk, sitDown } from "./desk.ts"
import { generateKeys } from "./key-files.ts"

const hasKeygen = requireTool("ssh-keygen", "openssh-client") !== undefined

describe.skipIf(!hasKeygen)("the keys of an account", () => {
  let desk: Desk
  let ed25519: string
  let rsa: string
  let ecdsa: string
  const newKey = (name: string, ...flags: string[]) => {
    const path = join(desk.folder, name)
    execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", name, "-f", path, ...flags])
    return `${path}.pub`
  }
  const show = async (text: string) => SshKey.parse(JSON.parse((await desk.run("key", "show", text, "--json")).stdout))

  beforeAll(async () => {
    desk = await sitDown()
    const paths = generateKeys(desk.folder)
    ;[ed25519 = "", rsa = "", ecdsa = ""] = paths.map((path) => `${path}.pub`)
    await desk.run("key", "add", ed25519, "--name", "laptop")
  })
  afterAll(() => desk.leave())

  test("are added from several files at once, named after their comments", async () => {
    const { status, stdout, stderr } = await desk.run("key", "add", rsa, ecdsa)
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" })
    expect(stdout).toMatch(/^bob-rsa is added: RSA 3072 SHA256:\S{43}\nbob-ecdsa is added: ECDSA 384 SHA256:\S{43}\n$/)
  })

  test("are added from stdin with the wishes that were given", async () => {
    const text = readFileSync(newKey("wishes"), "utf8")
    const { status, stdout } = await desk.runWith(
      text,
      "key",
      "add",
      "-",
      "--name",
      "ci",
      "--default",
      "--expires",
      "2099-01-31",
      "--json",
    )
    expect(status).toBe(0)
    expect(KeyImportResult.parse(JSON.parse(stdout)).results).toMatchObject([
      {
        outcome: "imported",
        item: 0,
        line: 1,
        key: { name: "ci", isDefault: true, expiresAt: "2099-01-31T00:00:00.000Z", publicKey: text.trimEnd() },
      },
    ])
  })

  test("are added one by one: what fails is reported with its line, and decides the exit status", async () => {
    const mixed = join(desk.folder, "mixed")
    writeFileSync(mixed, `${readFileSync(newKey("mixed-1"), "utf8")}ssh-ed25519 AAAA\n`)
    const args = ["key", "add", mixed, ed25519, join(desk.folder, "absent")]
    const plain = await desk.run(...args)
    expect(plain.status).toBe(5)
    expect(plain.stdout).toMatch(/^mixed-1 is added: Ed25519 256 SHA256:\S{43}\n$/)
    expect(plain.stderr).toContain(`latchkey: error: ${mixed}:2: `)
    expect(plain.stderr).toContain(`latchkey: error: ${ed25519}:1: you have this key as "laptop" already\n`)
    expect(plain.stderr).toContain(
      `latchkey: error: ${join(desk.folder, "absent")}: there is no such file\n` +
        "latchkey: hint: name a file that exists; without a file, the keys of ~/.ssh and the ssh-agent are offered\n",
    )

    const json = await desk.run(...args, "--json")
    expect(json.status).toBe(5)
    expect(KeyImportResult.parse(JSON.parse(json.stdout)).results).toMatchObject([
      { outcome: "refused", item: 0, line: 1, error: { code: "conflict" } },
      { outcome: "refused", item: 0, line: 2, error: { code: "invalid" } },
      { outcome: "refused", item: 1, line: 1, error: { code: "conflict" } },
      { outcome: "refused", item: 2, line: 1, error: { code: "invalid" } },
    ])
  })

  test("are repaired and stripped of options, which is said", async () => {
    const text = readFileSync(newKey("options"), "utf8")
    const { status, stderr } = await desk.runWith(`\ufefffrom="10.0.0.0/8" ${text}`, "key", "add", "-")
    expect(status).toBe(0)
    expect(stderr).toContain("latchkey: note: stdin:1: a byte order mark at the start was removed\n")
    expect(stderr).toContain('were left out: from="10.0.0.0/8"\n')
    expect((await show("options")).publicKey).toBe(text.trimEnd())
  })

  test("are refused here when they are weak or not keys", async () => {
    const weak = newKey("weak", "-t", "rsa", "-b", "1024")
    const { status, stderr } = await desk.run("key", "add", weak)
    expect(status).toBe(2)
    expect(stderr).toContain(`latchkey: error: ${weak}:1: RSA 1024 is too short`)
    const noise = await desk.runWith(Buffer.alloc(2 * 1024 * 1024, 7), "key", "add", "-")
    expect({ status: noise.status, stdout: noise.stdout }).toEqual({ status: 2, stdout: "" })
  })

  test("refuse one name for several", async () => {
    const { status, stderr } = await desk.run("key", "add", rsa, ecdsa, "--name", "both")
    expect(status).toBe(2)
    expect(stderr).toContain("--name is for one key, and there are 2 here")
  })

  test("are listed in aligned columns without tabs or colours", async () => {
    const { status, stdout } = await desk.run(
      "key",
      "list",
      "--sort",
      "name",
      "--order",
      "ascending",
      "--search",
      "bob-",
    )
    expect(status).toBe(0)
    const [heading = "", ...rows] = stdout.trimEnd().split("\n")
    expect(heading).toMatch(/^NAME +TYPE +FINGERPRINT +LAST USED +EXPIRES +DEFAULT +STATUS$/)
    expect(rows.map((row) => row.slice(0, heading.indexOf("FINGERPRINT")))).toEqual([
      "bob-ecdsa  ECDSA 384  ",
      "bob-rsa    RSA 3072   ",
    ])
    expect(rows.every((row) => row.startsWith("SHA256:", heading.indexOf("FINGERPRINT")))).toBe(true)
    for (const control of ["\t", "\u001b"]) expect(stdout).not.toContain(control)
    const json = KeyPage.parse(JSON.parse((await desk.run("key", "list", "--json")).stdout))
    expect(json.items).toHaveLength(json.total)
  })

  test("are shown by name, fingerprint or id, with their randomart", async () => {
    const key = await show("laptop")
    expect(await show(key.fingerprint)).toEqual(key)
    expect(await show(key.id)).toEqual(key)
    const { stdout } = await desk.run("key", "show", "laptop")
    expect(stdout).toContain(randomart(parsePublicKey(key.publicKey)))
    expect(stdout).toContain(key.publicKey)
  })

  test.each([
    "nobody",
    "",
    "SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    "01a200bc-fb11-7000-98af-d99952eb4712",
  ])("%j is not found: status 3", async (text) => {
    const { status, stdout, stderr } = await desk.run("key", "show", text)
    expect({ status, stdout }).toEqual({ status: 3, stdout: "" })
    expect(stderr).toMatch(/^latchkey: error: /)
  })

  test("are renamed, made default, given an expiry, disabled and enabled", async () => {
    await desk.run("key", "add", newKey("change"))
    const change = async (...args: string[]) => {
      const { status, stdout } = await desk.run("key", ...args, "--json")
      expect(status).toBe(0)
      return SshKey.parse(JSON.parse(stdout))
    }
    expect(await change("rename", "change", "Büro 鍵")).toMatchObject({ name: "Büro 鍵" })
    expect(await change("default", "Büro 鍵")).toMatchObject({ isDefault: true })
    expect(await change("default", "Büro 鍵", "--off")).toMatchObject({ isDefault: false })
    const { expiresAt } = await change("expire", "Büro 鍵", "90d")
    expect(Date.parse(expiresAt ?? "") / 86_400_000 - Date.now() / 86_400_000).toBeCloseTo(90, 2)
    expect(await change("expire", "Büro 鍵", "never")).toMatchObject({ expiresAt: null })
    expect(await change("disable", "Büro 鍵")).toMatchObject({ status: "disabled" })
    expect(await change("enable", "Büro 鍵")).toMatchObject({ status: "active", disabledAt: null })
  })

  test("are listed as disabled also when they are weak", async () => {
    await desk.run("key", "add", newKey("feeble", "-t", "rsa", "-b", "2048"))
    await desk.run("key", "disable", "feeble")
    expect((await desk.run("key", "list")).stdout).toMatch(/^feeble .* disabled, weak: RSA 2048$/m)
  })

  test("cannot take a name that is taken: status 5, nor one of 256 characters: status 2", async () => {
    expect((await desk.run("key", "rename", "laptop", "ci")).status).toBe(5)
    expect((await desk.run("key", "rename", "laptop", "x".repeat(256))).status).toBe(2)
    expect((await desk.run("key", "rename", "laptop", "a\u202eb")).status).toBe(2)
    expect((await desk.run("key", "expire", "laptop", "tomorrow")).status).toBe(2)
  })

  test("are exported as the API writes them", async () => {
    const { stdout } = await desk.run("key", "export")
    const { publicKey, id } = await show("laptop")
    expect(stdout.split("\n")).toContain(`${publicKey.split(" ").slice(0, 2).join(" ")} ${id}`)
    expect((await desk.run("key", "export", "--format", "csv")).stdout).toContain("\nlaptop,ssh-ed25519,256,")
    expect(JSON.parse((await desk.run("key", "export", "--json")).stdout)).toBe(stdout)
    expect((await desk.run("key", "export", "--format", "pem")).status).toBe(2)
  })

  test("show a comment that holds control and bidi characters as escapes", async () => {
    const [type, base64] = readFileSync(newKey("escapes"), "utf8").split(" ")
    const line = `${type} ${base64} \u001b]0;x\u0007\u202etfel`
    expect((await desk.runWith(line, "key", "add", "-", "--name", "escapes")).status).toBe(0)
    const { stdout } = await desk.run("key", "show", "escapes")
    expect(stdout).toContain("comment      \\x1b]0;x\\x07\\u202etfel\n")
  })

  test("are deleted only with --yes where nobody can be asked", async () => {
    await desk.run("key", "add", ...[1, 2, 3, 4].map((number) => newKey(`doomed-${number}`)))
    const refused = await desk.run("key", "delete", "doomed-1")
    expect(refused.status).toBe(2)
    expect(refused.stderr).toContain("add --yes")
    const deleted = await desk.run("key", "delete", "doomed-1", "nobody", "--yes")
    expect({ status: deleted.status, stdout: deleted.stdout }).toEqual({ status: 3, stdout: "doomed-1 is deleted\n" })
    expect(deleted.stderr).toContain('you have no SSH key named "nobody"')
    expect(deleted.stderr).not.toContain("there is no such SSH key")
    const several = await desk.run("key", "delete", "doomed-3", "doomed-4", "--yes")
    expect(several).toEqual({ status: 0, stdout: "doomed-3 is deleted\ndoomed-4 is deleted\n", stderr: "" })
    const { id } = await show("doomed-2")
    const json = await desk.run("key", "delete", "doomed-2", "--yes", "--json")
    expect(KeyDeleteResult.parse(JSON.parse(json.stdout))).toEqual({ results: [{ outcome: "deleted", id }] })
    expect((await desk.run("key", "show", "doomed-1")).status).toBe(3)
  })

  test("of ~/.ssh are listed when none is named and nobody can choose", async () => {
    const none = await desk.run("key", "add")
    expect(none.status).toBe(2)
    expect(none.stderr).toContain("there is no public key in ~/.ssh nor in the ssh-agent")
    const home = desk.env.HOME ?? ""
    execFileSync("mkdir", [join(home, ".ssh")])
    writeFileSync(join(home, ".ssh/id_ecdsa.pub"), readFileSync(ecdsa))
    writeFileSync(join(home, ".ssh/broken.pub"), "no key")
    const { status, stdout, stderr } = await desk.run("key", "add")
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" })
    expect(stderr).toContain(`${join(home, ".ssh/id_ecdsa.pub")}  ECDSA 384 SHA256:`)
    expect(stderr).not.toContain("broken.pub")
    expect(stderr).toContain("latchkey: error: there is no terminal to choose on: name the keys to add\n")
  })
})
