import fc from "fast-check"
import { expect, test } from "vitest"
import { toPrintable } from "../src/index.ts"

test.for([
  ["plain text", "plain text"],
  ["élodie 鍵 🔑", "élodie 鍵 🔑"],
  ["a\nb\tc\0", "a\\x0ab\\x09c\\x00"],
  ["\x1b[31mred", "\\x1b[31mred"],
  ["abc\u202egpj.exe", "abc\\u202egpj.exe"],
  ["a\u200bb\u2028c\ufeff", "a\\u200bb\\u2028c\\ufeff"],
  ["tag \u{e0041}", "tag \\u{e0041}"],
  ["\ud800", "\\ud800"],
])("%j is shown as %j", ([text, shown]) => {
  expect(toPrintable(text ?? "")).toBe(shown)
})

test("nothing that is shown can move the cursor, end the line or turn the text around", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      expect(toPrintable(text)).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u)
    }),
  )
})
