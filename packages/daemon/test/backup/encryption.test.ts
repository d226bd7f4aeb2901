import { hash, randomBytes } from "node:crypto"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { gzipSync } from "node:zlib"
import { Encrypter, generateIdentity, identityToRecipient } from "age-encryption"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { runAnswering } from "../../../../tests/kit/terminal.ts"
import { requireTool } from "../../../../tests/kit/tools.ts"
import { decrypt, encrypt } from "../../src/backup/encryption.ts"

const passphrase = "correct horse battery"
/** Of age's chunks, with the tag that authenticates each. */
const chunk = 64 * 1024 + 16

async function* inPieces(bytes: Uint8Array, size = 10_000): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size)
}

async function collect(content: AsyncIterable<Uint8Array>): Promise<Buffer> {
  return Buffer.concat(await Array.fromAsync(content))
}

/** Five chunks, of which none compresses. */
const content = randomBytes(300_000)

/** As `encrypt`, but with so little work for the passphrase that many files can be opened. */
async function quicklyEncrypted(bytes: Uint8Array): Promise<Buffer> {
  const encrypter = new Encrypter()
  encrypter.setPassphrase(passphrase)
  encrypter.setScryptWorkFactor(10)
  return Buffer.from(await encrypter.encrypt(bytes))
}

describe("an encrypted backup", () => {
  let file: Buffer
  let folder: string
  beforeAll(async () => {
    file = await quicklyEncrypted(gzipSync(content))
    folder = mkdtempSync(join(tmpdir(), "latchkey-age-"))
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  const open = async (bytes: Uint8Array, words = passphrase) => collect(await decrypt(inPieces(bytes), words))
  const head = () => file.indexOf("\n", file.indexOf("\n--- ") + 1) + 1 + 16
  const damage = { code: "invalid", message: "the backup is damaged or cut off" }

  test("opens with its passphrase, in pieces of any size", async () => {
    const written = await collect(await encrypt(inPieces(content), passphrase))
    expect(await open(written)).toEqual(content)
    for (const size of [1, 17, chunk, 10 * chunk]) {
      expect(await collect(await decrypt(inPieces(file, size), passphrase))).toEqual(content)
    }
  })

  test("costs whoever guesses passphrases scrypt with 2^18 rounds for each", async () => {
    const written = await collect(await encrypt(inPieces(content), passphrase))
    expect(written.toString("latin1")).toMatch(/^age-encryption\.org\/v1\n-> scrypt [\w+/]+ 18\n/)
  })

  test("is opened by age itself", async (context) => {
    const age = requireTool("age", "age", context)
    const script = requireTool("script", "bsdutils", context)
    const path = join(folder, "backup.age")
    writeFileSync(path, await collect(await encrypt(inPieces(content), passphrase)))
    const command = `'${age}' -d '${path}' | gunzip | sha256sum`
    const { screen } = await runAnswering(script, command, {}, [{ to: "passphrase", type: `${passphrase}\n` }])
    expect(screen).toContain(hash("sha256", content))
  })

  test("is refused when it asks for more work than a backup does, before that is done", async () => {
    const greedy = Buffer.from(file.toString("latin1").replace(/^(-> scrypt \S+) 10$/m, "$1 19"), "latin1")
    await expect(open(greedy)).rejects.toMatchObject(damage)
  })

  test("does not open with another passphrase", async () => {
    await expect(open(file, "correct horse batterz")).rejects.toMatchObject({
      code: "invalid",
      message: "the passphrase does not open this backup",
    })
  })

  test("is refused wherever it is cut off", async () => {
    const places = [head() + chunk - 1, head() + chunk, head() + 2 * chunk, head() + 2 * chunk + 40, file.length - 1]
    for (const end of places) await expect(open(file.subarray(0, end)), `at ${end}`).rejects.toMatchObject(damage)
  })

  test("is refused with a flipped bit anywhere behind its first lines", async () => {
    for (const place of [head() - 20, head() - 5, head(), head() + chunk + 7, file.length - 1]) {
      const flipped = Buffer.from(file)
      flipped.writeUInt8(flipped.readUInt8(place) ^ 1, place)
      await expect(open(flipped), `at ${place}`).rejects.toMatchObject(damage)
    }
  })

  test("is refused with chunks in another order, left out, or twice", async () => {
    const start = file.subarray(0, head())
    const [one, two, ...others] = Array.from({ length: Math.ceil((file.length - head()) / chunk) }, (_, index) =>
      file.subarray(head() + index * chunk, head() + (index + 1) * chunk),
    )
    if (one === undefined || two === undefined) throw new Error("the file is too short for this test")
    for (const chunks of [
      [two, one, ...others],
      [one, ...others],
      [one, one, two, ...others],
    ]) {
      await expect(open(Buffer.concat([start, ...chunks]))).rejects.toMatchObject(damage)
    }
  })

  test("is refused with something behind its end", async () => {
    await expect(open(Buffer.concat([file, Buffer.from("more")]))).rejects.toMatchObject(damage)
  })

  test("is refused when what was encrypted is not compressed", async () => {
    await expect(open(await quicklyEncrypted(content))).rejects.toMatchObject(damage)
  })
})

test.each([
  ["an empty file", ""],
  ["a text", "ssh-ed25519 AAAA alice\n"],
  ["a head of age without an end", `age-encryption.org/v1\n-> scrypt ${"A".repeat(100_000)}`],
  ["an age file that is cut off in its head", "age-encryption.org/v1\n-> scrypt bm90aGluZw 10\n"],
])("%s is called no backup", async (_, text) => {
  await expect(decrypt(inPieces(Buffer.from(text)), passphrase)).rejects.toMatchObject({
    code: "invalid",
    message: "this is not a backup of Latchkey",
  })
})

test("an age file for a key instead of a passphrase is called no backup", async () => {
  const encrypter = new Encrypter()
  encrypter.addRecipient(await identityToRecipient(await generateIdentity()))
  const file = await encrypter.encrypt(gzipSync(content))
  await expect(decrypt(inPieces(file), passphrase)).rejects.toMatchObject({
    message: "this is not a backup of Latchkey",
  })
})
