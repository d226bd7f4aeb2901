import type { FastifyInstance } from "fastify"
import type { Site } from "./site.ts"

/** `/healthz`: the process answers. `/readyz`: its database answers too. */
export function serveHealth(app: FastifyInstance, site: Site): void {
  app.get("/healthz", (_request, reply) => reply.type("text/plain").header("cache-control", "no-store").send("ok\n"))
  app.get("/readyz", async (_request, reply) => {
    await site.ping()
    return reply.type("text/plain").header("cache-control", "no-store").send("ok\n")
  })
}
