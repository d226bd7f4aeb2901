import { hash } from "node:crypto"
import { CoreError, type Server } from "@latchkey/core"
import type { FastifyInstance, FastifyRequest } from "fastify"

/** Requests a minute of one server: many changes in a row, and nothing that a loop gone wild could use. */
const requestsOfServer = 600
/** Requests a minute from one address with tokens that nobody has. */
const strangersRequests = 120

const timeWindow = 60_000

/** Finds the server that a request is of. */
export type LimitedServer = (
  request: FastifyRequest,
  find: (token: string | undefined) => Promise<Server>,
) => Promise<Server>

/** Limits servers each for itself, because hundreds may come from one address; what is no server's, by its address. */
export function limitHosts(scope: FastifyInstance): LimitedServer {
  const strangers = scope.createRateLimit({ max: strangersRequests, timeWindow })
  const servers = scope.createRateLimit({
    max: requestsOfServer,
    timeWindow,
    keyGenerator: (request) => hash("sha256", tokenOf(request) ?? ""),
  })
  return async (request, find) => {
    requireFree(await strangers(request, { increment: false }))
    try {
      const server = await find(tokenOf(request))
      requireFree(await servers(request))
      return server
    } catch (error) {
      if (error instanceof CoreError && error.code === "unauthenticated") await strangers(request)
      throw error
    }
  }
}

function tokenOf({ headers }: FastifyRequest): string | undefined {
  return /^Bearer +(\S{1,128}) *$/i.exec(headers.authorization ?? "")?.[1]
}

function requireFree(limit: Awaited<ReturnType<ReturnType<FastifyInstance["createRateLimit"]>>>): void {
  if (limit.isAllowed || !limit.isExceeded) return
  throw new CoreError("rate_limited", "too many requests", { retryAfter: limit.ttlInSeconds })
}
