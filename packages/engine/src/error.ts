/**
 * Every way in which reading or writing a key can fail. The list is closed: callers may switch on it.
 *
 * - `format_unknown`: no known format; `format_invalid`: a known format with a fault in it
 * - `truncated`: the end is missing; `trailing_data`: something follows the end
 * - `type_unknown`: a key type nobody here has heard of; `type_unsupported`: known, and not usable here
 * - `passphrase_required`, `passphrase_wrong`: the private half is encrypted
 * - `key_mismatch`: two parts that must agree differ (outer and inner type, public and private half, a MAC)
 * - `certificate_invalid`, `signature_invalid`: a certificate or signature that does not hold
 * - `limit_exceeded`: larger or more work than `limits.ts` allows
 */
export type KeyErrorCode =
  | "format_unknown"
  | "format_invalid"
  | "truncated"
  | "trailing_data"
  | "type_unknown"
  | "type_unsupported"
  | "passphrase_required"
  | "passphrase_wrong"
  | "key_mismatch"
  | "certificate_invalid"
  | "signature_invalid"
  | "limit_exceeded"

/** What to do about a private key's file that is damaged. */
export const DAMAGED_HINT = "use another copy of the file"

/** What a {@link KeyError} may carry beside its code and message. */
export interface KeyErrorDetails {
  /** 1-based line of the text that was read. */
  readonly line?: number
  /** What the person can do about it: a lower-case clause without a final full stop. */
  readonly hint?: string
  readonly cause?: unknown
}

/**
 * The only error that the engine throws for foreign input. `message` and `hint` are safe to show: they never hold
 * a part of a private key, and foreign words in them went through `toPrintable`.
 */
export class KeyError extends Error {
  override readonly name = "KeyError"
  readonly code: KeyErrorCode
  readonly line?: number
  readonly hint?: string

  constructor(code: KeyErrorCode, message: string, details: KeyErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.code = code
    if (details.line !== undefined) this.line = details.line
    if (details.hint !== undefined) this.hint = details.hint
  }

  /** The same error for a known line of the text. */
  atLine(line: number): KeyError {
    const { hint, cause } = this
    return new KeyError(this.code, this.message, { line, ...(hint === undefined ? {} : { hint }), cause })
  }
}
