import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, expect, test } from "vitest"
import { readDataFiles } from "../../src/backup/data-files.ts"
import { settleFiles, stageFiles } from "../../src/backup/staged-files.ts"

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "latchkey-staged-"))
  mkdirSync(join(folder, "ssh"))
  writeFileSync(join(folder, "ssh", "host_key"), "old")
})
afterEach(() => rmSync(folder, { recursive: true }))

const files = [
  { path: "audit/heads", bytes: Buffer.from("new heads") },
  { path: "audit/key", bytes: Buffer.from("new audit key") },
  { path: "ssh/host_key", bytes: Buffer.from("new") },
]
const places = () =>
  files.map(({ path }) => (existsSync(join(folder, path)) ? readFileSync(join(folder, path), "utf8") : undefined))
const old = [undefined, undefined, "old"]
const restored = ["new heads", "new audit key", "new"]

test("files of a restore that happened come into their places, of another they go away", async () => {
  await stageFiles(folder, "one", files)
  await stageFiles(folder, "two", [{ path: "ssh/host_key", bytes: Buffer.from("other") }])
  expect(places()).toEqual(old)
  expect(await settleFiles(folder, async (id) => id === "one")).toBe(3)
  expect(places()).toEqual(restored)
  expect(readdirSync(folder)).toEqual(["audit", "ssh"])
  await stageFiles(folder, "three", [{ path: "ssh/host_key", bytes: Buffer.from("other") }])
  expect(await settleFiles(folder, async () => false)).toBe(0)
  expect(places()).toEqual(restored)
  expect(readdirSync(folder)).toEqual(["audit", "ssh"])
})

test("what was cut off among the files goes on where it ended", async () => {
  await stageFiles(folder, "one", files)
  mkdirSync(join(folder, "audit"))
  renameSync(join(folder, "restoring/one/audit/heads"), join(folder, "audit/heads"))
  expect(await settleFiles(folder, async () => true)).toBe(2)
  expect(places()).toEqual(restored)
})

test("as long as the database cannot say whether it happened, they stay where they are", async () => {
  await stageFiles(folder, "one", files)
  const away = () => Promise.reject(new Error("the database does not answer"))
  await expect(settleFiles(folder, away)).rejects.toThrow("does not answer")
  expect(places()).toEqual(old)
  expect(await settleFiles(folder, async () => true)).toBe(3)
})

test("no backup is made between a restore's database and its files", async () => {
  await stageFiles(folder, "one", files)
  await expect(readDataFiles(folder)).rejects.toMatchObject({ code: "conflict" })
  await settleFiles(folder, async () => true)
  expect((await readDataFiles(folder)).map(({ path }) => path)).toEqual(files.map(({ path }) => path))
})

test.each([
  ["a folder where a file has to be", () => mkdirSync(join(folder, "audit/key"), { recursive: true })],
  ["a file where a folder has to be", () => writeFileSync(join(folder, "audit"), "")],
])("%s is found before anything is written", async (_, make) => {
  make()
  await expect(stageFiles(folder, "one", files)).rejects.toMatchObject({ code: "conflict" })
  expect(readdirSync(folder)).toEqual(["audit", "ssh"])
})
