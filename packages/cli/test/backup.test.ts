import { execFile } from "node:child_process"
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { promisify } from "node:util"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { type RunningDaemon, signUp, startDaemon } from "../../../tests/kit/daemon.ts"
import type { Reply } from "../../../tests/kit/terminal.ts"
import { requireTool } from "../../../tests/kit/tools.ts"
import { cliCommand, runCli } from "./run-cli.ts"
import { runInTerminal } from "./terminal.ts"

const script = requireTool("script", "bsdutils")
const passphrase = "zither quokka ablaze mulch"
const enter = "\r"

let folder: string
let daemon: RunningDaemon
let env: Readonly<Record<string, string>>
let passphraseFile: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "latchkey-cli-"))
  daemon = await startDaemon()
  await signUp(daemon)
  env = { LATCHKEY_DATA: daemon.dataFolder }
  passphraseFile = join(folder, "passphrase")
  writeFileSync(passphraseFile, passphrase)
})
afterAll(async () => {
  await daemon.stop()
  rmSync(folder, { recursive: true })
})

const refused = (status: number, words: string) => ({
  status,
  stdout: "",
  stderr: expect.stringMatching(new RegExp(`^latchkey: error: [^\\n]*${words}[^\\n]*\\nlatchkey: hint: [^\\n]+\\n$`)),
})

test("a backup is for its owner alone, replaces an older one, and leaves nothing else behind", async () => {
  const place = mkdtempSync(join(folder, "place-"))
  const file = join(place, "latchkey.backup")
  writeFileSync(file, "older", { mode: 0o644 })
  writeFileSync(`${file}.unfinished`, "left by one that was killed")
  const { status, stdout, stderr } = await runCli(["backup", file, "--passphrase-file", passphraseFile], { env })
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" })
  expect(stdout).toMatch(/^backed up \d+ rows and \d+ files \([\d.]+ kB\) to .*, and read it back\n$/)
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(readdirSync(place)).toEqual(["latchkey.backup"])
})

test("through a pipe an installation goes from one place to another", async () => {
  const target = join(folder, "piped")
  const cli = cliCommand.map((word) => `'${word}'`).join(" ")
  const options = `- --passphrase-file '${passphraseFile}'`
  const line = `${cli} backup ${options} | LATCHKEY_DATA='${target}' ${cli} restore ${options} --json`
  const { stdout, stderr } = await promisify(execFile)("sh", ["-c", line], { env: { PATH: process.env.PATH, ...env } })
  expect(JSON.parse(stdout)).toMatchObject({ file: "-", tables: { accounts: 1 } })
  expect(stderr).toContain("was not read back")
})

describe("is refused", () => {
  test("a passphrase that is short", async () => {
    const file = join(folder, "short")
    writeFileSync(file, "secret")
    const result = await runCli(["backup", join(folder, "no.backup"), "--passphrase-file", file], { env })
    expect(result).toEqual(refused(2, "at least 12 characters"))
    expect(readdirSync(folder)).not.toContain("no.backup")
  })

  test.each([
    [["backup", "FILE"], "there is no terminal to ask for the passphrase on"],
    [["restore", "FILE"], "there is no terminal to ask for the passphrase on"],
    [["restore", "FILE", "--replace"], "there is no terminal to ask on whether to replace"],
    [["restore", "-", "--passphrase-file", "-"], "cannot both come from stdin"],
    [["backup", "-", "--json", "--passphrase-file", "-"], "cannot both go to standard output"],
  ])("%j without a terminal", async (args, words) => {
    expect(await runCli(args, { env })).toEqual(refused(2, words))
  })

  test("a place that cannot be written, and a data folder without a database", async () => {
    const nowhere = join(folder, "nowhere", "latchkey.backup")
    const unwritable = await runCli(["backup", nowhere, "--passphrase-file", passphraseFile], { env })
    expect(unwritable).toEqual(refused(2, "cannot be written \\(ENOENT\\)"))
    const empty = join(folder, "empty")
    mkdirSync(empty)
    const file = join(folder, "empty.backup")
    const result = await runCli(["backup", file, "--passphrase-file", passphraseFile], {
      env: { LATCHKEY_DATA: empty },
    })
    expect(result).toEqual(refused(3, "there is no database"))
    expect(existsSync(file)).toBe(false)
  })

  test("a restore into the data folder of a daemon that runs", async () => {
    const file = join(folder, "own.backup")
    await runCli(["backup", file, "--passphrase-file", passphraseFile], { env })
    const result = await runCli(["restore", file, "--replace", "--yes", "--passphrase-file", passphraseFile], { env })
    expect(result).toEqual(refused(5, "already runs"))
  })
})

describe.skipIf(script === undefined)("on a terminal", () => {
  const run = (args: readonly string[], ...replies: Reply[]) => runInTerminal(script ?? "", args, env, replies)

  test("the passphrase is asked for twice, shown never, and progress is", async () => {
    const file = join(folder, "asked.backup")
    const { status, screen } = await run(
      ["backup", file],
      { to: "Passphrase for the backup", type: `${passphrase}${enter}` },
      { to: "again", type: `${passphrase}${enter}` },
    )
    expect(status, screen).toBe(0)
    expect(screen).toMatch(/backing up: [\d,]+ rows/)
    expect(screen).toContain("and read it back")
    for (const word of passphrase.split(" ")) expect(screen).not.toContain(word)
  })

  test("two passphrases that differ write nothing", async () => {
    const file = join(folder, "differ.backup")
    const { status, screen } = await run(
      ["backup", file],
      { to: "Passphrase for the backup", type: `${passphrase}${enter}` },
      { to: "again", type: `${passphrase}!${enter}` },
    )
    expect(status).toBe(2)
    expect(screen).toContain("the two passphrases differ")
    expect(existsSync(file)).toBe(false)
  })

  test("what is there is replaced when the word is typed, and only then", async () => {
    const file = join(folder, "typed.backup")
    await runCli(["backup", file, "--passphrase-file", passphraseFile], { env })
    const args = ["restore", file, "--replace", "--passphrase-file", passphraseFile]
    const kept = await run(args, { to: "Type replace", type: `yes${enter}` })
    expect(kept.status).toBe(0)
    expect(kept.screen).toContain("nothing was restored")
    const meant = await run(args, { to: "Type replace", type: `replace${enter}` })
    // The daemon runs: this is as far as it may go.
    expect(meant.status).toBe(5)
    expect(meant.screen).toContain("already runs")
  })
})
