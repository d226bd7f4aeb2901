import { expect, test } from "vitest"
import { requireTool } from "../../../tests/kit/tools.ts"
import { encodeDer, fromHex, tags } from "../src/der.ts"
import { OID_DSA, OID_ED25519, OID_RSA } from "../src/formats/algorithms.ts"
import { formatPem } from "../src/formats/pem.ts"
import { encodeAlgorithm, encodeSubjectKey } from "../src/formats/spki.ts"
import { inspect, parsePublicKey } from "../src/index.ts"
import { parsePrivateKey } from "../src/private.ts"
import { concatBytes } from "../src/wire.ts"
import { publicLine } from "./kit/vectors.ts"
import { openWorkshop } from "./kit/workshop.ts"

const { run } = openWorkshop()
const nothing = new Uint8Array(0)
const none = encodeDer(tags.null)
const number = encodeDer(tags.integer, Uint8Array.of(1))

function algorithm(oid: string, ...parameters: readonly Uint8Array[]): Uint8Array {
  return encodeDer(tags.sequence, encodeDer(tags.oid, fromHex(oid)), ...parameters)
}

/** A PEM public key with this AlgorithmIdentifier, and bytes behind its subjectPublicKey. */
function spki(name: string, identifier: Uint8Array, behind: Uint8Array = nothing): string {
  const bits = encodeDer(tags.bitString, Uint8Array.of(0), encodeSubjectKey(parsePublicKey(publicLine(name))), behind)
  return formatPem("PUBLIC KEY", encodeDer(tags.sequence, identifier, bits))
}

test.skipIf(requireTool("openssl", "openssl") === undefined).for([
  ["Ed25519 without parameters", spki("ed25519", algorithm(OID_ED25519)), true],
  ["Ed25519 with NULL", spki("ed25519", algorithm(OID_ED25519, none)), false],
  ["RSA with NULL", spki("rsa_2048", algorithm(OID_RSA, none)), true],
  ["RSA without parameters", spki("rsa_2048", algorithm(OID_RSA)), true],
  ["RSA with a number", spki("rsa_2048", algorithm(OID_RSA, number)), true],
  ["RSA with two parameters", spki("rsa_2048", algorithm(OID_RSA, none, none)), false],
  ["DSA", spki("dsa_1024", dsaAlgorithm()), true],
  ["DSA with bytes behind its group", spki("dsa_1024", dsaAlgorithm(number)), false],
] as const)("a public key in PEM, %s, is read exactly when openssl reads it", ([, text, isRead]) => {
  expect(run("openssl", ["pkey", "-pubin", "-noout"], text).status === 0).toBe(isRead)
  expect(inspect(text).findings).toMatchObject([
    isRead ? { kind: "public_key" } : { kind: "refused", error: { code: "trailing_data" } },
  ])
})

test.for([
  ["RSA", spki("rsa_2048", algorithm(OID_RSA, none), number)],
  ["DSA", spki("dsa_1024", dsaAlgorithm(), number)],
] as const)("bytes behind the numbers of %s, which openssl passes over, are refused", ([, text]) => {
  expect(inspect(text).findings).toMatchObject([{ kind: "refused", error: { code: "trailing_data" } }])
})

test.skipIf(requireTool("openssl", "openssl") === undefined).for([
  ["nothing", nothing, "none"],
  ["NULL", none, "trailing_data"],
] as const)("a private key of Ed25519 in PKCS#8 with %s for parameters ends with: %s", async ([, parameters, code]) => {
  const seed = encodeDer(tags.octetString, encodeDer(tags.octetString, new Uint8Array(32).fill(7)))
  const version = encodeDer(tags.integer, Uint8Array.of(0))
  const text = formatPem("PRIVATE KEY", encodeDer(tags.sequence, version, algorithm(OID_ED25519, parameters), seed))
  expect(run("openssl", ["pkey", "-noout"], text).status === 0).toBe(code === "none")
  const outcome = parsePrivateKey(text).then(
    () => "none",
    (error) => error.code,
  )
  expect(await outcome).toBe(code)
})

/** The AlgorithmIdentifier of the DSA vector, with something behind p, q and g. */
function dsaAlgorithm(behind: Uint8Array = nothing): Uint8Array {
  const whole = encodeAlgorithm(parsePublicKey(publicLine("dsa_1024")))
  const group = whole.subarray(4 + 2 + OID_DSA.length / 2 + 4)
  return algorithm(OID_DSA, encodeDer(tags.sequence, concatBytes([group, behind])))
}
