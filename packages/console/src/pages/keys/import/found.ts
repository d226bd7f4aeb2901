import type { KeyJudgement } from "@latchkey/core"
import type { FormatName, KeyErrorCode, PublicKey, RepairCode } from "@latchkey/engine"

/** A public key that could be registered, in plain data that a worker can hand over. */
export type Candidate = {
  readonly key: PublicKey
  readonly fingerprint: string
  /** What is sent when it is imported, and nothing else: one canonical line. */
  readonly publicLine: string
  /** The comment with everything invisible escaped. */
  readonly comment: string
  readonly proposedName: string
  readonly judgement: KeyJudgement
}

/** One thing that stands in a text or file. `line` is the 1-based line at which it starts. */
export type Found = { readonly line: number } & (
  | {
      readonly kind: "key"
      readonly candidate: Candidate
      readonly format: FormatName
      readonly repairs: readonly RepairCode[]
      /** The options that stood before the key, escaped. */
      readonly droppedOptions?: string
    }
  | PrivateFound
  /** The place where a private key stood before it was taken out. */
  | { readonly kind: "removed" }
  | {
      readonly kind: "refused"
      readonly code: KeyErrorCode
      readonly message: string
      readonly hint?: string
    }
)

/** A private key that was caught; nothing of its body is here. */
export type PrivateFound = {
  readonly kind: "private_key"
  readonly line: number
  readonly format: FormatName
  readonly encrypted: boolean
  /** Its public half, where it could be read without a passphrase. */
  readonly half?: Candidate
}

/** What a text or file holds, in the order of its lines. */
export type InspectedText = {
  readonly found: readonly Found[]
  /** The text with each private key replaced by a line that says so. */
  readonly safeText: string
}
