import { anonymous, authenticate, CoreError, requireSignedIn } from "@latchkey/core"
import type { FastifyInstance, FastifyRequest } from "fastify"
import { isFromThisMachine, originOf } from "./origin.ts"
import { cookieNames, proofOf } from "./proof.ts"
import type { Site } from "./site.ts"

/**
 * `/metrics` for Prometheus: open to this machine itself; from elsewhere, or through a proxy, to an API token of an
 * admin that has the scope audit:read.
 */
export function serveMetrics(app: FastifyInstance, site: Site): void {
  app.get("/metrics", async (request, reply) => {
    if (!isFromThisMachine(request)) await requireReader(site, request)
    const { text, mediaType } = await site.metrics.read()
    return reply.type(mediaType).header("cache-control", "no-store").send(text)
  })
}

async function requireReader({ ports, isHttps }: Site, request: FastifyRequest): Promise<void> {
  const proof = proofOf(request, cookieNames(isHttps).loginSession)
  const context = { ...ports, origin: originOf(request, "http") }
  const actor = requireSignedIn(proof?.kind === "api_token" ? await authenticate(context, proof) : anonymous)
  if (actor.account.role !== "admin" || !actor.scopes.includes("audit:read")) {
    throw new CoreError("forbidden", "metrics are for administrators", {
      hint: "use an administrator's API token with the scope audit:read",
    })
  }
}
