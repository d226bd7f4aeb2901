import { type ApiToken, CoreError, lookUpApiTokens, lookUpProjectsOf } from "@latchkey/core"
import type { FastifyInstance } from "fastify"
import { z } from "zod"
import type { Site } from "../../http/site.ts"
import { identityUrl, sendJson } from "../door.ts"
import { WordedFault, withReason } from "../faults.ts"
import { linksOf, type SignedInWork } from "./identity-call.ts"

const Params = z.object({ user: z.string(), id: z.string().optional() })
const Filter = z.object({ name: z.string().optional() }).catch({})

/** API tokens, which are OpenStack's application credentials. What makes and deletes them is elsewhere. */
export function serveApplicationCredentials(scope: FastifyInstance, site: Site, signedIn: SignedInWork): void {
  const path = "/v3/users/:user/application_credentials"
  const render = (user: string, projectId: string | null, { id, name, expiresAt }: ApiToken) => ({
    ...{ id, name, description: "", project_id: projectId, unrestricted: false, roles: [] },
    expires_at: expiresAt === undefined ? null : `${new Date(expiresAt).toISOString().slice(0, 19)}.000000`,
    links: { self: `${identityUrl(site)}/users/${user}/application_credentials/${id}` },
  })

  scope.get(
    path,
    signedIn(async (context, actor, request, reply) => {
      const { user } = Params.parse(request.params)
      const { name } = Filter.parse(request.query)
      const tokens = await lookUpApiTokens(context, actor, user).catch(refusing("list_application_credentials"))
      const [home] = await lookUpProjectsOf(context, actor, user)
      const found = tokens.filter((token) => (name ?? token.name) === token.name)
      const items = found.map((token) => render(user, home?.project.id ?? null, token))
      return sendJson(reply, 200, { application_credentials: items, links: linksOf(request, site) })
    }),
  )
  scope.get(
    `${path}/:id`,
    signedIn(async (context, actor, request, reply) => {
      const { user, id } = Params.parse(request.params)
      const tokens = await lookUpApiTokens(context, actor, user).catch(refusing("get_application_credential"))
      const token = tokens.find((each) => each.id === id)
      if (token === undefined) throw new WordedFault("not_found", `Could not find Application Credential: ${id}.`)
      const [home] = await lookUpProjectsOf(context, actor, user)
      return sendJson(reply, 200, { application_credential: render(user, home?.project.id ?? null, token) })
    }),
  )
  const elsewhere = (operation: string) =>
    signedIn(async () => {
      const reason = "they are API tokens: the console and the latchkey command make and delete them"
      throw new WordedFault("forbidden", withReason(notAllowed(operation), reason))
    })
  scope.post(path, elsewhere("create_application_credential"))
  scope.delete(`${path}/:id`, elsewhere("delete_application_credential"))
}

function notAllowed(operation: string): string {
  return `You are not authorized to perform the requested action: identity:${operation}.`
}

function refusing(operation: string): (error: unknown) => never {
  return (error) => {
    if (!(error instanceof CoreError) || error.code !== "forbidden") throw error
    throw new WordedFault("forbidden", notAllowed(operation))
  }
}
