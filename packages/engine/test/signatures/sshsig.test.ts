import fc from "fast-check"
import { beforeAll, describe, expect, test } from "vitest"
import { requireTool } from "../../../../tests/kit/tools.ts"
import { formatPublicKey } from "../../src/public-key.ts"
import {
  parseCertificate,
  parseSshsig,
  type Signer,
  signerOf,
  signMessage,
  signSshsig,
  verifySshsig,
} from "../../src/signatures.ts"
import { parseSshsigArmor } from "../../src/sshsig-armor.ts"
import { codeOf } from "../kit/code-of.ts"
import { flipBit } from "../kit/flip.ts"
import { freshKeys, kinds, makeKey } from "../kit/fresh-key.ts"
import { makeSecurityKey } from "../kit/security-key.ts"
import { type Agent, startAgent } from "../kit/ssh-agent.ts"
import { openWorkshop, type Workshop } from "../kit/workshop.ts"

const text = "signed a moment ago\n"
const message = new TextEncoder().encode(text)
const namespace = "latchkey-verify"

/** Has ssh-keygen verify a signature against the key as an allowed signer. */
function verifyThere(workshop: Workshop, signature: string, line: string): string {
  workshop.write("signers", `me@example.com ${line}\n`)
  workshop.write("theirs.sig", signature)
  const args = ["-Y", "verify", "-f", "signers", "-I", "me@example.com", "-n", namespace, "-s", "theirs.sig"]
  return workshop.must("ssh-keygen", args, text)
}

function signThere(workshop: Workshop, file: string, ...options: readonly string[]): string {
  return workshop.must("ssh-keygen", ["-Y", "sign", ...options, "-n", namespace, "-f", file], text)
}

describe.skipIf(requireTool("ssh-keygen", "openssh-client") === undefined)("SSHSIG and ssh-keygen", () => {
  const workshop = openWorkshop()
  const keyOf = freshKeys(workshop)

  test("what a signature of ssh-keygen claims is read without its text", () => {
    const [kind] = kinds
    const { publicKey } = keyOf(kind)
    const claimed = parseSshsig(signThere(workshop, kind, "-O", "hashalg=sha256"))
    expect(claimed).toEqual({ publicKey: { ...publicKey, comment: "" }, namespace, hash: "sha256" })
    expect(codeOf(() => parseSshsig("no signature"))).toBe("format_unknown")
  })

  test.for(kinds)("a signature of ssh-keygen by %s verifies here", (kind) => {
    const key = keyOf(kind)
    for (const hash of ["sha512", "sha256"] as const) {
      const verified = verifySshsig(message, signThere(workshop, kind, "-O", `hashalg=${hash}`), {
        namespace,
        key: key.publicKey,
      })
      expect(verified).toMatchObject({ namespace, hash, publicKey: { blob: key.publicKey.blob } })
      expect(verified.algorithm).toBe(kind.startsWith("rsa") ? "rsa-sha2-512" : key.publicKey.type)
    }
  })

  test.for(kinds)("a signature of ours by %s verifies there", async (kind) => {
    const key = keyOf(kind)
    for (const hash of ["sha512", "sha256"] as const) {
      const signature = await signSshsig(message, signerOf(key), { namespace, hash })
      expect(verifyThere(workshop, signature, formatPublicKey(key.publicKey))).toContain("Good")
    }
  })

  test.for(["ed25519_256", "rsa_2048"] as const)(
    "a signature by %s is the one that ssh-keygen makes, to the letter",
    async (kind) => {
      expect(await signSshsig(message, signerOf(keyOf(kind)), { namespace })).toBe(signThere(workshop, kind))
    },
  )

  test.for([
    ["ed25519", 0x01],
    ["ed25519", 0x05],
    ["ecdsa", 0x01],
  ] as const)("a signature of a %s security key with flags %i verifies there and here", async ([family, flags]) => {
    const signer = makeSecurityKey(family, { flags, counter: 7 })
    const signature = await signSshsig(message, signer, { namespace })
    expect(verifyThere(workshop, signature, formatPublicKey(signer.publicKey))).toContain("Good")
    const { securityKey } = verifySshsig(message, signature, { namespace, key: signer.publicKey })
    expect(securityKey).toEqual({ isTouched: true, isUserVerified: flags === 0x05, counter: 7 })
  })

  test("a signature with a certificate verifies there, and here says who certified the key", async () => {
    const key = keyOf("ed25519_256")
    const authority = await makeKey(workshop, "authority", "ed25519_256")
    workshop.must("ssh-keygen", ["-q", "-s", "authority", "-I", "somebody", "-n", "me", "ed25519_256.pub"])
    const certificate = parseCertificate(workshop.read("ed25519_256-cert.pub"))
    const signature = await signSshsig(message, { ...signerOf(key), certificate }, { namespace })
    workshop.write("theirs.sig", signature)
    const args = ["-Y", "check-novalidate", "-n", namespace, "-s", "theirs.sig"]
    expect(workshop.must("ssh-keygen", args, text)).toContain("ED25519-CERT key")
    const verified = verifySshsig(message, signature, { namespace, key: key.publicKey })
    expect(verified.certificate?.authority.blob).toEqual(authority.publicKey.blob)
    expect(verified.publicKey.blob).toEqual(key.publicKey.blob)
  })

  describe.skipIf(requireTool("ssh-agent", "openssh-client") === undefined)("through an agent", () => {
    let agent: Agent
    const withAgent = (...command: readonly string[]) =>
      workshop.must("env", [`SSH_AUTH_SOCK=${agent.socket}`, ...command], text)
    beforeAll(() => {
      agent = startAgent(workshop)
      return () => agent.stop()
    })

    test.for(kinds)("%s signs here and there", async (kind) => {
      const { publicKey } = keyOf(kind)
      withAgent("ssh-add", kind)
      const signer: Signer = { publicKey, sign: (bytes) => agent.sign(publicKey, bytes, 4) }
      const ours = await signSshsig(message, signer, { namespace })
      expect(verifyThere(workshop, ours, formatPublicKey(publicKey))).toContain("Good")
      const theirs = withAgent("ssh-keygen", "-Y", "sign", "-U", "-n", namespace, "-f", `${kind}.pub`)
      expect(verifySshsig(message, theirs, { namespace }).publicKey.blob).toEqual(publicKey.blob)
    })

    test("ssh-keygen's signature with a certificate verifies here", async () => {
      await makeKey(workshop, "certified", "ecdsa_256")
      workshop.must("ssh-keygen", ["-q", "-s", "certified", "-I", "itself", "certified.pub"])
      withAgent("ssh-add", "certified")
      const theirs = withAgent("ssh-keygen", "-Y", "sign", "-n", namespace, "-f", "certified-cert.pub")
      const { publicKey, certificate } = verifySshsig(message, theirs, { namespace })
      expect(certificate?.keyId).toBe("itself")
      expect(certificate?.authority.blob).toEqual(publicKey.blob)
    })

    test("an answer with SHA-1 is refused", async () => {
      const { publicKey } = keyOf("rsa_2048")
      withAgent("ssh-add", "rsa_2048")
      const signer = { publicKey, sign: (bytes: Uint8Array) => agent.sign(publicKey, bytes, 0) }
      await expect(signSshsig(message, signer, { namespace })).rejects.toMatchObject({ code: "signature_invalid" })
    })
  })

  test("the answer of a signer that signs something else is refused", async () => {
    const { publicKey } = keyOf("ed25519_256")
    const others = [
      { publicKey, sign: () => signMessage(keyOf("ed25519_256"), message) },
      { publicKey, sign: (bytes: Uint8Array) => signMessage(keyOf("ecdsa_256"), bytes) },
    ]
    for (const signer of others) {
      await expect(signSshsig(message, signer, { namespace })).rejects.toMatchObject({ code: "signature_invalid" })
    }
  })
})

describe("an SSH signature", async () => {
  const signer = makeSecurityKey("ed25519", { flags: 1, counter: 1 })
  const signature = await signSshsig(message, signer, { namespace })
  const blob = parseSshsigArmor(signature)
  const verify = (changed: string | Uint8Array, options = { namespace }) =>
    codeOf(() => verifySshsig(message, changed, options))

  test("with one flipped bit is never accepted", () => {
    expect(verify(blob)).toBe("none")
    fc.assert(
      fc.property(fc.nat({ max: blob.length * 8 - 1 }), (bit) => verify(flipBit(blob, bit)) !== "none"),
      {
        numRuns: 500,
      },
    )
  })

  test("is good for its own namespace, text and key only", () => {
    expect(verify(signature, { namespace: "file" })).toBe("signature_invalid")
    expect(codeOf(() => verifySshsig(message.subarray(1), signature, { namespace }))).toBe("signature_invalid")
    const key = makeSecurityKey("ed25519", { flags: 1, counter: 1 }).publicKey
    expect(codeOf(() => verifySshsig(message, signature, { namespace, key }))).toBe("key_mismatch")
  })

  test("has a namespace", async () => {
    await expect(signSshsig(message, signer, { namespace: "" })).rejects.toMatchObject({ code: "format_invalid" })
    const none = await signSshsig(message, signer, { namespace: "x" })
    expect(verify(none, { namespace: "" })).toBe("signature_invalid")
  })

  test("may have been pasted with what a terminal puts around it", () => {
    const pasted = `$ ssh-keygen -Y sign\r\n  ${signature.replaceAll("\n", "  \r\n  ")}$ \r\n`
    expect(verify(pasted)).toBe("none")
  })

  test.for([
    ["nothing", "", "format_unknown"],
    ["no end", signature.slice(0, -20), "truncated"],
    ["two signatures", signature + signature, "trailing_data"],
    ["a character that is not base64", signature.replace("U1NIU0lH", "U1NI*0lH"), "format_invalid"],
    ["too much", " ".repeat(200_000), "limit_exceeded"],
  ] as const)("is not what there is: %s", ([, changed, code]) => {
    expect(verify(changed)).toBe(code)
  })

  test.for([
    ["other bytes", Uint8Array.of(1, 2, 3), "format_unknown"],
    ["another version", blob.with(9, 2), "format_invalid"],
    ["half of one", blob.subarray(0, 100), "truncated"],
    ["one and more", Uint8Array.from([...blob, 0]), "trailing_data"],
    ["too many bytes", new Uint8Array(100_000), "limit_exceeded"],
  ] as const)("is not what there is in bytes: %s", ([, changed, code]) => {
    expect(verify(changed)).toBe(code)
  })
})
