import { execFileSync } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { expect, test } from "vitest"
import { startDaemon } from "../kit/daemon.ts"
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

test("the systemd unit starts the daemon with the limits of its memory that `latchkey serve` sets", async () => {
  const unit = readFileSync(join(root, "packaging/latchkey.service"), "utf8")
  const [, words = ""] = /^ExecStart=\/opt\/latchkey\/node_modules\/.bin\/node (.*)$/m.exec(unit) ?? []
  const [program = "", ...args] = words.split(" ")
  const daemon = await startDaemon({ program: [join(root, program), ...args] })
  try {
    const told = (name: string) => readFileSync(`/proc/${daemon.pid}/${name}`, "utf8").split("\0")
    expect(told("cmdline")).toContain("--max-semi-space-size=8")
    expect(told("cmdline")).toContain(join(root, "packages/daemon/src/main.ts"))
    expect(told("environ")).toContain("MALLOC_ARENA_MAX=1")
  } finally {
    await daemon.stop()
  }
})

/** Both outputs; fails when the program does. */
function run(program: string, args: readonly string[]): string {
  return execFileSync("/bin/sh", ["-c", 'exec "$0" "$@" 2>&1', program, ...args], { encoding: "utf8" })
}
