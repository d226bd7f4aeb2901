import { once } from "node:events"
import { createServer } from "node:http"
import type { KeyPage } from "@latchkey/contract"
import { expect, test } from "vitest"
import { runCli } from "./run-cli.ts"

const key: KeyPage["items"][number] = {
  id: "01900000-0000-7000-8000-000000000001",
  owner: { id: "01900000-0000-7000-8000-000000000002", handle: "alice", kind: "person" },
  name: "laptop",
  keyType: "ssh-ed25519",
  bits: 256,
  fingerprint: "SHA256:x",
  md5Fingerprint: "MD5:x",
  comment: "",
  publicKey: "ssh-ed25519 AAAA",
  createdAt: "2026-01-01T00:00:00Z",
  source: "import",
  isDefault: false,
  expiresAt: null,
  disabledAt: null,
  verifiedAt: null,
  lastUse: { state: "never" },
  status: "active",
  concerns: [],
}

test.each([
  ["the same page again and again", { items: [key], total: 3, nextCursor: "again" }, 3],
  ["empty pages", { items: [], total: 3, nextCursor: "again" }, 0],
])("a daemon that gives %s is not asked for ever", async (_, page: KeyPage, listed) => {
  const daemon = createServer((_request, response) => {
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(page))
  }).listen(0, "127.0.0.1")
  await once(daemon, "listening")
  const address = daemon.address()
  const url = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`
  const { status, stdout } = await runCli(["key", "list", "--json"], {
    env: { LATCHKEY_URL: url, LATCHKEY_TOKEN: "x" },
  })
  daemon.close()
  expect(status).toBe(0)
  expect(JSON.parse(stdout).items).toHaveLength(listed)
})
