import { spawnSync } from "node:child_process"
import { describe, expect, test } from "vitest"
import { requireTool } from "../../../tests/kit/tools.ts"
import {
  fingerprintSha256,
  formatPkcs1,
  formatPublicKey,
  formatRfc4716,
  formatSpki,
  inspect,
  keyTypes,
  parsePublicKey,
  randomart,
} from "../src/index.ts"
import { readPublicHalf } from "../src/private.ts"
import { runOnFile } from "./kit/ssh-keygen.ts"
import { expectedKeys, publicLine, readVectorText } from "./kit/vectors.ts"

const publicFiles = expectedKeys.filter(({ file }) => file.startsWith("valid/public/"))
const spkiFamilies: readonly string[] = ["RSA", "ECDSA", "DSA"]

describe.skipIf(requireTool("ssh-keygen", "openssh-client") === undefined)("ssh-keygen", () => {
  test.for(publicFiles)("lists $file as this engine does", ({ file }) => {
    const text = readVectorText(file)
    const key = parsePublicKey(text)
    const comment = key.comment === "" ? "no comment" : key.comment
    const listing = `${key.bits} ${fingerprintSha256(key.blob)} ${comment} (${keyTypes[key.type].shortName})\n${randomart(key)}\n`
    const { stdout } = runOnFile("ssh-keygen", ["-lvf", "FILE"], text)
    expect(Buffer.from(stdout, "latin1").toString()).toBe(listing)
  })

  test.for(publicFiles)("reads the RFC 4716 form of $file", ({ file }) => {
    const key = parsePublicKey(readVectorText(file))
    const { stdout } = runOnFile("ssh-keygen", ["-i", "-m", "RFC4716", "-f", "FILE"], formatRfc4716(key))
    expect(stdout.trim()).toBe(formatPublicKey({ ...key, comment: "" }))
  })

  test.for(publicFiles)("reads the PEM form of $file where it reads such a type", ({ file }) => {
    const key = parsePublicKey(readVectorText(file))
    const { family } = keyTypes[key.type]
    if (!spkiFamilies.includes(family)) return
    const { stdout } = runOnFile("ssh-keygen", ["-i", "-m", "PKCS8", "-f", "FILE"], formatSpki(key))
    expect(stdout.trim()).toBe(formatPublicKey({ ...key, comment: "" }))
  })

  test("writes the PKCS#1 form of an RSA key that is written here", () => {
    const pem = formatPkcs1(parsePublicKey(publicLine("rsa_3072")))
    expect(pem).toBe(readVectorText("valid/pem/pkcs1_rsa_3072.pem"))
    expect(runOnFile("ssh-keygen", ["-e", "-m", "PEM", "-f", "FILE"], publicLine("rsa_3072")).stdout).toBe(pem)
    expect(() => formatPkcs1(parsePublicKey(publicLine("ed25519")))).toThrow(
      expect.objectContaining({ code: "type_unsupported" }),
    )
  })

  test("agrees about a key that was made a moment ago", () => {
    const made = runOnFile(
      "sh",
      ["-c", 'rm "$0"; ssh-keygen -q -t ed25519 -N "" -C new -f "$0"; cat "$0.pub"; ssh-keygen -lf "$0.pub"', "FILE"],
      "",
    )
    const [line = "", listing = ""] = made.stdout.split("\n")
    expect(listing.split(" ")[1]).toBe(fingerprintSha256(parsePublicKey(line).blob))
  })
})

describe.skipIf(requireTool("puttygen", "putty-tools") === undefined)("puttygen", () => {
  test("reads the RFC 4716 form of a key, with as much of its comment as fits on a line", () => {
    const key = { ...parsePublicKey(publicLine("ed25519")), comment: "0123456789".repeat(20) }
    const { stdout } = runOnFile("puttygen", ["FILE", "-L"], formatRfc4716(key))
    expect(stdout.trim()).toBe(formatPublicKey({ ...key, comment: key.comment.slice(0, 61) }))
  })

  test.each([
    ["ünï €", "ünï €"],
    [`${"a".repeat(60)}ü`, "a".repeat(60)],
    ["€".repeat(30), "€".repeat(20)],
    ["💾".repeat(30), "💾".repeat(15)],
  ])("reads the comment %s as %s", (comment, kept) => {
    const key = { ...parsePublicKey(publicLine("ed25519")), comment }
    const { stdout } = runOnFile("puttygen", ["FILE", "-L"], formatRfc4716(key))
    expect(Buffer.from(stdout, "latin1").toString().trim()).toBe(formatPublicKey({ ...key, comment: kept }))
  })
})

describe.skipIf(requireTool("puttygen", "putty-tools") === undefined)("puttygen's RFC 4716 form", () => {
  test.for(['with "quotes"', "with a \\ and two \\\\", 'both \\" of them', '"'])("keeps the comment %s", (comment) => {
    const key = { ...parsePublicKey(publicLine("ed25519")), comment }
    const { stdout } = runOnFile("puttygen", ["FILE", "-p"], `${formatPublicKey(key)}\n`)
    expect(inspect(stdout).findings).toMatchObject([{ format: "rfc4716", key }])
  })
})

describe.skipIf(requireTool("openssl", "openssl") === undefined)("openssl", () => {
  test("reads the PEM form of an Ed25519 key, which ssh-keygen of OpenSSH 9 does not", () => {
    const key = parsePublicKey(publicLine("ed25519"))
    const run = spawnSync("openssl", ["pkey", "-pubin", "-outform", "DER"], { input: formatSpki(key) })
    expect(Uint8Array.from(run.stdout.subarray(-32))).toEqual(key.blob.subarray(-32))
  })
})

describe("the hint for a private key of ssh.com's format", () => {
  const file = "valid/private/puttygen_sshcom_rsa_3072"

  function expectWorks(command: string): void {
    const text = readVectorText(file)
    const [finding] = inspect(text, { readPublicHalf }).findings
    expect(finding?.kind === "private_key" ? finding.error?.hint : undefined).toContain(command)
    const { stdout } = runOnFile("sh", ["-c", command.replaceAll("FILE", '"$0"'), "FILE"], text)
    expect(parsePublicKey(stdout).blob).toEqual(parsePublicKey(publicLine("rsa_3072")).blob)
  }

  test.skipIf(requireTool("puttygen", "putty-tools") === undefined)("works with puttygen", () => {
    expectWorks("puttygen FILE -L")
  })

  test.skipIf(requireTool("ssh-keygen", "openssh-client") === undefined)("works with ssh-keygen", () => {
    expectWorks("ssh-keygen -i -f FILE | ssh-keygen -y -f /dev/stdin")
  })
})

test("a key type that PEM cannot hold is refused", () => {
  expect(() => formatSpki(parsePublicKey(publicLine("ed25519_sk")))).toThrow(
    expect.objectContaining({ code: "type_unsupported" }),
  )
})
