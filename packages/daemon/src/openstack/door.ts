import {
  type Actor,
  anonymous,
  authenticate,
  type Context,
  CoreError,
  isPrivateKeyReceived,
  recordPrivateKey,
  requireSignedIn,
  type SignedIn,
} from "@latchkey/core"
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify"
import { logFault, refusalOf } from "../http/errors.ts"
import { originOf } from "../http/origin.ts"
import type { Site } from "../http/site.ts"

/** Under which paths of this installation the APIs of OpenStack are. */
export const doorPath = "/openstack"
export const identityPath = `${doorPath}/identity`
export const computePath = `${doorPath}/compute`

/** Where the identity API's third version is, for people outside. */
export function identityUrl({ ports }: Pick<Site, "ports">): string {
  return `${ports.publicUrl()}${identityPath}/v3`
}

export function contextOf({ ports }: Pick<Site, "ports">, request: FastifyRequest): Context {
  return { ...ports, origin: originOf(request, "openstack") }
}

/** The text of the auth token that a request shows: here nothing else proves anything, no cookie and no bearer token. */
export function authTokenOf({ headers }: FastifyRequest): string | undefined {
  const header = headers["x-auth-token"]
  return typeof header === "string" && header !== "" ? header : undefined
}

/** @throws CoreError `unauthenticated` */
export async function requireActor(context: Context, request: FastifyRequest): Promise<SignedIn> {
  return requireSignedIn(await actorOf(context, request))
}

async function actorOf(context: Context, request: FastifyRequest): Promise<Actor> {
  const secret = authTokenOf(request)
  return secret === undefined ? anonymous : authenticate(context, { kind: "auth_token", secret })
}

/** OpenStack's name for a request: the one that the audit knows it by. */
export function requestIdOf({ id }: FastifyRequest): string {
  return `req-${id}`
}

/** Sends JSON, as OpenStack does under the bare media type unless another is given. */
export function sendJson(
  reply: FastifyReply,
  status: number,
  body: object,
  mediaType = "application/json",
): FastifyReply {
  // As bytes: the framework would add a charset to a text.
  const bytes = Buffer.from(JSON.stringify(body))
  return reply.code(status).headers({ "content-type": mediaType, "cache-control": "no-store" }).send(bytes)
}

/** Makes a part of the door answer errors in its API's own form. */
export function answerFaults(
  scope: FastifyInstance,
  site: Site,
  send: (error: CoreError, reply: FastifyReply) => unknown,
): void {
  scope.setErrorHandler(async (thrown, request, reply) => {
    const error = refusalOf(thrown)
    if (isPrivateKeyReceived(error)) {
      const context = contextOf(site, request)
      // Whoever it was: what was sent with a bad token was sent all the same.
      const actor = await actorOf(context, request).catch(() => anonymous)
      await recordPrivateKey(context, actor, `${request.method} ${request.routeOptions.url ?? "unknown address"}`)
    }
    logFault(site.logger, error, request.id)
    if (error.retryAfter !== undefined) reply.header("retry-after", error.retryAfter)
    if (error.code === "unauthenticated") reply.header("www-authenticate", `Keystone uri="${identityUrl(site)}"`)
    return send(error, reply)
  })
}

/**
 * What every path answers that no other route takes: a route rather than a handler of what is not found, which comes after
 * the console.
 *
 * @throws CoreError `not_found`
 */
export function nothingHere(): never {
  throw new CoreError("not_found", "The resource could not be found.", {
    hint: "of OpenStack Latchkey has key pairs, and of identity what leads to them",
  })
}
