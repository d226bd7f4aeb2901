/**
 * Every way an action can fail, for all doors. Each door has one table from code to its own form
 * (HTTP status, OpenStack fault, exit status), checked with `satisfies Record<ErrorCode, ...>`.
 */
export const errorCodes = [
  /** The request itself is wrong; sending it again unchanged fails again. */
  "invalid",
  /** No such thing, or the actor may not know that it exists. */
  "not_found",
  /** Nobody, or nobody any more, is signed in. */
  "unauthenticated",
  /** The actor may know of the thing, but may not do this to it. */
  "forbidden",
  /** It clashes with something that is already there. */
  "conflict",
  /** A limit set for the account or project is reached. */
  "quota_exceeded",
  /** Too many tries; `retryAfter` says when the next one is looked at. */
  "rate_limited",
  /** A part that is needed does not answer now; nothing was changed. */
  "unavailable",
  /** Known, but this installation cannot do it. */
  "not_implemented",
  /** A fault of ours. */
  "internal",
] as const

export type ErrorCode = (typeof errorCodes)[number]

/**
 * The exit status of each code, for the CLI and for commands over SSH alike. 255 is not among them: it is ssh's own
 * (ssh(1), "EXIT STATUS").
 */
export const exitStatusOf = {
  invalid: 2,
  not_found: 3,
  unauthenticated: 4,
  forbidden: 4,
  conflict: 5,
  quota_exceeded: 6,
  rate_limited: 7,
  unavailable: 7,
  not_implemented: 1,
  internal: 1,
} as const satisfies Record<ErrorCode, number>

/** What is wrong with one field of a request; `path` is dotted, as `keys.0.name`. */
export interface FieldError {
  readonly path: string
  readonly message: string
}

export interface CoreErrorOptions {
  /** What to do about it, in one sentence. */
  readonly hint?: string | undefined
  readonly fields?: readonly FieldError[] | undefined
  /** Seconds until a retry makes sense; only with `rate_limited` and `unavailable`. */
  readonly retryAfter?: number | undefined
  /** What is not safe to show: logged with the request id, never rendered. */
  readonly cause?: unknown
}

/** The one error type that actions throw. `message` and `hint` are always safe to show. */
export class CoreError extends Error {
  override readonly name = "CoreError"
  readonly code: ErrorCode
  readonly hint: string | undefined
  readonly fields: readonly FieldError[] | undefined
  readonly retryAfter: number | undefined

  constructor(code: ErrorCode, message: string, options: CoreErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.hint = options.hint
    this.fields = options.fields
    this.retryAfter = options.retryAfter
  }
}

/** Whatever was thrown, as a CoreError: what is not one becomes `internal`, with the original as its cause. */
export function toCoreError(thrown: unknown): CoreError {
  return thrown instanceof CoreError
    ? thrown
    : new CoreError("internal", "something went wrong on our side", {
        hint: "try again; if it happens again, quote the request id to whoever runs this Latchkey",
        cause: thrown,
      })
}
