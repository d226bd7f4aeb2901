import fc from "fast-check"
import { beforeAll, describe, expect, test } from "vitest"
import { requireTool } from "../../../../tests/kit/tools.ts"
import { fingerprintSha256 } from "../../src/fingerprint.ts"
import { keyTypes } from "../../src/key-type.ts"
import { parsePublicKey } from "../../src/public-key.ts"
import { type Certificate, type CertificateOption, decodeCertificate, parseCertificate } from "../../src/signatures.ts"
import { asciiBytes, concatBytes, encodeStrings } from "../../src/wire.ts"
import { codeOf } from "../kit/code-of.ts"
import { flipBit } from "../kit/flip.ts"
import { freshKeys, kinds } from "../kit/fresh-key.ts"
import { publicLine } from "../kit/vectors.ts"
import { openWorkshop } from "../kit/workshop.ts"

const FOREVER = 2n ** 64n - 1n

/** What `ssh-keygen -L` prints of a certificate, in its form. */
function listing(certificate: Certificate): string {
  const { key, authority, principals, criticalOptions, extensions } = certificate
  return [
    `Type: ${certificate.type} ${certificate.kind} certificate`,
    `Public key: ${keyTypes[key.type].shortName}-CERT ${fingerprintSha256(key.blob)}`,
    `Signing CA: ${keyTypes[authority.type].shortName} ${fingerprintSha256(authority.blob)} (using ${certificate.signatureAlgorithm})`,
    `Key ID: "${certificate.keyId}"`,
    `Serial: ${certificate.serial}`,
    `Valid: ${validity(certificate)}`,
    ...block("Principals", principals),
    ...block("Critical Options", criticalOptions.map(shown)),
    ...block("Extensions", extensions.map(shown)),
  ].join("\n")
}

function validity({ validAfter, validBefore }: Certificate): string {
  const from = new Date(Number(validAfter) * 1000).toISOString().slice(0, 19)
  if (validBefore === FOREVER) return validAfter === 0n ? "forever" : `after ${from}`
  const to = new Date(Number(validBefore) * 1000).toISOString().slice(0, 19)
  return validAfter === 0n ? `before ${to}` : `from ${from} to ${to}`
}

function block(name: string, rows: readonly string[]): readonly string[] {
  return rows.length === 0 ? [`${name}: (none)`] : [`${name}:`, ...rows]
}

function shown({ name, value }: CertificateOption): string {
  return value === undefined ? name : `${name} ${value}`
}

function signThere(key: string, authority: string, options: readonly string[]): string {
  workshop.must("ssh-keygen", ["-q", "-s", authority, "-I", "key ID", ...options, `${key}.pub`])
  return workshop.read(`${key}-cert.pub`)
}

function listedThere(line: string): string {
  const rows = workshop.must("ssh-keygen", ["-L", "-f", "-"], line).split("\n").slice(1, -1)
  return rows.map((row) => row.trim()).join("\n")
}

const workshop = openWorkshop()

describe.skipIf(requireTool("ssh-keygen", "openssh-client") === undefined)("certificates and ssh-keygen", () => {
  const others = ["ed25519_sk", "ecdsa_sk", "dsa_1024"]
  freshKeys(workshop)
  beforeAll(() => {
    for (const name of others) workshop.write(`${name}.pub`, `${publicLine(name)}\n`)
  })

  test.for([...kinds, ...others])("a certificate for %s is read as ssh-keygen reads it", (name) => {
    const line = signThere(name, "ed25519_256", ["-n", "alice,bob", "-V", "-5m:+52w", "-z", "18446744073709551615"])
    const certificate = parseCertificate(line)
    expect(listing(certificate)).toBe(listedThere(line))
    const key = parsePublicKey(workshop.read(`${name}.pub`))
    expect(certificate.key).toEqual(key)
    expect(fingerprintSha256(certificate.key.blob)).toBe(fingerprintSha256(key.blob))
  })

  test.for(kinds)("the signature of an authority with %s is verified", (authority) => {
    const line = signThere("ecdsa_256", authority, ["-h", "-n", "web.example.com", "-V", "always:20380101"])
    expect(listing(parseCertificate(line))).toBe(listedThere(line))
  })

  test.for([
    ["no principals and no end", []],
    ["a beginning", ["-V", "20200101:forever"]],
    ["nothing permitted", ["-O", "clear"]],
    ["a forced command", ["-O", "force-command=/bin/echo one two", "-O", "source-address=192.0.2.0/24,2001:db8::/32"]],
    ["no touch", ["-O", "no-touch-required", "-O", "verify-required"]],
  ] as const)("a certificate with %s is read as ssh-keygen reads it", ([, options]) => {
    const line = signThere("ed25519_256", "rsa_2048", options)
    expect(listing(parseCertificate(line))).toBe(listedThere(line))
  })

  test("an authority that signs with SHA-1 counts only for those who insist", () => {
    const line = signThere("ed25519_256", "rsa_2048", ["-t", "ssh-rsa"])
    expect(codeOf(() => parseCertificate(line))).toBe("certificate_invalid")
    expect(listing(parseCertificate(line, { sha1: "accepted" }))).toBe(listedThere(line))
  })

  test("a principal keeps every character, also an invisible one", () => {
    const { principals } = parseCertificate(signThere("ed25519_256", "ed25519_256", ["-n", "\ufeffroot"]))
    expect(principals).toEqual(["\ufeffroot"])
  })

  test("one flipped bit is never accepted", () => {
    const { blob } = parseCertificate(signThere("ecdsa_256", "ed25519_256", ["-n", "alice"]))
    fc.assert(
      fc.property(fc.nat({ max: blob.length * 8 - 1 }), (bit) => {
        expect(codeOf(() => decodeCertificate(flipBit(blob, bit)))).not.toBe("none")
      }),
      { numRuns: 1000 },
    )
  })

  test("a certificate with another's signature is invalid", () => {
    const [ours, theirs] = ["ed25519_256", "ecdsa_256"].map((authority) => {
      const { blob } = parseCertificate(signThere("rsa_2048", authority, ["-n", "alice"]))
      return blob
    })
    if (ours === undefined || theirs === undefined) throw new Error("there are two")
    // An Ed25519 signature blob takes 4 + 11 + 4 + 64 bytes, and 4 for its length.
    const forged = concatBytes([ours.subarray(0, -64), theirs.subarray(-64)])
    expect(codeOf(() => decodeCertificate(forged))).toBe("certificate_invalid")
  })

  test("nothing follows a certificate, and nothing of it may be missing", () => {
    const { blob } = parseCertificate(signThere("ed25519_256", "ed25519_256", []))
    expect(codeOf(() => decodeCertificate(concatBytes([blob, Uint8Array.of(0)])))).toBe("trailing_data")
    for (let length = 0; length < blob.length; length += 7) {
      expect(codeOf(() => decodeCertificate(blob.subarray(0, length)))).not.toBe("none")
    }
  })

  test("a line must name the type of the certificate in it", () => {
    const line = signThere("ed25519_256", "ed25519_256", [])
    const other = line.replace(/^ssh-ed25519/, "ssh-rsa")
    expect(codeOf(() => parseCertificate(other))).toBe("key_mismatch")
    expect(codeOf(() => parseCertificate(publicLine("ed25519")))).toBe("format_unknown")
  })
})

test.for([
  ["options out of order", { criticalOptions: ["b", "a"] }],
  ["an option twice", { criticalOptions: ["a", "a"] }],
  ["a kind that nobody defined", { kind: 3 }],
] as const)("a certificate with %s is invalid before its signature is looked at", ([, change]) => {
  expect(codeOf(() => decodeCertificate(unsigned(change)))).toBe("certificate_invalid")
})

test("more principals than OpenSSH takes are too many", () => {
  const principals = Array.from({ length: 257 }, (_, index) => `user${index}`)
  expect(codeOf(() => decodeCertificate(unsigned({ principals })))).toBe("limit_exceeded")
})

test("a principal with a NUL byte, at which OpenSSH would stop reading, is refused", () => {
  expect(codeOf(() => decodeCertificate(unsigned({ principals: ["root\0x"] })))).toBe("format_invalid")
})

test("a certificate cannot be the authority of another", () => {
  expect(codeOf(() => decodeCertificate(unsigned({ authority: unsigned({}) })))).toBe("certificate_invalid")
})

interface Parts {
  readonly kind?: number
  readonly principals?: readonly string[]
  readonly criticalOptions?: readonly string[]
  readonly authority?: Uint8Array
}

/** A certificate that is well-formed up to its signature, which is empty. */
function unsigned({ kind = 1, principals = [], criticalOptions = [], authority }: Parts): Uint8Array {
  const point = parsePublicKey(publicLine("ed25519")).blob.subarray(-32)
  const head = [asciiBytes("ssh-ed25519-cert-v01@openssh.com"), new Uint8Array(32), point]
  const options = criticalOptions.flatMap((name) => [asciiBytes(name), new Uint8Array(0)])
  return concatBytes([
    encodeStrings(head),
    new Uint8Array(8),
    Uint8Array.of(0, 0, 0, kind),
    encodeStrings([asciiBytes("key ID"), encodeStrings(principals.map(asciiBytes))]),
    new Uint8Array(16).fill(0xff),
    encodeStrings([encodeStrings(options), new Uint8Array(0), new Uint8Array(0)]),
    encodeStrings([authority ?? parsePublicKey(publicLine("ed25519")).blob, new Uint8Array(0)]),
  ])
}
