import { describe, expect, test, vi } from "vitest"
import * as signature from "#signature"
import { requireTool } from "../../../../tests/kit/tools.ts"
import * as portable from "../../src/crypto/portable-signature.ts"
import { parseCertificate, signerOf, signSshsig, verifySshsig } from "../../src/signatures.ts"
import { codeOf } from "../kit/code-of.ts"
import { freshKeys, kinds } from "../kit/fresh-key.ts"
import { openWorkshop } from "../kit/workshop.ts"

vi.mock("#signature", () => import("../../src/crypto/portable-signature.ts"))

const namespace = "file"
const text = "signed without Node's help"
const message = new TextEncoder().encode(text)

describe.skipIf(requireTool("ssh-keygen", "openssh-client") === undefined)("as a browser does it", () => {
  const workshop = openWorkshop()
  const keyOf = freshKeys(workshop)

  test("nothing native is at work", () => {
    expect(signature.verifyEcdsa).toBe(portable.verifyEcdsa)
  })

  test.for(kinds)("%s signs and verifies what ssh-keygen verifies and signs", async (kind) => {
    workshop.write("ours.sig", await signSshsig(message, signerOf(keyOf(kind)), { namespace }))
    workshop.must("ssh-keygen", ["-Y", "check-novalidate", "-n", namespace, "-s", "ours.sig"], text)
    const theirs = workshop.must("ssh-keygen", ["-Y", "sign", "-n", namespace, "-f", kind], text)
    expect(verifySshsig(message, theirs, { namespace }).publicKey.blob).toEqual(keyOf(kind).publicKey.blob)
    expect(codeOf(() => verifySshsig(message.subarray(1), theirs, { namespace }))).toBe("signature_invalid")
  })

  test.for(kinds)("a certificate by an authority with %s is verified", (kind) => {
    workshop.must("ssh-keygen", ["-q", "-s", kind, "-I", "x", "ed25519_256.pub"])
    const { authority } = parseCertificate(workshop.read("ed25519_256-cert.pub"))
    expect(authority.blob).toEqual(keyOf(kind).publicKey.blob)
  })
})
