import { type Context, type SignedIn, showAuthToken } from "@latchkey/core"
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify"
import { z } from "zod"
import { RequestFault } from "../../http/request-fault.ts"
import type { Site } from "../../http/site.ts"
import {
  answerFaults,
  authTokenOf,
  computePath,
  contextOf,
  nothingHere,
  requestIdOf,
  requireActor,
  sendJson,
} from "../door.ts"
import { computeFault, type RenderedFault, WordedFault } from "../faults.ts"
import type { ServeCompute } from "./compute-call.ts"
import { formatMicroversion, readMicroversion, requireServed, versionHeaders } from "./microversion.ts"
import { serveKeyPairs } from "./serve-key-pairs.ts"
import { serveQuota } from "./serve-quota.ts"
import { computeVersion, computeVersions } from "./versions.ts"

/** The compute API: its versions, key pairs, and how many of them one may have. */
export function serveCompute(scope: FastifyInstance, site: Site): void {
  const url = () => `${site.ports.publicUrl()}${computePath}/v2.1`

  scope.addHook("onRequest", (request, reply, done) => {
    const id = requestIdOf(request)
    reply.headers({ "x-openstack-request-id": id, "x-compute-request-id": id })
    const version = readMicroversion(request.headers)
    const text = formatMicroversion(version)
    reply.headers({
      "openstack-api-version": `compute ${text}`,
      "x-openstack-nova-api-version": text,
      vary: [...versionHeaders],
    })
    requireServed(version)
    done()
  })
  const send = (reply: FastifyReply, { status, body }: RenderedFault, mediaType: string) =>
    sendJson(reply, status, body, mediaType)
  answerFaults(scope, site, (error, reply) => {
    // Nova asks for its version only once it knows who asks.
    if (error.code === "unauthenticated") {
      for (const name of [...versionHeaders, "vary"]) reply.removeHeader(name)
      return send(reply, computeFault(error), "application/json")
    }
    const isMalformed = error instanceof RequestFault && error.status === 400
    const said = isMalformed ? new WordedFault("invalid", "Malformed request body") : error
    return send(reply, computeFault(said), "application/json; charset=UTF-8")
  })

  scope.get("/", (_request, reply) => sendJson(reply, 200, computeVersions(url())))
  for (const path of ["/v2.1", "/v2.1/"])
    scope.get(path, (_request, reply) => sendJson(reply, 200, computeVersion(url())))

  const serve: ServeCompute = (method, path, work) => {
    for (const prefix of ["/v2.1", "/v2.1/:project"]) {
      scope.route({
        method,
        url: `${prefix}${path}`,
        async handler(request, reply) {
          const context = contextOf(site, request)
          const actor = await requireActor(context, request)
          const { project } = Params.parse(request.params)
          if (project === undefined) return work({ context, actor, request, reply, url: url() })
          await requireOwnScope(context, actor, request, project)
          return work({ context, actor, request, reply, url: `${url()}/${project}` })
        },
      })
    }
  }
  serveKeyPairs(serve)
  serveQuota(serve)
  // Nova tells nobody what there is before it knows who asks.
  scope.all("/*", async (request) => {
    await requireActor(contextOf(site, request), request)
    nothingHere()
  })
}

const Params = z.object({ project: z.string().optional() })

/** @throws CoreError `invalid` when the path names another project than the auth token */
async function requireOwnScope(
  context: Context,
  actor: SignedIn,
  request: FastifyRequest,
  project: string,
): Promise<void> {
  const { scope } = await showAuthToken(context, actor, authTokenOf(request) ?? "")
  const own = scope?.project.id
  if (project === own) return
  const message = `Malformed request URL: URL's project_id '${project}' doesn't match Context's project_id '${own ?? "None"}'`
  throw new WordedFault("invalid", message)
}
