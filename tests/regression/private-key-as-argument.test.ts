// The attack is an accident: somebody gives the command line the private key itself where a name, a text to search for or
// a password file is asked for, as in `latchkey key list --search "$(cat id_ed25519)"`. It was sent in an address, which
// proxies log, and one that begins with dashes was repeated on the terminal as an unknown option.

import { execFile } from "node:child_process"
import { generateKeyPairSync } from "node:crypto"
import { once } from "node:events"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { createServer } from "node:http"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { afterAll, beforeAll, expect, test } from "vitest"

const main = fileURLToPath(new URL("../../packages/cli/src/main.ts", import.meta.url))
const file = generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }).toString()
const body = file.split("\n")[1] ?? ""

const folder = mkdtempSync(join(tmpdir(), "latchkey-argument-"))
let received = ""
const listener = createServer((request, response) => {
  received += request.url
  request.on("data", (bytes) => {
    received += bytes
  })
  response.setHeader("content-type", "application/json")
  request.on("end", () => response.end('{"required":false,"items":[],"total":0}'))
})
beforeAll(async () => {
  writeFileSync(join(folder, "id"), file)
  listener.listen(0, "127.0.0.1")
  await once(listener, "listening")
})
afterAll(() => {
  listener.close()
  rmSync(folder, { recursive: true })
})

test.each([
  ["show", ["key", "show", file]],
  ["show a body", ["key", "show", body]],
  ["search", ["key", "list", "--search", file]],
  ["search with an equals sign", ["key", "list", `--search=${body}`]],
  ["add a file of that name", ["key", "add", file]],
  ["name a token", ["token", "create", body]],
  ["log in with it as password", ["login", "URL", "--handle", "ada", "--password-file", join(folder, "id")]],
])("a private key given to %s is neither sent nor repeated", async (_, args) => {
  const address = listener.address()
  const url = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`
  const env = { PATH: process.env.PATH, HOME: folder, LATCHKEY_URL: url, LATCHKEY_TOKEN: "latchkey_test" }
  received = ""
  const words = args.map((word) => (word === "URL" ? url : word))
  const said = await new Promise<string>((resolve) => {
    execFile(process.execPath, [main, ...words], { env }, (error, stdout, stderr) =>
      resolve(`${error?.code} ${stdout}${stderr}`),
    )
  })
  expect(said).toMatch(/^2 [\s\S]*private key; nothing was sent/)
  for (const text of [said, decodeURIComponent(received.replaceAll("+", " "))]) {
    expect(text).not.toContain(body.slice(20, 44))
  }
})
