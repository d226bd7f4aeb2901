import { execFileSync } from "node:child_process"
import { once } from "node:events"
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs"
import { connect, createServer } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout as delay } from "node:timers/promises"
import { routes } from "@latchkey/contract"
import Sqlite from "better-sqlite3"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { signUp, spawnDaemon, startDaemon } from "../../../tests/kit/daemon.ts"
import { newPublicLine } from "../../../tests/kit/public-line.ts"

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "latchkey-start-"))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** Runs a start that fails, or one that only prints, to its end. */
async function run(env: Record<string, string>, args: string[] = []) {
  const child = spawnDaemon({ LATCHKEY_DATA: join(folder, "data"), LATCHKEY_LOG: "warn", ...env }, args)
  let [stdout, stderr] = ["", ""]
  child.stdout?.on("data", (text) => {
    stdout += text
  })
  child.stderr?.on("data", (text) => {
    stderr += text
  })
  const [status] = await once(child, "close")
  return { status, stdout, stderr }
}

describe("a start that cannot succeed says why in one line, what to do in another, and ends", () => {
  test("on wrong settings, all of them at once", async () => {
    const { status, stdout, stderr } = await run({
      LATCHKEY_LISTEN: "8022",
      LATCHKEY_PUBLIC_URL: "https://keys.example.org/path",
      LATCHKEY_TRUST_PROXY: "10.0.0.0/33",
      LATCHKEY_DATBASE: "x",
      DATABASE_URL: "mysql://root:secret@db",
      LATCHKEY_ADMIN_HANDLE: "ada",
    })
    expect([status, stdout]).toEqual([2, ""])
    expect(stderr.split("\n")).toEqual([
      expect.stringMatching(/^latchkey: error: LATCHKEY_LISTEN: /),
      expect.stringMatching(/^latchkey: error: LATCHKEY_PUBLIC_URL: /),
      expect.stringMatching(/^latchkey: error: LATCHKEY_TRUST_PROXY: /),
      "latchkey: error: DATABASE_URL: is not an address that starts with postgres://",
      "latchkey: error: LATCHKEY_ADMIN_PASSWORD_FILE: is needed beside the other LATCHKEY_ADMIN settings",
      "latchkey: error: LATCHKEY_DATBASE: there is no such setting: probably a typing error",
      "latchkey: hint: latchkey serve --help lists every setting",
      "",
    ])
  })

  test("on a port that is taken", async () => {
    const other = createServer().listen(0, "127.0.0.1")
    await once(other, "listening")
    const address = other.address()
    const port = typeof address === "object" ? address?.port : 0
    const { status, stdout, stderr } = await run({ LATCHKEY_LISTEN: `127.0.0.1:${port}` })
    other.close()
    expect([status, stdout]).toEqual([1, ""])
    expect(stderr).toBe(
      `latchkey: error: another program already listens on 127.0.0.1:${port}\n` +
        "latchkey: hint: stop it, or choose another address with LATCHKEY_LISTEN\n",
    )
  })

  test("on an address that is not this machine's", async () => {
    const { status, stderr } = await run({ LATCHKEY_LISTEN: "203.0.113.1:8022" })
    expect(status).toBe(1)
    expect(stderr).toMatch(
      /^latchkey: error: listening on 203.0.113.1:8022 is not possible \(EADDRNOTAVAIL\)\nlatchkey: hint: /,
    )
  })

  test("on a data folder that cannot be written", async () => {
    writeFileSync(join(folder, "file"), "")
    const { status, stderr } = await run({ LATCHKEY_DATA: join(folder, "file", "data") })
    expect(status).toBe(1)
    expect(stderr).toMatch(/^latchkey: error: the data folder \S+ cannot be written\nlatchkey: hint: [^\n]+\n$/)
  })

  test("on a data folder in a place that holds no folders of others", async () => {
    const { status, stderr } = await run({ LATCHKEY_DATA: "/proc/latchkey/data" })
    expect(status).toBe(1)
    expect(stderr).toMatch(/^latchkey: error: the data folder \S+ cannot be written\nlatchkey: hint: [^\n]+\n$/)
  })

  test.each([0o770, 0o707, 0o1777])("on a data folder that others may write to, mode %o", async (mode) => {
    const dataFolder = join(folder, "data")
    mkdirSync(dataFolder)
    chmodSync(dataFolder, mode)
    const { status, stdout, stderr } = await run({})
    expect([status, stdout, readdirSync(dataFolder)]).toEqual([1, "", []])
    expect(stderr).toBe(
      `latchkey: error: others than its owner may write to the data folder ${dataFolder}\n` +
        `latchkey: hint: look whether everything in it is yours, then: chmod 700 ${dataFolder}\n`,
    )
  })

  test("on a database that a newer Latchkey made", async () => {
    const daemon = await startDaemon({ dataFolder: join(folder, "data") })
    await daemon.stop()
    const database = new Sqlite(join(folder, "data", "latchkey.db"))
    database.prepare("insert into migrations (version, name, applied_at) values (9999, 'from-the-future', 0)").run()
    database.close()
    const { status, stderr } = await run({})
    expect(status).toBe(1)
    expect(stderr).toMatch(/^latchkey: error: [^\n]*newer[^\n]*\nlatchkey: hint: [^\n]+\n$/)
  })

  test("on a PostgreSQL that does not answer, without its password", async () => {
    const { status, stderr } = await run({ DATABASE_URL: "postgres://me:geheim@127.0.0.1:1/none" })
    expect(status).toBe(1)
    expect(stderr).toMatch(/latchkey: error: [^\n]+\nlatchkey: hint: /)
    expect(stderr).not.toContain("geheim")
  })

  test("on a password file that is not there", async () => {
    const env = { LATCHKEY_ADMIN_HANDLE: "ada", LATCHKEY_ADMIN_PASSWORD_FILE: join(folder, "none") }
    const { status, stderr } = await run(env)
    expect(status).toBe(2)
    expect(stderr).toMatch(/^latchkey: error: the password file \S+ cannot be read\nlatchkey: hint: /)
  })

  test("on a first account that breaks a rule", async () => {
    const passwordFile = join(folder, "password")
    writeFileSync(passwordFile, "short")
    const env = { LATCHKEY_ADMIN_HANDLE: "ada", LATCHKEY_ADMIN_PASSWORD_FILE: passwordFile }
    const { status, stderr } = await run(env)
    expect(status).toBe(2)
    expect(stderr).toMatch(
      /^latchkey: error: the first account cannot be made: a password has at least 10 characters\nlatchkey: hint: /,
    )
  })

  test("on an argument", async () => {
    expect(await run({}, ["--port", "80"])).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("latchkey: error: latchkey serve takes no arguments"),
    })
  })
})

test("--help lists every setting with its default, and starts nothing", async () => {
  const { status, stdout, stderr } = await run({}, ["--help"])
  expect([status, stderr]).toEqual([0, ""])
  for (const name of ["DATA", "LISTEN", "PUBLIC_URL", "TRUST_PROXY", "SSH_LISTEN", "ADMIN_HANDLE", "LOG"]) {
    expect(stdout).toContain(`  LATCHKEY_${name} `)
  }
  expect(stdout).toContain("(default: 127.0.0.1:8022)")
})

test("what is kept is for the daemon's own user alone", async () => {
  const dataFolder = join(folder, "data")
  const daemon = await startDaemon({ dataFolder })
  expect(statSync(dataFolder).mode & 0o777).toBe(0o700)
  expect(statSync(join(dataFolder, "latchkey.db")).mode & 0o777).toBe(0o600)
  await daemon.stop()
})

test("a data folder that others could only read is closed to them", async () => {
  const dataFolder = join(folder, "data")
  mkdirSync(dataFolder)
  chmodSync(dataFolder, 0o755)
  const daemon = await startDaemon({ dataFolder })
  expect(statSync(dataFolder).mode & 0o777).toBe(0o700)
  await daemon.stop()
})

test("an address that others reach without https comes with a warning", async () => {
  const open = await startDaemon({ env: { LATCHKEY_LISTEN: "0.0.0.0:0" } })
  expect(open.printed()).toContain("Warning: passwords and tokens travel unencrypted")
  await open.stop()
  const env = { LATCHKEY_LISTEN: "0.0.0.0:0", LATCHKEY_PUBLIC_URL: "https://keys.example.org" }
  const behindProxy = await startDaemon({ env })
  expect(behindProxy.printed()).not.toContain("Warning")
  expect(behindProxy.printed()).toContain("Name that address in LATCHKEY_TRUST_PROXY")
  await behindProxy.stop()
})

test("Ctrl-C lets running requests end, and keeps what they stored", async () => {
  const dataFolder = join(folder, "data")
  const daemon = await startDaemon({ dataFolder })
  const { client } = await signUp(daemon)
  const keys = Array.from({ length: 300 }, (_, index) => ({ text: newPublicLine(`key-${index}`) }))
  const importing = client.call(routes.importKeys, { body: { keys } })
  await delay(30)
  const [{ results }, status] = await Promise.all([importing, daemon.stop()])
  expect(status).toBe(0)
  expect(results.filter(({ outcome }) => outcome === "imported")).toHaveLength(300)
  const database = new Sqlite(join(dataFolder, "latchkey.db"))
  expect(database.prepare("select count(*) from ssh_keys").pluck().get()).toBe(300)
  database.close()
  await expect(fetch(daemon.url)).rejects.toThrow()
})

test("Ctrl-C during the start stops it when it is done", async () => {
  const child = spawnDaemon({ LATCHKEY_DATA: join(folder, "data") })
  // The database file is made before anything listens.
  await expect.poll(() => existsSync(join(folder, "data", "latchkey.db")), { timeout: 20_000, interval: 2 }).toBe(true)
  child.kill("SIGTERM")
  expect(await once(child, "exit")).toEqual([0, null])
})

test("Ctrl-C ends also a start that comes to no end", async () => {
  // Nobody writes into it, so that reading it waits for ever.
  const passwordFile = join(folder, "password")
  execFileSync("mkfifo", [passwordFile])
  const env = { LATCHKEY_ADMIN_HANDLE: "ada", LATCHKEY_ADMIN_PASSWORD_FILE: passwordFile }
  const child = spawnDaemon({ LATCHKEY_DATA: join(folder, "data"), ...env })
  await expect.poll(() => existsSync(join(folder, "data", "latchkey.db")), { timeout: 20_000, interval: 2 }).toBe(true)
  child.kill("SIGTERM")
  expect(await once(child, "exit")).toEqual([null, "SIGTERM"])
}, 40_000)

test("a second Ctrl-C stops at once", async () => {
  const daemon = await startDaemon()
  // A request that never ends keeps the daemon from stopping by itself.
  const { hostname, port } = new URL(daemon.url)
  const half = connect(Number(port), hostname === "localhost" ? "127.0.0.1" : hostname)
  half.write("POST /api/v1/keys HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{")
  half.on("error", () => {})
  await delay(100)
  process.kill(daemon.pid, "SIGINT")
  await delay(700)
  expect(await daemon.stop()).toBe(1)
  half.destroy()
})
