import { anonymous, authenticate, type Context, isPrivateKeyReceived, recordPrivateKey } from "@latchkey/core"
import type { FastifyRequest } from "fastify"
import { originOf } from "./origin.ts"
import { cookieNames, proofOf } from "./proof.ts"
import type { Site } from "./site.ts"

/** Writes down what was refused before any action was asked for: a private key, wherever it was sent. */
export async function auditRefusal(site: Site, error: unknown, request: FastifyRequest): Promise<void> {
  if (!isPrivateKeyReceived(error)) return
  const proof = proofOf(request, cookieNames(site.isHttps).loginSession)
  const door = proof?.kind === "login_session" ? "console" : "http"
  const context: Context = { ...site.ports, origin: originOf(request, door) }
  // Whoever it was: what was sent with a bad token was sent all the same.
  const actor = await authenticate(context, proof).catch(() => anonymous)
  // The pattern: the address itself can hold the key.
  await recordPrivateKey(context, actor, `${request.method} ${request.routeOptions.url ?? "unknown address"}`)
}
