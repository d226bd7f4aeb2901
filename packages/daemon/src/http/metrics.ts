import { anonymous, authenticate, CoreError, isAdmin, requireSignedIn } from "@latchkey/core"
import type { FastifyInstance, FastifyRequest } from "fastify"
import { isFromThisMachine, originOf } from "./origin.ts"
import { cookieNames, proofOf } from "./proof.ts"
import type { Site } from "./site.ts"

/**
 * `/metrics` for Prometheus: open to this machine itself; from elsewhere, or through a proxy, or where a proxy is not
 * named in LATCHKEY_TRUST_PROXY, to an API token of an admin that has the scope audit:read.
 */
export function serveMetrics(app: FastifyInstance, site: Site): void {
  app.get("/metrics", async (request, reply) => {
    if (!isOpenTo(request, site)) await requireReader(site, request)
    const { text, mediaType } = await site.metrics.read()
    return reply.type(mediaType).header("cache-control", "no-store").send(text)
  })
}

function isOpenTo(request: FastifyRequest, { isHttps, trustProxy }: Site): boolean {
  // With https there is a proxy. One that is not declared need not say for whom it asks: then everyone looks local.
  const isUndeclaredProxy = isHttps && trustProxy.length === 0
  return !isUndeclaredProxy && isFromThisMachine(request)
}

async function requireReader({ ports, isHttps }: Site, request: FastifyRequest): Promise<void> {
  const proof = proofOf(request, cookieNames(isHttps).loginSession)
  const context = { ...ports, origin: originOf(request, "http") }
  const actor = requireSignedIn(proof?.kind === "api_token" ? await authenticate(context, proof) : anonymous)
  if (!isAdmin(actor.account) || !actor.scopes.includes("audit:read")) {
    throw new CoreError("forbidden", "metrics are for administrators", {
      hint: "use an administrator's API token with the scope audit:read",
    })
  }
}
