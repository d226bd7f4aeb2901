import type { Command } from "commander"
import { complete } from "../completion/candidates.ts"
import { filesMark } from "../completion/script.ts"

/**
 * `latchkey complete`: what can stand next, one a line, a tab before its description; what shells ask.
 *
 * @param patience milliseconds: somebody waits with a finger on Tab, so what is not known by then is left out
 */
export async function printCandidates(program: Command, words: readonly string[], patience: number): Promise<void> {
  const nothingInTime = setTimeout(() => process.exit(), patience)
  // Only names need what talks to a daemon.
  const { candidates, files } = await complete(program, words, async (placeholder, typed, before) => {
    const { valuesFor } = await import("../completion/values.ts")
    return valuesFor(placeholder, typed, before)
  })
  clearTimeout(nothingInTime)
  const lines = candidates.map(({ value, description }) => [value, description].filter(Boolean).join("\t"))
  const text = [...lines, ...(files ? [filesMark] : [])].map((line) => `${line}\n`).join("")
  // Nothing else may follow, as a notice of what expires.
  process.stdout.write(text, () => process.exit())
}
