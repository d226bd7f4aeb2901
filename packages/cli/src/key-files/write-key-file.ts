import { closeSync, constants, fsyncSync, lstatSync, openSync, rmSync, writeFileSync } from "node:fs"
import { CoreError } from "@latchkey/core"
import { isFileError } from "../file-error.ts"

/** A file that is to be made. */
export interface NewFile {
  readonly path: string
  readonly text: string
  readonly isSecret: boolean
}

/** Before work is done or a passphrase asked for. @throws CoreError `conflict` for a path where anything stands */
export function requireFree(path: string): void {
  if (lstatSync(path, { throwIfNoEntry: false }) !== undefined) throw taken(path)
}

/**
 * Makes all of the files, or none. Nothing is overwritten and no link followed (O_EXCL). Synchronous, so that Ctrl-C
 * falls before it or behind it.
 *
 * @throws CoreError `conflict` where one exists, `invalid` where its folder does not
 */
export function writeNewFiles(files: readonly NewFile[]): void {
  const made: string[] = []
  try {
    for (const { path, text, isSecret } of files) {
      const file = create(path, isSecret ? 0o600 : 0o644)
      made.push(path)
      try {
        writeFileSync(file, text)
        fsyncSync(file)
      } finally {
        closeSync(file)
      }
    }
  } catch (error) {
    for (const path of made) rmSync(path, { force: true })
    throw error
  }
}

function create(path: string, mode: number): number {
  try {
    return openSync(path, constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY, mode)
  } catch (error) {
    if (isFileError(error) && error.code === "EEXIST") throw taken(path)
    if (!isFileError(error) || (error.code !== "ENOENT" && error.code !== "ENOTDIR")) throw error
    throw new CoreError("invalid", `${path}: there is no such folder; nothing was written`, {
      hint: "make the folder first, or name another place with --out",
    })
  }
}

function taken(path: string): CoreError {
  return new CoreError("conflict", `${path} exists already; nothing was written`, {
    hint: "name another file with --out",
  })
}
