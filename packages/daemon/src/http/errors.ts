import { csrfHeader, statusOf } from "@latchkey/contract"
import { CoreError, toCoreError } from "@latchkey/core"
import type { FastifyReply, FastifyRequest } from "fastify"
import type { Logger } from "../log.ts"
import { renderProblem } from "./render/problem.ts"
import { RequestFault } from "./request-fault.ts"

/** The one place where whatever was thrown becomes an answer. */
export function sendProblem(logger: Logger, thrown: unknown, request: FastifyRequest, reply: FastifyReply) {
  const error = refusalOf(thrown)
  logFault(logger, error, request.id)
  const status = error instanceof RequestFault ? error.status : statusOf[error.code]
  if (error.retryAfter !== undefined) reply.header("retry-after", error.retryAfter)
  if (error.code === "unauthenticated") reply.header("www-authenticate", "Bearer")
  return reply
    .code(status)
    .header("x-request-id", request.id)
    .header("cache-control", "no-store")
    .type("application/problem+json")
    .send(JSON.stringify(renderProblem(error, request.id, status)))
}

/** Writes down what is not the caller's doing, with the request's id and the cause that nobody is shown. */
export function logFault(logger: Logger, thrown: unknown, requestId: string): void {
  const error = toCoreError(thrown)
  if (error.code === "internal") logger.error({ requestId, err: error.cause ?? error }, "a request failed")
  else if (error.code === "unavailable") logger.warn({ requestId, err: error.cause }, error.message)
}

const jsonHint = "send one JSON object in UTF-8"

/** Fastify's own refusals, by their codes. Their messages can quote the request: none is passed on. */
const frameworkErrors: Readonly<Record<string, () => CoreError>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: () =>
    new RequestFault(413, "the body is larger than this operation takes", "send less at once"),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: () =>
    new RequestFault(415, "the body is not JSON", "send it with the header content-type: application/json"),
  FST_ERR_CTP_INVALID_JSON_BODY: () => new RequestFault(400, "the body is not valid JSON", jsonHint),
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: () => new RequestFault(400, "the body is not as long as its header says"),
  FST_ERR_BAD_URL: () => new RequestFault(400, "the address is not a valid URL"),
  FST_ERR_MAX_PARAM_LENGTH: () => noSuchPath(),
  FST_CSRF_MISSING_SECRET: () => csrfMissing(),
  FST_CSRF_INVALID_TOKEN: () => csrfMissing(),
  // The caller hung up: nobody reads the answer.
  ECONNRESET: () => new RequestFault(400, "the body ended early"),
}

/** Whatever was thrown, also by the framework, as what the caller is told. */
export function refusalOf(thrown: unknown): CoreError {
  return fromFramework(thrown) ?? toCoreError(thrown)
}

function fromFramework(thrown: unknown): CoreError | undefined {
  if (!(thrown instanceof Error) || !("code" in thrown) || typeof thrown.code !== "string") return undefined
  return Object.hasOwn(frameworkErrors, thrown.code) ? frameworkErrors[thrown.code]?.() : undefined
}

export function noSuchPath(): CoreError {
  return new CoreError("not_found", "there is nothing at this address", {
    hint: "/api/v1/openapi.json lists every operation",
  })
}

function csrfMissing(): CoreError {
  return new CoreError("forbidden", "the CSRF token is missing or not this browser's", {
    hint: "reload the page, then try again",
    // By this the console knows it from all else that is forbidden.
    fields: [{ path: csrfHeader, message: "ask for a new one" }],
  })
}
