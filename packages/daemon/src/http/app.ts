import { randomUUID } from "node:crypto"
import cookie from "@fastify/cookie"
import csrfProtection from "@fastify/csrf-protection"
import rateLimiting from "@fastify/rate-limit"
import { csrfHeader, defaultBodyLimit, eventsPath } from "@latchkey/contract"
import { privateKeyReceived } from "@latchkey/core"
import fastify, { type FastifyInstance } from "fastify"
import { serveApi } from "./api.ts"
import { readBodies, urlHoldsPrivateKey } from "./body.ts"
import { answerUnreadable } from "./client-error.ts"
import { serveConsole } from "./console.ts"
import { noSuchPath, sendProblem } from "./errors.ts"
import { serveEvents } from "./events.ts"
import { serveHealth } from "./health.ts"
import { bundlePath, serveHosts } from "./host/serve-hosts.ts"
import { serveMetrics } from "./metrics.ts"
import { cookieNames } from "./proof.ts"
import { servePublishedKeys } from "./published-keys.ts"
import { rateLimit } from "./rate-limit.ts"
import { auditRefusal } from "./refused-requests.ts"
import { securityHeaders } from "./security-headers.ts"
import type { Site } from "./site.ts"
import { forgetBody } from "./unread-body.ts"

/** A request has this long to arrive whole, in milliseconds. */
const requestTimeout = 30_000

/** Another door that is reached over HTTP. */
export type DoorOverHttp = (app: FastifyInstance, site: Site) => Promise<void>

/** The HTTP door, ready to listen, and those that are reached through it. */
export async function createApp(site: Site, doors: readonly DoorOverHttp[] = []): Promise<FastifyInstance> {
  const { logger, isHttps, metrics, trustProxy } = site
  const protect = securityHeaders(isHttps)
  const app = fastify({
    // Nothing of the framework's is logged: its messages can quote addresses and bodies.
    logger: false,
    genReqId: () => randomUUID(),
    requestTimeout,
    bodyLimit: defaultBodyLimit,
    trustProxy: trustProxy.length > 0 && [...trustProxy],
    forceCloseConnections: "idle",
    return503OnClosing: false,
    clientErrorHandler: answerUnreadable,
    // No hook has seen such a request.
    frameworkErrors(error, request, reply) {
      protect(request, reply)
      void sendProblem(logger, error, request, reply)
    },
  })
  app.setErrorHandler(async (error, request, reply) => {
    await auditRefusal(site, error, request)
    return sendProblem(logger, error, request, reply)
  })

  app.addHook("onRequest", (request, reply, done) => {
    protect(request, reply)
    reply.header("x-request-id", request.id)
    // Else a proxy would keep the connection, and send the next request into its end.
    if (site.isStopping()) reply.header("connection", "close")
    done(urlHoldsPrivateKey(request.url) ? privateKeyReceived() : undefined)
  })
  app.addHook("onSend", async (request, reply) => {
    if (reply.statusCode >= 400) await forgetBody(request.raw)
  })
  app.addHook("onResponse", (request, reply, done) => {
    // The pattern: the address itself can hold what must not be written down.
    const route = request.routeOptions.url ?? ""
    // A stream lasts for hours, and a poll is held: among the times of answers they would tell nothing.
    if ((route === eventsPath || route === bundlePath) && reply.statusCode < 300) return done()
    const answered = { method: request.method, route, status: reply.statusCode, seconds: reply.elapsedTime / 1000 }
    metrics.countRequest(answered)
    logger.debug({ requestId: request.id, ...answered }, "answered")
    done()
  })

  await app.register(rateLimiting, rateLimit)
  await app.register(cookie)
  await app.register(csrfProtection, {
    cookieKey: cookieNames(isHttps).csrf,
    cookieOpts: { path: "/", httpOnly: true, sameSite: "strict", secure: isHttps },
    getToken: (request) => request.headers[csrfHeader]?.toString(),
  })
  app.setNotFoundHandler({ preHandler: app.rateLimit() }, () => {
    throw noSuchPath()
  })

  readBodies(app)
  serveApi(app, site)
  serveEvents(app, site)
  await serveHosts(app, site)
  serveHealth(app, site)
  serveMetrics(app, site)
  for (const serve of doors) await serve(app, site)
  servePublishedKeys(app, site)
  await serveConsole(app, site)
  return app
}
