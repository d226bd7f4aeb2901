import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { requireTool } from "../../../../tests/kit/tools.ts"
import {
  type AuthorizedKey,
  fingerprintSha256,
  formatAuthorizedKey,
  formatKeyList,
  type KeyListLine,
  type KeyOption,
  parseAuthorizedKeys,
  parsePublicKey,
} from "../../src/index.ts"
import { MAX_KEY_LIST_LENGTH, MAX_KEY_LIST_LINES } from "../../src/limits.ts"
import { codeOf } from "../kit/code-of.ts"
import { runOnFile } from "../kit/ssh-keygen.ts"
import { publicLine } from "../kit/vectors.ts"

const line = publicLine("ed25519")
const key = parsePublicKey(line)

/** What the only line of a text holds. */
function readOne(text: string): KeyListLine<AuthorizedKey> {
  const [first, ...more] = parseAuthorizedKeys(text)
  if (first === undefined || more.length > 0) throw new Error("the text has one line")
  return first
}

function entryOf(text: string): AuthorizedKey {
  const found = readOne(text)
  if (found.kind !== "entry") throw new Error(`the line is ${found.kind}`)
  return found.entry
}

function errorOf(text: string): string {
  const found = readOne(text)
  return found.kind === "refused" ? found.error.code : found.kind
}

const names = fc.constantFrom("command", "from", "no-pty", "restrict", "zos-key-ring", "X11-Forwarding")
const values = fc
  .string({ unit: fc.constantFrom("a", " ", "\t", ",", "=", "#", '"', "\\", "'", "é", "*", "$"), maxLength: 12 })
  .filter((value) => !value.endsWith("\\"))
const options: fc.Arbitrary<readonly KeyOption[]> = fc.array(
  fc.oneof(fc.record({ name: names }), fc.record({ name: names, value: values })),
  { maxLength: 4 },
)

test("options that were written are read again, whatever stands in them", () => {
  fc.assert(
    fc.property(options, (list) => {
      const written = formatAuthorizedKey({ options: list, key })
      expect(entryOf(written)).toMatchObject({ options: list, key })
      expect(formatAuthorizedKey(entryOf(written))).toBe(written)
    }),
  )
})

test("a file is written again as it was, whatever it holds", () => {
  const piece = fc.oneof(
    fc.constantFrom(line, "# a comment", "", "  ", "\t# x", `command="a b" ${line}`, "rubbish", `  ${line}  `),
    fc.string({ unit: "binary", maxLength: 40 }),
  )
  const text = fc.array(fc.tuple(piece, fc.constantFrom("\n", "\r\n", "\n\n", "\r", "")))
  fc.assert(
    fc.property(text, (pieces) => {
      const whole = pieces.flat().join("")
      expect(formatKeyList(parseAuthorizedKeys(whole))).toBe(whole)
    }),
  )
})

test("every line is accounted for, refused ones with their number and reason", () => {
  const text = `# mine\n\n${line}\nno key here\nfrom="10.0.0.0/8",command=x ${line}\r\nssh-foo AAAAB3NzaC1yc2E= me\n`
  const lines = parseAuthorizedKeys(text)
  expect(lines.map(({ kind }) => kind)).toEqual(["blank", "blank", "entry", "refused", "refused", "refused"])
  const refused = lines.flatMap((found) => (found.kind === "refused" ? [[found.error.line, found.error.code]] : []))
  expect(refused).toEqual([
    [4, "type_unknown"],
    [5, "format_invalid"],
    [6, "type_unknown"],
  ])
})

test("white space may be of any length, and # is a comment at the beginning of a line only", () => {
  const [type = "", base64 = ""] = line.split(" ")
  const { options: list, key: found } = entryOf(` \tcommand="a # b"\t ${type}  ${base64}\t # not a comment\r\n`)
  expect(list).toEqual([{ name: "command", value: "a # b" }])
  expect(found).toEqual({ ...key, comment: "# not a comment" })
})

test.for([
  ["an unknown option", "zos-key-ring", /does not know the option zos-key-ring/],
  ["an unknown option with a value", 'max-sessions="2"', /does not know/],
  ["a switch that cannot be off", "no-restrict", /does not know/],
  ["a value that is missing", "command", /has no value/],
  ["a value too many", 'no-pty="x"', /has a value/],
  ["principals for a key that is no authority", 'principals="a"', /of use with cert-authority only/],
  ["a second command", 'command="a",COMMAND="b"', /twice/],
] as const)("%s is kept, with a warning that sshd ignores the line", ([, text, warning]) => {
  const entry = entryOf(`${text} ${line}`)
  expect(entry.warnings).toEqual([expect.stringMatching(warning)])
  expect(formatAuthorizedKey(entry)).toBe(`${text} ${line}`)
})

test.for([
  "restrict,pty,no-x11-forwarding,No-User-RC,agent-forwarding,port-forwarding",
  'command="x",from="*.example.com",expiry-time="20300101"',
  'permitopen="a:1",permitopen="b:2",permitlisten="8080",permitlisten="localhost:1",tunnel="0"',
  'environment="A=1",environment="B=2",no-touch-required,verify-required,cert-authority,principals="a,b"',
])("sshd knows %s", (text) => {
  expect(entryOf(`${text} ${line}`).warnings).toEqual([])
})

test.for([
  ["a value without quotes", `command=date ${line}`, "format_invalid"],
  ["a quote that never ends", `command="date ${line}`, "format_invalid"],
  ["text behind a quote", `command="date"x ${line}`, "format_invalid"],
  ["a comma in front", `,pty ${line}`, "format_invalid"],
  ["two commas", `pty,,pty ${line}`, "format_invalid"],
  ["a NUL", `${line}\0`, "format_invalid"],
  ["too many characters", `pty ${"x".repeat(20_000)}`, "limit_exceeded"],
  ["half a key", line.slice(0, 50), "truncated"],
] as const)("a line with %s is refused", ([, text, code]) => {
  expect(errorOf(text)).toBe(code)
})

test("what no line can hold is not written", () => {
  for (const option of [
    { name: "command", value: "a\nb" },
    { name: "command", value: "ends in \\" },
    { name: "from x", value: "a" },
    { name: "" },
  ]) {
    expect(codeOf(() => formatAuthorizedKey({ options: [option], key }))).toBe("format_invalid")
  }
})

test("a file without end, of one line or of many, is refused as a whole", () => {
  expect(codeOf(() => parseAuthorizedKeys("#".repeat(MAX_KEY_LIST_LENGTH + 1)))).toBe("limit_exceeded")
  expect(codeOf(() => parseAuthorizedKeys("\n".repeat(MAX_KEY_LIST_LENGTH)))).toBe("limit_exceeded")
  expect(parseAuthorizedKeys("\n".repeat(MAX_KEY_LIST_LINES))).toHaveLength(MAX_KEY_LIST_LINES)
})

describe.skipIf(requireTool("ssh-keygen", "openssh-client") === undefined)("ssh-keygen", () => {
  test("finds the key behind any options that are written here", () => {
    const samples = fc.sample(options, 300).map((list, index) => {
      return formatAuthorizedKey({ options: list, key: { ...key, comment: `n${index}` } })
    })
    const { stdout } = runOnFile("ssh-keygen", ["-lf", "FILE"], `${samples.join("\n")}\n`)
    const rows = samples.map((_, index) => `256 ${fingerprintSha256(key.blob)} n${index} (ED25519)`)
    expect(stdout.trimEnd().split("\n")).toEqual(rows)
  })
})
