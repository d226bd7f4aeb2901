import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"

/** The folder of key files that real tools made. */
const folder = join(import.meta.dirname, "../../../../vectors")

/** What ssh-keygen says about the key in a file. */
export interface ExpectedKey {
  readonly file: string
  /** `encrypted`, or `comment-differs` where a tool wrote a comment of its own. */
  readonly note: string
  readonly type: string
  readonly bits: number
  readonly sha256: string
  readonly md5: string
  readonly comment: string
  /** Type and base64. */
  readonly line: string
  readonly randomart: string
}

/** Every valid file with what ssh-keygen says. */
export const expectedKeys: readonly ExpectedKey[] = JSON.parse(readFileSync(join(folder, "expected.json"), "utf8"))

/** The bytes of a vector. */
export function readVector(file: string): Uint8Array {
  return readFileSync(join(folder, file))
}

/** The text of a vector. */
export function readVectorText(file: string): string {
  return readFileSync(join(folder, file), "utf8")
}

/** The names of the files in a folder of the vectors, with that folder. */
export function listVectors(name: string): readonly string[] {
  return readdirSync(join(folder, name)).map((file) => `${name}/${file}`)
}

/** The public line of a vector without its line end. */
export function publicLine(name: string): string {
  return readVectorText(`valid/public/${name}.pub`).trimEnd()
}
