import { spawnSync } from "node:child_process"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

/** What a program printed, and how it ended. */
export interface Run {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs a program on a file with these contents, which only the owner may read; `FILE` in the arguments is its path. */
export function runOnFile(program: string, args: readonly string[], contents: string | Uint8Array): Run {
  const folder = mkdtempSync(join(tmpdir(), "latchkey-engine-"))
  try {
    const file = join(folder, "key")
    writeFileSync(file, contents, { mode: 0o600 })
    const run = spawnSync(
      program,
      args.map((arg) => (arg === "FILE" ? file : arg)),
      // In another locale ssh-keygen writes what is not ASCII as escapes.
      { encoding: "latin1", env: { ...process.env, LC_ALL: "C.UTF-8" } },
    )
    return { status: run.status, stdout: run.stdout, stderr: run.stderr }
  } finally {
    rmSync(folder, { recursive: true })
  }
}
