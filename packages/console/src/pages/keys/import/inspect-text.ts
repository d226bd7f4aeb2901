import { defaultKeyPolicy, judgeKey, type KeyPolicy, proposeKeyName } from "@latchkey/core"
import {
  fingerprintSha256,
  formatPublicKey,
  type InspectionFinding,
  inspect,
  type PublicKey,
  toPrintable,
} from "@latchkey/engine"
import { readPublicHalf } from "@latchkey/engine/private"
import type { Candidate, Found, InspectedText } from "./found.ts"

/** What the engine writes in the place of a private key; what stood beside the key on its line stays there. */
const removedMark = /\[ private key removed: \d+ lines?, nothing was sent \]/g

/** Finds the keys in a text or file, judges and names them. What stands in the place of a private key is `removed`. */
export function inspectText(
  input: string | Uint8Array,
  policy: KeyPolicy = defaultKeyPolicy,
  fileName?: string,
): InspectedText {
  const options = { readPublicHalf, ...(fileName !== undefined && { fileName }) }
  const lines = typeof input === "string" ? input.split("\n") : []
  const removed = lines.flatMap((line, index): Found[] =>
    Array.from(line.matchAll(removedMark), () => ({ kind: "removed", line: index + 1 })),
  )
  // The mark is no part of what stands around it.
  const rest = removed.length === 0 ? input : lines.map((line) => line.replaceAll(removedMark, "")).join("\n")
  const { findings, redactedText } = inspect(rest, options)
  const found = [...findings.map((finding) => foundIn(finding, policy, fileName)), ...removed]
  return {
    found: found.sort((left, right) => left.line - right.line),
    safeText: removed.length === 0 ? redactedText : inspect(input, options).redactedText,
  }
}

function foundIn(finding: InspectionFinding, policy: KeyPolicy, fileName: string | undefined): Found {
  const { line } = finding
  switch (finding.kind) {
    case "public_key": {
      const { key, format, repairs, droppedOptions } = finding
      return {
        kind: "key",
        line,
        candidate: candidateOf(key, policy, fileName),
        format,
        repairs: repairs.map(({ code }) => code),
        ...(droppedOptions !== undefined && { droppedOptions: toPrintable(droppedOptions) }),
      }
    }
    case "private_key": {
      const { format, encrypted, publicHalf } = finding
      const half = publicHalf === undefined ? {} : { half: candidateOf(publicHalf, policy, fileName) }
      return { kind: "private_key", line, format, encrypted, ...half }
    }
    case "refused": {
      const { code, message, hint } = finding.error
      return { kind: "refused", line, code, message, ...(hint !== undefined && { hint }) }
    }
  }
}

function candidateOf(key: PublicKey, policy: KeyPolicy, fileName: string | undefined): Candidate {
  return {
    key,
    fingerprint: fingerprintSha256(key.blob),
    publicLine: formatPublicKey(key),
    comment: toPrintable(key.comment),
    proposedName: proposeKeyName(key, fileName),
    judgement: judgeKey(policy, key),
  }
}
