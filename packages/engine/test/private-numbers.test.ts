import { describe, expect, test } from "vitest"
import { requireTool } from "../../../tests/kit/tools.ts"
import { decodePublicKey, formatPublicKey, formatSpki } from "../src/index.ts"
import { toFixedBytes, toInteger, toMpint } from "../src/integer.ts"
import { curves } from "../src/key-types/ecdsa.ts"
import { deriveEcdsa } from "../src/key-types/ecdsa-private.ts"
import { createPrivateKey, formatPrivateKey, type PrivateKey, parsePrivateKey } from "../src/private.ts"
import { asciiBytes, encodeStrings } from "../src/wire.ts"
import { readVectorText } from "./kit/vectors.ts"
import { openWorkshop } from "./kit/workshop.ts"

const hasTools = requireTool("ssh-keygen", "openssh-client") && requireTool("openssl", "openssl")

describe.skipIf(!hasTools)("numbers that are shorter than most", () => {
  const { must, write } = openWorkshop()

  async function expectSameEverywhere(key: PrivateKey): Promise<void> {
    for (const format of ["openssh", "pem", "pkcs8", "ppk"] as const) {
      const file = await formatPrivateKey(key, { format })
      expect((await parsePrivateKey(file)).secretFields).toEqual(key.secretFields)
      if (format === "ppk") continue
      write("key", file)
      expect(must("ssh-keygen", ["-y", "-f", "key"]).trimEnd()).toBe(formatPublicKey(key.publicKey))
      if (format === "openssh") continue
      expect(must("openssl", ["pkey", "-pubout"], file)).toBe(formatSpki(key.publicKey))
    }
  }

  test.for(
    curves.flatMap(({ name, bits }) => [Math.ceil(bits / 2) + 9, bits - 16].map((length) => ({ name, length }))),
  )(
    "as a scalar of $length bits on $name are written in full where the format has a fixed length",
    async ({ name, length }) => {
      const scalar = toMpint(2n ** BigInt(length) - 3n)
      const point = deriveEcdsa(name, scalar)
      const blob = encodeStrings([asciiBytes(`ecdsa-sha2-${name}`), asciiBytes(name), point])
      await expectSameEverywhere(createPrivateKey(decodePublicKey(blob), [scalar]))
    },
  )

  test.for(curves)("as a scalar that OpenSSH refuses on $name are no key", async ({ name, bits }) => {
    for (const scalar of [0n, 1n, 2n ** BigInt(Math.floor(bits / 2)) - 1n, 2n ** BigInt(bits) - 1n]) {
      expect(() => deriveEcdsa(name, toMpint(scalar))).toThrow(expect.objectContaining({ code: "format_invalid" }))
    }
  })

  test("as an Ed25519 seed that starts and ends with zero bytes are kept", async () => {
    const seed = toFixedBytes(2n ** 128n, 32)
    const pkcs8 = Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), seed]).toString("base64")
    const pem = `-----BEGIN PRIVATE KEY-----\n${pkcs8}\n-----END PRIVATE KEY-----\n`
    const key = await parsePrivateKey(pem)
    expect(key.secretFields).toEqual([seed])
    expect(must("openssl", ["pkey", "-pubout"], pem)).toBe(formatSpki(key.publicKey))
    expect((await parsePrivateKey(await formatPrivateKey(key, { format: "ppk" }))).secretFields).toEqual([seed])
  })

  test("do not matter for RSA whose first prime is the smaller one", async () => {
    const key = await parsePrivateKey(readVectorText("valid/private/openssh_rsa_3072"))
    const [d = 0n, , p = 0n, q = 0n] = key.secretFields.map(toInteger)
    const swapped = [d, inverse(p, q), q, p].map(toMpint)
    await expectSameEverywhere(createPrivateKey({ ...key.publicKey, comment: "" }, swapped))
  })
})

/** The inverse modulo a prime. */
function inverse(value: bigint, prime: bigint): bigint {
  let [previous, current, before, now] = [prime, value % prime, 0n, 1n]
  while (current !== 0n) {
    const quotient = previous / current
    ;[previous, current] = [current, previous - quotient * current]
    ;[before, now] = [now, before - quotient * now]
  }
  return ((before % prime) + prime) % prime
}
