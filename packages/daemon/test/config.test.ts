import { CoreError } from "@latchkey/core"
import { describe, expect, test } from "vitest"
import { defaultPublicUrl, hostOf, isLoopback } from "../src/addresses.ts"
import { readConfig } from "../src/config.ts"

function problemsOf(environment: Record<string, string>): readonly string[] {
  try {
    readConfig(environment)
  } catch (error) {
    if (error instanceof CoreError) return (error.fields ?? []).map(({ path }) => path)
    throw error
  }
  return []
}

describe("settings", () => {
  test("have defaults that serve this machine alone", () => {
    expect(readConfig({})).toMatchObject({
      listen: { host: "127.0.0.1", port: 8022 },
      sshListen: { host: "127.0.0.1", port: 2222 },
      publicUrl: undefined,
      databaseUrl: undefined,
      trustProxy: [],
      admin: undefined,
      logLevel: "info",
    })
  })

  test("that are empty count as absent", () => {
    expect(readConfig({ LATCHKEY_LISTEN: "", DATABASE_URL: "", LATCHKEY_PUBLIC_URL: "" })).toEqual(readConfig({}))
  })

  test.each([
    ["LATCHKEY_LISTEN", ["[::1]:0", "localhost:80", "0.0.0.0:65535"], ["8022", ":80", "a b:80", "x:65536", "::1:80"]],
    ["LATCHKEY_SSH_LISTEN", ["off", "[::]:22"], ["no", "22"]],
    [
      "LATCHKEY_PUBLIC_URL",
      ["https://a.example", "http://a:8022/"],
      ["a.example", "ftp://a", "https://a/b", "https://u:p@a"],
    ],
    [
      "LATCHKEY_TRUST_PROXY",
      ["127.0.0.1", "10.0.0.0/8, fd00::/8"],
      ["proxy.example", "10.0.0.0/33", "10.0.0.1/8/8", "::/x"],
    ],
    ["DATABASE_URL", ["postgres://h/d", "postgresql://u:p@h:5432/d"], ["mysql://h", "postgres:", "/data/x.db"]],
    ["LATCHKEY_LOG", ["trace", "silent"], ["TRACE", "verbose"]],
    ["LATCHKEY_TOKEN", ["for the command line"], []],
  ])("%s is read, or named as wrong", (name, good, bad) => {
    for (const value of good) expect([value, problemsOf({ [name]: value })]).toEqual([value, []])
    for (const value of bad) expect([value, problemsOf({ [name]: value })]).toEqual([value, [name]])
  })

  test("with our prefix that do not exist are named", () => {
    expect(problemsOf({ LATCHKEY_LISTN: "x", PATH: "/bin" })).toEqual(["LATCHKEY_LISTN"])
  })

  test("of the first account come together", () => {
    expect(problemsOf({ LATCHKEY_ADMIN_PASSWORD_FILE: "x" })).toEqual(["LATCHKEY_ADMIN_HANDLE"])
    expect(readConfig({ LATCHKEY_ADMIN_HANDLE: "ada", LATCHKEY_ADMIN_PASSWORD_FILE: "/run/secret" }).admin).toEqual({
      handle: "ada",
      email: "ada@localhost",
      passwordFile: "/run/secret",
    })
  })
})

test("the address to open follows from where the daemon listens", () => {
  expect(defaultPublicUrl({ host: "127.0.0.1", port: 8022 })).toBe("http://localhost:8022")
  expect(defaultPublicUrl({ host: "::1", port: 8022 })).toBe("http://[::1]:8022")
  expect(defaultPublicUrl({ host: "192.0.2.7", port: 80 })).toBe("http://192.0.2.7:80")
  expect(defaultPublicUrl({ host: "0.0.0.0", port: 8022 })).toMatch(/^http:\/\/[^0:]+:8022$/)
  expect(["127.0.0.1", "::1", "localhost", "0.0.0.0", "::"].map(isLoopback)).toEqual([true, true, true, false, false])
})

test("the name to reach this machine by is its public address's, IPv6 without the brackets of a URL", () => {
  expect(hostOf("http://[2001:db8::7]:8022")).toBe("2001:db8::7")
  expect(hostOf("https://keys.example.org")).toBe("keys.example.org")
})
