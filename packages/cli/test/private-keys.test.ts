import { readFileSync } from "node:fs"
import { connect, createServer, type Server } from "node:net"
import { routes } from "@latchkey/contract"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { requireTool } from "../../../tests/kit/tools.ts"
import { type Desk, sitDown } from "./desk.ts"
import { type PrivateKeyFile, passphrase, privateFormats } from "./key-files.ts"
import { runCli } from "./run-cli.ts"

const hasTools =
  requireTool("ssh-keygen", "openssh-client") !== undefined && requireTool("puttygen", "putty-tools") !== undefined

/** Every stretch of this many characters of a private body must be absent. */
const windowLength = 24

/** The lines of base64 or hex of a file, and all of them joined; what the public half shares with them left out. */
function windowsOf(file: string, publicLine: string): ReadonlySet<string> {
  const lines = file.split(/\r?\n/).filter((line) => /^[A-Za-z0-9+/=]{20,}$/.test(line))
  const windows = new Set<string>()
  for (const text of [...lines, lines.join("")]) {
    for (let start = 0; start + windowLength <= text.length; start++) {
      const window = text.slice(start, start + windowLength)
      if (!publicLine.includes(window)) windows.add(window)
    }
  }
  return windows
}

describe.skipIf(!hasTools)("a private key given to `key add`", () => {
  let desk: Desk
  let wire: Server
  let url: string
  let sent = ""
  let files: readonly PrivateKeyFile[]
  const publicLine = () => readFileSync(`${desk.folder}/formats_rsa.pub`, "utf8").trimEnd()

  /** Between the CLI and the daemon: hears every byte of every request. */
  function tap(target: URL): Promise<string> {
    wire = createServer((near) => {
      const far = connect(Number(target.port), target.hostname)
      near.on("data", (bytes) => {
        sent += bytes.toString("latin1")
      })
      near.pipe(far).pipe(near)
      for (const socket of [near, far]) socket.on("error", () => socket.destroy())
    })
    return new Promise((resolve) => {
      wire.listen(0, "127.0.0.1", () => {
        const address = wire.address()
        resolve(`http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`)
      })
    })
  }

  const add = (args: readonly string[], stdin = "") =>
    runCli(["key", "add", ...args], { stdin, env: { LATCHKEY_URL: url, LATCHKEY_TOKEN: desk.account.token } })

  beforeAll(async () => {
    desk = await sitDown()
    url = await tap(new URL(desk.daemon.url))
    files = privateFormats(desk.folder)
  })
  afterAll(async () => {
    wire.close()
    await desk.leave()
  })

  test("never leaves this machine, in any format, from a file or from stdin; its public half does where it shows", async () => {
    for (const { path, isReadable } of files) {
      const text = readFileSync(path, "latin1")
      for (const attempt of [() => add([path]), () => add(["-"], text)]) {
        sent = ""
        const { status, stdout, stderr } = await attempt()
        expect({ path, status }).toEqual({ path, status: isReadable ? 0 : 2 })
        expect(stderr).toContain(isReadable ? "this is a private key: only its public half is read and sent" : "hint: ")
        expect(sent.includes(publicLine().split(" ")[1] ?? "")).toBe(isReadable)
        for (const window of windowsOf(text, publicLine())) {
          if ((sent + stdout + stderr).includes(window)) throw new Error(`a part of ${path} was sent or shown`)
        }
        const { items } = await desk.account.client.call(routes.listKeys, { query: {} })
        for (const { id } of items) await desk.account.client.call(routes.deleteKey, { params: { id } })
      }
    }
    expect(sent).not.toContain(passphrase)
  }, 120_000)

  test("is not in the daemon's log either", () => {
    for (const { path } of files) {
      for (const window of windowsOf(readFileSync(path, "latin1"), publicLine())) {
        if (desk.daemon.log().includes(window)) throw new Error(`a part of ${path} was logged`)
      }
    }
  })
})
