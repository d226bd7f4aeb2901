import { KeyError, MAX_FINDINGS, parseAuthorizedKeys } from "@latchkey/engine"
import { type ContentsOptions, type Entry, type ErrorEntry, optionWords } from "./entry.ts"
import { readOther } from "./other-contents.ts"

/** The lines of a list of keys that is too long to be repaired; undefined for a text in which no line holds a key. */
export async function readKeyLines(
  bytes: Uint8Array,
  { fileName }: ContentsOptions,
): Promise<readonly Entry[] | undefined> {
  const entries: Entry[] = []
  const errors: ErrorEntry[] = []
  for (const [index, read] of parseAuthorizedKeys(new TextDecoder().decode(bytes)).entries()) {
    if (read.kind === "blank") continue
    const line = index + 1
    const isPlain = read.kind === "entry" && read.entry.warnings.length === 0
    const other = isPlain ? undefined : await readOther(read.text, line, fileName)
    if (other !== undefined) entries.push(other)
    else if (read.kind === "refused") errors.push({ line, error: read.error })
    else {
      const { key, options, warnings } = read.entry
      const before = options.length > 0 && { options: optionWords(options), warnings }
      entries.push({ line, format: "openssh", key, repairs: [], ...before })
    }
    if (errors.length >= MAX_FINDINGS) {
      errors.push({ error: new KeyError("limit_exceeded", `more than ${MAX_FINDINGS} of its lines hold no key`) })
      break
    }
  }
  return entries.length === 0 ? undefined : [...entries, ...errors]
}
