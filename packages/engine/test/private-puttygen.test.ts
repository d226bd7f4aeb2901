import { describe, expect, test } from "vitest"
import { requireTool } from "../../../tests/kit/tools.ts"
import { decodePublicKey, fingerprintSha256, formatPublicKey, inspect } from "../src/index.ts"
import { deriveEd25519 } from "../src/key-types/ed25519-private.ts"
import { formatPrivateKey, PrivateKey, parsePrivateKey, readPublicHalf } from "../src/private.ts"
import { asciiBytes, encodeStrings } from "../src/wire.ts"
import { openWorkshop } from "./kit/workshop.ts"

const passphrase = "correct horse 5"

const kinds = [
  ["ed25519", "255"],
  ["ecdsa", "256"],
  ["ecdsa", "384"],
  ["ecdsa", "521"],
  ["rsa", "1024"],
  ["rsa", "2048"],
  ["dsa", "1024"],
] as const

const flavours = [
  "version=2",
  "version=3,kdf=argon2id,passes=2",
  "version=3,kdf=argon2i,passes=1,memory=1024,parallelism=4",
  "version=3,kdf=argon2d,passes=3,memory=256",
]

describe.skipIf(requireTool("puttygen", "putty-tools") === undefined)("puttygen", () => {
  const { must, read, write } = openWorkshop()
  write("passphrase", passphrase)
  write("none", "")
  let made = 0

  /** One new key of each kind, which the tests share. */
  const generated = new Map<string, string>()
  function fresh([type, bits]: readonly [string, string]): string {
    const known = generated.get(type + bits)
    if (known !== undefined) return known
    const name = `key${made++}`
    // What is made here protects nothing, and waiting for entropy takes time.
    const options = ["--random-device", "/dev/urandom", "-q", "-C", "alice at work", "--new-passphrase", "none"]
    must("puttygen", ["-t", type, "-b", bits, ...options, "-o", name])
    generated.set(type + bits, name)
    return name
  }

  /** The same key in a file of another form. */
  function saved(name: string, secretFile: "passphrase" | "none", parameters: string): string {
    const copy = `${name}-${made++}.ppk`
    must("puttygen", [name, "-P", "--new-passphrase", secretFile, "--ppk-param", parameters, "-o", copy])
    return copy
  }

  test.for(kinds.flatMap((kind) => flavours.map((parameters) => ({ kind, parameters }))))(
    "makes $kind with $parameters that is opened",
    async ({ kind, parameters }) => {
      for (const secretFile of ["none", "passphrase"] as const) {
        const name = saved(fresh(kind), secretFile, parameters)
        const isEncrypted = read(name).includes("Encryption: aes256-cbc")
        expect(isEncrypted).toBe(secretFile === "passphrase")
        const key = await parsePrivateKey(read(name), { passphrase })
        expect(formatPublicKey(key.publicKey)).toBe(must("puttygen", ["-L", name]).trimEnd())
        expect(key.publicKey.comment).toBe("alice at work")
      }
    },
  )

  test.for(["CORP\\nick@laptop", "C:\\robert\\u0041\\/", "100%2Boff%0a", 'a \\" quote'])(
    "makes files with the comment %s, which is kept",
    async (comment) => {
      const name = `${fresh(kinds[0])}-${made++}`
      const options = ["--new-passphrase", "passphrase", "--ppk-param", "passes=1", "-C", comment]
      must("puttygen", [fresh(kinds[0]), "-P", ...options, "-o", name])
      for (const text of [read(name), read(name).replace(/\n/g, "\r\n"), read(name).replace(/\n/g, "\r")]) {
        expect((await parsePrivateKey(text, { passphrase })).publicKey.comment).toBe(comment)
        const json = JSON.stringify({ key: text })
        expect((await parsePrivateKey(json, { passphrase })).publicKey.comment).toBe(comment)
      }
      must("puttygen", [name, "--old-passphrase", "passphrase", "-p", "-o", `${name}.public`])
      expect(inspect(read(`${name}.public`)).findings).toMatchObject([{ key: { comment } }])
    },
  )

  test("makes files whose wrong passphrase and whose changes are told apart", async () => {
    const file = read(saved(fresh(kinds[0]), "passphrase", "version=3,passes=1"))
    const failure = (code: string) => expect.objectContaining({ code })
    await expect(parsePrivateKey(file, { passphrase: "wrong" })).rejects.toThrow(failure("passphrase_wrong"))
    await expect(parsePrivateKey(file.replace("alice", "mallory"), { passphrase })).rejects.toThrow(
      failure("key_mismatch"),
    )
    await expect(parsePrivateKey(file)).rejects.toThrow(failure("passphrase_required"))
  })

  test.for(kinds)("opens %s %s as .ppk is written here, with a passphrase and without", async (kind) => {
    const key = await parsePrivateKey(read(fresh(kind)))
    for (const secretFile of ["none", "passphrase"] as const) {
      const name = `written${made++}`
      const secret = secretFile === "none" ? {} : { passphrase }
      write(name, await formatPrivateKey(key, { format: "ppk", ...secret }))
      expect(must("puttygen", [name, "-l", "-E", "sha256"])).toContain(fingerprintSha256(key.publicKey.blob))
      // Writing the private half in another format needs the passphrase, and checks the MAC.
      const again = ["-O", "private-openssh-new", "--old-passphrase", secretFile, "--new-passphrase", "none"]
      must("puttygen", [name, ...again, "-o", `${name}.openssh`])
      const opened = await parsePrivateKey(read(`${name}.openssh`))
      expect(opened.publicKey).toEqual(key.publicKey)
      expect(opened.secretFields).toEqual(key.secretFields)
    }
  })

  test.for([31, 30])(
    "opens an Ed25519 seed of which %i bytes are written, as older versions do, and so does this",
    async (length) => {
      const seed = new Uint8Array(32).fill(9, 0, length)
      const publicKey = decodePublicKey(encodeStrings([asciiBytes("ssh-ed25519"), deriveEd25519(seed)]))
      const file = await formatPrivateKey(new PrivateKey(publicKey, [seed.subarray(0, length)]), { format: "ppk" })
      expect((await parsePrivateKey(file)).secretFields).toEqual([seed])
      write("short", file)
      must("puttygen", ["short", "-O", "private-openssh", "--new-passphrase", "none", "-o", "short.openssh"])
      expect((await parsePrivateKey(read("short.openssh"))).secretFields).toEqual([seed])
    },
  )

  test.for(kinds)("opens %s %s as OpenSSH's format is written here", async (kind) => {
    const key = await parsePrivateKey(read(fresh(kind)))
    write("openssh", await formatPrivateKey(key, { format: "openssh", passphrase }))
    must("puttygen", ["openssh", "--old-passphrase", "passphrase", "--new-passphrase", "none", "-o", "imported"])
    expect((await parsePrivateKey(read("imported"))).secretFields).toEqual(key.secretFields)
  })

  test("makes files of ssh.com's format, which are named", async () => {
    const name = fresh(["rsa", "2048"])
    must("puttygen", [name, "-O", "private-sshcom", "--new-passphrase", "none", "-o", "sshcom"])
    const named = { code: "type_unsupported", hint: expect.stringContaining("puttygen") }
    await expect(parsePrivateKey(read("sshcom"))).rejects.toThrow(expect.objectContaining(named))
    expect(inspect(read("sshcom"), { readPublicHalf }).findings).toMatchObject([{ format: "sshcom", error: named }])
  })
})
