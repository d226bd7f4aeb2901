import { describe, expect, test } from "vitest"
import { detectPrivateKey, encodeBase64, type Inspection, inspect } from "../src/index.ts"
import { readPublicHalf } from "../src/private.ts"
import { listVectors, publicLine, readVectorText } from "./kit/vectors.ts"

const WINDOW = 24
const files = listVectors("valid/private")

/** Every window of the secret part of a file: the private section of a .ppk, the whole body of anything else. */
function secretWindows(text: string): ReadonlySet<string> {
  const lines = text.split(/\r\n|\r|\n/)
  const from = lines.findIndex((line) => line.startsWith("Private-Lines"))
  const body = lines
    .slice(from + 1)
    .filter((line) => !/[-:]/.test(line))
    .join("")
  const windows = new Set<string>()
  for (let start = 0; start + WINDOW <= body.length; start++) windows.add(body.slice(start, start + WINDOW))
  return windows
}

/** All text that an inspection gives away. */
function everythingSaid({ findings, redactedText, advice }: Inspection): string {
  const said: string[] = [redactedText, advice ?? ""]
  for (const finding of findings) {
    said.push(JSON.stringify(finding))
    if (finding.kind === "public_key") said.push(encodeBase64(finding.key.blob), finding.key.comment)
    else if (finding.error !== undefined) {
      said.push(finding.error.message, finding.error.hint ?? "", finding.error.stack ?? "", String(finding.error.cause))
    }
  }
  return said.join("\n")
}

function expectNothingLeaks(text: string, input: string | Uint8Array) {
  const windows = secretWindows(text)
  expect(windows.size).toBeGreaterThan(0)
  // White space and escapes must not hide a window.
  const said = everythingSaid(inspect(input, { readPublicHalf })).replace(/\\[nr/]|%0A|[\s>"]/g, "")
  for (let start = 0; start + WINDOW <= said.length; start++) {
    const found = said.slice(start, start + WINDOW)
    if (windows.has(found)) throw new Error(`${start}: a piece of the private body is in the result`)
  }
}

const key = publicLine("rsa_4096")
const mutations: Readonly<Record<string, (text: string) => string | Uint8Array>> = {
  "as it is": (text) => text,
  "with Windows line ends": (text) => text.replace(/\n/g, "\r\n"),
  "without its first line": (text) => text.replace(/^.*(?:\r|\n)/, ""),
  "without its last line": (text) => text.trimEnd().replace(/[\r\n].*$/, ""),
  "with a damaged first line": (text) =>
    text.replace(/^.*/, (line) => line.replace("PRIVATE", "PRVATE").replace("Key", "Ky")),
  "as a JSON string": (text) => JSON.stringify({ name: "x", key: text, other: 1 }),
  "as a JSON string in a JSON string": (text) => JSON.stringify({ body: JSON.stringify({ key: text }) }),
  "as a PHP JSON string": (text) => JSON.stringify(text).replaceAll("/", "\\/"),
  "with JSON's escapes of other languages": (text) => JSON.stringify(text).replaceAll("+", "\\u002B"),
  "URL-encoded": (text) => `key=${encodeURIComponent(text)}&name=x`,
  "in a form's encoding": (text) => new URLSearchParams({ key: text }).toString(),
  "in a mail quote": (text) => text.replace(/^/gm, "> "),
  indented: (text) => text.replace(/^/gm, "      "),
  "on one line": (text) => text.trim().replace(/[\r\n]+/g, " "),
  "with blank lines": (text) => text.replace(/\n/g, "\n\n"),
  "with one dash less": (text) => text.replace(/^-/gm, ""),
  "in UTF-16": (text) => Buffer.from(`\ufeff${text}`, "utf16le"),
  "behind a byte order mark": (text) => `\ufeff${text}`,
  "between public keys": (text) => `${key}\n${text.trimEnd()}\n${key}\n`,
  "twice, the first without its end": (text) => `${text.trimEnd().replace(/[\r\n].*$/, "")}\n${text}`,
  "in base64 again": (text) => `data: ${Buffer.from(text).toString("base64")}`,
}

describe.for(files)("%s", (file) => {
  const text = readVectorText(file)

  test.for(Object.entries(mutations))("leaves no piece of itself in the result %s", ([, mutate]) => {
    expectNothingLeaks(text, mutate(text))
  })

  test.for(Object.entries(mutations).filter(([name]) => name !== "in UTF-16"))("is detected %s", ([, mutate]) => {
    const mutated = mutate(text)
    expect(typeof mutated === "string" && detectPrivateKey(mutated)).toBeTruthy()
  })
})

describe("inspect", () => {
  const text = readVectorText("valid/private/openssh_ed25519")

  test("puts a note with the number of lines in the place of a private key", () => {
    const { redactedText } = inspect(`${key}\n${text}${key}\n`)
    expect(redactedText).toBe(`${key}\n[ private key removed: 7 lines, nothing was sent ]\n${key}\n`)
  })

  test("does not read the public half of a private key unless it is told how", () => {
    const [finding] = inspect(text).findings
    expect(finding).toMatchObject({ kind: "private_key", format: "openssh-key-v1", encrypted: false })
    expect(finding).not.toHaveProperty("publicHalf")
    expect(finding).not.toHaveProperty("error")
  })

  test("finds the public keys around a private one", () => {
    const { findings } = inspect(`${key}\n${text}${key}\n`)
    expect(findings.map(({ kind, line, lineEnd }) => [kind, line, lineEnd])).toEqual([
      ["public_key", 1, 1],
      ["private_key", 2, 8],
      ["public_key", 9, 9],
    ])
  })

  test("finds the public key that stands behind a private one without an end", () => {
    const { findings } = inspect(`${text.replace(/-----END.*\n/, "")}${key}\n`)
    expect(findings).toMatchObject([{ kind: "private_key" }, { kind: "public_key", line: 7 }])
  })

  test("notices a public half that was swapped", () => {
    const other = readVectorText("valid/private/openssh_ed25519_no_comment")
    // The magic, cipher, kdf, its options, the number of keys and the length of the blob take 43 bytes, the blob 51.
    const publicEnd = 43 + 51
    const body = (pem: string) => pem.split("\n").slice(1, -2).join("")
    const own = Buffer.from(body(text), "base64")
    const swapped = Buffer.concat([Buffer.from(body(other), "base64").subarray(0, publicEnd), own.subarray(publicEnd)])
    const pem = `-----BEGIN OPENSSH PRIVATE KEY-----\n${swapped.toString("base64")}\n-----END OPENSSH PRIVATE KEY-----\n`
    expect(inspect(pem, { readPublicHalf }).findings).toMatchObject([
      { kind: "private_key", error: { code: "key_mismatch" } },
    ])
  })

  test("notices a .ppk that was changed", () => {
    for (const version of ["v2", "v3"]) {
      const ppk = readVectorText(`valid/private/puttygen_${version}_ed25519.ppk`).replace("alice@laptop", "mallory")
      expect(inspect(ppk, { readPublicHalf }).findings).toMatchObject([
        { kind: "private_key", error: { code: "key_mismatch" } },
      ])
    }
  })

  test("does not believe a .ppk that announces a million lines", () => {
    const ppk = readVectorText("valid/private/puttygen_v3_ed25519.ppk").replace(
      "Public-Lines: 2",
      "Public-Lines: 1000000",
    )
    expect(inspect(ppk, { readPublicHalf }).findings).toMatchObject([
      { kind: "private_key", error: { code: "limit_exceeded" } },
    ])
  })

  test("reads a file of a million private keys without reading each", () => {
    expect(inspect(text.repeat(2000), { readPublicHalf }).findings.length).toBeLessThan(510)
  })
})

describe("detectPrivateKey", () => {
  test.for(
    listVectors("valid/public").concat(listVectors("valid/rfc4716"), listVectors("valid/pem"), listVectors("invalid")),
  )("finds none in %s", (file) => {
    expect(detectPrivateKey(readVectorText(file))).toBeUndefined()
  })

  test("finds none in prose about private keys", () => {
    expect(detectPrivateKey("begin by making a private key; the END of the private key file matters")).toBeUndefined()
  })

  test("names format, lines and encryption", () => {
    const pem = readVectorText("valid/private/ssh_keygen_pkcs8_rsa_3072_encrypted")
    const lines = pem.trimEnd().split("\n").length
    expect(detectPrivateKey(`a\nb\n${pem}`)).toEqual({ format: "pkcs8", encrypted: true, line: 3, lineEnd: lines + 2 })
  })

  test("finds a JSON Web Key", () => {
    const jwk = {
      kty: "OKP",
      crv: "Ed25519",
      x: "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
      d: "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A",
    }
    expect(detectPrivateKey(JSON.stringify(jwk))).toMatchObject({ format: "jwk-private" })
    expect(inspect(JSON.stringify(jwk)).redactedText).not.toContain("nWGxne")
    const { d: _, ...publicJwk } = jwk
    expect(detectPrivateKey(JSON.stringify(publicJwk))).toBeUndefined()
  })
})
