import type { KeyError } from "../../src/error.ts"
import { asciiBytes, encodeStrings, Reader } from "../../src/wire.ts"
import { publicLine, readVectorText } from "../kit/vectors.ts"

/** Where this engine refuses what ssh-keygen takes. At most ten: each is one more surprise for whoever has such a key. */
export interface StricterRule {
  /** The rule, and what it is good for. */
  readonly rule: string
  /** Whether this is how its refusals are told. */
  applies(error: KeyError): boolean
  /** Lines that ssh-keygen takes and the rule refuses. */
  readonly examples: readonly string[]
}

export const stricterRules: readonly StricterRule[] = [
  {
    rule: "an Ed25519 key is a point of its curve, not of small order: no private key fits another",
    applies: ({ message }) => /not a point on the curve|a point of small order/.test(message),
    examples: [
      readVectorText("invalid/ed25519_not_a_point.pub").trimEnd(),
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA small",
    ],
  },
  {
    rule: "an RSA key can work: an odd modulus, an exponent that is odd, 3 or more and below the modulus",
    applies: ({ message }) => /this RSA key cannot work/.test(message),
    examples: [
      rsaLine((exponent, modulus) => [exponent, lastByte(modulus, 0)]),
      rsaLine((_, modulus) => [Uint8Array.of(1), modulus]),
      rsaLine((_, modulus) => [Uint8Array.of(1, 0), modulus]),
      rsaLine((_, modulus) => [modulus, modulus]),
    ],
  },
  {
    rule: "no number of a key is zero",
    applies: ({ message }) => message === "a number inside the key is zero",
    examples: [
      rsaLine((_, modulus) => [Uint8Array.of(), modulus]),
      rsaLine((_, modulus) => [Uint8Array.of(0), modulus]),
    ],
  },
  {
    rule: "a certificate is not a key: what opens is the key that it was made for",
    applies: ({ message }) => message === "this is an SSH certificate, not a key",
    examples: [readVectorText("valid/signed/ed25519_by_rsa-cert.pub").trimEnd()],
  },
  {
    rule: "what tells an authority or a machine is not a person's key",
    applies: ({ message }) => /trusts a certificate authority|line of known_hosts/.test(message),
    examples: [`cert-authority ${publicLine("ed25519")}`, `web.example.com ${publicLine("ed25519")}`],
  },
  {
    rule: "no NUL stands in a line: programs in C end it there",
    applies: ({ message }) => /NUL/.test(message),
    examples: [`${publicLine("ed25519")}\0 more`],
  },
]

/** An RSA line with other numbers in it. */
function rsaLine(change: (exponent: Uint8Array, modulus: Uint8Array) => readonly Uint8Array[]): string {
  const [type = "", data = ""] = publicLine("rsa_2048").split(" ")
  const reader = new Reader(Uint8Array.from(Buffer.from(data, "base64")))
  reader.string()
  const blob = encodeStrings([asciiBytes(type), ...change(reader.string(), reader.string())])
  return `${type} ${Buffer.from(blob).toString("base64")} changed`
}

function lastByte(bytes: Uint8Array, value: number): Uint8Array {
  return Uint8Array.from([...bytes.subarray(0, -1), value])
}
