import { readdirSync } from "node:fs"
import { expect, test } from "vitest"
import { inspectText } from "../../src/pages/keys/import/inspect-text.ts"
import { vector } from "./vectors.ts"

const privateFiles = readdirSync(new URL("../../../../vectors/valid/private/", import.meta.url))

test("a public line is found with the name and the line that would be sent", () => {
  const line = vector("valid/public/ed25519.pub").trim()
  const { found, safeText } = inspectText(line)
  expect(found).toMatchObject([{ kind: "key", line: 1, format: "openssh", candidate: { publicLine: line } }])
  expect(safeText).toBe(line)
})

test("a key without a comment is named after its file", () => {
  const { found } = inspectText(vector("valid/public/ed25519_no_comment.pub"), undefined, "work laptop.pub")
  expect(found).toMatchObject([{ candidate: { proposedName: "work laptop" } }])
})

test("an RSA key of 2048 bits is weak and a DSA key is refused", () => {
  const text = vector("valid/public/rsa_2048.pub") + vector("valid/public/dsa_1024.pub")
  const verdicts = inspectText(text).found.map((one) =>
    one.kind === "key" ? one.candidate.judgement.verdict : one.kind,
  )
  expect(verdicts).toEqual(["weak", "refused"])
})

test.each(privateFiles)("nothing of the private body of %s is handed over, apart from its public half", (file) => {
  const text = vector(`valid/private/${file}`)
  const inspected = inspectText(text)
  expect(inspected.found.filter(({ kind }) => kind === "private_key")).toHaveLength(1)
  expect(inspected.safeText).toMatch(/private key removed: \d+ lines?, nothing was sent/)
  const [half] = inspected.found.flatMap((one) => (one.kind === "private_key" && one.half ? [one.half.publicLine] : []))
  const publicBody = half?.split(" ")[1] ?? ""
  const handedOver = JSON.stringify(inspected)
  const lines = text.split(/\r\n|\r|\n/).filter((line) => /^[A-Za-z0-9+/=]{24,}$/.test(line))
  expect(lines.length).toBeGreaterThan(0)
  const windows = lines.flatMap((line) => Array.from({ length: line.length - 23 }, (_, at) => line.slice(at, at + 24)))
  const leaked = windows.filter((window) => !publicBody.includes(window) && handedOver.includes(window))
  expect(leaked).toEqual([])
})

test("the place of a private key is kept and is not part of what stands around it", () => {
  const ssh2 = vector("valid/rfc4716/no_comment_header.pub")
  const first = inspectText(vector("valid/private/openssh_ed25519") + ssh2)
  const second = inspectText(first.safeText)
  expect(second.found.map(({ kind }) => kind)).toEqual(["removed", "key"])
  expect(second.found[1]).toMatchObject({ kind: "key", repairs: [] })
  expect(second.safeText).toBe(first.safeText)
})

test("the place of a private key that stood indented or beside other text is kept too", () => {
  const first = inspectText(`  ${vector("valid/private/openssh_ed25519").trimEnd()} --`)
  expect(first.safeText).toMatch(/^ {2}\[ private key removed: .* \]/)
  expect(inspectText(first.safeText).found[0]).toEqual({ kind: "removed", line: 1 })
})

test("a second private key leaves the place of the first one alone", () => {
  const first = inspectText(vector("valid/private/openssh_ed25519"))
  const second = inspectText(`${first.safeText}${vector("valid/private/openssh_rsa_3072")}`)
  expect(second.found.map(({ kind }) => kind)).toEqual(["removed", "private_key"])
  expect(second.safeText.match(/nothing was sent/g)).toHaveLength(2)
})

test("invisible characters of a comment and of dropped options are shown as escapes", () => {
  const [type, base64] = vector("valid/public/ed25519.pub").split(" ")
  const { found } = inspectText(`command="a\u202eb" ${type} ${base64} alice\u202e@laptop`)
  expect(found).toMatchObject([
    { kind: "key", droppedOptions: 'command="a\\u202eb"', candidate: { comment: "alice\\u202e@laptop" } },
  ])
})
