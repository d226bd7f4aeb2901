import { isIP } from "node:net"
import type { Door, Origin } from "@latchkey/core"
import type { FastifyRequest } from "fastify"
import { deviceOf } from "./device.ts"

/**
 * Where a request came from: the last hop that is not a trusted proxy. What a proxy passes on unread need not be an
 * address; then the connection's own counts.
 */
export function originOf(request: FastifyRequest, door: Door): Origin {
  const address = isIP(request.ip) === 0 ? request.socket.remoteAddress : request.ip
  const device = door === "console" ? deviceOf(request.headers["user-agent"]) : undefined
  return {
    door,
    requestId: request.id,
    ...(address !== undefined && { address: address.replace(/^::ffff:(?=\d+\.)/i, "") }),
    ...(device !== undefined && { device }),
  }
}

/** Whether a request came from this machine itself, not through a proxy that runs here. */
export function isFromThisMachine(request: FastifyRequest): boolean {
  const { headers, socket } = request
  if (headers["x-forwarded-for"] !== undefined || headers.forwarded !== undefined) return false
  return /^(::ffff:)?127\.|^::1$/.test(socket.remoteAddress ?? "")
}
