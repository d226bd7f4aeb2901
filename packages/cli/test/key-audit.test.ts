import { execFileSync } from "node:child_process"
import { createPublicKey, generatePrimeSync } from "node:crypto"
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { requireTool } from "../../../tests/kit/tools.ts"
import { passphrase } from "./key-files.ts"
import { runCli } from "./run-cli.ts"
import { type SshAgent, startSshAgent } from "./ssh-agent.ts"

const hasTools =
  requireTool("ssh-keygen", "openssh-client") !== undefined &&
  requireTool("ssh-agent", "openssh-client") !== undefined &&
  requireTool("openssl", "openssl") !== undefined

/** An RSA public key of a given prime and a new one. */
function rsaPem(prime: bigint): string {
  const modulus = prime * generatePrimeSync(1536, { bigint: true })
  const n = Buffer.from(modulus.toString(16).padStart(768, "0"), "hex").toString("base64url")
  return createPublicKey({ key: { kty: "RSA", n, e: "AQAB" }, format: "jwk" })
    .export({ type: "spki", format: "pem" })
    .toString()
}

describe.skipIf(!hasTools)("latchkey key audit", () => {
  let folder: string
  let agent: SshAgent
  const place = (name: string) => join(folder, name)
  const keygen = (...args: string[]) => execFileSync("ssh-keygen", args, { encoding: "utf8", stdio: "pipe" })
  const make = (name: string, type: string, bits: string, secret = passphrase) => {
    keygen("-q", "-t", type, "-b", bits, "-N", secret, "-C", name, "-f", place(name))
    return readFileSync(`${place(name)}.pub`, "utf8")
  }
  const audit = (...args: string[]) =>
    runCli(["key", "audit", ...args], { env: { HOME: folder, SSH_AUTH_SOCK: agent.socket } })
  const audited = async (...args: string[]) => {
    const { status, stdout, stderr } = await audit("--json", ...args)
    const result: unknown = JSON.parse(stdout)
    return { status, stderr, result }
  }
  const fingerprintOf = (name: string) => keygen("-lf", place(`${name}.pub`)).split(" ")[1] ?? ""
  let good: string
  let short: string

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "latchkey-cli-"))
    agent = startSshAgent(place("agent"))
    good = make("good", "ed25519", "256")
    short = make("short", "rsa", "1024")
    writeFileSync(place("secret"), passphrase)
  })
  afterAll(() => {
    agent.stop()
    rmSync(folder, { recursive: true })
  })

  test("finds nothing against a good key, and says so with status 0", async () => {
    const { status, stdout, stderr } = await audit(place("good"), place("good.pub"))
    expect({ status, stdout, stderr }).toEqual({
      status: 0,
      stdout: "1 key in 2 places: 0 not to be used, 0 with a warning, 1 without\n",
      stderr: "",
    })
  })

  test("warns of RSA 2048 with status 0, and refuses RSA 1024 with status 1, with what to do", async () => {
    writeFileSync(place("middle.pub"), make("middle", "rsa", "2048"))
    expect(await audited(place("middle.pub"))).toMatchObject({
      status: 0,
      result: { keys: [{ findings: [{ code: "size", severity: "warn" }] }] },
    })
    const { status, stdout } = await audit(place("short.pub"))
    expect(status).toBe(1)
    expect(stdout).toContain(`${place("short.pub")}:1: RSA 1024 ${fingerprintOf("short")} short`)
    expect(stdout).toContain("do not use it: RSA 1024 is too short to be safe\n    generate a new key instead")
  })

  test("names the lines of authorized_keys and known_hosts", async () => {
    writeFileSync(place("authorized_keys"), `# ours\n${good}no-pty ${short}\nagent ${good}broken\n`)
    writeFileSync(place("known_hosts"), `db.example ${good}old.example ${short}`)
    keygen("-q", "-H", "-f", place("known_hosts"))
    const { status, result, stderr } = await audited(place("authorized_keys"), place("known_hosts"))
    expect({ status, stderr }).toEqual({ status: 2, stderr: "" })
    const file = place("authorized_keys")
    expect(result).toMatchObject({
      keys: [
        { file, line: 2, findings: [] },
        { file, line: 3, options: "no-pty", findings: [{ code: "size" }] },
        { file, line: 5, findings: [{ code: "ignored_line", severity: "warn" }] },
        { file: place("known_hosts"), line: 1, format: "known_hosts", findings: [] },
        { line: 2, findings: [{ code: "size", severity: "refuse" }] },
      ],
      errors: [{ place: `${file}:6`, error: { code: expect.any(String) } }],
    })
  })

  test("finds what others share with a key: a blocklist, and a prime", async () => {
    writeFileSync(place("blocklist"), `# known\n${fingerprintOf("good")}\n`)
    expect(await audited("--blocklist", place("blocklist"), place("good.pub"))).toMatchObject({
      status: 1,
      result: { keys: [{ findings: [{ code: "blocklist" }] }] },
    })
    writeFileSync(place("bad-list"), "# known\nnonsense\n")
    const { status, stderr } = await audit("--blocklist", place("bad-list"), place("good.pub"))
    expect(status).toBe(2)
    expect(stderr).toContain("bad-list:2: this is neither a fingerprint nor a public key")
    const shared = generatePrimeSync(1536, { bigint: true })
    for (const name of ["sharing-1", "sharing-2"]) writeFileSync(place(name), rsaPem(shared))
    const { result } = await audited(place("sharing-1"), place("sharing-2"))
    expect(result).toMatchObject({
      keys: [{ findings: [{ code: "shared_prime" }] }, { findings: [{ code: "shared_prime" }] }],
    })
  })

  test("judges how a private key is kept: its passphrase, what a guess of it costs, and who can open the file", async () => {
    make("plain", "ed25519", "256", "")
    make("few", "ed25519", "256")
    keygen("-q", "-p", "-a", "2", "-P", passphrase, "-N", passphrase, "-f", place("few"))
    execFileSync("openssl", [
      "genrsa",
      "-aes128",
      "-traditional",
      "-passout",
      `file:${place("secret")}`,
      "-out",
      place("old"),
      "3072",
    ])
    chmodSync(place("old"), 0o640)
    const { status, result } = await audited(
      "--passphrase-file",
      place("secret"),
      place("plain"),
      place("few"),
      place("old"),
    )
    expect(status).toBe(1)
    expect(result).toMatchObject({
      keys: [
        { findings: [{ code: "unencrypted", severity: "warn" }] },
        { findings: [{ code: "weak_encryption", message: expect.stringContaining("2 rounds of bcrypt") }] },
        { findings: [{ code: "file_mode", severity: "refuse" }, { code: "weak_encryption" }] },
      ],
      errors: [],
    })
  })

  test("goes through ~/.ssh and the agent, and passes over what holds no key", async () => {
    mkdirSync(place(".ssh"), { mode: 0o700 })
    writeFileSync(join(folder, ".ssh", "config"), "Host *\n  IdentityFile ~/.ssh/id_ed25519\n")
    writeFileSync(join(folder, ".ssh", "id_short.pub"), short)
    execFileSync("ssh-keygen", ["-q", "-t", "ecdsa", "-N", "", "-C", "in the agent", "-f", place("held")])
    agent.add(place("held"))
    const { status, result } = await audited("--ssh-dir", "--agent")
    expect(status).toBe(1)
    expect(result).toMatchObject({
      keys: [
        { file: join(folder, ".ssh", "id_short.pub"), findings: [{ code: "size" }] },
        { file: "ssh-agent", fingerprint: fingerprintOf("held"), comment: "in the agent", findings: [] },
      ],
      errors: [],
    })
  })

  test("says what it could not open, and that nothing was named", async () => {
    execFileSync("openssl", [
      "genrsa",
      "-aes128",
      "-passout",
      `file:${place("secret")}`,
      "-out",
      place("closed"),
      "3072",
    ])
    chmodSync(place("closed"), 0o600)
    const closed = await audit(place("closed"))
    expect(closed.status).toBe(0)
    expect(closed.stderr).toContain("this private key was not judged: it is encrypted")
    writeFileSync(place("wrong"), "wrong")
    const wrong = await audit("--passphrase-file", place("wrong"), place("good"))
    expect(wrong).toMatchObject({ status: 0, stdout: expect.stringContaining("1 key: 0 not to be used") })
    expect(wrong.stderr).toContain("the passphrase is of another key")
    expect((await audit()).stderr).toContain("name files, or use --ssh-dir or --agent")
    const absent = await audit(place("absent"), place("short.pub"))
    expect(absent).toMatchObject({ status: 2, stdout: expect.stringContaining("1 key: 1 not to be used") })
    expect(absent.stderr).toContain(`${place("absent")}: there is no such file`)
  })
})
