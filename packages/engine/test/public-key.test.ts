import { describe, expect, test } from "vitest"
import {
  decodePublicKey,
  encodeBase64,
  fingerprintSha256,
  formatPublicKey,
  isKeyTypeName,
  keyTypeNames,
  keyTypes,
  parsePublicKey,
  randomart,
  randomartField,
} from "../src/index.ts"
import { asciiBytes, encodeStrings } from "../src/wire.ts"
import { publicLine, readVectorText } from "./kit/vectors.ts"

const line = publicLine("ed25519")
const [type = "", data = ""] = line.split(" ")
const blob = parsePublicKey(line).blob

function codeOf(work: () => unknown): string {
  try {
    work()
  } catch (error) {
    if (error instanceof Error && "code" in error) return String(error.code)
  }
  return "nothing was thrown"
}

describe("parsePublicKey", () => {
  test("takes one line with one line end", () => {
    expect(parsePublicKey(`${line}\n`)).toEqual(parsePublicKey(line))
    expect(parsePublicKey(`${line}\r\n`).comment).toBe("alice@laptop")
  })

  test.for([
    ["an empty text", "", "format_unknown"],
    ["two lines", `${line}\n${line}\n`, "format_unknown"],
    ["a NUL in the comment", `${type} ${data} a\0b`, "format_unknown"],
    ["leading spaces", ` ${line}`, "format_unknown"],
    ["two spaces", `${type}  ${data}`, "truncated"],
    ["options", `restrict ${line}`, "type_unknown"],
    ["a second key", `${line} ${line}`, "format_invalid"],
    ["an unknown type", `ssh-foo ${data}`, "type_unknown"],
    ["a name that objects have", `constructor ${data}`, "type_unknown"],
    ["a type that is known and not supported", `ssh-ed448 ${data}`, "type_unsupported"],
    ["another type outside", `ssh-rsa ${data}`, "key_mismatch"],
    ["URL-safe base64", `${type} ${data.slice(0, -4)}-_-_`, "format_invalid"],
    ["base64 without padding", publicLine("ecdsa_p256").replace(/=+/, ""), "truncated"],
    ["base64 whose unused bits are set", publicLine("ecdsa_p256").replace(/.=( |$)/, "9= "), "format_invalid"],
    ["a cut in the middle", line.slice(0, 40), "truncated"],
    ["a fullwidth letter in the data", `${type} Ł${data.slice(1)}`, "format_invalid"],
    ["a line of 20,000 characters", `${line}${"x".repeat(20_000)}`, "limit_exceeded"],
    ["a comment of 2,000 characters", `${line}${"x".repeat(2000)}`, "limit_exceeded"],
  ])("refuses %s", ([, text, code]) => {
    expect(codeOf(() => parsePublicKey(text ?? ""))).toBe(code)
  })

  test("refuses half of all 32-byte strings as Ed25519 keys and takes them when they are trusted", () => {
    const offCurve = readVectorText("invalid/ed25519_not_a_point.pub")
    expect(codeOf(() => parsePublicKey(offCurve))).toBe("format_invalid")
    expect(parsePublicKey(offCurve, { points: "trusted" }).bits).toBe(256)
  })
})

describe("decodePublicKey", () => {
  test.for([
    ["trailing bytes", Uint8Array.of(...blob, 0), "trailing_data"],
    ["a missing byte", blob.subarray(0, -1), "truncated"],
    ["nothing", new Uint8Array(0), "truncated"],
    ["an absurd length", Uint8Array.of(0xff, 0xff, 0xff, 0xff), "format_invalid"],
    ["9,000 bytes", new Uint8Array(9000), "limit_exceeded"],
    ["31 bytes of Ed25519", encodeStrings([asciiBytes("ssh-ed25519"), new Uint8Array(31)]), "format_invalid"],
    ["an even exponent", rsa([2], modulus(2048)), "format_invalid"],
    ["the exponent 1", rsa([1], modulus(2048)), "format_invalid"],
    ["an even modulus", rsa([3], Uint8Array.of(...modulus(2048).subarray(0, -1), 0)), "format_invalid"],
    ["a negative modulus", rsa([3], modulus(2048).subarray(1)), "format_invalid"],
    ["an exponent as long as the modulus", rsa(modulus(2048), modulus(2048)), "format_invalid"],
    ["RSA of 1016 bits", rsa([3], modulus(1016)), "limit_exceeded"],
    ["RSA of 16392 bits", rsa([3], modulus(16_392)), "limit_exceeded"],
  ] satisfies readonly (readonly [string, Uint8Array, string])[])("refuses %s", ([, bytes, code]) => {
    expect(codeOf(() => decodePublicKey(bytes))).toBe(code)
  })

  test("drops superfluous zero bytes, so that equal keys have equal fingerprints", () => {
    const plain = decodePublicKey(rsa([3], modulus(2048)))
    const padded = decodePublicKey(rsa([0, 0, 3], Uint8Array.of(0, 0, ...modulus(2048))))
    expect(padded.blob).toEqual(plain.blob)
    expect(padded.bits).toBe(2048)
  })

  test("reads the composite of ML-DSA-44 and Ed25519 under both of its names", () => {
    const composite = Uint8Array.of(...new Uint8Array(1312).fill(7), ...blob.subarray(-32))
    for (const name of ["ssh-mldsa44-ed25519", "ssh-mldsa44-ed25519@openssh.com"]) {
      const key = decodePublicKey(encodeStrings([asciiBytes(name), composite]))
      expect(key.type).toBe(name)
      // OpenSSH cuts the title off at the width of the picture.
      expect(randomart(key)).toMatch(/^\+\[MLDSA44-ED25519-?\+\n|^\+\[MLDSA44-ED25519/)
    }
  })
})

describe("formatPublicKey", () => {
  test("keeps control and bidi characters of a comment out of the line", () => {
    const key = { ...parsePublicKey(line), comment: "a\nssh-rsa b\u202e\x1b[0m" }
    expect(formatPublicKey(key)).toBe(`${type} ${data} a\\x0assh-rsa b\\u202e\\x1b[0m`)
  })

  test("writes no trailing space without a comment", () => {
    expect(formatPublicKey(parsePublicKey(`${type} ${data}`))).toBe(`${type} ${data}`)
    expect(encodeBase64(blob)).toBe(data)
  })
})

test("the table names every type once and knows no other", () => {
  expect(new Set(keyTypeNames).size).toBe(keyTypeNames.length)
  for (const name of keyTypeNames) expect(keyTypes[name].name).toBe(name)
  expect(isKeyTypeName("toString")).toBe(false)
})

test("the cells of a randomart field spell what ssh-keygen prints", () => {
  const key = parsePublicKey(line)
  const { cells, width } = randomartField(key.blob)
  const rows = randomart(key).split("\n").slice(1, -1)
  expect(rows.map((row) => row.slice(1, -1)).join("")).toBe(cells.map((cell) => cell.char).join(""))
  expect(cells).toHaveLength(width * 9)
  expect(cells.filter((cell) => cell.mark === "end")).toHaveLength(1)
  expect(fingerprintSha256(key.blob)).toMatch(/^SHA256:[A-Za-z0-9+/]{43}$/)
})

function modulus(bits: number): Uint8Array {
  return Uint8Array.of(0, ...new Uint8Array(bits / 8).fill(0xff))
}

function rsa(exponent: ArrayLike<number>, n: Uint8Array): Uint8Array {
  return encodeStrings([asciiBytes("ssh-rsa"), Uint8Array.from(exponent), n])
}
