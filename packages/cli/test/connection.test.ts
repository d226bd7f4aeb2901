import { CoreError } from "@latchkey/core"
import { describe, expect, test } from "vitest"
import { parseAddress } from "../src/connection.ts"

describe("the address of a daemon", () => {
  test.each([
    ["https://keys.example", "https://keys.example"],
    ["https://keys.example/", "https://keys.example"],
    ["https://keys.example:8443", "https://keys.example:8443"],
    ["HTTPS://KEYS.Example", "https://keys.example"],
    ["keys.example", "https://keys.example"],
    ["localhost:8022", "http://localhost:8022"],
    ["http://localhost:8022", "http://localhost:8022"],
    ["http://127.0.0.1:8022", "http://127.0.0.1:8022"],
    ["http://127.1", "http://127.0.0.1"],
    ["http://[::1]:8022", "http://[::1]:8022"],
  ])("reads %s", (text, expected) => {
    expect(parseAddress(text, false, "")).toBe(expected)
  })

  test.each([
    "",
    "https://",
    "ftp://keys.example",
    "https://keys.example/console",
    "https://keys.example/?a=b",
    "https://bob:secret@keys.example",
    "http://keys.example",
    "http://localhost.keys.example",
    "http://127.0.0.1.keys.example",
    "http://10.0.0.1:8022",
    "http://0.0.0.0:8022",
  ])("refuses %s", (text) => {
    expect(() => parseAddress(text, false, "")).toThrow(CoreError)
  })

  test("is taken without encryption when that is asked for", () => {
    expect(parseAddress("http://10.0.0.1:8022", true, "")).toBe("http://10.0.0.1:8022")
  })
})
