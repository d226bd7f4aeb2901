import { describe, expect, test } from "vitest"
import { keyOptionsOf, parseAccessOptions } from "../../src/servers/access-options.ts"
import { isLoginUser } from "../../src/servers/login-user.ts"
import { parseServerAddress, parseServerName } from "../../src/servers/server.ts"

const invalid = expect.objectContaining({ code: "invalid" })

describe("a server's name", () => {
  test.each(["web-1", "W", "0", "a".repeat(63)])("can be %j", (name) => {
    expect(parseServerName(name)).toBe(name)
  })

  test.each(["", "-web", "web-", "web.example", "web 1", "wéb", "a".repeat(64), "web\n", "../x"])(
    "is not %j",
    (name) => {
      expect(() => parseServerName(name)).toThrow(invalid)
    },
  )
})

describe("a server's address", () => {
  test.each(["web-1", "web-1.example.org", "192.0.2.7", "2001:db8::7", "::1"])("can be %j", (address) => {
    expect(parseServerAddress(address)).toBe(address)
  })

  test.each(["", ":", "a b", "web..org", "-x.org", "web:22", "[::1]", "$(id)", "a;b", `${"a.".repeat(127)}`])(
    "is not %j",
    (address) => {
      expect(() => parseServerAddress(address)).toThrow(invalid)
    },
  )
})

describe("a login user", () => {
  test.each(["root", "deploy", "_apt", "john.doe", "A-1", "a".repeat(32)])("can be %j", (name) => {
    expect(isLoginUser(name)).toBe(true)
  })

  test.each([
    "",
    "-x",
    ".",
    "..",
    "../root",
    "a/b",
    "1st",
    "root from 6.6.6.6 port 22 ssh2",
    "deploy.found",
    "a\n",
    "a".repeat(33),
    "ж",
  ])("is not %j", (name) => {
    expect(isLoginUser(name)).toBe(false)
  })
})

describe("the options of an access", () => {
  test("stand in front of a key as sshd knows them", () => {
    const options = parseAccessOptions({
      from: "!10.0.0.1,10.0.0.0/8,*.example.org,2001:db8::/32",
      command: 'echo "hi"',
    })
    expect(keyOptionsOf(options)).toEqual([
      { name: "from", value: "!10.0.0.1,10.0.0.0/8,*.example.org,2001:db8::/32" },
      { name: "command", value: 'echo "hi"' },
    ])
    expect(keyOptionsOf(parseAccessOptions({ restrict: true, noPty: false, noX11Forwarding: true }))).toEqual([
      { name: "restrict" },
      { name: "no-X11-forwarding" },
    ])
  })

  test.each(["192.0.2.7/32", "0.0.0.0/0", "10.128.0.0/9", "!fe80::/10", "::/0", "1:2:3:4:5:6:7:8/128"])(
    "let in from the block %s",
    (from) => {
      expect(parseAccessOptions({ from })).toEqual({ from })
    },
  )

  test.each([
    ["a line end", { command: "a\nb" }],
    ["a NUL", { command: "a\0b" }],
    ["other than ASCII", { command: "é" }],
    ["a backslash that hides the quote", { command: "a\\" }],
    ["nothing", { command: "" }],
    ["too much", { command: "a".repeat(1001) }],
    ["another's key", { command: "AAAAC3NzaC1lZDI1NTE5AAAAIBcO" }],
    ["an empty pattern", { from: "10.0.0.0/8," }],
    ["a space between patterns", { from: "10.0.0.1 10.0.0.2" }],
    ["a quote in a pattern", { from: 'a",command="x' }],
    ["a block that is too long", { from: "10.0.0.0/33" }],
    ["a block of a host, not of a network", { from: "10.0.0.1/8" }],
    ["an IPv6 block of a host", { from: "2001:db8::1/32" }],
    ["a block of no address", { from: "10.0.0/8" }],
    ["a block of no IPv6 address", { from: "1:2:3:4:5:6:7:8::/64" }],
    ["a block of a name", { from: "example.org/8" }],
  ])("hold no value with %s", (_, options) => {
    expect(() => parseAccessOptions(options, "accesses.1.")).toThrow(
      expect.objectContaining({ code: "invalid", fields: [expect.objectContaining({ path: "accesses.1.options" })] }),
    )
  })
})
