import type { FastifyInstance } from "fastify"
import type { Site } from "../http/site.ts"
import { serveCompute } from "./compute/serve-compute.ts"
import { computePath, identityPath } from "./door.ts"
import { serveIdentity } from "./identity/serve-identity.ts"

/** The APIs that clients of OpenStack speak: identity (Keystone) version 3 and compute (Nova) version 2.1. */
export async function serveOpenStack(app: FastifyInstance, site: Site): Promise<void> {
  await app.register(async (scope) => serveIdentity(scope, site), { prefix: identityPath })
  await app.register(async (scope) => serveCompute(scope, site), { prefix: computePath })
}
