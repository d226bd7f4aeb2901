import { Readable } from "node:stream"
import { apiPrefix, defaultBodyLimit, openApiDocument, type Route, type RouteName, routes } from "@latchkey/contract"
import { type Actor, anonymous, authenticate, type Context, CoreError, isAdmin, requireSignedIn } from "@latchkey/core"
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify"
import { z } from "zod"
import type { Reply } from "./call.ts"
import { requireSameOrigin } from "./cross-origin.ts"
import { logFault } from "./errors.ts"
import { handlers } from "./handlers.ts"
import { originOf } from "./origin.ts"
import { parsePart } from "./parse.ts"
import { cookieNames, proofOf } from "./proof.ts"
import type { Site } from "./site.ts"

/** Operations that give a browser its cookie: they need the CSRF token though nobody is signed in yet. */
const signsBrowserIn: ReadonlySet<RouteName> = new Set<RouteName>(["setUp", "signIn", "acceptInvitation"])

/** Serves every route of the contract. */
export function serveApi(app: FastifyInstance, site: Site): void {
  for (const [name, route] of Object.entries<Route>(routes)) if (isRouteName(name)) serveRoute(app, site, name, route)
  app.get(`${apiPrefix}/openapi.json`, () => openApiDocument(site.ports.publicUrl()))
}

/** An answer that is made while it is sent. */
function isChunks(result: unknown): result is AsyncIterable<string> {
  return typeof result === "object" && result !== null && Symbol.asyncIterator in result
}

function isRouteName(name: string): name is RouteName {
  return Object.hasOwn(routes, name)
}

function serveRoute(app: FastifyInstance, site: Site, name: RouteName, route: Route): void {
  const cookies = cookieNames(site.isHttps)
  const changes = route.method !== "GET"
  const comesFromBrowser = (request: FastifyRequest) =>
    signsBrowserIn.has(name) || proofOf(request, cookies.loginSession)?.kind === "login_session"
  const contextOf = (request: FastifyRequest): Context => ({
    ...site.ports,
    origin: originOf(request, comesFromBrowser(request) ? "console" : "http"),
  })
  const known = new WeakMap<FastifyRequest, Actor>()

  app.route({
    method: route.method,
    url: `${apiPrefix}${route.path}`,
    bodyLimit: route.bodyLimit ?? defaultBodyLimit,
    async onRequest(request) {
      // A stranger's body is read and searched up to the limit of all routes, when its length is said before.
      if (route.bodyLimit === undefined || Number(request.headers["content-length"]) <= defaultBodyLimit) return
      const actor = await actorOf(contextOf(request), route, request)
      if (route.largeFromAdmins && (actor.kind === "anonymous" || !isAdmin(actor.account))) {
        throw new CoreError("forbidden", "only administrators may send so much", { hint: "ask one of them" })
      }
      known.set(request, actor)
    },
    preHandler(request, reply, done) {
      if (!changes) return done()
      requireSameOrigin(request, site.ports.publicUrl())
      return comesFromBrowser(request) ? app.csrfProtection(request, reply, done) : done()
    },
    async handler(request, reply) {
      const context = contextOf(request)
      const result = await handlers[name]({
        context,
        actor: known.get(request) ?? (await actorOf(context, route, request)),
        params: parsePart(route.params, request.params),
        query: parsePart(route.query, request.query),
        body: parsePart(route.body, request.body),
        reply: replyOf(site, request, reply),
        gateway: site.gateway(),
        audit: site.audit,
        bundleKeys: site.bundleSigner,
        publicUrl: site.ports.publicUrl(),
        allowsInsecureHttp: site.allowsInsecureHttp,
      })
      reply.code(route.status).header("cache-control", "no-store")
      if (result === undefined) return reply.send()
      if (isChunks(result)) return reply.send(Readable.from(result))
      // Checked too: what the contract does not name must not leave.
      const answer = z.parse(route.response, result)
      return typeof answer === "string"
        ? reply.send(answer)
        : reply.type("application/json; charset=utf-8").send(JSON.stringify(answer))
    },
  })
  // Whoever is refused is refused before the body counts for anything, but after it was searched for a private key.
  async function actorOf(context: Context, { access }: Route, request: FastifyRequest): Promise<Actor> {
    if (access === "public") return anonymous
    return requireSignedIn(await authenticate(context, proofOf(request, cookies.loginSession)))
  }
}

function replyOf(site: Site, request: FastifyRequest, reply: FastifyReply): Reply {
  const { loginSession } = cookieNames(site.isHttps)
  const attributes = { path: "/", httpOnly: true, sameSite: "strict", secure: site.isHttps } as const
  return {
    keepLoginSession: (secret) => void reply.setCookie(loginSession, secret, attributes),
    forgetLoginSession: () => void reply.clearCookie(loginSession, attributes),
    csrfToken: () => reply.generateCsrf(),
    asFile: (name, mediaType) =>
      void reply.type(mediaType).header("content-disposition", `attachment; filename="${name}"`),
    logFaults(outcomes) {
      for (const outcome of outcomes) if ("error" in outcome) logFault(site.logger, outcome.error, request.id)
    },
  }
}
