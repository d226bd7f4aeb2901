import { execFileSync } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { requireTool } from "../../../tests/kit/tools.ts"
import { formatPem } from "../src/formats/pem.ts"
import { fingerprintX509, KeyError, parseX509Certificate } from "../src/index.ts"

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "latchkey-x509-"))
})
afterAll(() => rmSync(folder, { recursive: true }))

const openssl = (...args: string[]) => execFileSync("openssl", args, { cwd: folder, encoding: "utf8", stdio: "pipe" })

/** A certificate that OpenSSL signs with its own key. */
function newCertificate(...algorithm: string[]): string {
  const files = ["-keyout", "key.pem", "-out", "certificate.pem"]
  openssl("req", "-x509", "-newkey", ...algorithm, "-nodes", "-subj", "/CN=demo", "-days", "1", ...files)
  return readFileSync(join(folder, "certificate.pem"), "utf8")
}

function codeOf(pem: string): string {
  try {
    parseX509Certificate(pem)
    return "read"
  } catch (error) {
    if (error instanceof KeyError) return error.code
    throw error
  }
}

describe.skipIf(requireTool("openssl", "openssl") === undefined)("an X.509 certificate", () => {
  test.each([
    ["RSA", "rsa:2048"],
    ["ECDSA", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"],
    ["Ed25519", "ed25519"],
  ])("of an %s key has the bytes and the fingerprint that openssl says", (_, ...algorithm) => {
    const pem = newCertificate(...algorithm)
    const der = parseX509Certificate(pem)
    expect(formatPem("CERTIFICATE", der)).toBe(pem)
    const said = openssl("x509", "-in", "certificate.pem", "-noout", "-fingerprint", "-sha1")
    expect(fingerprintX509(der)).toBe(said.trim().replace(/^.*=/, "").toLowerCase())
  })

  test("is read with the line ends of Windows and blank lines around it", () => {
    const pem = newCertificate("ed25519")
    expect(parseX509Certificate(`\r\n${pem.replaceAll("\n", "\r\n")}\r\n`)).toEqual(parseX509Certificate(pem))
  })

  test("is refused with anything around it, its private key too", () => {
    const pem = newCertificate("ed25519")
    const key = readFileSync(join(folder, "key.pem"), "utf8")
    for (const text of [pem + key, key + pem, pem + pem, `subject=CN = demo\n${pem}`, key, "", "ssh-rsa AAAA"]) {
      expect(codeOf(text)).toBe("format_unknown")
    }
    expect(codeOf(pem.padEnd(70_000))).toBe("limit_exceeded")
  })

  test("is refused when a byte is missing, is one too many, or what it holds is no certificate", () => {
    const der = parseX509Certificate(newCertificate("ed25519"))
    const wrapped = (bytes: Uint8Array) => formatPem("CERTIFICATE", bytes)
    expect(codeOf(wrapped(der.subarray(0, -1)))).toBe("truncated")
    expect(codeOf(wrapped(Uint8Array.of(...der, 0)))).toBe("trailing_data")
    expect(codeOf(wrapped(Buffer.from("3003020101", "hex")))).toBe("format_invalid")
    openssl("pkey", "-in", "key.pem", "-pubout", "-outform", "DER", "-out", "public.der")
    expect(codeOf(wrapped(readFileSync(join(folder, "public.der"))))).not.toBe("read")
  })

  test("that was cut off anywhere is refused and never crashes", () => {
    const der = parseX509Certificate(newCertificate("ed25519"))
    for (let length = 0; length < der.length; length++) {
      expect(codeOf(formatPem("CERTIFICATE", der.subarray(0, length)))).not.toBe("read")
    }
  })
})
