import {
  type Account,
  accountId,
  type Context,
  CoreError,
  type ErrorCode,
  findPersonalProject,
  isAdmin,
  isIdText,
  listAccounts,
  listScopeProjects,
  maximumPageSize,
  type PersonalProject,
  projectId,
  type ScopeProject,
  type SignedIn,
  type SoughtPersonalProject,
  showAnyAccount,
} from "@latchkey/core"
import type { FastifyInstance } from "fastify"
import { z } from "zod"
import type { Site } from "../../http/site.ts"
import { identityUrl, sendJson } from "../door.ts"
import { WordedFault } from "../faults.ts"
import { domain } from "./domain.ts"
import { linksOf, type SignedInWork } from "./identity-call.ts"
import { renderProject } from "./projects.ts"
import { renderUser } from "./users.ts"

const ById = z.object({ id: z.string() })
const Filter = z.object({ name: z.string().optional(), domain_id: z.string().optional() })

/** Projects and users, by which clients turn names into ids: all for administrators, their own for everybody else. */
export function serveDirectory(scope: FastifyInstance, site: Site, signedIn: SignedInWork): void {
  const url = () => identityUrl(site)

  scope.get(
    "/v3/projects",
    signedIn(async (context, actor, request, reply) => {
      const matches = readFilter(request.query)
      if (!isAdmin(actor.account)) throw notAllowed("list_projects")
      const { name } = Filter.parse(request.query)
      const own = await listScopeProjects(context, actor)
      const another = name === undefined ? undefined : await findPersonal(context, actor, { handle: name })
      const found = [...own, ...(another !== undefined && !isAmong(own, another) ? [another] : [])]
      const items = found.filter(({ project }) => matches(project.name)).map((project) => renderProject(project, url()))
      return sendJson(reply, 200, { projects: items, links: linksOf(request, site) })
    }),
  )
  scope.get(
    "/v3/projects/:id",
    signedIn(async (context, actor, request, reply) => {
      const { id } = ById.parse(request.params)
      const own = (await listScopeProjects(context, actor)).find(({ project }) => project.id === id)
      const project =
        own ?? (isIdText(id) ? await findPersonal(context, actor, { projectId: projectId(id) }) : undefined)
      if (project === undefined) throw missing(actor, "project", id)
      return sendJson(reply, 200, { project: renderProject(project, url()) })
    }),
  )
  scope.get(
    "/v3/users",
    signedIn(async (context, actor, request, reply) => {
      const matches = readFilter(request.query)
      const { name } = Filter.parse(request.query)
      const query = { limit: maximumPageSize, search: name }
      const { items, nextCursor } = await listAccounts(context, actor, query).catch((error: unknown) => {
        throw hasCode(error, "forbidden") ? notAllowed("list_users") : error
      })
      const users = items.filter(({ handle }) => matches(handle)).map((account) => renderUser(account, url()))
      const truncated = nextCursor === undefined ? {} : { truncated: true }
      return sendJson(reply, 200, { users, links: linksOf(request, site), ...truncated })
    }),
  )
  scope.get(
    "/v3/users/:id",
    signedIn(async (context, actor, request, reply) => {
      const { id } = ById.parse(request.params)
      return sendJson(reply, 200, { user: renderUser(await findUser(context, actor, id), url()) })
    }),
  )
  scope.get(
    "/v3/users/:id/projects",
    signedIn(async (context, actor, request, reply) => {
      if (ById.parse(request.params).id !== actor.account.id) throw notAllowed("list_user_projects")
      const projects = await listScopeProjects(context, actor)
      const items = projects.map((project) => renderProject(project, url()))
      return sendJson(reply, 200, { projects: items, links: linksOf(request, site) })
    }),
  )
}

/** What of a list was asked for. */
function readFilter(query: unknown): (name: string) => boolean {
  const { name, domain_id: domainId } = Filter.parse(query)
  return (found) => (name ?? found) === found && (domainId ?? domain.id) === domain.id
}

/** Of another person; nothing for all but administrators. */
function findPersonal(
  context: Context,
  actor: SignedIn,
  sought: SoughtPersonalProject,
): Promise<PersonalProject | undefined> {
  return findPersonalProject(context, actor, sought).catch((error: unknown) => {
    if (hasCode(error, "not_found") || hasCode(error, "forbidden")) return undefined
    throw error
  })
}

function isAmong(own: readonly ScopeProject[], { project }: PersonalProject): boolean {
  return own.some((one) => one.project.id === project.id)
}

async function findUser(context: Context, actor: SignedIn, id: string): Promise<Account> {
  if (id === actor.account.id) return actor.account
  if (!isIdText(id)) throw missing(actor, "user", id)
  return showAnyAccount(context, actor, accountId(id)).catch((error: unknown) => {
    throw hasCode(error, "not_found") ? missing(actor, "user", id) : error
  })
}

/** Only administrators are told that something is not there. */
function missing({ account }: SignedIn, noun: "project" | "user", id: string): WordedFault {
  if (!isAdmin(account)) return notAllowed(`get_${noun}`)
  return new WordedFault("not_found", `Could not find ${noun}: ${id}.`)
}

function notAllowed(operation: string): WordedFault {
  return new WordedFault("forbidden", `You are not authorized to perform the requested action: identity:${operation}.`)
}

function hasCode(error: unknown, code: ErrorCode): boolean {
  return error instanceof CoreError && error.code === code
}
