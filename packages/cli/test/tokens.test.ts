import { ApiTokenList, NewToken } from "@latchkey/contract"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { type Desk, sitDown } from "./desk.ts"
import { runCli } from "./run-cli.ts"

describe("the API tokens of an account", () => {
  let desk: Desk

  beforeAll(async () => {
    desk = await sitDown()
  })
  afterAll(() => desk.leave())

  test("are created with the secret alone on stdout, and work within their scopes", async () => {
    const { status, stdout, stderr } = await desk.run("token", "create", "backup")
    expect(status).toBe(0)
    expect(stdout).toMatch(/^latchkey_\S+\n$/)
    expect(stderr).toMatch(
      /^latchkey: note: this is the secret of "backup" \(id [0-9a-f-]{36}\); it is not shown again\n$/,
    )
    const env = { LATCHKEY_URL: desk.daemon.url, LATCHKEY_TOKEN: stdout.trim() }
    expect((await runCli(["key", "list"], { env })).status).toBe(0)
    expect((await runCli(["token", "list"], { env })).status).toBe(4)
    const refused = await runCli(["key", "delete", "nobody", "--yes"], { env })
    expect(refused.status).toBe(3)
  })

  test("are created with the scopes and the expiry that are asked for", async () => {
    const args = [
      "token",
      "create",
      "ci",
      "--scope",
      "keys:read,keys:write",
      "--scope",
      "audit:read",
      "--expires",
      "never",
    ]
    const { stdout } = await desk.run(...args, "--json")
    const { token } = NewToken.parse(JSON.parse(stdout))
    expect(token).toMatchObject({ name: "ci", scopes: ["keys:read", "keys:write", "audit:read"], expiresAt: null })
    expect((await desk.run("token", "create", "ci")).status).toBe(5)
    expect((await desk.run("token", "create", "x", "--scope", "everything")).status).toBe(2)
    expect((await desk.run("token", "create", "x", "--expires", "1999-01-01")).status).toBe(2)
  })

  test("are listed without their secrets", async () => {
    const plain = await desk.run("token", "list")
    expect(plain.stdout).toMatch(/^NAME +SCOPES +CREATED +LAST USED +EXPIRES\n/)
    const json = await desk.run("token", "list", "--json")
    expect(ApiTokenList.parse(JSON.parse(json.stdout)).items.map(({ name }) => name)).toContain("ci")
    expect(plain.stdout + json.stdout).not.toContain("latchkey_")
  })

  test("are deleted by name or id, each for itself", async () => {
    const { token } = NewToken.parse(JSON.parse((await desk.run("token", "create", "doomed", "--json")).stdout))
    const { status, stdout, stderr } = await desk.run("token", "delete", token.id, "nobody", "backup")
    expect({ status, stdout }).toEqual({ status: 3, stdout: "doomed is deleted\nbackup is deleted\n" })
    expect(stderr).toContain('latchkey: error: you have no API token named "nobody"\n')
  })
})
