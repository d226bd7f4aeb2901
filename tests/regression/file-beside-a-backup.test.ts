// The fault: while it wrote a backup to FILE, `latchkey backup` used FILE.tmp, and removed whatever had that name before.

import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, test } from "vitest"
import { writeBackup } from "../../packages/daemon/src/backup/backup-file.ts"
import { writeRecords } from "../../packages/daemon/src/backup/records.ts"

test("a backup leaves the files beside it alone", async () => {
  const folder = mkdtempSync(join(tmpdir(), "latchkey-beside-"))
  try {
    const file = join(folder, "latchkey.backup")
    writeFileSync(`${file}.tmp`, "somebody's")
    const head = { createdAt: new Date().toISOString(), schema: 1, installation: "x", tables: [] }
    const nothing = (async function* () {})()
    const written = await writeBackup(file, writeRecords(head, [], nothing), "correct horse battery staple", () => {})
    expect(written.verified).toBe(true)
    expect(readdirSync(folder).sort()).toEqual(["latchkey.backup", "latchkey.backup.tmp"])
    expect(readFileSync(`${file}.tmp`, "utf8")).toBe("somebody's")
  } finally {
    rmSync(folder, { recursive: true })
  }
})
