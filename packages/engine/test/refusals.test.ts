import { describe, expect, test } from "vitest"
import { inspect, type KeyErrorCode } from "../src/index.ts"
import { listVectors, publicLine, readVector } from "./kit/vectors.ts"

const refused: Readonly<Record<string, readonly [KeyErrorCode, RegExp]>> = {
  authorized_keys_cert_authority: ["type_unsupported", /trusts a certificate authority/],
  "certificate-cert.pub": ["type_unsupported", /SSH certificate, not a key/],
  "cut_with_dots.pub": ["truncated", /replaced by dots/],
  "cut_with_ellipsis.pub": ["truncated", /replaced by dots/],
  "ecdsa_compressed.pub": ["format_invalid", /compressed point/],
  "ecdsa_not_a_point.pub": ["format_invalid", /not a point on its curve/],
  "ed25519_not_a_point.pub": ["format_invalid", /not a point on the curve/],
  "fingerprint.txt": ["format_unknown", /fingerprint/],
  known_hosts: ["type_unsupported", /known_hosts/],
  known_hosts_cert_authority: ["type_unsupported", /known_hosts/],
  known_hosts_hashed: ["type_unsupported", /known_hosts/],
  "nul.pub": ["format_invalid", /NUL/],
  "pgp.asc": ["type_unsupported", /PGP/],
  "spki_brainpool.pem": ["type_unsupported", /Brainpool/],
  "spki_ed448.pem": ["type_unsupported", /Ed448/],
  "spki_rsa_768.pem": ["limit_exceeded", /RSA 768 is too short/],
  "spki_rsa_pss.pem": ["type_unsupported", /RSA-PSS/],
  "spki_secp256k1.pem": ["type_unsupported", /secp256k1/],
  "spki_x25519.pem": ["type_unsupported", /X25519/],
  "ssh1.pub": ["type_unsupported", /SSH1/],
  "ssh_signature.sig": ["type_unsupported", /signature made with an SSH key/],
  "trailing_bytes.pub": ["trailing_data", /follow the end/],
  "truncated.pub": ["truncated", /missing: \d+ of 51 bytes/],
  "truncated_rsa.pub": ["truncated", /missing: \d+ of 407 bytes/],
  "type_mismatch.pub": ["key_mismatch", /says ssh-rsa and the key inside says ssh-ed25519/],
  "type_unsupported.pub": ["type_unsupported", /ssh-ed448/],
  "url_safe_base64.pub": ["format_invalid", /URL-safe/],
  "web_page.html": ["format_unknown", /web page/],
  "x509_certificate.pem": ["type_unsupported", /X\.509/],
}

describe("what is no public key", () => {
  test("every invalid vector has an expectation", () => {
    expect(listVectors("invalid")).toEqual(
      Object.keys(refused)
        .map((name) => `invalid/${name}`)
        .toSorted(),
    )
  })

  test.for(Object.entries(refused))("%s is refused with its reason and a hint", ([name, [code, message]]) => {
    const { findings } = inspect(readVector(`invalid/${name}`))
    expect(findings).toMatchObject([
      { kind: "refused", line: 1, error: { code, line: 1, message: expect.stringMatching(message) } },
    ])
    const [finding] = findings
    expect(finding?.kind === "refused" ? finding.error.hint : undefined).toMatch(/^[^A-Z].*[^.]$/)
  })
})

describe("a text of several lines", () => {
  const good = [
    "ed25519",
    "rsa_3072",
    "ecdsa_p256",
    "rsa_4096",
    "ecdsa_p384",
    "ecdsa_p521",
    "ed25519_sk",
    "ecdsa_sk",
    "rsa_2048",
    "ed25519_utf8_comment",
  ]

  test("gives ten keys and one refusal with its line for ten good lines and a broken one", () => {
    const lines = good.map(publicLine)
    lines.splice(4, 0, `${publicLine("ed25519").slice(0, 50)} alice@laptop`)
    const { findings } = inspect(lines.join("\n"))
    expect(findings.filter((finding) => finding.kind === "public_key")).toHaveLength(10)
    expect(findings[4]).toMatchObject({ kind: "refused", line: 5, lineEnd: 5, error: { code: "truncated", line: 5 } })
  })

  test("skips blank lines and comments and nothing else", () => {
    const { findings } = inspect(`# keys\n\n${publicLine("ed25519")}\n  \nwhat is this?\n${publicLine("rsa_3072")}`)
    expect(findings.map(({ line, kind }) => [line, kind])).toEqual([
      [3, "public_key"],
      [5, "refused"],
      [6, "public_key"],
    ])
  })

  test("reports the 501st finding as too many", () => {
    const { findings } = inspect(`${publicLine("ed25519")}\n`.repeat(501))
    expect(findings).toHaveLength(501)
    expect(findings[500]).toMatchObject({ kind: "refused", error: { code: "limit_exceeded" } })
    expect(inspect(`${publicLine("ed25519")}\n`.repeat(500)).findings[499]).toMatchObject({ kind: "public_key" })
  })

  test("counts unknown lines among keys", () => {
    const { findings } = inspect(`${publicLine("ed25519")}\n${"what?\n".repeat(600)}`)
    expect(findings.at(-1)).toMatchObject({ error: { code: "limit_exceeded" } })
  })
})

describe("advice", () => {
  test("says what a public key looks like when there is none", () => {
    expect(inspect("Hello,\nplease add me.\n")).toMatchObject({
      findings: [],
      advice: expect.stringContaining("ssh-ed25519"),
    })
    expect(inspect("", { fileName: "id.pub" })).toMatchObject({
      findings: [],
      advice: expect.stringContaining("id.pub is empty"),
    })
  })

  test("refuses more than a mebibyte unread", () => {
    const { findings, redactedText } = inspect("x".repeat(1024 * 1024 + 1))
    expect(findings).toMatchObject([{ kind: "refused", error: { code: "limit_exceeded" } }])
    expect(redactedText).toBe("")
  })

  test("names a binary file", () => {
    const bytes = Uint8Array.from({ length: 4096 }, (_, index) => (index * 7919) % 256)
    expect(inspect(bytes).findings).toMatchObject([{ kind: "refused", error: { code: "format_unknown" } }])
  })
})
