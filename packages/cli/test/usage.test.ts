import type { Command } from "commander"
import { describe, expect, test } from "vitest"
import { createProgram } from "../src/program.ts"
import { runCli } from "./run-cli.ts"

function leaves(command: Command): readonly Command[] {
  return command.commands.length === 0 ? [command] : command.commands.flatMap(leaves)
}

const namesOf = (command: Command): string =>
  command.parent === null ? "" : `${namesOf(command.parent)} ${command.name()}`.trim()

describe("every command", () => {
  const commands = leaves(createProgram()).map((command) => [namesOf(command), command] as const)

  test("is one of those that are promised", () => {
    expect(commands.map(([names]) => names)).toEqual([
      "serve",
      "backup",
      "restore",
      "login",
      "logout",
      "whoami",
      "completion",
      "complete",
      ...["list", "add", "show", "logins", "rename", "default", "expire"].map((verb) => `key ${verb}`),
      ...["disable", "enable", "replace", "delete", "export"].map((verb) => `key ${verb}`),
      ...["verify", "claims", "dismiss"].map((verb) => `key ${verb}`),
      ...["generate", "convert", "audit", "inspect"].map((verb) => `key ${verb}`),
      ...["verify", "export"].map((verb) => `audit ${verb}`),
      ...["show", "preview", "set", "blocklist"].map((verb) => `policy ${verb}`),
      ...["list", "create", "delete"].map((verb) => `token ${verb}`),
      ...["list", "create", "rename", "leave", "delete"].map((verb) => `project ${verb}`),
      ...["members", "role", "invite", "invitations", "revoke", "remove-member"].map((verb) => `project ${verb}`),
      ...["list", "create", "disable", "enable", "delete"].map((verb) => `robot ${verb}`),
      ...["list", "connect", "confirm", "show"].map((verb) => `server ${verb}`),
      ...["list", "add", "update", "remove"].map((verb) => `server access ${verb}`),
      ...["logins", "end-login", "update", "renew-token", "unlock"].map((verb) => `server ${verb}`),
      ...["list", "adopt", "keep", "break-glass", "drop"].map((verb) => `server found ${verb}`),
      ...["ssh", "delete"].map((verb) => `server ${verb}`),
      ...["list", "announce", "use", "retire"].map((verb) => `bundle-key ${verb}`),
      ...["list", "show", "invite", "links", "revoke", "reset-password"].map((verb) => `account ${verb}`),
      ...["role", "quota", "disable", "enable"].map((verb) => `account ${verb}`),
    ])
  })

  // What they print is a file, or their own.
  const withoutJson = ["serve", "audit export", "server ssh", "completion", "complete"]
  test.each(commands.filter(([names]) => !withoutJson.includes(names)))("`%s` takes --json", (_, command) => {
    expect(command.options.map(({ long }) => long)).toContain("--json")
  })

  test("none takes a secret as an argument, which other people's `ps` would show", () => {
    const secrets = commands.flatMap(([names, { options }]) =>
      options
        .filter(({ long }) => /passphrase|password|secret/.test(long ?? ""))
        .map(({ flags }) => `${names} ${flags}`),
    )
    expect(secrets.length).toBeGreaterThan(5)
    expect(secrets.filter((words) => !/-file <file>$|--no-passphrase$/.test(words))).toEqual([])
  })

  test.each(["login", "key add", "token create"])("`%s --help` shows examples", async (names) => {
    const { status, stdout } = await runCli([...names.split(" "), "--help"])
    expect(status).toBe(0)
    expect(stdout).toContain(`Examples:\n  $ `)
    expect(stdout).toContain(`latchkey ${names}`)
  })
})

describe("wrong usage", () => {
  test.each([
    [["key", "lst"], "unknown command 'lst'", "did you mean list?"],
    [["key", "list", "--jsn"], "unknown option '--jsn'", "did you mean --json?"],
    [["key", "show"], "missing required argument 'key'", "--help shows how it is used"],
    [["login", "localhost"], "required option '--handle <handle>' not specified", "--help shows how it is used"],
    [
      ["key", "list", "extra"],
      "too many arguments for 'list'. Expected 0 arguments but got 1",
      "--help shows how it is used",
    ],
  ])("%j is explained on stderr, with status 2", async (args, message, hint) => {
    expect(await runCli(args)).toEqual({
      status: 2,
      stdout: "",
      stderr: `latchkey: error: ${message}\nlatchkey: hint: ${hint}\n`,
    })
  })

  test("without a command shows the help on stderr, with status 2", async () => {
    const { status, stdout, stderr } = await runCli([])
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" })
    expect(stderr).toContain("Usage: latchkey")
  })

  test("nobody is logged in: status 4 and what to type", async () => {
    expect(await runCli(["whoami"], { env: { XDG_CONFIG_HOME: "/nonexistent" } })).toEqual({
      status: 4,
      stdout: "",
      stderr:
        "latchkey: error: you are not logged in\nlatchkey: hint: log in with: latchkey login URL --handle HANDLE\n",
    })
  })

  test("nothing answers at the address: status 7", async () => {
    const env = { LATCHKEY_URL: "http://127.0.0.1:1", LATCHKEY_TOKEN: "latchkey_none" }
    const { status, stderr } = await runCli(["whoami"], { env })
    expect(status).toBe(7)
    expect(stderr).not.toContain("latchkey_none")
  })

  test("a token for one daemon is not sent to another", async () => {
    const env = { LATCHKEY_URL: "http://127.0.0.1:1", XDG_CONFIG_HOME: "/nonexistent" }
    const { status, stderr } = await runCli(["whoami"], { env })
    expect(status).toBe(4)
    expect(stderr).toContain("there is no token for it")
  })
})
