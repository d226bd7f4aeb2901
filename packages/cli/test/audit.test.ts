import { spawnSync } from "node:child_process"
import { readFileSync, statSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { ChainSealLine, ChainStartLine, routes } from "@latchkey/contract"
import Sqlite from "better-sqlite3"
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest"
import { type Desk, sitDown } from "./desk.ts"

/** What `--json` prints. */
interface Found {
  readonly events: number
  readonly signingKeys: readonly string[]
  readonly head?: { readonly number: number; readonly link: string }
  readonly signed?: { readonly number: number }
  readonly unsealed: number
  readonly fault?: { readonly kind: string; readonly message: string }
}

const patience = { timeout: 90_000, interval: 1000 }

describe("the audit of a daemon", { timeout: 120_000 }, () => {
  let desk: Desk
  let exported: string
  const found = async (...args: readonly string[]) => {
    const { status, stdout } = await desk.run("audit", "verify", ...args, "--json")
    const answer: Found = JSON.parse(stdout)
    return { status, ...answer }
  }

  beforeAll(async () => {
    desk = await sitDown()
    await desk.account.client.call(routes.updateAccount, { body: { displayName: "Älice, née Ünicode" } })
    await desk.account.client.call(routes.createToken, { body: { name: "x", scopes: ["keys:read"] } })
    // The daemon seals and signs by itself.
    await vi.waitFor(async () => {
      const { signed, unsealed } = await found()
      expect(signed).toBeDefined()
      expect(unsealed).toBe(0)
    }, patience)
    exported = join(desk.folder, "audit-chain.jsonl")
    writeFileSync(exported, (await desk.run("audit", "export")).stdout)
  }, 200_000)
  afterAll(() => desk.leave())

  test("is verified over the API, and says how much there is and who signed it", async () => {
    const { status, stdout, stderr } = await desk.run("audit", "verify")
    expect({ status }).toEqual({ status: 0 })
    expect(stdout).toMatch(/^Result +nothing was changed\nEvents +\d+\nFrom +\d{4}-.*Z\nTo +\d{4}-.*Z\n/)
    expect(stdout).toMatch(/\nBegins +with the first event\nKept +for 365 days\n/)
    expect(stdout).toMatch(/\nHead +\d+:[0-9a-f]{64}\nSigned +seal \d+ at \S+Z with \S{43}=\n$/)
    expect(stderr).toContain("--public-key says which to trust")
  })

  test("is verified from a file, without the daemon, with the key and the head that somebody kept", async () => {
    const { signingKeys, head } = await found()
    const kept = `${head?.number}:${head?.link}`
    const [key = ""] = signingKeys
    expect(await found(exported, "--public-key", key, "--head", kept)).toMatchObject({ status: 0 })
    const other = Buffer.alloc(32, 7).toString("base64")
    expect(await found(exported, "--public-key", other)).toMatchObject({ status: 1, fault: { kind: "signature" } })
    const beyond = `${Number(head?.number) + 1}:${head?.link}`
    expect(await found(exported, "--head", beyond)).toMatchObject({ status: 1, fault: { kind: "cut" } })
  })

  test("that begins behind a seal says when that one was signed", async () => {
    const lines = readFileSync(exported, "utf8").trimEnd().split("\n")
    const seals = lines.map((line) => ChainSealLine.safeParse(JSON.parse(line)).data?.seal)
    const at = seals.findIndex((seal) => seal?.signature != null)
    const start = seals[at]
    const { chain } = ChainStartLine.parse(JSON.parse(lines[0] ?? ""))
    const path = join(desk.folder, "pruned.jsonl")
    writeFileSync(path, [JSON.stringify({ chain: { ...chain, start } }), ...lines.slice(at + 1), ""].join("\n"))
    const { status, stdout } = await desk.run("audit", "verify", path)
    const words = `by retention, behind seal ${start?.number} at ${start?.signature?.signedAt} with `
    expect(stdout).toContain(words)
    // No event says that retention removed anything.
    expect(status).toBe(1)
  })

  const sh = (script: string) =>
    spawnSync("sh", ["-c", script], { cwd: desk.folder, encoding: "utf8", timeout: 60_000 }).stdout.trim()

  test("is verified by the shell script of its page, which finds an edited event too", () => {
    const page = readFileSync(new URL("../../../docs/audit.md", import.meta.url), "utf8")
    const script = /```sh\n(INSTALLATION=.*?)```/s.exec(page)?.[1] ?? ""
    expect(sh(script)).toBe("nothing was changed")
    writeFileSync(
      join(desk.folder, "edited.jsonl"),
      readFileSync(exported, "utf8").replace("token.create", "token.delete"),
    )
    expect(sh(script.replaceAll("audit-chain.jsonl", "edited.jsonl"))).toMatch(/^place \d+: .*"action":"token\.delete"/)
  })

  test("has heads whose signatures openssl finds good, over the text that its page tells", () => {
    const lines: unknown[] = readFileSync(exported, "utf8")
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line))
    const { chain } = ChainStartLine.parse(lines[0])
    const seals = lines.map((line) => ChainSealLine.safeParse(line)).flatMap(({ data }) => data ?? [])
    const signed = seals.filter(({ seal }) => seal.signature !== null)
    expect(signed.length).toBeGreaterThan(0)
    for (const { seal } of signed) {
      const { publicKey = "", signature = "", signedAt = "" } = seal.signature ?? {}
      const text = `latchkey audit head\ninstallation ${chain.installation}\nseal ${seal.number}\nplace ${seal.place}\nlink ${seal.link}\nsigned ${signedAt}\n`
      const der = Buffer.concat([Buffer.from("302a300506032b6570032100", "hex"), Buffer.from(publicKey, "base64")])
      writeFileSync(join(desk.folder, "key.der"), der)
      writeFileSync(join(desk.folder, "head.txt"), text)
      writeFileSync(join(desk.folder, "head.sig"), Buffer.from(signature, "base64"))
      const verify = "openssl pkeyutl -verify -pubin -keyform DER -inkey key.der -rawin -in head.txt -sigfile head.sig"
      expect(sh(verify)).toContain("Successfully")
    }
  })

  test.each([
    ["an event that was edited", (text: string) => text.replace('"handle":"alice"', '"handle":"mallory"'), "changed"],
    ["an event that was removed", (text: string) => text.replace(/\{"event".*\n/, ""), "removed"],
    ["events that changed places", (text: string) => text.replace(/(\{"event".*\n)(\{"event".*\n)/, "$2$1"), "removed"],
    ["an end that is missing", (text: string) => text.replace(/\{"end".*\n/, ""), "cut"],
    ["a line that is cut off", (text: string) => text.slice(0, -10), "cut"],
  ])("as a file betrays %s", async (_, forge, kind) => {
    const forged = forge(readFileSync(exported, "utf8"))
    expect(forged).not.toBe(readFileSync(exported, "utf8"))
    const path = join(desk.folder, "forged.jsonl")
    writeFileSync(path, forged)
    expect(await found(path)).toMatchObject({ status: 1, fault: { kind } })
  })

  test("in the database betrays an event that was edited there, by name and with a status that is not 0", async () => {
    const database = new Sqlite(join(desk.daemon.dataFolder, "latchkey.db"), { timeout: 5000 })
    const id = database.prepare("select id from audit_events where action = 'token.create' limit 1").pluck().get()
    database.prepare("update audit_events set target_name = 'forged' where id = ?").run(id)
    database.close()
    const { status, stdout, stderr } = await desk.run("audit", "verify")
    expect(status).toBe(1)
    expect(stdout).toMatch(/^Result +something was changed\n/)
    expect(stderr).toContain(`latchkey: error: event ${id} (token.create, `)
  })

  test("is signed with a key that only its owner can read, and that is nowhere else", async () => {
    const path = join(desk.daemon.dataFolder, "audit", "signing-key.pem")
    expect(statSync(path).mode & 0o777).toBe(0o600)
    const pem = readFileSync(path, "utf8")
    const secret = pem.split("\n")[1] ?? ""
    expect(secret.length).toBeGreaterThan(40)
    const database = readFileSync(join(desk.daemon.dataFolder, "latchkey.db"), "latin1")
    for (const place of [database, desk.daemon.log(), desk.daemon.printed(), readFileSync(exported, "utf8")]) {
      expect(place).not.toContain(secret)
    }
  })

  test("refuses what is no chain, a key that is none and a file that is not there", async () => {
    const garbage = await desk.runWith("hello\n", "audit", "verify", "-")
    expect(garbage).toMatchObject({ status: 2, stdout: "" })
    expect(garbage.stderr).toContain("stdin is not an exported audit chain")
    expect((await desk.run("audit", "verify", exported, "--public-key", exported)).status).toBe(2)
    expect((await desk.run("audit", "verify", join(desk.folder, "none"))).status).toBe(2)
    expect((await desk.run("audit", "verify", exported, "--head", "x")).status).toBe(2)
  })
})
