import { readFileSync } from "node:fs"

/** A key file that a real tool made. */
export function vector(path: string): string {
  return readFileSync(new URL(`../../../../vectors/${path}`, import.meta.url), "utf8")
}
