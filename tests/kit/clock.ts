import { mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import type { DaemonOptions } from "./daemon.ts"

/** A clock that a test moves forth and back, for a daemon in a process of its own. */
export interface Clock {
  /** To be merged into the daemon's options. */
  readonly options: Required<Pick<DaemonOptions, "program" | "env">>
  now(): number
  move(milliseconds: number): void
  remove(): void
}

/** A clock that goes as the machine's does until it is moved. */
export function newClock(): Clock {
  const folder = mkdtempSync(join(tmpdir(), "latchkey-clock-"))
  const file = join(folder, "offset")
  let offset = 0
  const write = () => {
    // At once: the daemon must never read a half.
    writeFileSync(`${file}.new`, String(offset))
    renameSync(`${file}.new`, file)
  }
  write()
  return {
    options: {
      program: [fileURLToPath(new URL("daemon-with-clock.ts", import.meta.url))],
      env: { TEST_CLOCK: file },
    },
    now: () => Date.now() + offset,
    move(milliseconds) {
      offset += milliseconds
      write()
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
