import { STATUS_CODES } from "node:http"
import { CoreError, type CoreErrorOptions, type ErrorCode } from "@latchkey/core"
import { RequestFault } from "../http/request-fault.ts"

/** An error in the words that OpenStack has for it, which replace those of core. */
export class WordedFault extends CoreError {
  /** Where it says more than the code's own. */
  readonly status: number | undefined

  constructor(code: ErrorCode, message: string, options: CoreErrorOptions & { readonly status?: number } = {}) {
    super(code, message, options)
    this.status = options.status
  }
}

/** How each error is answered: the status, and what the compute API calls the fault. */
const faults = {
  invalid: { status: 400, name: "badRequest" },
  not_found: { status: 404, name: "itemNotFound" },
  unauthenticated: { status: 401, name: "unauthorized" },
  forbidden: { status: 403, name: "forbidden" },
  conflict: { status: 409, name: "conflictingRequest" },
  quota_exceeded: { status: 403, name: "forbidden" },
  rate_limited: { status: 429, name: "overLimit" },
  unavailable: { status: 503, name: "serviceUnavailable" },
  not_implemented: { status: 501, name: "notImplemented" },
  internal: { status: 500, name: "computeFault" },
} as const satisfies Record<ErrorCode, { readonly status: number; readonly name: string }>

/** What the compute API calls the faults of statuses that are one code here. */
const namesOfStatus: Readonly<Record<number, string>> = { 406: "computeFault", 413: "overLimit", 415: "badMediaType" }

const needsAuthentication = "The request you have made requires authentication."

/** An error as one of the two APIs answers it. */
export interface RenderedFault {
  readonly status: number
  readonly body: object
}

/** As Keystone: `{"error": {"code", "message", "title"}}`. */
export function identityFault(error: CoreError): RenderedFault {
  const status = statusOf(error)
  const message = error.code === "unauthenticated" && !isWorded(error) ? whyNobody(error) : sentence(error)
  return { status, body: { error: { code: status, message, title: STATUS_CODES[status] ?? "Error" } } }
}

/** Who proves nothing is told nothing of accounts and projects; whoever did is told what is wrong with the rest. */
function whyNobody({ fields, message }: CoreError): string {
  return fields === undefined ? needsAuthentication : withReason(needsAuthentication, message)
}

/** As Nova: `{"badRequest": {"code", "message"}}`, but where nobody has proved to be anybody. */
export function computeFault(error: CoreError): RenderedFault {
  const status = statusOf(error)
  if (error.code === "unauthenticated") {
    return { status, body: { error: { code: status, title: "Unauthorized", message: needsAuthentication } } }
  }
  const name = namesOfStatus[status] ?? faults[error.code].name
  const retryAfter = error.retryAfter === undefined ? {} : { retryAfter: String(error.retryAfter) }
  return { status, body: { [name]: { code: status, message: sentence(error), ...retryAfter } } }
}

/** Words of OpenStack, and after them our reason. */
export function withReason(words: string, reason: string): string {
  return `${words} (${reason})`
}

function sentence(error: CoreError): string {
  return isWorded(error) || error.hint === undefined ? error.message : withReason(error.message, error.hint)
}

function isWorded(error: CoreError): boolean {
  return error instanceof WordedFault
}

function statusOf(error: CoreError): number {
  const special = error instanceof WordedFault || error instanceof RequestFault ? error.status : undefined
  return special ?? faults[error.code].status
}
