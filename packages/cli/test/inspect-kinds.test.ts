import { execFileSync } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { requireTool } from "../../../tests/kit/tools.ts"
import { passphrase } from "./key-files.ts"
import { runCli } from "./run-cli.ts"

const hasTools =
  requireTool("ssh-keygen", "openssh-client") !== undefined && requireTool("puttygen", "putty-tools") !== undefined

describe.skipIf(!hasTools)("latchkey key inspect", () => {
  let folder: string
  let fingerprint: string
  let authority: string
  const place = (name: string) => join(folder, name)
  const keygen = (...args: string[]) => execFileSync("ssh-keygen", args, { encoding: "utf8", stdio: "pipe" })
  const make = (name: string, ...args: string[]) =>
    keygen("-q", "-t", "ed25519", "-N", "", "-C", name, "-f", place(name), ...args)
  const fingerprintOf = (name: string) => keygen("-lf", place(`${name}.pub`)).split(" ")[1] ?? ""
  const inspect = async (...args: string[]) => {
    const { status, stdout } = await runCli(["key", "inspect", "--json", ...args])
    return {
      status,
      found: stdout
        .trimEnd()
        .split("\n")
        .map((line): unknown => JSON.parse(line)),
    }
  }

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "latchkey-cli-"))
    writeFileSync(place("secret"), passphrase)
    make("key")
    make("authority")
    fingerprint = fingerprintOf("key")
    authority = fingerprintOf("authority")
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  test("reads a certificate as ssh-keygen -L does, and refuses a forged one", async () => {
    const options = ["-I", "bob's laptop", "-n", "bob,root", "-V", "20260101000000Z:20270101000000Z", "-z", "77"]
    keygen("-q", "-s", place("authority"), ...options, "-O", "force-command=/bin/true", place("key.pub"))
    const path = place("key-cert.pub")
    const { status, found } = await inspect(path)
    expect(status).toBe(0)
    expect(found).toMatchObject([
      {
        format: "certificate",
        fingerprint,
        certificate: {
          type: "ssh-ed25519-cert-v01@openssh.com",
          kind: "user",
          keyId: "bob's laptop",
          serial: "77",
          principals: ["bob", "root"],
          validAfter: "2026-01-01T00:00:00.000Z",
          validBefore: "2027-01-01T00:00:00.000Z",
          criticalOptions: [{ name: "force-command", value: "/bin/true" }],
          authority,
        },
      },
    ])
    const listed = keygen("-Lf", path)
    for (const name of ["permit-pty", "permit-user-rc"]) {
      expect(listed).toContain(name)
      expect(found).toMatchObject([{ certificate: { extensions: expect.arrayContaining([name]) } }])
    }
    const [type = "", base64 = ""] = readFileSync(path, "utf8").split(" ")
    const bytes = Buffer.from(base64, "base64")
    bytes.set([(bytes.at(-1) ?? 0) ^ 1], bytes.length - 1)
    writeFileSync(place("forged"), `${type} ${bytes.toString("base64")}\n`)
    expect(await inspect(place("forged"))).toMatchObject({
      status: 2,
      found: [{ error: { code: "certificate_invalid" } }],
    })
  })

  test("tells of a signature whose it is, and what for", async () => {
    writeFileSync(place("text"), "text")
    keygen("-q", "-Y", "sign", "-f", place("key"), "-n", "latchkey-verify", place("text"))
    const { found } = await inspect(place("text.sig"))
    expect(found).toMatchObject([
      { format: "sshsig", fingerprint, signature: { namespace: "latchkey-verify", hash: "sha512" } },
    ])
  })

  test("reads known_hosts, hashed names too, and authorized_keys with options that sshd does not take", async () => {
    const line = readFileSync(place("key.pub"), "utf8")
    writeFileSync(place("known_hosts"), `db.example,10.0.0.1 ${line}@cert-authority *.example ${line}`)
    keygen("-q", "-H", "-f", place("known_hosts"))
    const hosts = await inspect(place("known_hosts"))
    expect(hosts.status).toBe(0)
    expect(hosts.found).toMatchObject([
      { line: 1, format: "known_hosts", fingerprint, host: { names: expect.stringMatching(/^\|1\|/) } },
      { line: 2, host: { names: expect.stringMatching(/^\|1\|/) } },
      { line: 3, host: { names: "*.example", marker: "cert-authority" } },
    ])
    writeFileSync(place("authorized_keys"), `from="10.0.0.0/8" ${line}agent ${line}`)
    expect((await inspect(place("authorized_keys"))).found).toMatchObject([
      { line: 1, fingerprint, droppedOptions: 'from="10.0.0.0/8"' },
      { line: 2, fingerprint, droppedOptions: "agent" },
    ])
    const { stderr } = await runCli(["key", "inspect", place("authorized_keys")])
    expect(stderr).toContain("authorized_keys:2: sshd does not know the option agent and ignores this line")
  })

  test("tells how a private key is encrypted, and opens it with its passphrase", async () => {
    make("locked", "-N", passphrase, "-a", "19")
    const flags = [place("key"), "-O", "private", "--new-passphrase", place("secret"), "-o", place("key.ppk")]
    execFileSync("puttygen", [...flags, "--ppk-param", "memory=1024,passes=3"])
    const { found } = await inspect(place("locked"), place("key.ppk"))
    expect(found).toMatchObject([
      { comment: "", encrypted: true, encryption: { cipher: "aes256-ctr", kdf: "bcrypt", rounds: 19 } },
      { encrypted: true, encryption: { cipher: "aes256-cbc", kdf: "argon2id", rounds: 3, memory: 1024 } },
    ])
    const opened = await inspect("--passphrase-file", place("secret"), place("locked"), place("key.ppk"))
    expect(opened).toMatchObject({ status: 0, found: [{ comment: "locked" }, { comment: "key", fingerprint }] })
    const { stdout } = await runCli(["key", "inspect", place("locked"), place("key.ppk")])
    expect(stdout).toContain(`${fingerprintOf("locked")} comment encrypted (ED25519)`)
    expect(stdout).toContain(`${fingerprint} key (ED25519)`)
    writeFileSync(place("wrong"), "wrong")
    const wrong = await inspect("--passphrase-file", place("wrong"), place("locked"))
    expect(wrong).toMatchObject({ status: 2, found: [{ error: { code: "passphrase_wrong" } }] })
  })

  test("says what is weak about a key", async () => {
    keygen("-q", "-t", "rsa", "-b", "1024", "-N", "", "-f", place("short"))
    const { found } = await inspect(place("short.pub"))
    expect(found).toMatchObject([{ weaknesses: [{ code: "size", severity: "refuse", hint: expect.any(String) }] }])
    const { stdout } = await runCli(["key", "inspect", place("short.pub")])
    expect(stdout).toMatch(/^weak +RSA 1024 is too short to be safe; generate a new key instead$/m)
  })

  test("reads a list of more keys than can be repaired, and names each line that holds none", async () => {
    const line = readFileSync(place("key.pub"), "utf8")
    writeFileSync(place("many"), `${line.repeat(600)}nonsense\ndb.example ${line}`)
    const { status, found } = await inspect(place("many"))
    expect(status).toBe(2)
    expect(found).toHaveLength(602)
    expect(found[600]).toMatchObject({ line: 602, format: "known_hosts" })
    expect(found[601]).toMatchObject({ line: 601, error: { code: expect.any(String) } })
  })

  test("refuses a long file without a space at once, whatever it holds", async () => {
    for (const letter of ["\0", "A"]) {
      writeFileSync(place("long"), letter.repeat(1_000_000))
      const { status, found } = await inspect(place("long"))
      expect({ status, found }).toMatchObject({ status: 2, found: [{ error: { code: expect.any(String) } }] })
    }
  })
})
