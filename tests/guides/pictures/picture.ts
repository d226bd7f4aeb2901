import { execFileSync } from "node:child_process"
import { mkdirSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { findTool } from "../../kit/tools.ts"
import { guidesFolder } from "../guide-files.ts"

/** A picture, at twice the size in which it is shown; `file` is its place in `docs/guides/pictures`. */
export interface Picture {
  readonly file: string
  readonly png: Buffer
}

/** Writes a picture with no more colours than it needs. */
export function keepPicture({ file, png }: Picture): void {
  const pngquant = findTool("pngquant")
  if (pngquant === undefined) throw new Error("pngquant is missing: install the Debian package pngquant")
  const reduced = execFileSync(pngquant, ["--quality", "80-98", "--speed", "1", "--strip", "-"], { input: png })
  const path = join(guidesFolder, "pictures", file)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, reduced)
  process.stdout.write(`${file}: ${reduced.length} bytes\n`)
}
