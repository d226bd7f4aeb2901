import { basename } from "node:path"
import { CoreError, defaultKeyPolicy, judgeKey } from "@latchkey/core"
import { type InspectionFinding, inspect, type KeyError, MAX_INPUT_LENGTH, type PublicKey } from "@latchkey/engine"
import { readPublicHalf } from "@latchkey/engine/private"
import { fileLabel, printNote, readInput, stdinArgument } from "./io.ts"

/** A text that may hold keys, and where it came from. */
export interface KeySource {
  /** How it is called in messages. */
  readonly label: string
  /** Names keys that have no comment. */
  readonly fileName?: string
  readonly text: string | Uint8Array
}

/** One place of a source: a public key that may be sent, or why there is none. */
export type Found = {
  /** Which source, from 0, and which of its lines, from 1. */
  readonly item: number
  readonly line: number
} & ({ readonly key: PublicKey } | { readonly error: CoreError })

/** Reads a file, or stdin for `-`. */
export async function readSource(path: string): Promise<KeySource> {
  const text = await readInput(path, MAX_INPUT_LENGTH)
  return path === stdinArgument ? { label: fileLabel(path), text } : { label: path, fileName: basename(path), text }
}

/**
 * All that a source holds, but for what no policy takes; the daemon judges the rest by its own. Says what was repaired or left out on the way. Of a
 * private key only the public half comes out of here.
 */
export function searchSource(source: KeySource, item: number): readonly Found[] {
  const { text, fileName } = source
  const { findings, advice } = inspect(text, { readPublicHalf, ...(fileName !== undefined && { fileName }) })
  if (findings.length === 0) {
    return [{ item, line: 1, error: new CoreError("invalid", "there is no key in it", { hint: advice }) }]
  }
  return findings.map((finding) => {
    const place = { item, line: finding.line }
    const outcome = publicKeyIn(finding)
    if (outcome instanceof CoreError) return { ...place, error: outcome }
    sayWhatWasDone(`${source.label}:${finding.line}`, finding)
    return { ...place, key: outcome }
  })
}

function publicKeyIn(finding: InspectionFinding): PublicKey | CoreError {
  if (finding.kind === "refused") return refusal(finding.error)
  const key = finding.kind === "public_key" ? finding.key : finding.publicHalf
  if (key === undefined) {
    return finding.kind === "private_key" && finding.error !== undefined
      ? refusal(finding.error, "add its public half: the file that ends in .pub")
      : new CoreError("invalid", "this is a private key whose public half cannot be read; nothing was sent", {
          hint: "add its public half: the file that ends in .pub",
        })
  }
  const judgement = judgeKey(defaultKeyPolicy, key)
  if (judgement.verdict !== "refused") return key
  const [{ message, hint }] = judgement.concerns
  return new CoreError("invalid", message, { hint })
}

function refusal(error: KeyError, hint?: string): CoreError {
  return new CoreError("invalid", error.message, { hint: error.hint ?? hint, cause: error })
}

function sayWhatWasDone(place: string, finding: InspectionFinding): void {
  if (finding.kind === "refused") return
  if (finding.kind === "private_key") {
    printNote(`${place}: this is a private key: only its public half is read and sent, the rest stays here`)
  }
  for (const repair of finding.repairs) printNote(`${place}: ${repair.message}`)
  if (finding.kind === "public_key" && finding.droppedOptions !== undefined) {
    printNote(`${place}: these options are not part of the key and were left out: ${finding.droppedOptions}`)
  }
}
