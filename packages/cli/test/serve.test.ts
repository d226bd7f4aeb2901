import { spawn } from "node:child_process"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { cliCommand, runCli } from "./run-cli.ts"

describe("latchkey serve", () => {
  let folder: string

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "latchkey-cli-"))
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  test("--help is the daemon's own", async () => {
    const { status, stdout } = await runCli(["serve", "--help"])
    expect(status).toBe(0)
    expect(stdout).toContain("LATCHKEY_TRUST_PROXY")
  })

  test("passes the daemon's exit status and words on", async () => {
    const { status, stderr } = await runCli(["serve"], { env: { LATCHKEY_LISTEN: "nonsense" } })
    expect(status).toBe(2)
    expect(stderr).toContain("LATCHKEY_LISTEN")
  })

  test("fails when the data folder is a file", async () => {
    const file = join(folder, "file")
    writeFileSync(file, "")
    const env = { LATCHKEY_DATA: file, LATCHKEY_LISTEN: "127.0.0.1:0", LATCHKEY_SSH_LISTEN: "off" }
    const { status, stderr } = await runCli(["serve"], { env })
    expect(status).not.toBe(0)
    expect(stderr).toMatch(/^latchkey: error: /m)
  })

  test.each(["SIGINT", "SIGTERM"] as const)("stops gracefully on %s, with status 0", async (signal) => {
    const [program = "", ...args] = cliCommand
    const settings = { LATCHKEY_DATA: join(folder, signal), LATCHKEY_LISTEN: "127.0.0.1:0", LATCHKEY_SSH_LISTEN: "off" }
    const child = spawn(program, [...args, "serve"], { env: { PATH: process.env.PATH, ...settings } })
    await new Promise<void>((resolve) => {
      child.stdout.on("data", (text) => String(text).includes("running") && resolve())
    })
    const status = new Promise((resolve) => child.once("close", resolve))
    child.kill(signal)
    expect(await status).toBe(0)
  })
})
