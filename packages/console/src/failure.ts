import { ApiError, type Problem } from "@latchkey/contract"
import { CoreError, type ErrorCode, type FieldError } from "@latchkey/core"
import { i18n } from "@lingui/core"
import { msg, plural } from "@lingui/core/macro"
import { fieldWords, generalWords, type OperationWords, type Words } from "./failure-words.ts"

/** A failed request or check in words for people: full sentences. */
export type Failure = {
  readonly message: string
  readonly hint?: string
  /** To quote to whoever runs the installation. */
  readonly requestId?: string
}

/** What the daemon answers one item of several with, or a whole request. */
type Refusal = Pick<Problem, "code" | "detail"> & {
  readonly hint?: string | undefined
  readonly fields?: readonly FieldError[] | undefined
  /** In seconds. */
  readonly retryAfter?: number | undefined
}

/** Failures whose cause is the same whatever was tried: the general words are better than the daemon's. */
const alwaysGeneral: ReadonlySet<ErrorCode> = new Set(["unavailable", "internal", "unauthenticated"])

/** The daemon writes for terminals too: lower case, no full stop. */
export function sentence(text: string): string {
  const capital = text.charAt(0).toUpperCase() + text.slice(1)
  return /[.!?…]$/.test(capital) ? capital : `${capital}.`
}

function isRefusal(error: unknown): error is ApiError | CoreError {
  return error instanceof ApiError || error instanceof CoreError
}

/** The daemon speaks this language only; other readers get words that are known for the code. */
export function isDaemonsLanguage(): boolean {
  return i18n.locale === "en"
}

function wordsOfField(code: ErrorCode, { path }: FieldError): Words | undefined {
  return fieldWords[`${code} ${path.split(".").at(-1)}`]
}

function wordsOf({ code, fields = [] }: Refusal, operation: OperationWords): Words | undefined {
  if (alwaysGeneral.has(code)) return generalWords[code]
  if (isDaemonsLanguage()) return undefined
  const ofField = fields.map((field) => wordsOfField(code, field)).find((words) => words !== undefined)
  return operation[code] ?? ofField ?? generalWords[code]
}

/** A refusal for people. `operation` has words for what its codes mean where it was tried. */
export function describeRefusal(refusal: Refusal, operation: OperationWords = {}): Omit<Failure, "requestId"> {
  const words = wordsOf(refusal, operation)
  if (words === undefined) {
    return { message: sentence(refusal.detail), ...(refusal.hint !== undefined && { hint: sentence(refusal.hint) }) }
  }
  const { retryAfter: seconds } = refusal
  const wait =
    refusal.code === "rate_limited" && seconds !== undefined
      ? plural(seconds, { one: "Wait # second.", other: "Wait # seconds." })
      : undefined
  return { message: i18n._(words.message), hint: wait ?? i18n._(words.hint) }
}

/** What went wrong, for people. `operation` as in `describeRefusal`. */
export function describeFailure(error: unknown, operation?: OperationWords): Failure {
  if (!isRefusal(error)) {
    return { message: i18n._(msg`Something went wrong in this page.`), hint: i18n._(msg`Load it again.`) }
  }
  const { code, message, hint, fields, retryAfter } = error
  return {
    ...describeRefusal({ code, detail: message, hint, fields, retryAfter }, operation),
    ...(error instanceof ApiError && error.requestId !== undefined && { requestId: error.requestId }),
  }
}

/** Whether the daemon answered that nobody, or nobody any more, is signed in. */
export function isSignedOut(error: unknown): boolean {
  return error instanceof ApiError && error.code === "unauthenticated"
}

/**
 * The errors of the fields that a form shows, by their dotted paths, as sentences; the form says the others as a whole.
 * `operation` as in `describeRefusal`.
 */
export function fieldErrorsOf(
  error: unknown,
  shown: readonly string[],
  operation: OperationWords = {},
): Readonly<Record<string, string>> {
  if (!isRefusal(error)) return {}
  const { code, fields = [] } = error
  const words = (field: FieldError) =>
    isDaemonsLanguage()
      ? sentence(field.message)
      : i18n._((operation[code] ?? wordsOfField(code, field) ?? generalWords[code]).message)
  return Object.fromEntries(
    fields.filter(({ path }) => shown.includes(path)).map((field) => [field.path, words(field)]),
  )
}
