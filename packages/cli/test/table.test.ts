import { describe, expect, test } from "vitest"
import { table } from "../src/table.ts"

describe("a table", () => {
  test("aligns its columns by the width that a terminal gives each character", () => {
    expect(
      table(
        ["NAME", "TYPE"],
        [
          ["laptop", "RSA 3072"],
          ["鍵", "Ed25519 256"],
          ["e\u0301", "x"],
        ],
      ).split("\n"),
    ).toEqual(["NAME    TYPE", "laptop  RSA 3072", "鍵      Ed25519 256", "e\u0301       x"])
  })

  test("shows what a terminal would obey or hide as escapes", () => {
    const text = table(["NAME"], [["a\u001b[31mb"], ["c\u202ed"], ["e\nf\tg"]])
    expect(text.split("\n").slice(1)).toEqual(["a\\x1b[31mb", "c\\u202ed", "e\\x0af\\x09g"])
  })
})
