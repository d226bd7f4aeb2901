import { statSync } from "node:fs"
import { request } from "node:http"
import { join } from "node:path"
import { type Context, CoreError } from "@latchkey/core"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { type Computer, type KeyPair, openComputer } from "../../../../tests/interop/ssh-clients.ts"
import { requireTool } from "../../../../tests/kit/tools.ts"
import { startTestGateway, type TestGateway } from "./test-gateway.ts"

const hasSshd = requireTool("sshd", "openssh-server") !== undefined && requireTool("curl", "curl") !== undefined

describe.skipIf(!hasSshd)("what sshd asks the daemon", () => {
  let gateway: TestGateway
  let computer: Computer
  let key: KeyPair
  /** Calls of the key store that fail now. */
  let broken: "findByFingerprint" | "find" | undefined

  beforeAll(async () => {
    gateway = await startTestGateway({ wrap: (context) => breakable(context, () => broken) })
    computer = openComputer()
    key = computer.makeKey("key", ["-t", "ed25519"], `x" '; touch pwned; $(id) #\\ \u202e end`)
  })

  afterAll(async () => {
    await gateway?.stop()
    computer?.remove()
  })

  const login = () => computer.ssh({ user: gateway.user, port: gateway.port, key })
  const ask = (method: string, path: string, body = "", headers = {}) =>
    askSocket(join(gateway.dataFolder, "run", "sshd.sock"), { method, path, headers }, body)

  test("is answered with one line that holds nothing a person wrote", async () => {
    const name = '"; touch pwned; echo "\'`id`$(id)'
    const registered = await gateway.register(key.line, name)
    const { status, text } = await ask("GET", `/authorized-keys/${registered.fingerprint}`)
    expect(status).toBe(200)
    const [, base64 = ""] = key.line.split(" ")
    expect(text.endsWith(`" ssh-ed25519 ${base64} ${registered.id}\n`)).toBe(true)
    expect(text.split("\n")).toHaveLength(2)
    expect(text.startsWith("restrict,command=\"exec /bin/sh -c '")).toBe(true)
    expect(text).not.toContain("pwned")
    expect(await login()).toMatchObject({ status: 0, stdout: expect.stringContaining(`"${name}"`), stderr: "" })
  })

  test("is answered with nothing for a key that opens nothing", async () => {
    const unknown = `SHA256:${"A".repeat(43)}`
    expect(await ask("GET", `/authorized-keys/${unknown}`)).toEqual({ status: 200, text: "" })
    expect(await ask("GET", "/authorized-keys/")).toEqual({ status: 200, text: "" })
  })

  test("is an error when it is anything else", async () => {
    expect((await ask("GET", "/")).status).toBe(503)
    expect((await ask("POST", "/authorized-keys/x")).status).toBe(503)
    expect((await ask("GET", "/login/x")).status).toBe(503)
    expect(await ask("POST", "/login/../../x")).toMatchObject({ text: expect.stringMatching(/^3 latchkey: error: /) })
  })

  test("goes over a socket in a folder of the daemon's user alone", () => {
    const { mode, uid } = statSync(join(gateway.dataFolder, "run"))
    expect({ mode: mode & 0o777, uid }).toEqual({ mode: 0o700, uid: process.getuid?.() })
    expect(statSync(join(gateway.dataFolder, "run", "sshd_config")).mode & 0o777).toBe(0o600)
    expect(statSync(join(gateway.dataFolder, "ssh", "host_ed25519_key")).mode & 0o777).toBe(0o600)
  })

  test("lets nobody in while the database is away", async () => {
    broken = "findByFingerprint"
    expect(await login()).toMatchObject({ status: 255, stderr: expect.stringContaining("Permission denied") })
    broken = undefined
    expect(await login()).toMatchObject({ status: 0 })
  })

  test("is answered cleanly when the database goes away during a login", async () => {
    broken = "find"
    expect(await login()).toEqual({
      status: 7,
      stdout: "",
      stderr: "latchkey: error: the database does not answer\nlatchkey: hint: try again in a moment\n",
    })
    broken = undefined
  })
})

/** The same context, whose key store fails where it is told to. */
function breakable(context: Context, broken: () => string | undefined): Context {
  const { database } = context
  const fail = async (): Promise<never> => {
    throw new CoreError("unavailable", "the database does not answer", { hint: "try again in a moment" })
  }
  const sshKeys = new Proxy(database.stores.sshKeys, {
    get: (store, name) => (name === broken() ? fail : Reflect.get(store, name)),
  })
  return { ...context, database: { ...database, stores: { ...database.stores, sshKeys } } }
}

function askSocket(
  socketPath: string,
  options: { readonly method: string; readonly path: string; readonly headers: Record<string, string> },
  body: string,
): Promise<{ readonly status: number | undefined; readonly text: string }> {
  return new Promise((resolve, reject) => {
    const asked = request({ socketPath, ...options }, async (response) => {
      let text = ""
      for await (const chunk of response.setEncoding("utf8")) text += chunk
      resolve({ status: response.statusCode, text })
    })
    asked.once("error", reject)
    asked.end(body)
  })
}
