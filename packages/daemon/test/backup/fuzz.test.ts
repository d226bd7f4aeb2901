import { gzipSync } from "node:zlib"
import { CoreError } from "@latchkey/core"
import { Encrypter } from "age-encryption"
import fc from "fast-check"
import { beforeAll, expect, test } from "vitest"
import { decrypt } from "../../src/backup/encryption.ts"
import { readRecords, writeRecords } from "../../src/backup/records.ts"
import type { RowBatch } from "../../src/backup-content.ts"

// Whatever is done to a backup, it is refused in words, before its last row at the latest: a restore commits after that.

const passphrase = "correct horse battery"
const table = { name: "things", columns: ["id", "note"], rows: 700 }
const rows = Array.from({ length: table.rows }, (_, id) => [id, `note ${id} ${"x".repeat(id % 90)}`])
const host = { path: "ssh/host_key", bytes: Buffer.from("a host key") }

async function* batches(): AsyncGenerator<RowBatch> {
  yield { table, rows }
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}

let plain: Buffer
let file: Buffer
beforeAll(async () => {
  const head = { createdAt: "2026-11-22T03:00:00.000Z", schema: 1, installation: "0193", tables: [table] }
  plain = Buffer.concat(await Array.fromAsync(writeRecords(head, [host], batches())))
  file = await encrypted(plain)
})

/** With little work for the passphrase, so that hundreds can be opened. */
async function encrypted(bytes: Uint8Array): Promise<Buffer> {
  const encrypter = new Encrypter()
  encrypter.setPassphrase(passphrase)
  encrypter.setScryptWorkFactor(4)
  return Buffer.from(await encrypter.encrypt(gzipSync(bytes)))
}

/** What a restore reads of it; throws what a restore would. */
async function readAll(bytes: Uint8Array, words = passphrase): Promise<unknown> {
  const records = await readRecords(await decrypt(once(bytes), words))
  const read = await Array.fromAsync(records.batches())
  return { files: records.files, rows: read.flatMap((batch) => batch.rows) }
}

async function expectRefusal(attempt: Promise<unknown>): Promise<void> {
  const error: unknown = await attempt.then(
    () => new Error("it was taken for a backup"),
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof CoreError)) throw error
  expect(["invalid", "conflict"]).toContain(error.code)
  expect(error.hint).not.toBe("")
}

test("a backup as it was written is read whole", async () => {
  expect(await readAll(file)).toEqual({ files: [host], rows })
})

test("a backup that is cut off anywhere is refused", async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(file.length - 1), (length) => expectRefusal(readAll(file.subarray(0, length)))),
    { numRuns: 150 },
  )
})

test("a backup with any bit flipped is refused", async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(file.length - 1), fc.nat(7), async (place, bit) => {
      const flipped = Buffer.from(file)
      flipped.writeUInt8(flipped.readUInt8(place) ^ (1 << bit), place)
      await expectRefusal(readAll(flipped))
    }),
    { numRuns: 250 },
  )
})

test("a backup opens with its own passphrase alone", async () => {
  const others = fc.oneof(fc.string(), fc.constantFrom(`${passphrase} `, passphrase.toUpperCase(), ""))
  await fc.assert(
    fc.asyncProperty(others, (words) => fc.pre(words !== passphrase) ?? expectRefusal(readAll(file, words))),
    { numRuns: 60 },
  )
})

test("whoever knows the passphrase cannot bring in lines that are none", async () => {
  const edit = fc.record({ at: fc.nat(plain.length), remove: fc.nat(40), text: fc.string({ maxLength: 40 }) })
  await fc.assert(
    fc.asyncProperty(edit, async ({ at, remove, text }) => {
      const edited = Buffer.concat([plain.subarray(0, at), Buffer.from(text), plain.subarray(at + remove)])
      const outcome = await readRecords(once(edited))
        .then(async (records) => ({ head: records.head, read: await Array.fromAsync(records.batches()) }))
        .catch((error: unknown) => error)
      if (outcome instanceof CoreError) return
      // An edit inside of a text leaves a backup with another text, and as many rows as its head says.
      if (outcome instanceof Error || typeof outcome !== "object" || outcome === null) throw outcome
      if (!("read" in outcome) || !Array.isArray(outcome.read)) throw new Error("not a backup")
      expect(outcome.read.flatMap((batch: RowBatch) => batch.rows)).toHaveLength(table.rows)
    }),
    { numRuns: 400 },
  )
})

test.each([
  ["more rows than follow", { rows: Number.MAX_SAFE_INTEGER }],
  ["more rows than there are numbers", { rows: 1e300 }],
  ["fewer rows than none", { rows: -1 }],
  ["half a row", { rows: 0.5 }],
])("a head that promises %s is refused", async (_, change) => {
  const head = {
    createdAt: "2026-11-22T03:00:00.000Z",
    schema: 1,
    installation: "0193",
    tables: [{ ...table, ...change }],
  }
  const text = Buffer.concat(await Array.fromAsync(writeRecords(head, [host], batches())))
  await expectRefusal(readAll(await encrypted(text)))
})

test("a few bytes that unpack to very many are refused before those are in the memory", async () => {
  let unpacked = 0
  const content = await decrypt(once(await encrypted(Buffer.alloc(100_000_000, "["))), passphrase)
  async function* counted(): AsyncGenerator<Uint8Array> {
    for await (const piece of content) {
      unpacked += piece.length
      yield piece
    }
  }
  await expectRefusal(readRecords(counted()))
  expect(unpacked).toBeLessThan(20_000_000)
})
