import { ApiError } from "@latchkey/contract"
import { CoreError, type ErrorCode } from "@latchkey/core"
import { i18n, type MessageDescriptor } from "@lingui/core"
import { msg } from "@lingui/core/macro"

/** A failed request or check in words for people: full sentences. */
export type Failure = {
  readonly message: string
  readonly hint?: string
  /** To quote to whoever runs the installation. */
  readonly requestId?: string
}

/** Failures whose cause is the same whatever was tried; the others bring their own words. */
const general: { readonly [code in ErrorCode]?: { message: MessageDescriptor; hint: MessageDescriptor } } = {
  unavailable: { message: msg`Latchkey does not answer.`, hint: msg`Check that it runs, then try again.` },
  internal: { message: msg`Something went wrong in Latchkey itself.`, hint: msg`Try again.` },
  unauthenticated: { message: msg`You are not signed in.`, hint: msg`Sign in again.` },
}

/** The daemon writes for terminals too: lower case, no full stop. */
export function sentence(text: string): string {
  const capital = text.charAt(0).toUpperCase() + text.slice(1)
  return /[.!?…]$/.test(capital) ? capital : `${capital}.`
}

function isRefusal(error: unknown): error is ApiError | CoreError {
  return error instanceof ApiError || error instanceof CoreError
}

/** What went wrong, for people. */
export function describeFailure(error: unknown): Failure {
  if (!isRefusal(error)) {
    return { message: i18n._(msg`Something went wrong in this page.`), hint: i18n._(msg`Load it again.`) }
  }
  const known = general[error.code]
  const hint = known === undefined ? error.hint && sentence(error.hint) : i18n._(known.hint)
  return {
    message: known === undefined ? sentence(error.message) : i18n._(known.message),
    ...(hint !== undefined && { hint }),
    ...(error instanceof ApiError && error.requestId !== undefined && { requestId: error.requestId }),
  }
}

/** Whether the daemon answered that nobody, or nobody any more, is signed in. */
export function isSignedOut(error: unknown): boolean {
  return error instanceof ApiError && error.code === "unauthenticated"
}

/** The errors of single fields, by the field's dotted path, as sentences. */
export function fieldErrorsOf(error: unknown): Readonly<Record<string, string>> {
  if (!isRefusal(error)) return {}
  return Object.fromEntries((error.fields ?? []).map(({ path, message }) => [path, sentence(message)]))
}
