import {
  CoreError,
  listAccounts,
  lookUpAccount,
  lookUpProject,
  lookUpProjects,
  lookUpProjectsOf,
  maximumPageSize,
} from "@latchkey/core"
import type { FastifyInstance, FastifyRequest } from "fastify"
import { z } from "zod"
import type { Site } from "../../http/site.ts"
import { identityUrl, sendJson } from "../door.ts"
import { WordedFault } from "../faults.ts"
import { domain } from "./domain.ts"
import { linksOf, type SignedInWork } from "./identity-call.ts"
import { renderProject } from "./projects.ts"
import { renderUser } from "./users.ts"

const ById = z.object({ id: z.string() })
// A database may refuse the character 0, which no name has.
const Text = z.string().refine((text) => !text.includes("\0"), "no text here holds the character 0")
const Filter = z.object({ name: Text.optional(), domain_id: Text.optional() })

/** Projects and users, by which clients turn names into ids. */
export function serveDirectory(scope: FastifyInstance, site: Site, signedIn: SignedInWork): void {
  const url = () => identityUrl(site)

  scope.get(
    "/v3/projects",
    signedIn(async (context, actor, request, reply) => {
      const { name, isOurs } = readFilter(request)
      const found = await lookUpProjects(context, actor, name).catch(refusing("list_projects"))
      const projects = isOurs ? found.projects.map((project) => renderProject(project, url())) : []
      return sendJson(reply, 200, { projects, links: linksOf(request, site), ...truncated(isOurs && !found.isAll) })
    }),
  )
  scope.get(
    "/v3/projects/:id",
    signedIn(async (context, actor, request, reply) => {
      const { id } = ById.parse(request.params)
      const project = await lookUpProject(context, actor, id).catch(refusing("get_project", `project: ${id}`))
      return sendJson(reply, 200, { project: renderProject(project, url()) })
    }),
  )
  scope.get(
    "/v3/users",
    signedIn(async (context, actor, request, reply) => {
      const { name, isOurs } = readFilter(request)
      const query = { limit: maximumPageSize, search: name }
      const { items, nextCursor } = await listAccounts(context, actor, query).catch(refusing("list_users"))
      const found = items.filter(({ handle }) => isOurs && (name ?? handle) === handle)
      const users = found.map((account) => renderUser(account, url()))
      return sendJson(reply, 200, { users, links: linksOf(request, site), ...truncated(nextCursor !== undefined) })
    }),
  )
  scope.get(
    "/v3/users/:id",
    signedIn(async (context, actor, request, reply) => {
      const { id } = ById.parse(request.params)
      const account = await lookUpAccount(context, actor, id).catch(refusing("get_user", `user: ${id}`))
      return sendJson(reply, 200, { user: renderUser(account, url()) })
    }),
  )
  scope.get(
    "/v3/users/:id/projects",
    signedIn(async (context, actor, request, reply) => {
      const { id } = ById.parse(request.params)
      const found = await lookUpProjectsOf(context, actor, id).catch(refusing("list_user_projects", `user: ${id}`))
      const projects = found.map(({ project }) => renderProject(project, url()))
      return sendJson(reply, 200, { projects, links: linksOf(request, site) })
    }),
  )
}

/** What of a list was asked for. @throws CoreError `invalid` */
function readFilter({ query }: FastifyRequest) {
  const filter = Filter.safeParse(query)
  if (!filter.success) {
    const [issue] = filter.error.issues
    throw new WordedFault("invalid", `Invalid input for query parameter '${issue?.path.join("/")}': ${issue?.message}`)
  }
  const { name, domain_id: domainId = domain.id } = filter.data
  return { name, isOurs: domainId === domain.id }
}

/** Keystone's mark of a list that does not hold all. */
function truncated(isCut: boolean): { readonly truncated?: true } {
  return isCut ? { truncated: true } : {}
}

/** Says in Keystone's words what is not allowed, and what is not there. */
function refusing(operation: string, missing = ""): (error: unknown) => never {
  return (error) => {
    if (error instanceof CoreError && error.code === "forbidden") {
      const message = `You are not authorized to perform the requested action: identity:${operation}.`
      throw new WordedFault("forbidden", message)
    }
    if (error instanceof CoreError && error.code === "not_found") {
      throw new WordedFault("not_found", `Could not find ${missing}.`)
    }
    throw error
  }
}
