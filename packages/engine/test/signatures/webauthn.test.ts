import { createHash } from "node:crypto"
import { p256 } from "@noble/curves/nist.js"
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { requireTool } from "../../../../tests/kit/tools.ts"
import { createFromFields } from "../../src/private-key.ts"
import { decodePublicKey, parsePublicKey } from "../../src/public-key.ts"
import { type Signer, signMessage, signSshsig, verifySshsig } from "../../src/signatures.ts"
import { parseSshsigArmor } from "../../src/sshsig-armor.ts"
import { asciiBytes, concatBytes, encodeStrings, Reader } from "../../src/wire.ts"
import { codeOf } from "../kit/code-of.ts"
import { flipBit } from "../kit/flip.ts"
import { openWorkshop } from "../kit/workshop.ts"

const ALGORITHM = "webauthn-sk-ecdsa-sha2-nistp256@openssh.com"
const ORIGIN = "https://keys.example"
const namespace = "file"
const text = "signed in a browser"
const message = new TextEncoder().encode(text)

/** What a browser and a device make of the bytes to sign, where a test has them make something else. */
interface Twist {
  readonly flags?: number
  readonly origin?: string
  readonly extensions?: Uint8Array
  readonly behind?: Uint8Array
  readonly clientData?: (challenge: string) => string
}

const usual = (challenge: string) =>
  `{"type":"webauthn.get","challenge":"${challenge}","origin":"${ORIGIN}","crossOrigin":false}`

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest()
const none = new Uint8Array(0)

/** A browser with a device, both in software (PROTOCOL.u2f, Web Authentication sections 5.8.1 and 6.3.3). */
function openBrowser({
  flags = 1,
  origin = ORIGIN,
  extensions = none,
  behind = none,
  clientData = usual,
}: Twist = {}): Signer {
  const { secretKey } = p256.keygen()
  const fields = [asciiBytes("nistp256"), p256.getPublicKey(secretKey, false)]
  const application = asciiBytes("keys.example")
  const blob = encodeStrings([asciiBytes("sk-ecdsa-sha2-nistp256@openssh.com"), ...fields, application])
  const key = createFromFields("ecdsa-sha2-nistp256", { publicFields: fields, secretFields: [secretKey] })
  return {
    publicKey: decodePublicKey(blob),
    sign(bytes) {
      const data = new TextEncoder().encode(clientData(Buffer.from(bytes).toString("base64url")))
      const report = Uint8Array.of(flags, 0, 0, 0, 9)
      const plain = new Reader(signMessage(key, concatBytes([sha256(application), report, extensions, sha256(data)])))
      plain.name()
      const value = encodeStrings([asciiBytes(ALGORITHM), plain.string()])
      return concatBytes([value, report, encodeStrings([new TextEncoder().encode(origin), data, extensions]), behind])
    },
  }
}

/** The signature as SSHSIG whatever is in it: the engine's own writer would refuse what does not verify. */
async function armorOf({ publicKey, sign }: Signer): Promise<string> {
  const digest = createHash("sha512").update(message).digest()
  const head = asciiBytes("SSHSIG")
  const rest = [asciiBytes(namespace), none, asciiBytes("sha512")]
  const inner = await sign(concatBytes([head, encodeStrings([...rest, digest])]))
  const body = encodeStrings([publicKey.blob, ...rest, inner])
  const base64 = Buffer.from(concatBytes([head, Uint8Array.of(0, 0, 0, 1), body])).toString("base64")
  const lines = base64.match(/.{1,70}/g) ?? []
  return ["-----BEGIN SSH SIGNATURE-----", ...lines, "-----END SSH SIGNATURE-----", ""].join("\n")
}

describe("a signature that a browser had a security key make", () => {
  // OpenSSH, regress/unittests/sshsig/testdata/ecdsa_sk_webauthn.{pub,sig}, signed-data and namespace.
  const theirs = {
    key: parsePublicKey(
      "sk-ecdsa-sha2-nistp256@openssh.com AAAAInNrLWVjZHNhLXNoYTItbmlzdHAyNTZAb3BlbnNzaC5jb20AAAAIbmlzdHAyNTYAAABBBBRGwDjs4HhJFcn4tJ5Gr72KcmRmCS1OirETxaXvnsNApgoOLF1a/7rxldfSMHm73eT1nhHe97W8qicPPEAKDJQAAAALbWluZHJvdC5vcmc=",
    ),
    message: asciiBytes("This is a test, this is only a test"),
    namespace: "unittest",
    signature: `-----BEGIN SSH SIGNATURE-----
U1NIU0lHAAAAAQAAAIYAAAAic2stZWNkc2Etc2hhMi1uaXN0cDI1NkBvcGVuc3NoLmNvbQ
AAAAhuaXN0cDI1NgAAAEEEFEbAOOzgeEkVyfi0nkavvYpyZGYJLU6KsRPFpe+ew0CmCg4s
XVr/uvGV19Iwebvd5PWeEd73tbyqJw88QAoMlAAAAAttaW5kcm90Lm9yZwAAAAh1bml0dG
VzdAAAAAAAAAAGc2hhNTEyAAABhwAAACt3ZWJhdXRobi1zay1lY2RzYS1zaGEyLW5pc3Rw
MjU2QG9wZW5zc2guY29tAAAASQAAACBj2oMT9tb5wRXe6mdmf4/lgAO8wrgr95ouozwNg4
itnQAAACEAtU9g5wz3HchUiLfLD6plr9T4TiJ32lVCrATSjpiy0SMBAAADHwAAABdodHRw
czovL3d3dy5taW5kcm90Lm9yZwAAAON7InR5cGUiOiJ3ZWJhdXRobi5nZXQiLCJjaGFsbG
VuZ2UiOiJVMU5JVTBsSEFBQUFDSFZ1YVhSMFpYTjBBQUFBQUFBQUFBWnphR0UxTVRJQUFB
QkFMTHU4WmdjU3h0Nk1zRlV6dWlaZ0c2R3dNZEo5ZDd4ZUU3WW9SSXcwZzlpSEpfd3NGRD
cxbzRXbHllenZGV0VqYnFRMHFDN0Z3R3Bqa2pVUVAtTmQ2dyIsIm9yaWdpbiI6Imh0dHBz
Oi8vd3d3Lm1pbmRyb3Qub3JnIiwiY3Jvc3NPcmlnaW4iOmZhbHNlfQAAAAA=
-----END SSH SIGNATURE-----
`,
  }

  test("holds where OpenSSH's own one does, and tells the page's origin", () => {
    const verified = verifySshsig(theirs.message, theirs.signature, theirs)
    expect(verified).toMatchObject({
      algorithm: ALGORITHM,
      securityKey: { isTouched: true, isUserVerified: false, counter: 799, origin: "https://www.mindrot.org" },
    })
    const other = asciiBytes("This is a test, this is only a text")
    expect(codeOf(() => verifySshsig(other, theirs.signature, theirs))).toBe("signature_invalid")
  })

  test("does not hold with one flipped bit", () => {
    const blob = parseSshsigArmor(theirs.signature)
    fc.assert(
      fc.property(fc.nat({ max: blob.length * 8 - 1 }), (bit) => {
        expect(codeOf(() => verifySshsig(theirs.message, flipBit(blob, bit), theirs))).not.toBe("none")
      }),
    )
  })

  test("is written as SSHSIG when a browser is the signer", async () => {
    const browser = openBrowser()
    const signature = await signSshsig(message, browser, { namespace })
    expect(verifySshsig(message, signature, { namespace, key: browser.publicKey }).securityKey?.origin).toBe(ORIGIN)
  })

  test("that nobody touched the key for counts only where that is allowed", async () => {
    const signature = await armorOf(openBrowser({ flags: 0 }))
    expect(() => verifySshsig(message, signature, { namespace })).toThrow(/touched/)
    expect(verifySshsig(message, signature, { namespace, touch: "optional" }).securityKey?.isTouched).toBe(false)
  })
})

const twists: readonly (readonly [name: string, code: string, twist: Twist])[] = [
  ["with nothing special", "none", {}],
  ["with more behind the origin", "none", { clientData: (challenge) => usual(challenge).replace("}", ',"other":"}') }],
  ["cut off behind the origin", "none", { clientData: (challenge) => usual(challenge).replace(/,"crossOrigin.*/, "") }],
  ["with extensions, and the flag for them", "none", { flags: 0x81, extensions: asciiBytes("\u00a0x") }],
  ["by a person known to the device", "none", { flags: 0x05 }],
  ["with extensions, without the flag for them", "format_invalid", { extensions: asciiBytes("x") }],
  ["with the flag for extensions, without them", "format_invalid", { flags: 0x81 }],
  ["with the flag for an attested credential", "format_invalid", { flags: 0x41 }],
  [
    "made for the registration of a key",
    "signature_invalid",
    { clientData: (all) => usual(all).replace(".get", ".create") },
  ],
  ["of another challenge", "signature_invalid", { clientData: (all) => usual(`${all.slice(0, -4)}AAAA`) }],
  ["of a longer challenge", "signature_invalid", { clientData: (all) => usual(`${all}AAAA`) }],
  ["of a challenge with padding", "signature_invalid", { clientData: (all) => usual(`${all}=`) }],
  ["of no challenge", "signature_invalid", { clientData: () => usual("") }],
  ["of nothing", "signature_invalid", { clientData: () => "" }],
  ["with a space in its client data", "signature_invalid", { clientData: (all) => usual(all).replace(":", ": ") }],
  ["from another origin than it says", "signature_invalid", { origin: "https://other.example" }],
  ["from the start of an origin", "signature_invalid", { origin: ORIGIN.slice(0, -1) }],
  ["with a quote in its origin", "format_invalid", { origin: `${ORIGIN}","crossOrigin":false,"x":"` }],
  ["with a zero byte in its origin", "format_invalid", { origin: "https://\0keys.example" }],
  ["with a byte behind it", "trailing_data", { behind: Uint8Array.of(0) }],
]

describe.skipIf(requireTool("ssh-keygen", "openssh-client") === undefined)(
  "as ssh-keygen judges it, a signature",
  () => {
    const workshop = openWorkshop()

    test.for(twists)("%s: %s", async ([, code, twist]) => {
      const signature = await armorOf(openBrowser(twist))
      expect(codeOf(() => verifySshsig(message, signature, { namespace }))).toBe(code)
      workshop.write("browser.sig", signature)
      const args = ["-Y", "check-novalidate", "-n", namespace, "-s", "browser.sig"]
      const { status } = workshop.run("ssh-keygen", args, text)
      expect(status === 0 ? "accepted" : "refused").toBe(code === "none" ? "accepted" : "refused")
    })
  },
)
