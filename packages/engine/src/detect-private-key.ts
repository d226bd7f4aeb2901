import type { FindingLines, PrivateFormatName } from "./inspection.ts"

/** Where a private key stands in a text, and in which format. */
export interface DetectedPrivateKey extends FindingLines {
  readonly format: PrivateFormatName
  readonly encrypted: boolean
}

/** The first private key anywhere in `text`, in any format; undefined when there is none. */
export function detectPrivateKey(text: string): DetectedPrivateKey | undefined {
  const found = /BEGIN [A-Z0-9 ]*PRIVATE KEY|PuTTY-User-Key-File-\d/.exec(text)
  if (found === null) return undefined
  const line = text.slice(0, found.index).split("\n").length
  return { format: "pem-private", line, lineEnd: line, encrypted: false }
}
