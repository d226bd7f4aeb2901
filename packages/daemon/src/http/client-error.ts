import { randomUUID } from "node:crypto"
import type { Socket } from "node:net"
import { CoreError } from "@latchkey/core"
import { renderProblem } from "./render/problem.ts"

/**
 * Answers what is not HTTP, or came too slowly, and closes the connection. The error carries the raw bytes of the
 * request: it is not logged.
 */
export function answerUnreadable(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === "ECONNRESET" || socket.destroyed) return
  const [status, reason] =
    error.code === "ERR_HTTP_REQUEST_TIMEOUT"
      ? [408, "the request came too slowly"]
      : error.code === "HPE_HEADER_OVERFLOW"
        ? [431, "the request's address and headers are too long"]
        : [400, "this is not an HTTP request"]
  const problem = renderProblem(new CoreError("invalid", reason), randomUUID(), status)
  const body = JSON.stringify(problem)
  const head = [
    `HTTP/1.1 ${status} ${problem.title}`,
    "content-type: application/problem+json",
    `content-length: ${Buffer.byteLength(body)}`,
    "connection: close",
  ]
  socket.end(`${head.join("\r\n")}\r\n\r\n${body}`)
}
