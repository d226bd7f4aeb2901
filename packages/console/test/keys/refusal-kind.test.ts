import { inspect } from "@latchkey/engine"
import { expect, test } from "vitest"
import { bytesThere, refusalKind } from "../../src/pages/keys/import/refusal-kind.ts"
import { vector } from "./vectors.ts"

function refusalOf(input: string | Uint8Array) {
  const [finding] = inspect(input).findings
  if (finding?.kind !== "refused") throw new Error(`a ${finding?.kind} was found`)
  return finding.error
}

test.each([
  ["certificate-cert.pub", "certificate"],
  ["fingerprint.txt", "fingerprint"],
  ["known_hosts", "known-hosts"],
  ["known_hosts_hashed", "known-hosts"],
  ["authorized_keys_cert_authority", "authority"],
  ["ssh1.pub", "ssh1"],
  ["cut_with_dots.pub", "shortened"],
  ["web_page.html", "web-page"],
  ["pgp.asc", "pgp"],
  ["x509_certificate.pem", "x509"],
  ["ssh_signature.sig", "signature"],
  ["spki_rsa_768.pem", "rsa-size"],
  ["truncated.pub", "truncated"],
  ["trailing_bytes.pub", "trailing_data"],
  ["type_mismatch.pub", "key_mismatch"],
  ["ed25519_not_a_point.pub", "format_invalid"],
])("%s is called %s", (file, kind) => {
  expect(refusalKind(refusalOf(vector(`invalid/${file}`)))).toBe(kind)
})

test("a binary file, a text that is too large and too many keys have words of their own", () => {
  expect(refusalKind(refusalOf(Uint8Array.of(0, 1, 2, 3, 0, 0, 255, 254, 0, 0)))).toBe("binary")
  expect(refusalKind(refusalOf("x".repeat(1024 * 1024 + 1)))).toBe("too-large")
  const many = inspect(`${vector("valid/public/ed25519.pub").trim()}\n`.repeat(501)).findings.at(-1)
  expect(many?.kind === "refused" && refusalKind(many.error)).toBe("too-many")
})

test("how much of a cut key is there is read from the engine's message", () => {
  expect(bytesThere(refusalOf(vector("invalid/truncated.pub")).message)).toEqual({ there: "21", needed: "51" })
  expect(bytesThere("the end of this key is missing")).toBeUndefined()
})
