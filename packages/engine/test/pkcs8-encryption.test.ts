import { describe, expect, test } from "vitest"
import { encodeDer, fromHex, tags } from "../src/der.ts"
import { decryptLegacy } from "../src/formats/legacy-encryption.ts"
import { decryptPkcs8, decryptPkcs8Sync } from "../src/formats/pkcs8-encryption.ts"

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
      "format_invalid",
    ],
    [
      "scrypt without blocks",
      pbes2(sequence(oid("2b06010401da47040b"), sequence(octets(8), integer("0400"), integer("00"), integer("01")))),
      "format_invalid",
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
      "scrypt with a cost too large for its blocks",
      pbes2(sequence(oid("2b06010401da47040b"), sequence(octets(8), integer("010000"), integer("01"), integer("01")))),
      "format_invalid",
    ],
    [
      "another cipher",
      pbes2(
        sequence(oid("2a864886f70d01050c"), sequence(octets(8), integer("01"))),
        sequence(oid("2a864886f70d0302"), octets(8)),
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
  ] as const)("with %s is refused at once", async ([, der, code]) => {
    expect(() => decryptPkcs8Sync(der, "x")).toThrow(expect.objectContaining({ code }))
    await expect(decryptPkcs8(der, "x")).rejects.toThrow(expect.objectContaining({ code }))
  })
})

describe("a file of OpenSSL's older encryption", () => {
  test.for([
    ["a cipher that is too weak", "DES-CBC,0102030405060708", 16, "type_unsupported"],
    ["an initialisation vector of another length", "AES-128-CBC,0102030405060708", 16, "type_unsupported"],
    ["a header that names nothing", "", 16, "type_unsupported"],
    ["part of a block", "AES-128-CBC,0102030405060708090a0b0c0d0e0f10", 17, "format_invalid"],
  ] as const)("with %s is refused", ([, dekInfo, length, code]) => {
    expect(() => decryptLegacy(dekInfo, new Uint8Array(length), "x")).toThrow(expect.objectContaining({ code }))
  })
})

test("a derivation that asks for too much names what it asks for", () => {
  const der = pbes2(sequence(oid("2a864886f70d01050c"), sequence(octets(8), integer("7fffffff"))))
  expect(() => decryptPkcs8Sync(der, "x")).toThrow(/2147483647/)
})
