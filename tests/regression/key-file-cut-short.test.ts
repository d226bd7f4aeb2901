// The fault: `latchkey key generate` wrote a file with one call, and looked at no answer. A disk with some room left took the
// first part of the private key, and the command said that all was well.

import { execFile } from "node:child_process"
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { promisify } from "node:util"
import { expect, test } from "vitest"

const run = promisify(execFile)
const writer = new URL("../../packages/cli/src/key-files/write-key-file.ts", import.meta.url).href

test("a key file that does not fit is an error, and leaves nothing", async () => {
  const folder = mkdtempSync(join(tmpdir(), "latchkey-cut-short-"))
  try {
    const file = join(folder, "id_rsa")
    const program = join(folder, "write.mjs")
    writeFileSync(
      program,
      `import { writeNewFiles } from ${JSON.stringify(writer)}
      writeNewFiles([{ path: ${JSON.stringify(file)}, text: "x".repeat(5000), isSecret: true }])`,
    )
    // Takes files of 2 KiB or 1 KiB, as the shell counts blocks: the part that fits is written without an error.
    const limited = run("sh", ["-c", `ulimit -f 2 && exec "$@"`, "sh", process.execPath, program])
    await expect(limited).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining("EFBIG") })
    expect(existsSync(file)).toBe(false)
    expect(readdirSync(folder)).toEqual(["write.mjs"])
  } finally {
    rmSync(folder, { recursive: true })
  }
})
