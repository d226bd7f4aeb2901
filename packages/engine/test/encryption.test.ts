import { execFileSync } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { requireTool } from "../../../tests/kit/tools.ts"
import { inspect, KeyError } from "../src/index.ts"
import { type Encryption, readEncryption } from "../src/private.ts"

const hasKeygen = requireTool("ssh-keygen", "openssh-client") !== undefined
const hasOpenssl = requireTool("openssl", "openssl") !== undefined
const hasPuttygen = requireTool("puttygen", "putty-tools") !== undefined

const run = (program: string, ...args: string[]) => execFileSync(program, args, { stdio: "pipe" })

/** What a file says of its own encryption. */
function encryptionOf(text: string): Encryption | undefined {
  let found: Encryption | undefined
  inspect(text, {
    readPublicHalf: (block) => {
      found = readEncryption(block)
      throw new KeyError("type_unsupported", "nothing else is asked")
    },
  })
  return found
}

describe.skipIf(!hasKeygen || !hasOpenssl || !hasPuttygen)("how a private key is encrypted", () => {
  let folder: string
  let plain: string
  let secret: string
  const place = (name: string) => join(folder, name)
  const read = (name: string) => readFileSync(place(name), "utf8")

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "latchkey-engine-"))
    secret = place("secret")
    writeFileSync(secret, "correct horse")
    plain = place("plain")
    run("ssh-keygen", "-q", "-t", "rsa", "-b", "2048", "-m", "PEM", "-N", "", "-f", plain)
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  test.each(["aes256-ctr", "aes128-cbc", "aes256-gcm@openssh.com"])("is read of OpenSSH files with %s", (cipher) => {
    const name = `openssh-${cipher}`
    run("ssh-keygen", "-q", "-t", "ed25519", "-Z", cipher, "-a", "17", "-N", "correct horse", "-f", place(name))
    expect(encryptionOf(read(name))).toEqual({ cipher, kdf: "bcrypt", rounds: 17 })
  })

  test("is read of OpenSSL's files, older and newer", () => {
    const out = ["-in", plain, "-passout", `file:${secret}`]
    run("openssl", "rsa", ...out, "-aes128", "-traditional", "-out", place("legacy"))
    run("openssl", "pkcs8", "-topk8", ...out, "-v2", "aes-256-cbc", "-iter", "4321", "-out", place("pbkdf2"))
    run("openssl", "pkcs8", "-topk8", ...out, "-v2prf", "hmacWithSHA512", "-out", place("sha512"))
    run("openssl", "pkcs8", "-topk8", ...out, "-scrypt", "-scrypt_N", "8192", "-out", place("scrypt"))
    expect(encryptionOf(read("legacy"))).toEqual({ cipher: "aes128-cbc", kdf: "md5", rounds: 1 })
    expect(encryptionOf(read("pbkdf2"))).toEqual({ cipher: "aes256-cbc", kdf: "pbkdf2-sha256", rounds: 4321 })
    expect(encryptionOf(read("sha512"))).toMatchObject({ kdf: "pbkdf2-sha512", rounds: 2048 })
    expect(encryptionOf(read("scrypt"))).toEqual({ cipher: "aes256-cbc", kdf: "scrypt", rounds: 1, memory: 8192 })
  })

  test("is read of PuTTY's files, older and newer", () => {
    const flags = [plain, "-O", "private", "--new-passphrase", secret]
    run("puttygen", ...flags, "--ppk-param", "version=2", "-o", place("2.ppk"))
    run("puttygen", ...flags, "--ppk-param", "memory=4096,passes=7,kdf=argon2i", "-o", place("3.ppk"))
    expect(encryptionOf(read("2.ppk"))).toEqual({ cipher: "aes256-cbc", kdf: "sha1", rounds: 1 })
    expect(encryptionOf(read("3.ppk"))).toEqual({ cipher: "aes256-cbc", kdf: "argon2i", rounds: 7, memory: 4096 })
  })

  test("is read of PuTTY's files whatever their comment says", () => {
    const flags = [plain, "-O", "private", "--new-passphrase", secret, "--ppk-param", "passes=1"]
    run("puttygen", ...flags, "-C", "Encryption: none", "-o", place("comment.ppk"))
    expect(encryptionOf(read("comment.ppk"))).toMatchObject({ cipher: "aes256-cbc" })
    const other = read("comment.ppk").replace("Argon2id", "constructor")
    expect(encryptionOf(other)).toBeUndefined()
  })

  test("is nothing where a file is not encrypted", () => {
    expect(encryptionOf(readFileSync(plain, "utf8"))).toBeUndefined()
  })
})
