import fc from "fast-check"
import { describe, expect, test } from "vitest"
import {
  decodeBase64,
  decodePublicKey,
  encodeBase64,
  formatPublicKey,
  inspect,
  parsePublicKey,
  type RepairCode,
} from "../src/index.ts"
import { publicLine, readVectorText } from "./kit/vectors.ts"

const names = ["ed25519", "rsa_3072", "ecdsa_p256", "ecdsa_p521", "ed25519_sk", "dsa_1024"]
const anyKey = fc.constantFrom(...names).map(publicLine)
const anyComment = fc
  .stringMatching(/^[A-Za-z][ -!#-&(-_a-~]{0,40}[A-Za-z]$/)
  .filter((text) => !/ssh|ecdsa|sk-|rsa|AAAA|[\\<]/.test(text) && !/ {2}/.test(text))

function single(text: string | Uint8Array) {
  const { findings, advice } = inspect(text)
  const [finding] = findings
  if (findings.length !== 1 || finding?.kind !== "public_key") {
    throw new Error(`not one public key: ${JSON.stringify(findings)} ${advice}`)
  }
  return { line: formatPublicKey(finding.key), codes: finding.repairs.map((repair) => repair.code), finding }
}

function expectRepaired(text: string | Uint8Array, line: string, code: RepairCode) {
  const found = single(text)
  expect(found.line).toBe(line)
  expect(found.codes).toContain(code)
}

function withComment(line: string, comment: string): string {
  return formatPublicKey({ ...parsePublicKey(line), comment })
}

describe("any key with any comment", () => {
  const anyLine = fc.tuple(anyKey, anyComment).map(([line, comment]) => withComment(line, comment))

  test("is the same after it was formatted and parsed", () => {
    fc.assert(
      fc.property(anyLine, (line) => {
        const key = parsePublicKey(line)
        expect(formatPublicKey(key)).toBe(line)
        expect(decodePublicKey(key.blob, key.comment)).toEqual(key)
      }),
    )
  })

  test("is found in a line as it is, with nothing repaired", () => {
    fc.assert(
      fc.property(anyLine, (line) => {
        expect(single(`${line}\n`)).toMatchObject({ line, codes: [] })
      }),
    )
  })

  const frames: readonly (readonly [string, RepairCode, (line: string) => string | Uint8Array])[] = [
    ["with Windows line ends", "carriage_returns_removed", (line) => `${line}\r\n`],
    ["behind a byte order mark", "byte_order_mark_removed", (line) => `\ufeff${line}`],
    ["in UTF-16 bytes", "utf16_decoded", (line) => Buffer.from(`\ufeff${line}\r\n`, "utf16le")],
    ["in UTF-16 read as bytes", "utf16_decoded", (line) => Buffer.from(line, "utf16le").toString("latin1")],
    ["between quotes", "quotes_removed", (line) => `"${line}"`],
    ["between smart quotes", "quotes_removed", (line) => `“${line}”`],
    ["in a mail quote", "quote_marks_removed", (line) => `> ${line}`],
    ["below a prompt", "prompt_removed", (line) => `alice@web:~$ cat .ssh/key.pub\n${line}\nalice@web:~$ `],
    ["below a Windows prompt", "prompt_removed", (line) => `C:\\Users\\alice>type key.pub\r\n${line}\r\n`],
    ["in an echo command", "prompt_removed", (line) => `$ echo '${line}' >> ~/.ssh/authorized_keys`],
    ["in a Markdown fence", "markdown_removed", (line) => `\`\`\`text\n${line}\n\`\`\``],
    ["in Markdown code", "markdown_removed", (line) => `\`${line}\``],
    ["in a JSON string", "json_escapes_removed", (line) => JSON.stringify({ key: `${line}\n` })],
    ["in a JSON list", "text_around_removed", (line) => JSON.stringify({ keys: [line] }, null, 2)],
    ["behind a name", "prefix_removed", (line) => `key: ${line}`],
    ["behind spaces", "spaces_removed", (line) => `   ${line}`],
    ["with no-break spaces", "invisible_characters_removed", (line) => line.replaceAll(" ", "\u00a0")],
    ["with a zero-width space", "invisible_characters_removed", (line) => line.replace("AAAA", "AA\u200bAA")],
  ]
  test.for(frames)("is repaired %s", ([, code, frame]) => {
    fc.assert(fc.property(anyLine, (line) => expectRepaired(frame(line), line, code)))
  })

  test("is joined when it was wrapped inside its type or its data, once", () => {
    fc.assert(
      fc.property(anyLine, fc.nat(), (line, seed) => {
        const dataEnd = line.indexOf(" ", line.indexOf(" ") + 1)
        const column = 1 + (seed % (dataEnd - 1))
        expectRepaired(`${line.slice(0, column)}\n${line.slice(column)}\n`, line, "wrapped_lines_joined")
      }),
    )
  })

  test("is joined when a terminal wrapped it at any width", () => {
    fc.assert(
      fc.property(anyKey, fc.integer({ min: 24, max: 80 }), (line, width) => {
        const wrapped = line.match(new RegExp(`.{1,${width}}`, "g")) ?? []
        expectRepaired(wrapped.join("\r\n"), line, "wrapped_lines_joined")
      }),
    )
  })

  test("is found among others on one line, each with its own comment", () => {
    fc.assert(
      fc.property(fc.array(anyLine, { minLength: 2, maxLength: 4 }), (lines) => {
        for (const text of [lines.join(" "), JSON.stringify(lines)]) {
          const keys = inspect(text).findings.map(
            (finding) => finding.kind === "public_key" && formatPublicKey(finding.key),
          )
          expect(keys).toEqual(lines)
        }
      }),
    )
  })
})

test.for(["corp\\nick@laptop", "CORP\\robert@laptop", "corp\\u0041", "a \\n b"])(
  "the comment %s is no JSON",
  (comment) => {
    const line = `${publicLine("ed25519").split(" ").slice(0, 2).join(" ")} ${comment}`
    for (const text of [line, `restrict,pty ${line}`, `> ${line}`])
      expect(single(text).finding.key.comment).toBe(comment)
    // Cut out of a JSON string without its quotes.
    const cut = inspect(`${line.replace("\\", "\\\\")}\\n${publicLine("rsa_3072")}\\n`).findings
    expect(cut).toMatchObject([{ key: { comment } }, { key: { type: "ssh-rsa" } }])
  },
)

test("a line behind a key that holds none is reported, behind a line as behind an RFC 4716 block", () => {
  for (const text of [`${publicLine("ed25519")}\n`, readVectorText("valid/rfc4716/puttygen_ed25519.pub")]) {
    expect(inspect(`${text}garbage\n`).findings).toMatchObject([
      { kind: "public_key", repairs: [] },
      { kind: "refused", line: text.split("\n").length, error: { message: "this line does not hold a public key" } },
    ])
  }
})

describe("one key", () => {
  const line = publicLine("ed25519")
  const rsa = publicLine("rsa_3072")

  test("keeps its options out of the key and shows them", () => {
    const options = 'restrict,command="echo \\"a, b\\" # c",from="10.0.0.0/8"'
    expect(single(`${options} ${line}`)).toMatchObject({ line, finding: { droppedOptions: options } })
  })

  test("is not confused by a key inside an option", () => {
    expect(single(`command="cat ${rsa}" ${line}`)).toMatchObject({ line })
  })

  test("gets the type back that a signature algorithm had replaced", () => {
    expectRepaired(rsa.replace("ssh-rsa", "rsa-sha2-256"), rsa, "key_type_renamed")
  })

  test("gets a missing type from its data", () => {
    const [type = "", data = ""] = line.split(" ")
    expectRepaired(data, `${type} ${data}`, "key_type_added")
  })

  test("is cut to a comment of 1024 characters", () => {
    const found = single(`${line} ${"x".repeat(2000)}`)
    expect(found.finding.key.comment).toHaveLength(1024)
    expect(found.codes).toContain("comment_cut")
  })

  test("is joined with the comment that a terminal of 80 columns puts on the next line", () => {
    expectRepaired(`${line.slice(0, 80)}\n${line.slice(80)}`, line, "wrapped_lines_joined")
  })

  test("is not joined with a foreign line behind it", () => {
    const { findings } = inspect(`${line}\ngarbage\n`)
    expect(findings).toMatchObject([{ kind: "public_key" }, { kind: "refused", line: 2 }])
  })
})

test("encodings of bytes have one text", () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      expect(encodeBase64(bytes)).toBe(Buffer.from(bytes).toString("base64"))
      expect(decodeBase64(encodeBase64(bytes))).toEqual(bytes)
    }),
  )
})
