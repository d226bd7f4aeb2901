import { execFile } from "node:child_process"
import { createServer, type Server } from "node:http"
import { promisify } from "node:util"
import { type Problem, statusOf } from "@latchkey/contract"
import { type ErrorCode, errorCodes } from "@latchkey/core"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { cliCommand, runCli } from "./run-cli.ts"

const exitStatuses = {
  invalid: 2,
  not_found: 3,
  unauthenticated: 4,
  forbidden: 4,
  conflict: 5,
  quota_exceeded: 6,
  rate_limited: 7,
  unavailable: 7,
  not_implemented: 1,
  internal: 1,
} as const satisfies Record<ErrorCode, number>

/** Refuses everything, in words that a terminal must not be shown as they are. */
function refuse(code: ErrorCode): Problem {
  return {
    type: "about:blank",
    title: "Refused",
    status: statusOf[code],
    code,
    detail: "no\u001b[2J\u202e way.",
    hint: "Try this.\nThen that.",
    fields: [{ path: "name", message: "too long" }],
    requestId: "request-7",
  }
}

describe("a refusal by the daemon", () => {
  let server: Server
  let url: string

  beforeAll(async () => {
    server = createServer((request, response) => {
      const asked = request.headers.authorization?.replace("Bearer ", "")
      const code = errorCodes.find((known) => known === asked) ?? "internal"
      response.writeHead(statusOf[code], { "content-type": "application/problem+json", "retry-after": "9" })
      response.end(JSON.stringify(refuse(code)))
    })
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
    const address = server.address()
    url = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`
  })
  afterAll(() => {
    server.close()
  })

  test.each(Object.entries(exitStatuses))("%s ends with status %d", async (code, expected) => {
    const { status, stdout, stderr } = await runCli(["whoami"], { env: { LATCHKEY_URL: url, LATCHKEY_TOKEN: code } })
    expect({ status, stdout }).toEqual({ status: expected, stdout: "" })
    const [error, ...hints] = stderr.trimEnd().split("\n")
    expect(error).toBe("latchkey: error: no\\x1b[2J\\u202e way")
    expect(hints).toEqual([
      "latchkey: hint: try this. Then that",
      "latchkey: hint: name: too long",
      "latchkey: hint: wait 9 s",
      ...(code === "internal" ? ["latchkey: hint: the daemon's log has the cause under request id request-7"] : []),
    ])
  })
})

test("a reader that has seen enough, as head, ends a command quietly", async () => {
  const words = cliCommand.map((word) => `'${word}'`).join(" ")
  const { stderr } = await promisify(execFile)("/bin/sh", ["-c", `{ ${words} key add --help; echo $? >&2; } | true`])
  expect(stderr).toBe("141\n")
})
