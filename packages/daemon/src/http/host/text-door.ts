import { statusOf } from "@latchkey/contract"
import { privateKeyReceived } from "@latchkey/core"
import { detectPrivateKey } from "@latchkey/engine"
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify"
import { logFault, refusalOf } from "../errors.ts"
import { auditRefusal } from "../refused-requests.ts"
import { RequestFault } from "../request-fault.ts"
import type { Site } from "../site.ts"
import { withoutForeignLines } from "./login-text.ts"

/** Makes a part of the door speak plain text, which sh reads: bodies, answers and errors. */
export function speakText(scope: FastifyInstance, site: Site): void {
  scope.removeAllContentTypeParsers()
  scope.addContentTypeParser<Buffer>("*", { parseAs: "buffer" }, (_request, body, done) => {
    const text = body.toString("utf8")
    // A server sends public lines of the files that it has: one that someone put a private key into must not go further.
    done(detectPrivateKey(withoutForeignLines(text)) === undefined ? null : privateKeyReceived(), text)
  })
  scope.setErrorHandler(async (error, request, reply) => {
    await auditRefusal(site, error, request)
    return sendTextProblem(site, error, request, reply)
  })
}

function sendTextProblem({ logger }: Site, thrown: unknown, request: FastifyRequest, reply: FastifyReply) {
  const error = refusalOf(thrown)
  logFault(logger, error, request.id)
  if (error.retryAfter !== undefined) reply.header("retry-after", error.retryAfter)
  const hint = error.hint === undefined ? "" : `latchkey: hint: ${error.hint}\n`
  return reply
    .code(error instanceof RequestFault ? error.status : statusOf[error.code])
    .header("cache-control", "no-store")
    .type("text/plain; charset=utf-8")
    .send(`latchkey: error: ${error.message}\n${hint}`)
}
