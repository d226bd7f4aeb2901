import { describe, expect, test } from "vitest"
import { readRecords, writeRecords } from "../../src/backup/records.ts"
import type { DatabaseContent, FileContent, RowBatch } from "../../src/backup-content.ts"

const things = { name: "things", columns: ["id", "size", "blob", "note"], rows: 3 }
const content: DatabaseContent & { createdAt: string } = {
  createdAt: "2026-11-22T03:00:00.000Z",
  schema: 1,
  installation: "0193",
  tables: [{ name: "empty", columns: ["id"], rows: 0 }, things],
}
const files: readonly FileContent[] = [{ path: "ssh/host_key", bytes: Buffer.from([0, 255, 10]) }]
const rows = [
  ["a", 9_007_199_254_740_991, Buffer.from([0, 10, 255]), null],
  ["b\n\u2028\u{1f511}", -0.5, Buffer.alloc(0), '"'],
  ["", 0, Buffer.from("x"), "latchkey\u0000"],
] as const

async function* batches(): AsyncGenerator<RowBatch> {
  yield { table: things, rows: rows.slice(0, 2) }
  yield { table: things, rows: rows.slice(2) }
}

async function* bytes(text: string | Uint8Array, size = 7): AsyncGenerator<Uint8Array> {
  const all = Buffer.from(text)
  for (let start = 0; start < all.length; start += size) yield all.subarray(start, start + size)
}

const written = async () => Buffer.concat(await Array.fromAsync(writeRecords(content, files, batches())))

async function readAll(text: string | Uint8Array) {
  const records = await readRecords(bytes(text))
  return { ...records, read: await Array.fromAsync(records.batches()) }
}

test("what is written is read again, whatever the texts and bytes are", async () => {
  const { head, files: found, read } = await readAll(await written())
  expect(head).toEqual({ ...content, files: 1 })
  expect(found).toEqual(files)
  expect(read).toEqual([{ table: things, rows }])
})

test("a newer form is told apart from a damaged one", async () => {
  const text = (await written()).toString().replace('"version":1', '"version":2')
  await expect(readAll(text)).rejects.toMatchObject({ code: "conflict" })
})

describe("lines are refused", () => {
  const change = (from: string | RegExp, to: string) => async () => (await written()).toString().replace(from, to)
  test.each([
    ["that are none", async () => "no JSON"],
    ["of another format", change("latchkey-backup", "tar")],
    ["with a column too many", change('["",0,', '["",0,0,')],
    ["with a value of no known kind", change('["",0,', '["",true,')],
    ["with a row too few", change(/\["",0,.*\n/, "")],
    ["with a row too many", change(/(\["",0,.*\n)/, "$1$1")],
    ["with another count at the end", change('{"end":3}', '{"end":2}')],
    ["without an end", change('{"end":3}\n', "")],
    ["with something behind the end", change('{"end":3}\n', '{"end":3}\n{}\n')],
    ["with a last line that does not end", change('{"end":3}\n', '{"end":3}')],
    ["with bytes that are not base64", change('"base64":"AP8K"', '"base64":"A"')],
    ["with more files than there can be", change('"files":1', '"files":101')],
  ])("%s", async (_, make) => {
    const refusal = { code: "invalid", message: expect.stringContaining("is not a backup of Latchkey") }
    await expect(readAll(await make())).rejects.toMatchObject(refusal)
  })

  test.each([
    ["where Latchkey keeps something else", ["run/sshd.pid"]],
    ["in the place of a folder of Latchkey's", ["run"]],
    ["in the place of another folder, as backups are", ["backups"]],
    ["that a restore is at", ["restoring/1/ssh/host_key"]],
    ["of the database", ["latchkey.db-wal"]],
    ["twice", ["ssh/host_key", "ssh/host_key"]],
    ["twice, but for capitals", ["ssh/host_key", "ssh/Host_Key"]],
    ["where another file needs a folder", ["ssh", "ssh/host_key"]],
    ["where another file needed a folder", ["ssh/keys/host_key", "ssh"]],
    ["outside of the data folder", ["../host_key"]],
    ["by a path from the root", ["/etc/passwd"]],
    ["with a step that leads nowhere", ["ssh//host_key"]],
    ["that is hidden", ["ssh/.host_key"]],
    ["with a name that goes on for long", ["k".repeat(201)]],
  ])("for a file %s", async (_, paths) => {
    const odd = paths.map((path) => ({ path, bytes: Buffer.from("x") }))
    const text = Buffer.concat(await Array.fromAsync(writeRecords(content, odd, batches())))
    const refusal = { code: "invalid", message: expect.stringContaining("belongs nowhere") }
    await expect(readAll(text)).rejects.toMatchObject(refusal)
  })

  test("for a file that is larger than any of Latchkey's", async () => {
    const odd = [{ path: "ssh/host_key", bytes: Buffer.alloc(1024 * 1024 + 4) }]
    const text = Buffer.concat(await Array.fromAsync(writeRecords(content, odd, batches())))
    await expect(readAll(text)).rejects.toMatchObject({ code: "invalid" })
  })

  test("that do not end within the limit, before they fill the memory", async () => {
    let given = 0
    async function* endless(): AsyncGenerator<Uint8Array> {
      for (;;) {
        given += 1_000_000
        yield Buffer.alloc(1_000_000, "[")
      }
    }
    await expect(readRecords(endless())).rejects.toMatchObject({ code: "invalid" })
    expect(given).toBeLessThan(20_000_000)
  })
})
