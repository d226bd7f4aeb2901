import { describe, expect, test } from "vitest"
import { CoreError } from "../src/error.ts"
import { longestName, parseName } from "../src/name.ts"

describe("parseName", () => {
  test("takes names in any script", () => {
    for (const name of ["laptop", "Büro-Rechner", "ключ", "東京 1", "a", "👩‍💻".replace("\u200d", "")]) {
      expect(parseName(name, "name")).toBe(name)
    }
  })

  test("takes space around a name away and composes its accents", () => {
    expect(parseName("  cafe\u0301 ", "name")).toBe("caf\u00e9")
  })

  test("counts characters, not UTF-16 units", () => {
    expect(parseName("😀".repeat(longestName), "name")).toHaveLength(2 * longestName)
    expect(() => parseName("😀".repeat(longestName + 1), "name")).toThrow(/at most 255 characters, this one has 256/)
  })

  test.each([
    ["nothing", ""],
    ["only space", "   "],
    ["a newline", "a\nb"],
    ["NUL", "a\0b"],
    ["an escape sequence", "\u001b[31mred"],
    ["a right-to-left override", "a\u202egpj.exe"],
    ["a zero-width space", "a\u200bb"],
    ["a line separator", "a\u2028b"],
  ])("refuses %s and names the field", (_, text) => {
    try {
      parseName(text, "keys.0.name")
      expect.unreachable("it was taken")
    } catch (error) {
      expect(error).toBeInstanceOf(CoreError)
      expect(error).toMatchObject({ code: "invalid", fields: [{ path: "keys.0.name" }] })
      // The message itself must be fit for a terminal.
      expect(String(error)).not.toMatch(/[\p{Cc}\u202e\u200b\u2028]/u)
    }
  })
})
