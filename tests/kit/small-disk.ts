import { execFileSync } from "node:child_process"
import { mkdtempSync, rmdirSync, rmSync, statfsSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

/** A disk of a few megabytes that a test can fill. */
export interface SmallDisk {
  readonly folder: string
  /** Leaves not one free block. */
  fill(): void
  /** Takes away what `fill` wrote. */
  makeRoom(): void
  remove(): void
}

/** Mounts a small disk in memory; undefined where this user or this machine may not, which is a failure with `CI=true`. */
export function mountSmallDisk(megabytes: number): SmallDisk | undefined {
  const folder = mkdtempSync(join(tmpdir(), "latchkey-disk-"))
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${megabytes}m`, "tmpfs", folder], { stdio: "pipe" })
  } catch (cause) {
    rmdirSync(folder)
    const reason = "no small disk can be mounted here: that needs root, and a container that may mount"
    if (process.env.CI === "true") throw new Error(reason, { cause })
    process.stderr.write(`skipped: ${reason}\n`)
    return undefined
  }
  const filler = join(folder, "filler")
  return {
    folder,
    fill() {
      const { bavail, bsize } = statfsSync(folder)
      writeFileSync(filler, Buffer.alloc(bavail * bsize))
    },
    makeRoom: () => rmSync(filler, { force: true }),
    remove() {
      execFileSync("umount", ["--lazy", folder], { stdio: "pipe" })
      rmdirSync(folder)
    },
  }
}
