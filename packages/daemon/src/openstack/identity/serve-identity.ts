import { CoreError, issueAuthToken, listScopeProjects, revokeAuthToken, showAuthToken } from "@latchkey/core"
import type { FastifyInstance, FastifyRequest } from "fastify"
import { RequestFault } from "../../http/request-fault.ts"
import type { Site } from "../../http/site.ts"
import {
  answerFaults,
  authTokenOf,
  contextOf,
  identityUrl,
  nothingHere,
  requestIdOf,
  requireActor,
  sendJson,
} from "../door.ts"
import { identityFault, WordedFault } from "../faults.ts"
import { expecting, readAuthRequest } from "./auth-request.ts"
import { renderCatalog } from "./catalog.ts"
import { linksOf, type SignedInWork } from "./identity-call.ts"
import { renderProject } from "./projects.ts"
import { serveApplicationCredentials } from "./serve-application-credentials.ts"
import { serveCatalog } from "./serve-catalog.ts"
import { serveDirectory } from "./serve-directory.ts"
import { renderAuthToken } from "./token-body.ts"
import { identityVersion, identityVersions } from "./versions.ts"

/** The identity API: its versions, auth tokens, the catalog, and who and what there is. */
export function serveIdentity(scope: FastifyInstance, site: Site): void {
  const url = () => identityUrl(site)
  const publicUrl = () => site.ports.publicUrl()

  scope.addHook("onRequest", (request, reply, done) => {
    reply.headers({ vary: "X-Auth-Token", "x-openstack-request-id": requestIdOf(request) })
    done()
  })
  answerFaults(scope, site, (error, reply) => {
    const { status, body } = identityFault(error instanceof RequestFault ? inKeystonesWords(error) : error)
    return sendJson(reply, status, body)
  })

  const signedIn: SignedInWork = (work) => async (request, reply) => {
    const context = contextOf(site, request)
    return work(context, await requireActor(context, request), request, reply)
  }

  scope.get("/", (_request, reply) => {
    reply.header("location", `${url()}/`)
    return sendJson(reply, 300, identityVersions(url()))
  })
  for (const path of ["/v3", "/v3/"]) {
    scope.get(path, (_request, reply) => sendJson(reply, 200, { version: identityVersion(url()) }))
  }

  const tokens = "/v3/auth/tokens"
  scope.post(tokens, async (request, reply) => {
    const { proof, wanted } = readAuthRequest(request.body)
    const { secret, ...described } = await issueAuthToken(contextOf(site, request), proof, wanted)
    reply.header("x-subject-token", secret)
    return sendJson(reply, 201, { token: renderAuthToken(described, publicUrl()) })
  })
  scope.get(
    tokens,
    signedIn(async (context, actor, request, reply) => {
      const subject = subjectOf(request)
      const described = await showAuthToken(context, actor, subject).catch(noSuchToken)
      reply.header("x-subject-token", subject)
      return sendJson(reply, 200, { token: renderAuthToken(described, publicUrl()) })
    }),
  )
  scope.delete(
    tokens,
    signedIn(async (context, actor, request, reply) => {
      await revokeAuthToken(context, actor, subjectOf(request)).catch(noSuchToken)
      return reply.code(204).send()
    }),
  )
  scope.get(
    "/v3/auth/catalog",
    signedIn(async (context, actor, request, reply) => {
      const { scope: project } = await showAuthToken(context, actor, authTokenOf(request) ?? "")
      if (project === undefined) {
        const message = "A project-scoped token is required to produce a service catalog."
        throw new WordedFault("forbidden", message)
      }
      return sendJson(reply, 200, { catalog: renderCatalog(publicUrl()), links: { self: `${url()}/auth/catalog` } })
    }),
  )
  scope.get(
    "/v3/auth/projects",
    signedIn(async (context, actor, request, reply) => {
      const projects = await listScopeProjects(context, actor)
      const items = projects.map(({ project }) => renderProject(project, url()))
      return sendJson(reply, 200, { projects: items, links: linksOf(request, site) })
    }),
  )
  serveDirectory(scope, site, signedIn)
  scope.all("/*", nothingHere)
  serveApplicationCredentials(scope, site, signedIn)
  serveCatalog(scope, site, signedIn)
}

/** What is wrong with a request as HTTP. */
function inKeystonesWords(fault: RequestFault): CoreError {
  if (fault.status === 413) return fault
  return fault.status === 415
    ? expecting("application/json", "Content-Type header")
    : expecting("valid JSON", "request body")
}

function subjectOf({ headers }: FastifyRequest): string {
  const subject = headers["x-subject-token"]
  if (typeof subject === "string" && subject !== "") return subject
  throw new WordedFault("not_found", "No token in the request")
}

function noSuchToken(error: unknown): never {
  if (!(error instanceof CoreError) || error.code !== "not_found") throw error
  throw new WordedFault("not_found", "Failed to validate token")
}
