import { defaultKeyPolicy, judgeKey, proposeKeyName } from "@latchkey/core"
import {
  fingerprintSha256,
  formatPublicKey,
  type InspectionFinding,
  inspect,
  type PublicKey,
  toPrintable,
} from "@latchkey/engine"
import type { Candidate, Found, InspectedText } from "./found.ts"

/** The line that stands where a private key stood. */
const removedLine = /^\[ private key removed: \d+ lines?, nothing was sent \]$/gm

/**
 * Finds the keys in a text or file, judges and names them. A text that was inspected and made safe before keeps the
 * places of its private keys as `removed`.
 */
export function inspectText(input: string | Uint8Array, fileName?: string): InspectedText {
  const removed: Found[] = []
  const rest =
    typeof input !== "string"
      ? input
      : input.replace(removedLine, (_, offset: number) => {
          removed.push({ kind: "removed", line: input.slice(0, offset).split("\n").length })
          return ""
        })
  const { findings, redactedText, advice } = inspect(rest, fileName === undefined ? {} : { fileName })
  const found = findings.map((finding) => foundIn(finding, fileName))
  const isNew = findings.some(({ kind }) => kind === "private_key")
  return {
    found: [...found, ...removed].sort((left, right) => left.line - right.line),
    safeText: isNew || typeof input !== "string" ? withRemovedLines(redactedText, removed) : input,
    ...(advice !== undefined && removed.length === 0 && { advice }),
  }
}
