import { execFileSync } from "node:child_process"
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { requireTool } from "../../../tests/kit/tools.ts"
import { generateKeys, passphrase, privateFormats } from "./key-files.ts"
import { runCli } from "./run-cli.ts"

const hasKeygen = requireTool("ssh-keygen", "openssh-client") !== undefined
const hasPuttygen = requireTool("puttygen", "putty-tools") !== undefined

const run = (program: string, ...args: string[]) => execFileSync(program, args, { encoding: "utf8" })
const linesOf = (text: string): readonly string[] => text.trimEnd().split("\n")
const objectsOf = (text: string): readonly unknown[] => linesOf(text).map((line): unknown => JSON.parse(line))

/** What ssh-keygen says of a public key file. */
function expectedFacts(path: string) {
  const [bits, fingerprint, comment] = run("ssh-keygen", "-lf", path).split(" ")
  const [, md5] = run("ssh-keygen", "-l", "-E", "md5", "-f", path).split(" ")
  const [keyType] = readFileSync(path, "utf8").split(" ")
  return { keyType, bits: Number(bits), fingerprint, md5, comment }
}

describe.skipIf(!hasKeygen)("latchkey key inspect", () => {
  let folder: string
  let keys: readonly string[]
  const inspect = (...args: string[]) => runCli(["key", "inspect", ...args])

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "latchkey-cli-"))
    keys = generateKeys(folder)
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  test("prints what ssh-keygen says of a public file, one JSON object a line", async () => {
    const files = keys.map((path) => `${path}.pub`)
    const { status, stdout, stderr } = await inspect("--json", ...files)
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" })
    expect(objectsOf(stdout)).toEqual(
      files.map((file) => ({
        file,
        line: 1,
        format: "openssh",
        ...expectedFacts(file),
        encrypted: false,
        repairs: [],
        weaknesses: [],
      })),
    )
  })

  test("prints the facts of the public half of a private file", async () => {
    const { status, stdout } = await inspect("--json", ...keys)
    expect(status).toBe(0)
    expect(objectsOf(stdout)).toEqual(
      keys.map((file) => ({
        file,
        line: 1,
        format: "openssh-key-v1",
        ...expectedFacts(`${file}.pub`),
        encrypted: false,
        repairs: [],
        weaknesses: [],
      })),
    )
  })

  test.skipIf(!hasPuttygen)(
    "reads the public half of every private format that shows it, and says why of the others",
    async () => {
      const formats = join(folder, "formats")
      mkdirSync(formats)
      const files = privateFormats(formats)
      const { fingerprint } = expectedFacts(join(formats, "formats_rsa.pub"))
      const { status, stdout } = await inspect("--json", ...files.map(({ path }) => path))
      const found = objectsOf(stdout)
      for (const [index, { path, isReadable, isEncrypted }] of files.entries()) {
        const expected = isReadable
          ? { file: path, fingerprint, encrypted: isEncrypted }
          : {
              file: path,
              error: { code: expect.stringMatching(/^(passphrase_required|type_unsupported|format_invalid)$/) },
            }
        expect(found[index]).toMatchObject(expected)
      }
      expect(found).toHaveLength(files.length)
      expect(status).toBe(2)
    },
  )

  test("reads stdin, and RFC 4716 and PEM public keys", async () => {
    const [, rsa = ""] = keys
    const { fingerprint } = expectedFacts(`${rsa}.pub`)
    for (const [format, name] of [
      ["RFC4716", "rfc4716"],
      ["PKCS8", "spki"],
      ["PEM", "pkcs1"],
    ] as const) {
      const stdin = run("ssh-keygen", "-e", "-m", format, "-f", `${rsa}.pub`)
      const { status, stdout } = await runCli(["key", "inspect", "--json", "-"], { stdin })
      expect(status).toBe(0)
      expect(objectsOf(stdout)).toMatchObject([{ file: "-", format: name, fingerprint, encrypted: false }])
    }
  })

  test("gives each broken line and each broken file its own error, and goes on", async () => {
    const [first = ""] = keys
    const line = readFileSync(`${first}.pub`, "utf8")
    const mixed = join(folder, "mixed")
    writeFileSync(mixed, `${line}ssh-ed25519 AAAA broken\n# a comment\n${line}`)
    const empty = join(folder, "empty")
    writeFileSync(empty, "")
    const { status, stdout } = await inspect("--json", mixed, empty, join(folder, "absent"), folder, `${first}.pub`)
    expect(status).toBe(2)
    expect(objectsOf(stdout)).toMatchObject([
      { file: mixed, line: 1, keyType: "ssh-ed25519" },
      { file: mixed, line: 2, error: { code: expect.any(String), message: expect.any(String) } },
      { file: mixed, line: 4, keyType: "ssh-ed25519" },
      { file: empty, error: { code: "format_unknown" } },
      { file: join(folder, "absent"), error: { code: "not_found" } },
      { file: folder, error: { code: "invalid" } },
      { file: `${first}.pub`, keyType: "ssh-ed25519" },
    ])
  })

  test("names each repair", async () => {
    const [first = ""] = keys
    const stdin = `\ufeff${readFileSync(`${first}.pub`, "utf8").trimEnd()}\r\n`
    const { status, stdout } = await runCli(["key", "inspect", "--json", "-"], { stdin })
    expect(status).toBe(0)
    const [found] = objectsOf(stdout)
    expect(found).toMatchObject({
      repairs: expect.arrayContaining([{ code: "byte_order_mark_removed", message: expect.any(String) }]),
    })
  })

  test("refuses more than a megabyte, also where there is no end", async () => {
    const { status, stdout } = await inspect("--json", "/dev/zero")
    expect(status).toBe(2)
    expect(objectsOf(stdout)).toMatchObject([{ file: "/dev/zero", error: { code: "limit_exceeded" } }])
  })

  test("shows a person what ssh-keygen -lv shows, and then what it does not", async () => {
    const [first = ""] = keys
    const { status, stdout, stderr } = await inspect(`${first}.pub`)
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" })
    const { md5, keyType } = expectedFacts(`${first}.pub`)
    const more = `format  openssh\ntype    ${keyType}\nmd5     ${md5}\n`
    expect(stdout).toBe(run("ssh-keygen", "-lvf", `${first}.pub`) + more)
  })

  test("shows a comment with its control and bidi characters escaped", async () => {
    const [first = ""] = keys
    const [type, base64] = readFileSync(`${first}.pub`, "utf8").split(" ")
    const stdin = `${type} ${base64} \u001b[31mred\u202etfel\n`
    const plain = await runCli(["key", "inspect", "-"], { stdin })
    const json = await runCli(["key", "inspect", "--json", "-"], { stdin })
    expect(plain.stdout).toContain("\\x1b[31mred\\u202etfel")
    expect(objectsOf(json.stdout)).toMatchObject([{ comment: "\\x1b[31mred\\u202etfel" }])
  })

  test("never prints a part of a private key or of a passphrase", async () => {
    const [first = ""] = keys
    const body = linesOf(readFileSync(first, "utf8")).slice(1, -1).join("")
    const secret = join(folder, "secret")
    writeFileSync(secret, `${passphrase}\n`)
    const { stdout, stderr } = await inspect("--passphrase-file", secret, first)
    expect(stdout + stderr).not.toContain(passphrase)
    for (let start = 0; start + 24 <= body.length; start++) {
      expect((stdout + stderr).includes(body.slice(start, start + 24))).toBe(false)
    }
  })

  test("takes hundreds of files in one call", async () => {
    const files = keys.map((path) => `${path}.pub`)
    const { stdout } = await inspect("--json", ...Array.from({ length: 100 }, () => files).flat())
    expect(linesOf(stdout)).toHaveLength(300)
  })

  test("says that a passphrase file is missing", async () => {
    const { status, stderr } = await inspect("--passphrase-file", join(folder, "absent"), ...keys)
    expect(status).toBe(2)
    expect(stderr).toBe(`latchkey: error: ${join(folder, "absent")}: there is no such file\n`)
  })
})
