import { setupI18n } from "@lingui/core"
import { expect, test } from "vitest"
import { keepValuesLiteral } from "../src/literal-values.ts"

const i18n = setupI18n({ locale: "en", messages: { en: { comment: ["Comment: ", ["comment"]], bytes: "a \\u00e9" } } })
keepValuesLiteral(i18n)

test.each(["evil\\u202etxt.exe", "\\x1b[31mred", "C:\\users\\x41b", "plain", "two\\\\x41"])(
  "a sentence shows the value %s as it is",
  (comment) => {
    expect(i18n._("comment", { comment })).toBe(`Comment: ${comment}`)
    expect(i18n._({ id: "comment", values: { comment } })).toBe(`Comment: ${comment}`)
    expect(i18n.t({ id: "comment", values: { comment } })).toBe(`Comment: ${comment}`)
  },
)

test("a sentence within a sentence keeps its value too", () => {
  const inner = i18n._("comment", { comment: "\\u202e" })
  expect(i18n._("comment", { comment: inner })).toBe("Comment: Comment: \\u202e")
})

test("escapes in the catalogue itself are still decoded", () => {
  expect(i18n._("bytes")).toBe("a é")
})
