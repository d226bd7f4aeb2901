import { execFileSync } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { expect, test } from "vitest"
import { requireTool } from "../kit/tools.ts"

const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "")

/** Of systemd's own scale from 0 (nothing is exposed) to 100. */
const mostExposed = 25

test("the systemd unit is one that systemd takes, and lets the daemon reach little", (context) => {
  const analyze = requireTool("systemd-analyze", "systemd", context)
  const folder = mkdtempSync(join(tmpdir(), "latchkey-unit-"))
  try {
    // systemd looks whether the program is there.
    const unit = readFileSync(join(root, "packaging/latchkey.service"), "utf8").replaceAll("/opt/latchkey", root)
    const path = join(folder, "latchkey.service")
    writeFileSync(path, unit)
    expect(run(analyze, ["verify", "--man=no", path])).toBe("")
    const judged = run(analyze, ["security", "--offline=yes", `--threshold=${mostExposed}`, path])
    expect(judged).toContain("Overall exposure level")
  } finally {
    rmSync(folder, { recursive: true })
  }
})

/** Both outputs; fails when the program does. */
function run(program: string, args: readonly string[]): string {
  return execFileSync("/bin/sh", ["-c", 'exec "$0" "$@" 2>&1', program, ...args], { encoding: "utf8" })
}
