import { describe, expect, test } from "vitest"
import { requireTool } from "../../../tests/kit/tools.ts"
import { ciphers } from "../src/cipher.ts"
import { detectPrivateKey, formatPublicKey, type PublicKey, parsePublicKey } from "../src/index.ts"
import { formatPrivateKey, parsePrivateKey } from "../src/private.ts"
import { openWorkshop } from "./kit/workshop.ts"

const passphrase = "Zürich, 5 horses"

const kinds = [
  ["ed25519", "256"],
  ["ecdsa", "256"],
  ["ecdsa", "384"],
  ["ecdsa", "521"],
  ["rsa", "1024"],
  ["rsa", "2048"],
  ["rsa", "3072"],
  ["rsa", "4096"],
  ["dsa", "1024"],
] as const
const formats = [
  ["openssh", "RFC4716"],
  ["pem", "PEM"],
  ["pkcs8", "PKCS8"],
] as const
const pemFormats = { rsa: "pkcs1-private", ecdsa: "sec1", dsa: "dsa-private", ed25519: "none" } as const
/** ssh-keygen 9 writes and reads Ed25519 keys in a format of OpenSSH's only. */
const combinations = kinds.flatMap(([type, bits]) =>
  formats
    .filter(([format]) => type !== "ed25519" || format === "openssh")
    .flatMap(([format, label]) => {
      const detected = { openssh: "openssh-key-v1", pkcs8: "pkcs8", pem: pemFormats[type] }[format]
      return ["", passphrase].map((secret) => ({ type, bits, format, label, detected, secret }))
    }),
)

describe.skipIf(requireTool("ssh-keygen", "openssh-client") === undefined)("ssh-keygen", () => {
  const { must, read, run, write } = openWorkshop()
  let made = 0

  /** One new key of each kind, which the tests share. */
  const generated = new Map<string, string>()
  function fresh(type: string, bits: string): { readonly file: string; readonly publicKey: PublicKey } {
    const name = generated.get(type + bits) ?? `key${made++}`
    if (!generated.has(type + bits)) {
      must("ssh-keygen", ["-q", "-t", type, "-b", bits, "-C", "café no. 5", "-N", "", "-f", name])
    }
    generated.set(type + bits, name)
    return { file: read(name), publicKey: parsePublicKey(read(`${name}.pub`)) }
  }

  /** The same key in a file of another form. */
  function saved(file: string, secret: string, args: readonly string[]): string {
    const name = `saved${made++}`
    write(name, file)
    must("ssh-keygen", ["-p", "-P", "", "-N", secret, "-f", name, ...args])
    return read(name)
  }

  /** What ssh-keygen derives from a file: type, base64, and the comment where the format has one. */
  function publicLine(file: string, secret: string): string {
    const name = `written${made++}`
    write(name, file)
    return must("ssh-keygen", ["-y", "-P", secret, "-f", name]).trimEnd()
  }

  test.for(combinations)("makes $type $bits as $label that is opened, passphrase '$secret'", async (kind) => {
    const { file, publicKey } = fresh(kind.type, kind.bits)
    const form = saved(file, kind.secret, ["-m", kind.label, "-a", "2"])
    expect(detectPrivateKey(form)).toMatchObject({ format: kind.detected, encrypted: kind.secret !== "" })
    const key = await parsePrivateKey(form, { passphrase: kind.secret, fileName: "id_test" })
    expect(key.publicKey.blob).toEqual(publicKey.blob)
    expect(key.publicKey.comment).toBe(kind.format === "openssh" ? "café no. 5" : "id_test")
  })

  test.for(Object.keys(ciphers))("encrypts with %s what is opened", async (cipher) => {
    const { file, publicKey } = fresh("ed25519", "256")
    const encrypted = saved(file, passphrase, ["-Z", cipher, "-a", "3"])
    const key = await parsePrivateKey(encrypted, { passphrase })
    expect(key.publicKey).toEqual(publicKey)
    await expect(parsePrivateKey(encrypted, { passphrase: "wrong" })).rejects.toThrow(
      expect.objectContaining({ code: "passphrase_wrong" }),
    )
  })

  test.for(combinations)("opens $type $bits as $format is written here, passphrase '$secret'", async (kind) => {
    const { file, publicKey } = fresh(kind.type, kind.bits)
    const key = await parsePrivateKey(file)
    const written = await formatPrivateKey(key, { format: kind.format, passphrase: kind.secret })
    // Only a file of OpenSSH's own holds a comment.
    const comment = kind.format === "openssh" ? publicKey.comment : ""
    expect(publicLine(written, kind.secret)).toBe(formatPublicKey({ ...publicKey, comment }))
    const again = await parsePrivateKey(written, { passphrase: kind.secret })
    expect(again.secretFields).toEqual(key.secretFields)
  })

  test("opens PKCS#8 whose key was derived by scrypt", async () => {
    const { file, publicKey } = fresh("ecdsa", "256")
    const written = await formatPrivateKey(await parsePrivateKey(file), { format: "pkcs8", passphrase, kdf: "scrypt" })
    expect(publicLine(written, passphrase)).toBe(formatPublicKey({ ...publicKey, comment: "" }))
  })

  test("does not open what is written here with another passphrase", async () => {
    const { file } = fresh("ed25519", "256")
    write("locked", await formatPrivateKey(await parsePrivateKey(file), { format: "openssh", passphrase }))
    expect(run("ssh-keygen", ["-y", "-P", "wrong", "-f", "locked"])).toMatchObject({
      status: 255,
      stderr: expect.stringContaining("incorrect passphrase"),
    })
  })

  test("changes the passphrase of a file that is written here", async () => {
    const { file, publicKey } = fresh("rsa", "2048")
    write("changing", await formatPrivateKey(await parsePrivateKey(file), { format: "openssh", passphrase }))
    must("ssh-keygen", ["-p", "-P", passphrase, "-N", "another", "-f", "changing"])
    const key = await parsePrivateKey(read("changing"), { passphrase: "another" })
    expect(key.publicKey).toEqual(publicKey)
  })
})
