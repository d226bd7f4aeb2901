// The fault: white space at the end of a comment was dropped before the checksum of a .ppk file was computed. Files of PuTTYgen's,
// and our own, were called changed, and the key could not be opened.

import { execFileSync } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { formatPrivateKey, generateKey, parsePrivateKey } from "@latchkey/engine/private"
import { expect, test } from "vitest"
import { requireTool } from "../kit/tools.ts"

const hasPuttygen = requireTool("puttygen", "putty-tools") !== undefined
const passphrase = "correct horse"

test.skipIf(!hasPuttygen)("PuTTYgen's file is opened", async () => {
  const folder = mkdtempSync(join(tmpdir(), "latchkey-comment-"))
  try {
    writeFileSync(join(folder, "passphrase"), passphrase)
    const made = ["-t", "ed25519", "-q", "--random-device", "/dev/urandom", "-C", "alice's laptop ", "-o", "key.ppk"]
    execFileSync("puttygen", [...made, "--new-passphrase", "passphrase"], { cwd: folder })
    const file = readFileSync(join(folder, "key.ppk"), "utf8")
    expect((await parsePrivateKey(file, { passphrase })).publicKey.comment).toBe("alice's laptop")
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test("our own file is opened, and one to whose lines a terminal has put spaces", async () => {
  const fingerprintOf = async (text: string) => (await parsePrivateKey(text)).publicKey.blob
  const ending = await generateKey(undefined, { comment: "alice's laptop " })
  expect(await fingerprintOf(await formatPrivateKey(ending, { format: "ppk" }))).toEqual(ending.publicKey.blob)
  const plain = await generateKey(undefined, { comment: "alice's laptop" })
  const padded = (await formatPrivateKey(plain, { format: "ppk" })).replaceAll("\n", "   \n")
  expect(await fingerprintOf(padded)).toEqual(plain.publicKey.blob)
})
