import { STATUS_CODES } from "node:http"
import { type Problem, statusOf } from "@latchkey/contract"
import { type CoreError, toCoreError } from "@latchkey/core"

/** A refusal as it stands inside of an answer that succeeded as a whole. */
export function renderRefusal(thrown: unknown): Pick<Problem, "code" | "detail" | "hint" | "fields"> {
  const { code, message, hint, fields } = toCoreError(thrown)
  return {
    code,
    detail: message,
    ...(hint !== undefined && { hint }),
    ...(fields !== undefined && { fields: [...fields] }),
  }
}

/** @param status where it says more than the code's own: 413 and 415 are `invalid` too */
export function renderProblem(error: CoreError, requestId: string, status: number = statusOf[error.code]): Problem {
  return { type: "about:blank", title: STATUS_CODES[status] ?? "Error", status, ...renderRefusal(error), requestId }
}
