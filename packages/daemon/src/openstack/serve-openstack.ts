import type { FastifyInstance } from "fastify"
import type { Site } from "../http/site.ts"
import { serveCompute } from "./compute/serve-compute.ts"
import { answerFaults, computePath, doorPath, identityPath, identityUrl, sendJson } from "./door.ts"
import { identityFault, WordedFault } from "./faults.ts"
import { serveIdentity } from "./identity/serve-identity.ts"
import { identityVersions } from "./identity/versions.ts"

/** The APIs that clients of OpenStack speak: identity (Keystone) version 3 and compute (Nova) version 2.1. */
export async function serveOpenStack(app: FastifyInstance, site: Site): Promise<void> {
  await app.register(async (scope) => serveAround(scope, site), { prefix: doorPath })
  await app.register(async (scope) => serveIdentity(scope, site), { prefix: identityPath })
  await app.register(async (scope) => serveCompute(scope, site), { prefix: computePath })
}

/** Leads whoever has half of the address to the rest, which is where every client begins. */
function serveAround(scope: FastifyInstance, site: Site): void {
  answerFaults(scope, site, (error, reply) => {
    const { status, body } = identityFault(error)
    return sendJson(reply, status, body)
  })
  scope.get("/", (_request, reply) => sendJson(reply, 300, identityVersions(identityUrl(site))))
  scope.all("/*", () => {
    const message = `There is nothing here: OpenStack's clients begin at ${identityUrl(site)}`
    throw new WordedFault("not_found", message)
  })
}
