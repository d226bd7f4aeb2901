import { describe, expect, test } from "vitest"
import { requireTool } from "../../../tests/kit/tools.ts"
import { formatSpki, inspect } from "../src/index.ts"
import { formatPrivateKey, parsePrivateKey, type WritableFormat } from "../src/private.ts"
import { openWorkshop } from "./kit/workshop.ts"

const passphrase = "correct horse 5"

const kinds: Readonly<Record<string, readonly string[]>> = {
  ed25519: ["-algorithm", "ed25519"],
  p256: ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"],
  p384: ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-384"],
  p521: ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-521"],
  "rsa-2048": ["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"],
  "rsa-2048-e3": ["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-pkeyopt", "rsa_keygen_pubexp:3"],
}

const encryptions: readonly (readonly string[])[] = [
  ["-v2", "aes-128-cbc"],
  ["-v2", "aes-192-cbc", "-v2prf", "hmacWithSHA512"],
  ["-v2", "aes-256-cbc", "-v2prf", "hmacWithSHA384", "-iter", "100000"],
  ["-v2", "aes256", "-v2prf", "hmacWithSHA1"],
  ["-v2", "des3"],
  ["-scrypt"],
  ["-scrypt", "-scrypt_N", "1024", "-scrypt_r", "4", "-scrypt_p", "2", "-v2", "aes-128-cbc"],
]

describe.skipIf(requireTool("openssl", "openssl") === undefined)("openssl", () => {
  const { must, run, write, read } = openWorkshop()
  const secret = ["-passin", `pass:${passphrase}`]

  /** One new key of each kind in plain PKCS#8, which the tests share. */
  const generated = new Map<string, string>()
  function fresh(kind: string): string {
    const file = generated.get(kind) ?? must("openssl", ["genpkey", ...(kinds[kind] ?? [])])
    generated.set(kind, file)
    return file
  }

  function publicPem(file: string): string {
    return must("openssl", ["pkey", ...secret, "-pubout"], file)
  }

  async function expectOpened(file: string): Promise<void> {
    const key = await parsePrivateKey(file, { passphrase })
    expect(formatSpki(key.publicKey)).toBe(publicPem(file))
  }

  test.for(Object.keys(kinds))("makes %s that is opened", async (kind) => {
    await expectOpened(fresh(kind))
  })

  test.for(encryptions)("encrypts with %j what is opened", async (encryption) => {
    for (const kind of ["ed25519", "p384"]) {
      const args = ["pkcs8", "-topk8", ...encryption, "-passout", `pass:${passphrase}`]
      const file = must("openssl", args, fresh(kind))
      await expectOpened(file)
      await expect(parsePrivateKey(file, { passphrase: "wrong" })).rejects.toThrow(
        expect.objectContaining({ code: "passphrase_wrong" }),
      )
    }
  })

  test.for(["-aes128", "-aes192", "-aes256", "-des3"])(
    "encrypts with %s as it used to what is opened",
    async (cipher) => {
      for (const kind of ["p256", "rsa-2048"]) {
        const args = ["pkey", "-traditional", cipher, "-passout", `pass:${passphrase}`]
        await expectOpened(must("openssl", args, fresh(kind)))
      }
    },
  )

  test.for([["-des"], ["-camellia128"]])("encrypts with %j what is named as not supported", async ([cipher = ""]) => {
    const file = run(
      "openssl",
      ["rsa", "-traditional", cipher, "-passout", "pass:x", "-provider", "legacy", "-provider", "default"],
      fresh("rsa-2048"),
    )
    await expect(parsePrivateKey(file.stdout, { passphrase: "x" })).rejects.toThrow(
      expect.objectContaining({ code: "type_unsupported" }),
    )
  })

  test.for(["p256", "p384", "p521"])(
    "makes %s without its public half, compressed, and hybrid, that is opened",
    async (kind) => {
      for (const form of [["-no_public"], ["-conv_form", "compressed"], ["-conv_form", "hybrid"]]) {
        const file = must("openssl", ["ec", ...form], fresh(kind))
        const key = await parsePrivateKey(file)
        expect(key.publicKey.blob).toEqual((await parsePrivateKey(must("openssl", ["pkey"], file))).publicKey.blob)
      }
    },
  )

  test.for(["p256", "p384", "p521"])("makes %s with its curve spelled out, which is named as that", async (kind) => {
    const file = must("openssl", ["ec", "-param_enc", "explicit"], fresh(kind))
    const parameters = must("openssl", ["pkey", "-ec_param_enc", "explicit"], fresh(kind))
    const curve = kinds[kind]?.at(-1)?.replace("ec_paramgen_curve:", "") ?? ""
    const before = must("openssl", ["ecparam", "-name", curve, "-param_enc", "explicit"])
    const refusal = expect.objectContaining({ code: "type_unsupported", message: expect.stringMatching(/spells out/) })
    for (const form of [file, parameters, before + file]) await expect(parsePrivateKey(form)).rejects.toThrow(refusal)
    const named = must("openssl", ["pkey", "-ec_param_enc", "named_curve"], file)
    expect((await parsePrivateKey(named)).secretFields).toEqual((await parsePrivateKey(fresh(kind))).secretFields)
    const publicHalf = must("openssl", ["ec", "-pubout", "-param_enc", "explicit"], fresh(kind))
    expect(inspect(publicHalf).findings).toMatchObject([{ kind: "refused", error: { code: "type_unsupported" } }])
  })

  test("makes DSA keys that are opened in both forms", async () => {
    write("parameters", must("openssl", ["dsaparam", "1024"]))
    const plain = must("openssl", ["genpkey", "-paramfile", "parameters"])
    await expectOpened(plain)
    await expectOpened(must("openssl", ["pkey", "-traditional"], plain))
  })

  test.for([
    ["Ed448", ["-algorithm", "ed448"]],
    ["X25519", ["-algorithm", "x25519"]],
    ["RSA-PSS", ["-algorithm", "RSA-PSS"]],
    ["secp256k1", ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:secp256k1"]],
    ["Brainpool", ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:brainpoolP256r1"]],
  ] as const)("makes %s, which is named as no SSH key", async ([name, args]) => {
    await expect(parsePrivateKey(must("openssl", ["genpkey", ...args]))).rejects.toThrow(
      expect.objectContaining({ code: "type_unsupported", message: expect.stringContaining(name) }),
    )
  })

  const written = Object.keys(kinds).flatMap((kind) =>
    (["pkcs8", "pem"] satisfies WritableFormat[])
      .filter((format) => kind !== "ed25519" || format === "pkcs8")
      .flatMap((format) => [undefined, "pbkdf2", "scrypt"].map((kdf) => ({ kind, format, kdf }))),
  )

  test.for(written)("opens $kind as $format is written here, with $kdf", async ({ kind, format, kdf }) => {
    const key = await parsePrivateKey(fresh(kind))
    const options =
      kdf === undefined ? {} : { passphrase, kdf: kdf === "scrypt" ? ("scrypt" as const) : ("pbkdf2" as const) }
    const file = await formatPrivateKey(key, { format, ...options })
    expect(publicPem(file)).toBe(formatSpki(key.publicKey))
    expect(run("openssl", ["pkey", ...secret, "-check", "-noout"], file)).toMatchObject({ status: 0 })
    write("written", file)
    expect((await parsePrivateKey(read("written"), { passphrase })).secretFields).toEqual(key.secretFields)
  })
})
