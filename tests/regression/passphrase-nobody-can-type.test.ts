// The fault: a passphrase file was read as UTF-8 come what may. Written by PowerShell (UTF-16, or with a byte order mark), in
// Latin-1, or with two lines, it encrypted a new key with characters that nobody can type: whoever typed the passphrase later
// was locked out of their own key.

import { execFileSync } from "node:child_process"
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, expect, test } from "vitest"
import { runCli } from "../../packages/cli/test/run-cli.ts"
import { requireTool } from "../kit/tools.ts"

const hasKeygen = requireTool("ssh-keygen", "openssh-client") !== undefined

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "latchkey-passphrase-"))
})
afterEach(() => rmSync(folder, { recursive: true }))

function generate(passphrase: Uint8Array) {
  const file = join(folder, "passphrase")
  writeFileSync(file, passphrase)
  const args = ["key", "generate", "--passphrase-file", file, "--out", join(folder, "key")]
  return runCli(args, { env: { HOME: folder } })
}

test.each([
  ["UTF-16", Buffer.from("\ufeffcorrect horse\r\n", "utf16le")],
  ["Latin-1", Buffer.from("pass\u00e9 et compos\u00e9\n", "latin1")],
  ["two lines", Buffer.from("correct horse\nbattery staple\n")],
  ["an empty line at its end", Buffer.from("correct horse\n\n")],
  ["a NUL", Buffer.from("correct\0horse\n")],
  ["more than anybody types", Buffer.alloc(100_000, "x")],
])("a passphrase file with %s makes no key", async (_, bytes) => {
  const { status, stderr } = await generate(bytes)
  expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringMatching(/passphrase.*\nlatchkey: hint: /) })
  expect(existsSync(join(folder, "key"))).toBe(false)
})

test.skipIf(!hasKeygen)("a byte order mark before a passphrase is no part of it", async () => {
  expect((await generate(Buffer.from("\ufeffcorrect horse\r\n"))).status).toBe(0)
  const args = ["-y", "-P", "correct horse", "-f", join(folder, "key")]
  expect(execFileSync("ssh-keygen", args, { encoding: "utf8" })).toMatch(/^ssh-ed25519 /)
})
