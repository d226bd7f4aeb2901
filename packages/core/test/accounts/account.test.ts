import { describe, expect, test } from "vitest"
import { parseEmail, parseHandle, parsePassword } from "../../src/accounts/account.ts"

describe("parseHandle", () => {
  test.each(["a", "alice", "ci-runner-2", `a${"b".repeat(38)}`])("takes %s", (handle) => {
    expect(parseHandle(handle)).toBe(handle)
  })

  test.each(["", "Alice", "1up", "-a", "a_b", "a.keys", "é", `a${"b".repeat(39)}`, "a\n", "a/../b"])(
    "refuses %j",
    (text) => {
      expect(() => parseHandle(text)).toThrow(/a handle is 1 to 39/)
    },
  )

  test("refuses the names of the console's own pages", () => {
    for (const reserved of ["keys", "api", "setup", "healthz"]) expect(() => parseHandle(reserved)).toThrow(/reserved/)
  })
})

describe("parseEmail", () => {
  test("takes an address and keeps it in lower case", () => {
    expect(parseEmail(" Alice@Example.ORG ")).toBe("alice@example.org")
  })

  test.each(["", "alice", "@", "a@", "@b", "a b@c", "a@b\nc", "a@b@c", `${"a".repeat(250)}@b.cd`])(
    "refuses %j",
    (text) => {
      expect(() => parseEmail(text)).toThrow(/not an e-mail address/)
    },
  )
})

describe("parsePassword", () => {
  test("keeps every character as it was typed", () => {
    expect(parsePassword(" correct horse\t battery ")).toBe(" correct horse\t battery ")
  })

  test("refuses what is too short to guard anything and too long to hash", () => {
    expect(() => parsePassword("ninechars")).toThrow(/at least 10/)
    expect(() => parsePassword("x".repeat(1025))).toThrow(/at most 1024/)
  })
})
