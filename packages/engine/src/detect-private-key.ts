import type { FindingLines } from "./inspection.ts"
import { MAX_INPUT_LENGTH } from "./limits.ts"
import type { PrivateFormatName } from "./private-format.ts"
import { findPrivateBlocks } from "./scan/private-blocks.ts"

/** Where a private key stands in a text, and in which format. */
export interface DetectedPrivateKey extends FindingLines {
  readonly format: PrivateFormatName
  readonly encrypted: boolean
}

/**
 * The first private key anywhere in `text`, in any format, whole or damaged, with JSON or URL escapes or without;
 * undefined when there is none. For doors that must refuse one before they look at what they were sent. Only the first
 * {@link MAX_INPUT_LENGTH} characters are read.
 */
export function detectPrivateKey(text: string): DetectedPrivateKey | undefined {
  const block = findPrivateBlocks(text.slice(0, MAX_INPUT_LENGTH).replaceAll("\0", ""))[0]
  if (block === undefined) return undefined
  const { format, encrypted, line, lineEnd } = block
  return { format, encrypted, line, lineEnd }
}
