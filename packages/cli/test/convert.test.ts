import { execFileSync } from "node:child_process"
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { requireTool } from "../../../tests/kit/tools.ts"
import { generateKeys, passphrase } from "./key-files.ts"
import { runCli } from "./run-cli.ts"
import { runInTerminal } from "./terminal.ts"

const hasTools =
  requireTool("ssh-keygen", "openssh-client") !== undefined &&
  requireTool("puttygen", "putty-tools") !== undefined &&
  requireTool("openssl", "openssl") !== undefined
const script = requireTool("script", "bsdutils")

const run = (program: string, ...args: string[]) => execFileSync(program, args, { encoding: "utf8", stdio: "pipe" })
const firstWords = (line: string) => line.trimEnd().split(" ").slice(0, 2).join(" ")

describe.skipIf(!hasTools)("latchkey key convert", () => {
  let folder: string
  let keys: readonly string[]
  let secret: string
  const place = (name: string) => join(folder, name)
  const convert = (...args: string[]) => runCli(["key", "convert", ...args])
  const publicLine = (path: string) => firstWords(readFileSync(`${path}.pub`, "utf8"))
  /** What real tools find in a private file. */
  function derived(path: string, format: string, isEncrypted: boolean): string {
    const file = isEncrypted ? secret : "/dev/null"
    if (format === "ppk") return firstWords(run("puttygen", path, "-L", "--old-passphrase", file))
    if (format === "openssh")
      return firstWords(run("ssh-keygen", "-y", "-P", isEncrypted ? passphrase : "", "-f", path))
    const pem = run("openssl", "pkey", "-in", path, "-passin", isEncrypted ? `file:${file}` : "pass:", "-pubout")
    writeFileSync(place("spki"), pem)
    return firstWords(run("ssh-keygen", "-i", "-m", "PKCS8", "-f", place("spki")))
  }

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "latchkey-cli-"))
    keys = generateKeys(folder)
    secret = place("secret")
    writeFileSync(secret, `${passphrase}\n`)
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  test("takes a private key from each format to the next, encrypted and not, and tools open every step", async () => {
    const [, rsa = "", ecdsa = ""] = keys
    for (const start of [rsa, ecdsa]) {
      for (const isEncrypted of [true, false]) {
        let from = start
        for (const format of ["pem", "ppk", "pkcs8", "openssh", "ppk", "pem", "openssh"]) {
          const to = `${from}.${format}${isEncrypted ? "" : "-plain"}`
          // The first step gives the passphrase; those after it keep it.
          const given = from === start ? ["--new-passphrase-file", secret] : ["--passphrase-file", secret]
          const flags = isEncrypted ? given : ["--no-passphrase"]
          const { status, stderr } = await convert(from, "--format", format, "--out", to, ...flags)
          expect({ to, status, error: /error: .*/.exec(stderr)?.[0] }).toEqual({ to, status: 0, error: undefined })
          expect(statSync(to).mode & 0o777).toBe(0o600)
          expect(derived(to, format, isEncrypted)).toBe(publicLine(start))
          if (isEncrypted && format !== "ppk") expect(() => derived(to, format, false)).toThrow()
          from = to
        }
      }
    }
  })

  test("takes public keys from each format to the next, as ssh-keygen reads them", async () => {
    const [, rsa = ""] = keys
    for (const [format, name] of [
      ["rfc4716", "RFC4716"],
      ["spki", "PKCS8"],
      ["pkcs1", "PEM"],
    ] as const) {
      const { status, stdout } = await convert(`${rsa}.pub`, "--format", format)
      expect(status).toBe(0)
      writeFileSync(place(format), stdout)
      expect(firstWords(run("ssh-keygen", "-i", "-m", name, "-f", place(format)))).toBe(publicLine(rsa))
      const back = await convert(place(format), "--format", "openssh", "--comment", "new words")
      expect(back.stdout).toBe(`${publicLine(rsa)} new words\n`)
    }
  })

  test("gives the public half of a private key, of an encrypted one without its passphrase where that shows", async () => {
    const [ed25519 = ""] = keys
    const ppk = place("half.ppk")
    await convert(ed25519, "--format", "ppk", "--out", ppk, "--new-passphrase-file", secret)
    expect((await convert(ppk, "--format", "openssh", "--public")).stdout).toBe(readFileSync(`${ed25519}.pub`, "utf8"))
    expect((await convert(ppk, "--format", "spki")).stdout).toContain("-----BEGIN PUBLIC KEY-----")
  })

  test("changes the passphrase, and says that a comment has no place", async () => {
    const [ed25519 = ""] = keys
    const other = place("other")
    writeFileSync(other, "another passphrase")
    await convert(ed25519, "--format", "openssh", "--out", place("first"), "--new-passphrase-file", secret)
    const flags = ["--passphrase-file", secret, "--new-passphrase-file", other]
    const { stderr } = await convert(place("first"), "--format", "pkcs8", "--out", place("changed"), ...flags)
    expect(stderr).toContain("the comment is left out")
    run("openssl", "pkey", "-in", place("changed"), "-passin", `file:${other}`, "-noout")
  })

  test("tells a wrong passphrase, a missing one, a format that cannot hold the key, and a file without a key", async () => {
    const [ed25519 = ""] = keys
    const locked = place("locked")
    await convert(ed25519, "--format", "openssh", "--out", locked, "--new-passphrase-file", secret)
    writeFileSync(place("wrong"), "wrong")
    const attempts = [
      [[locked, "--passphrase-file", place("wrong"), "--format", "ppk", "--out", place("x")], "passphrase"],
      [[locked, "--format", "ppk", "--out", place("x")], "use --passphrase-file FILE"],
      [[ed25519, "--no-passphrase", "--format", "pem", "--out", place("x")], "have no form for Ed25519"],
      [[`${ed25519}.pub`, "--format", "pem"], "this is a public key"],
      [[`${ed25519}.pub`, "--format", "pkcs1"], "PKCS#1 has no form for Ed25519 keys"],
      [[ed25519, "--format", "ppk", "--no-passphrase"], "--out -"],
      [[place("wrong"), "--format", "openssh"], "there is no key in it\nlatchkey: hint: a public key starts with"],
      [[place("absent"), "--format", "openssh"], "there is no such file"],
      [["-", "--format", "ppk", "--out", place("x"), "--passphrase-file", "-"], "only one thing can come from stdin"],
      [[ed25519, "--format", "ppk", "--out", place("x")], "--new-passphrase-file FILE"],
    ] as const
    for (const [args, words] of attempts) {
      const { status, stdout, stderr } = await convert(...args)
      expect({ args, status, stdout }).toEqual({ args, status: 2, stdout: "" })
      expect(stderr).toContain(words)
      expect(stderr).not.toContain("fault of latchkey")
    }
    expect(existsSync(place("x"))).toBe(false)
  })

  test.skipIf(script === undefined)("asks for the passphrase on a terminal, and shows nothing of it", async () => {
    const [ed25519 = ""] = keys
    const locked = place("asked")
    await convert(ed25519, "--format", "openssh", "--out", locked, "--new-passphrase-file", secret)
    const args = ["key", "convert", locked, "--format", "ppk", "--out", place("asked.ppk")]
    const reply = { to: "Passphrase of", type: `${passphrase}\r` }
    const { status, screen } = await runInTerminal(script ?? "", args, { HOME: folder }, [reply])
    expect(status).toBe(0)
    for (const word of passphrase.split(" ")) expect(screen).not.toContain(word)
    expect(derived(place("asked.ppk"), "ppk", true)).toBe(publicLine(ed25519))
  })
})
