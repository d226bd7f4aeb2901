import { describe, expect, test } from "vitest"
import { encodeDer, fromHex, tags } from "../src/der.ts"
import { decryptLegacyPem, decryptPkcs8 } from "../src/formats/pem-encryption.ts"

const oid = (hex: string) => encodeDer(tags.oid, fromHex(hex))
const integer = (hex: string) => encodeDer(tags.integer, fromHex(hex))
const octets = (length: number) => encodeDer(tags.octetString, new Uint8Array(length))
const sequence = (...parts: Uint8Array[]) => encodeDer(tags.sequence, ...parts)
const aes256 = sequence(oid("60864801650304012a"), octets(16))

function pbes2(kdf: Uint8Array, cipher = aes256): Uint8Array {
  return sequence(sequence(oid("2a864886f70d01050d"), sequence(kdf, cipher)), octets(32))
}

describe("an encrypted PKCS#8 file", () => {
  test.for([
    [
      "two thousand million PBKDF2 rounds",
      pbes2(sequence(oid("2a864886f70d01050c"), sequence(octets(8), integer("7fffffff")))),
      "limit_exceeded",
    ],
    [
      "no PBKDF2 rounds",
      pbes2(sequence(oid("2a864886f70d01050c"), sequence(octets(8), integer("00")))),
      "limit_exceeded",
    ],
    [
      "scrypt with gigabytes",
      pbes2(
        sequence(oid("2b06010401da47040b"), sequence(octets(8), integer("01000000"), integer("08"), integer("01"))),
      ),
      "limit_exceeded",
    ],
    [
      "scrypt with a cost of 3",
      pbes2(sequence(oid("2b06010401da47040b"), sequence(octets(8), integer("03"), integer("08"), integer("01")))),
      "format_invalid",
    ],
    [
      "another cipher",
      pbes2(
        sequence(oid("2a864886f70d01050c"), sequence(octets(8), integer("01"))),
        sequence(oid("2a864886f70d0307"), octets(8)),
      ),
      "type_unsupported",
    ],
    [
      "a short initialisation vector",
      pbes2(
        sequence(oid("2a864886f70d01050c"), sequence(octets(8), integer("01"))),
        sequence(oid("60864801650304012a"), octets(8)),
      ),
      "format_invalid",
    ],
  ] as const)("with %s is refused at once", ([, der, code]) => {
    expect(() => decryptPkcs8(der, "x")).toThrow(expect.objectContaining({ code }))
  })
})

test("a legacy file with a cipher that is not AES is refused", () => {
  expect(() => decryptLegacyPem("DES-EDE3-CBC,0102030405060708", new Uint8Array(16), "x")).toThrow(
    expect.objectContaining({ code: "type_unsupported" }),
  )
})
