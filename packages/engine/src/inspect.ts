import { KeyError } from "./error.ts"
import type { Inspection, InspectionFinding, InspectOptions } from "./inspection.ts"
import { parsePublicKey } from "./public-key.ts"

/** Finds the keys in a text or file of unknown origin. Never throws for any input. */
export function inspect(input: string | Uint8Array, _options: InspectOptions = {}): Inspection {
  const text = typeof input === "string" ? input : new TextDecoder().decode(input)
  const findings: InspectionFinding[] = []
  for (const [index, content] of text.split(/\r\n|\r|\n/).entries()) {
    const line = index + 1
    if (content.trim() === "" || content.startsWith("#")) continue
    try {
      findings.push({
        kind: "public_key",
        line,
        lineEnd: line,
        key: parsePublicKey(content),
        format: "openssh",
        repairs: [],
      })
    } catch (error) {
      if (!(error instanceof KeyError)) throw error
      findings.push({ kind: "refused", line, lineEnd: line, error })
    }
  }
  return { findings, redactedText: text }
}
