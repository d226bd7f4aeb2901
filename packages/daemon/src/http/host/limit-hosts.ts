import { hash } from "node:crypto"
import { CoreError, type Host } from "@latchkey/core"
import type { FastifyInstance, FastifyRequest } from "fastify"

/** Requests a minute of one server: many changes in a row, and nothing that a loop gone wild could use. */
const requestsOfServer = 600
/** Requests a minute from one address with tokens that nobody has. */
const strangersRequests = 120

const timeWindow = 60_000

/** How often one server may do what costs more than a poll. */
interface Limit {
  readonly max: number
  readonly timeWindow: number
}

/** Versions above ours: a restored database brings one. */
export const overtakes: Limit = { max: 5, timeWindow: 3_600_000 }
/** Lists of found keys, which can be long. */
export const foundReports: Limit = { max: 30, timeWindow }

/** Finds the server that a request is of. */
export type LimitedServer = (
  request: FastifyRequest,
  find: (token: string | undefined) => Promise<Host>,
) => Promise<Host>

/** Limits servers each for itself, because hundreds may come from one address; what is no server's, by its address. */
export function limitHosts(scope: FastifyInstance): LimitedServer {
  const strangers = scope.createRateLimit({ max: strangersRequests, timeWindow })
  const servers = scope.createRateLimit({
    max: requestsOfServer,
    timeWindow,
    keyGenerator: serverKey,
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

/** Limits one thing that servers do, each for itself, wherever it runs. @throws CoreError `rate_limited` */
export function limitEach(scope: FastifyInstance, limit: Limit): (request: FastifyRequest) => Promise<void> {
  const servers = scope.createRateLimit({ ...limit, keyGenerator: serverKey, allowList: [] })
  return async (request) => requireFree(await servers(request))
}

const serverKey = (request: FastifyRequest) => hash("sha256", tokenOf(request) ?? "")

function tokenOf({ headers }: FastifyRequest): string | undefined {
  return /^Bearer +(\S{1,128}) *$/i.exec(headers.authorization ?? "")?.[1]
}

function requireFree(limit: Awaited<ReturnType<ReturnType<FastifyInstance["createRateLimit"]>>>): void {
  if (limit.isAllowed || !limit.isExceeded) return
  throw new CoreError("rate_limited", "too many requests", { retryAfter: limit.ttlInSeconds })
}
