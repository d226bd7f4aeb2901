import type { KeyError } from "./error.ts"
import type { PrivateFormatName } from "./private-format.ts"
import type { PublicKey } from "./public-key.ts"
import type { PrivateBlock } from "./scan/private-blocks.ts"

/** Every format in which a key was found. `spki` and `pkcs1` are PEM public keys. */
export type FormatName = "openssh" | "rfc4716" | "spki" | "pkcs1" | PrivateFormatName

/** What was put right while reading. */
export type RepairCode =
  | "byte_order_mark_removed"
  | "utf16_decoded"
  | "latin1_decoded"
  | "carriage_returns_removed"
  | "spaces_removed"
  | "invisible_characters_removed"
  | "quotes_removed"
  | "quote_marks_removed"
  | "prompt_removed"
  | "markdown_removed"
  | "prefix_removed"
  | "json_escapes_removed"
  | "wrapped_lines_joined"
  | "key_spaces_removed"
  | "second_key_split"
  | "key_shortened"
  | "key_type_renamed"
  | "key_type_added"
  | "armor_repaired"
  | "text_around_removed"
  | "comment_cut"

/** One repair and the words for it. */
export interface Repair {
  readonly code: RepairCode
  readonly message: string
}

/** Where a finding stands: 1-based lines of the text, both included. */
export interface FindingLines {
  readonly line: number
  readonly lineEnd: number
}

/** A public key that can be used as it is. */
export interface PublicKeyFinding extends FindingLines {
  readonly kind: "public_key"
  readonly key: PublicKey
  readonly format: FormatName
  readonly repairs: readonly Repair[]
  /** authorized_keys options that stood before the key and are not part of it, verbatim. */
  readonly droppedOptions?: string
}

/** A private key. Nothing of its body is kept. */
export interface PrivateKeyFinding extends FindingLines {
  readonly kind: "private_key"
  readonly format: PrivateFormatName
  readonly encrypted: boolean
  /** Present when it was asked for and could be read, which for some formats needs the passphrase. */
  readonly publicHalf?: PublicKey
  /** Why there is no `publicHalf` where it was asked for. */
  readonly error?: KeyError
  readonly repairs: readonly Repair[]
  /** What to tell the person who pasted it. */
  readonly advice: string
}

/** A line or block that is not a usable key, and why. */
export interface RefusedFinding extends FindingLines {
  readonly kind: "refused"
  readonly error: KeyError
}

/** One thing that was found in a text. */
export type InspectionFinding = PublicKeyFinding | PrivateKeyFinding | RefusedFinding

/** What a text or file of unknown origin holds. */
export interface Inspection {
  /** In the order of the text. */
  readonly findings: readonly InspectionFinding[]
  /** The text with each private block replaced by `[ private key removed: 8 lines, nothing was sent ]`. */
  readonly redactedText: string
  /** Present when nothing was found: what this is instead, or what a public key looks like. */
  readonly advice?: string
}

/** What the caller knows beside the text. */
export interface InspectOptions {
  /** How the advice calls an empty file. */
  readonly fileName?: string
  /**
   * How the public halves of private keys are read: `readPublicHalf` of `@latchkey/engine/private`. Without it they
   * are not, and the formats, ciphers and curves that this takes need not be loaded.
   */
  readonly readPublicHalf?: (block: PrivateBlock, passphrase?: string) => PublicKey
  /** Tried on private keys whose public half is encrypted; on the first few, lest the work have no bound. */
  readonly passphrase?: string
}
