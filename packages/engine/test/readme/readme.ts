import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { supportMatrix } from "./support.ts"

const path = join(import.meta.dirname, "../../README.md")
const place = /(?<=<!-- support: made by test\/readme\/write\.ts -->\n)[\s\S]*?(?=\n<!-- end of support -->)/

/** The engine's README as it is. */
export function readReadme(): string {
  return readFileSync(path, "utf8")
}

/** The engine's README with the matrix that holds now. */
export async function currentReadme(): Promise<string> {
  const matrix = await supportMatrix()
  return readReadme().replace(place, () => matrix)
}

export function writeReadme(text: string): void {
  writeFileSync(path, text)
}
