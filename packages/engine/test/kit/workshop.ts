import { spawnSync } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll } from "vitest"
import type { Run } from "./ssh-keygen.ts"

/** A folder of a test file's own in which real tools work; it is removed behind the last test. */
export interface Workshop {
  readonly folder: string
  /** Writes a file that only the owner may read. */
  write(name: string, contents: string | Uint8Array): void
  read(name: string): string
  readBytes(name: string): Uint8Array
  /** Runs a program in the folder, with `input` on its standard input. */
  run(program: string, args: readonly string[], input?: string | Uint8Array): Run
  /** As `run`, and an error unless the program succeeds. */
  must(program: string, args: readonly string[], input?: string | Uint8Array): string
}

/** Opens a workshop. Call it at the top of a test file or `describe`. */
export function openWorkshop(environment: Readonly<Record<string, string>> = {}): Workshop {
  const folder = mkdtempSync(join(tmpdir(), "latchkey-engine-"))
  afterAll(() => rmSync(folder, { recursive: true }))
  const run = (program: string, args: readonly string[], input: string | Uint8Array = ""): Run => {
    const env = { ...process.env, LC_ALL: "C.UTF-8", TZ: "UTC", ...environment }
    const { status, stdout, stderr } = spawnSync(program, args, { cwd: folder, encoding: "utf8", env, input })
    return { status, stdout, stderr }
  }
  return {
    folder,
    write: (name, contents) => writeFileSync(join(folder, name), contents, { mode: 0o600 }),
    read: (name) => readFileSync(join(folder, name), "utf8"),
    readBytes: (name) => Uint8Array.from(readFileSync(join(folder, name))),
    run,
    must(program, args, input) {
      const { status, stdout, stderr } = run(program, args, input)
      if (status !== 0) throw new Error(`${program} ${args.join(" ")} failed: ${stderr}`)
      return stdout
    },
  }
}
