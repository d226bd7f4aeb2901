// What the tests take from node:fs and node:path to read vectors, over the files that the bundle holds.
import { files } from "virtual:vectors"

function bytesOf(path: string): Uint8Array {
  const name = path.slice(path.indexOf("/vectors/") + "/vectors/".length)
  const data = files[name]
  if (data === undefined) throw new Error(`the bundle has no vector ${name}`)
  return Uint8Array.from(atob(data), (character) => character.charCodeAt(0))
}

export function readFileSync(path: string, encoding?: "utf8"): string | Uint8Array {
  const bytes = bytesOf(path)
  return encoding === undefined ? bytes : new TextDecoder().decode(bytes)
}

export function readdirSync(folder: string): readonly string[] {
  const start = `${folder.slice(folder.indexOf("/vectors/") + "/vectors/".length)}/`
  return Object.keys(files).flatMap((name) => (name.startsWith(start) ? [name.slice(start.length)] : []))
}

/** Paths are only made to be read here: what leads to the vectors needs no resolving. */
export function join(...parts: readonly string[]): string {
  return parts.join("/")
}
