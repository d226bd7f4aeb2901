import { setTimeout as delay } from "node:timers/promises"
import { CoreError } from "@latchkey/core"
import type { FastifyInstance } from "fastify"
import type { Site } from "./site.ts"

/** Milliseconds: a database that takes longer is of no use to whoever waits for a page. */
const patience = 2_000

/**
 * `/healthz`: the process answers. `/readyz`: requests can be sent here now. Its database answers, and it is not stopping;
 * the database's version was made right before the daemon listened at all.
 */
export function serveHealth(app: FastifyInstance, site: Site): void {
  app.get("/healthz", (_request, reply) => reply.type("text/plain").header("cache-control", "no-store").send("ok\n"))
  app.get("/readyz", async (_request, reply) => {
    if (site.isStopping()) throw new CoreError("unavailable", "Latchkey is stopping", { retryAfter: 1 })
    await withinPatience(site.ping())
    return reply.type("text/plain").header("cache-control", "no-store").send("ok\n")
  })
}

async function withinPatience(answer: Promise<void>): Promise<void> {
  const over = new AbortController()
  const tooLate = delay(patience, undefined, { signal: over.signal }).then(() => {
    throw new CoreError("unavailable", "the database answers too slowly", { retryAfter: 5 })
  })
  try {
    await Promise.race([answer, tooLate])
  } finally {
    over.abort()
    // Whichever lost says nothing any more.
    answer.catch(() => {})
    tooLate.catch(() => {})
  }
}
