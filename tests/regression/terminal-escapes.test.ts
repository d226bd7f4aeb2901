// The attack: a key's comment, or a daemon that somebody was talked into using, holds escape sequences. The CSV export had
// comments as they were; the command line printed a handle, a fingerprint and JSON's C1 controls as they came. A
// terminal that obeys them can be made to lie about what stands on it.

import { once } from "node:events"
import { createServer } from "node:http"
import { routes } from "@latchkey/contract"
import { expect, test } from "vitest"
import { runCli } from "../../packages/cli/test/run-cli.ts"
import { signUp, startDaemon } from "../kit/daemon.ts"
import { newPublicLine } from "../kit/public-line.ts"

const hidden = /[\p{Cc}\p{Cf}]/u

test("the CSV export shows comments escaped", async () => {
  const daemon = await startDaemon()
  try {
    const { client } = await signUp(daemon)
    const comment = "a\x1b]0;owned\x07\x9b31m\u202eb"
    await client.call(routes.importKeys, { body: { keys: [{ text: newPublicLine(comment), name: "laptop" }] } })
    const csv = await client.call(routes.exportKeys, { query: { format: "csv" } })
    expect(csv.replaceAll("\r\n", "")).not.toMatch(hidden)
    expect(csv).toContain("a\\x1b]0;owned\\x07\\x9b31m\\u202eb")
  } finally {
    await daemon.stop()
  }
})

test.each([[["whoami"]], [["whoami", "--json"]]])(
  "%j says what a hostile daemon sends without obeying it",
  async (args) => {
    const whoAmI = {
      account: {
        kind: "person",
        id: "01890000-0000-7000-8000-000000000000",
        handle: "e\x1b[2Jv\x9b31m\u202eil",
        email: "a@example.org",
        displayName: "a",
        language: "en",
        theme: "system",
        role: "admin",
        publishesKeys: false,
        keyQuota: 1,
        createdAt: "2026-11-22T09:30:00.000Z",
        disabledAt: null,
        revision: 1,
      },
      by: "api_token",
      scopes: ["keys:read"],
    }
    const hostile = createServer((_request, response) =>
      response.setHeader("content-type", "application/json").end(JSON.stringify(whoAmI)),
    ).listen(0, "127.0.0.1")
    await once(hostile, "listening")
    const address = hostile.address()
    const url = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`
    const { status, stdout } = await runCli(args, { env: { LATCHKEY_URL: url, LATCHKEY_TOKEN: "latchkey_test" } })
    hostile.close()
    expect(status).toBe(0)
    expect(stdout.replaceAll("\n", "")).not.toMatch(hidden)
  },
)
