import {
  anonymous,
  authenticate,
  type Context,
  isPrivateKeyReceived,
  recordPrivateKey,
  recordRefusedRequest,
} from "@latchkey/core"
import type { FastifyRequest } from "fastify"
import { refusalOf } from "./errors.ts"
import { originOf } from "./origin.ts"
import { cookieNames, proofOf } from "./proof.ts"
import type { Site } from "./site.ts"

/** Writes down what this door refused by itself: a private key, wherever it was sent; a request from another site. */
export async function auditRefusal(site: Site, error: unknown, request: FastifyRequest): Promise<void> {
  const refusal = refusalOf(error)
  const isPrivateKey = isPrivateKeyReceived(refusal)
  if (!isPrivateKey && refusal.code !== "forbidden") return
  const proof = proofOf(request, cookieNames(site.isHttps).loginSession)
  const door = proof?.kind === "login_session" ? "console" : "http"
  const context: Context = { ...site.ports, origin: originOf(request, door) }
  // Whoever it was: what was sent with a bad token was sent all the same.
  const actor = await authenticate(context, proof).catch(() => anonymous)
  // The pattern: the address itself can hold the key.
  const operation = `${request.method} ${request.routeOptions.url ?? "unknown address"}`
  if (isPrivateKey) await recordPrivateKey(context, actor, operation)
  else await recordRefusedRequest(context, actor, operation, refusal)
}
