import { execFileSync } from "node:child_process"
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { routes } from "@latchkey/contract"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { requireTool } from "../../../tests/kit/tools.ts"
import { type Desk, sitDown } from "./desk.ts"
import { passphrase } from "./key-files.ts"
import { runCli } from "./run-cli.ts"
import { runInTerminal } from "./terminal.ts"

const hasKeygen = requireTool("ssh-keygen", "openssh-client") !== undefined
const hasPuttygen = requireTool("puttygen", "putty-tools") !== undefined
const script = requireTool("script", "bsdutils")

const run = (program: string, ...args: string[]) => execFileSync(program, args, { encoding: "utf8", stdio: "pipe" })

describe.skipIf(!hasKeygen)("latchkey key generate", () => {
  let folder: string
  let passphraseFile: string
  const place = (name: string) => join(folder, name)
  const generate = (...args: string[]) => runCli(["key", "generate", ...args], { env: { HOME: folder } })
  const publicLine = (path: string) => readFileSync(`${path}.pub`, "utf8").split(" ").slice(0, 2).join(" ")
  /** What ssh-keygen derives from a private file. */
  const derived = (path: string, secret: string) =>
    run("ssh-keygen", "-y", "-P", secret, "-f", path).trimEnd().split(" ").slice(0, 2).join(" ").trimEnd()

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "latchkey-cli-"))
    passphraseFile = place("passphrase")
    writeFileSync(passphraseFile, `${passphrase}\n`)
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  test.each([
    ["ed25519", "256", "openssh"],
    ["ed25519", "256", "pkcs8"],
    ["ecdsa", "384", "openssh"],
    ["ecdsa", "521", "pem"],
    ["rsa", "2048", "openssh"],
    ["rsa", "2048", "pem"],
    ["rsa", "2048", "pkcs8"],
  ])("makes %s keys of %s bits in %s that ssh-keygen and openssl open", async (type, bits, format) => {
    const path = place(`${type}_${format}`)
    const flags = ["--type", type, "--bits", bits, "--format", format, "--passphrase-file", passphraseFile]
    const { status, stderr } = await generate(...flags, "--out", path, "--comment", "from a test")
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" })
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(run("ssh-keygen", "-l", "-f", `${path}.pub`)).toMatch(new RegExp(`^${bits} SHA256:.* from a test`))
    if (format === "openssh" || type === "rsa") expect(derived(path, passphrase)).toBe(publicLine(path))
    if (format !== "openssh") run("openssl", "pkey", "-in", path, "-passin", `file:${passphraseFile}`, "-noout")
    expect(() => run("ssh-keygen", "-y", "-P", "another", "-f", path)).toThrow()
  })

  test.skipIf(!hasPuttygen)("makes .ppk files that puttygen opens", async () => {
    const path = place("putty.ppk")
    expect((await generate("--format", "ppk", "--out", path, "--passphrase-file", passphraseFile)).status).toBe(0)
    const line = run("puttygen", path, "-L", "--old-passphrase", passphraseFile)
    expect(line.split(" ").slice(0, 2).join(" ")).toBe(publicLine(place("putty")))
  })

  test("writes ~/.ssh/id_ed25519 unless told otherwise, in a folder for its owner alone", async () => {
    const { status, stdout } = await generate("--no-passphrase", "--json")
    expect(status).toBe(0)
    const path = join(folder, ".ssh", "id_ed25519")
    expect(derived(path, "")).toBe(publicLine(path))
    const [bits, fingerprint] = run("ssh-keygen", "-lf", `${path}.pub`).split(" ")
    const publicKey = readFileSync(`${path}.pub`, "utf8").trimEnd()
    expect(JSON.parse(stdout)).toMatchObject({
      file: path,
      publicKeyFile: `${path}.pub`,
      bits: Number(bits),
      fingerprint,
      publicKey,
      encrypted: false,
    })
    expect(statSync(join(folder, ".ssh")).mode & 0o777).toBe(0o700)
  })

  test("overwrites nothing, follows no link, and leaves no half of a pair behind", async () => {
    const taken = place("taken")
    writeFileSync(`${taken}.pub`, "mine")
    const first = await generate("--out", taken, "--no-passphrase")
    expect(first).toMatchObject({ status: 5, stdout: "" })
    expect(first.stderr).toContain("taken.pub exists already; nothing was written")
    expect(existsSync(taken)).toBe(false)
    symlinkSync(place("elsewhere"), place("link"))
    expect((await generate("--out", place("link"), "--no-passphrase")).status).toBe(5)
    expect(readdirSync(folder)).not.toContain("elsewhere")
    expect(readFileSync(`${taken}.pub`, "utf8")).toBe("mine")
  })

  test("prints the private key for --out - alone, and nothing else with it", async () => {
    const { status, stdout, stderr } = await generate("--out", "-", "--no-passphrase", "--comment", "c")
    expect(status).toBe(0)
    writeFileSync(place("printed"), stdout, { mode: 0o600 })
    expect(stderr).toBe(
      `latchkey: note: its public half: ${run("ssh-keygen", "-y", "-f", place("printed")).trimEnd()}\n`,
    )
  })

  test("wants a passphrase, or a word that there is to be none", async () => {
    const nobody = await generate("--out", place("nobody"))
    expect(nobody.status).toBe(2)
    expect(nobody.stderr).toContain("--no-passphrase to leave the private key unencrypted")
    writeFileSync(place("empty"), "\n")
    expect((await generate("--out", place("nobody"), "--passphrase-file", place("empty"))).status).toBe(2)
    const both = await generate("--out", place("nobody"), "--passphrase-file", passphraseFile, "--no-passphrase")
    expect(both.stderr).toContain("exclude each other")
    expect(existsSync(place("nobody"))).toBe(false)
  })

  test.each([
    [["--type", "rsa", "--bits", "1024"], "use --bits 3072, 2048, 4096"],
    [["--format", "pem"], "use --format openssh or pkcs8"],
    [["--name", "laptop"], "add --register"],
    [["--comment", "two\nlines"], "use --comment with another text"],
    [["--out", "absent-folder/key"], "make the folder first"],
  ])("refuses %j with advice", async (flags, advice) => {
    const { status, stderr } = await generate("--no-passphrase", ...flags)
    expect(status).toBeGreaterThan(0)
    expect(stderr).toContain(advice)
  })

  test.skipIf(script === undefined)("asks twice on a terminal, and shows nothing of it", async () => {
    const path = place("asked")
    const replies = [
      { to: "Passphrase for the private key", type: `${passphrase}\r` },
      { to: "The same passphrase again", type: `${passphrase}\r` },
    ]
    const args = ["key", "generate", "--type", "rsa", "--bits", "2048", "--out", path]
    const { status, screen } = await runInTerminal(script ?? "", args, { HOME: folder }, replies)
    expect(status).toBe(0)
    for (const word of passphrase.split(" ")) expect(screen).not.toContain(word)
    expect(screen).toContain("making an RSA key of 2048 bits")
    expect(derived(path, passphrase)).toBe(publicLine(path))
  })
})

describe.skipIf(!hasKeygen)("latchkey key generate --register", () => {
  let desk: Desk
  beforeAll(async () => {
    desk = await sitDown()
  })
  afterAll(() => desk.leave())

  test("adds the public half, and sends nothing else", async () => {
    const path = join(desk.folder, "registered")
    const args = ["--out", path, "--no-passphrase", "--register", "--name", "new laptop"]
    const { status, stdout } = await desk.run("key", "generate", ...args, "--json")
    expect(status).toBe(0)
    const { items } = await desk.account.client.call(routes.listKeys, { query: {} })
    expect(JSON.parse(stdout)).toMatchObject({
      registered: { name: "new laptop", id: items[0]?.id, source: "generate" },
    })
    const secret = readFileSync(path, "utf8").split("\n").slice(3, 5)
    for (const line of secret) expect(desk.daemon.log()).not.toContain(line)
  })

  test("makes nothing where nobody is logged in", async () => {
    const path = join(desk.folder, "not-registered")
    const args = ["key", "generate", "--out", path, "--no-passphrase", "--register"]
    expect((await runCli(args, { env: desk.env })).status).toBe(4)
    expect(existsSync(path)).toBe(false)
  })

  test("keeps the files where the name is taken, and says how to add them", async () => {
    const path = join(desk.folder, "second")
    const args = ["--out", path, "--no-passphrase", "--register", "--name", "new laptop"]
    const { status, stderr } = await desk.run("key", "generate", ...args)
    expect(status).toBe(5)
    expect(stderr).toContain(`latchkey key add ${path}.pub`)
    expect(existsSync(path)).toBe(true)
  })
})
