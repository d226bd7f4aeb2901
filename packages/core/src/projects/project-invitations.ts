import { type Action, consult, perform } from "../action.ts"
import type { Actor } from "../actor.ts"
import { CoreError } from "../error.ts"
import type { LinkId, ProjectId } from "../ids.ts"
import type { ProjectInvitation } from "../links/link.ts"
import { issueLink, type NewLink, newLinkFacts, requireLinkOf, spendLink } from "../links/one-time-links.ts"
import type { Context } from "../ports.ts"
import type { Project, ProjectRole } from "./project.ts"
import { onProject, ownProject, projectTarget, requireShared } from "./project-actions.ts"
import { requireRoomFor } from "./project-limits.ts"
import type { OwnProject } from "./project-store.ts"

const inviting = onProject("project.invite", "owner")
const listing = onProject("project.list-invitations", "owner")

/** An invitation to a project that the actor is in. */
interface OwnInvitation extends OwnProject {
  readonly link: ProjectInvitation
}

const revoking: Action<OwnInvitation> = { ...onProject("project.revoke-invitation", "owner"), noun: "invitation" }

/** What somebody finds who spends a link. */
interface Joining {
  readonly link: ProjectInvitation
  readonly project: Project
}

const joining: Action<Joining> = {
  name: "project.join",
  noun: "project",
  scope: "projects:write",
  permits: ({ account }) => (account.kind === "person" ? "allowed" : "forbidden"),
}

/**
 * A link with which somebody who has an account here takes part in a project. It works for 7 days, as long as whoever
 * made it owns the project.
 *
 * @throws CoreError `conflict` for a personal project, `quota_exceeded`, `not_found`, `forbidden`
 */
export function inviteToProject(
  context: Context,
  actor: Actor,
  id: ProjectId,
  role: ProjectRole,
): Promise<NewLink<ProjectInvitation>> {
  return perform(context, actor, inviting, ownProject(id), async (stores, own, { account }) => {
    requireShared(own.project)
    requireRoomFor("open invitations", await stores.links.listByProject(id, context.clock.now()))
    const facts = newLinkFacts(context, "project_invitation")
    const link = { ...facts, kind: "project_invitation", projectId: id, role, createdBy: account.id } as const
    const value = await issueLink(context, stores, link)
    return { value, target: projectTarget(own), after: { link: facts.id, role, expiresAt: facts.expiresAt } }
  })
}

/** Those that still work, newest first. */
export async function listProjectInvitations(
  context: Context,
  actor: Actor,
  id: ProjectId,
): Promise<readonly ProjectInvitation[]> {
  await consult(context, actor, listing, ownProject(id))
  return context.database.stores.links.listByProject(id, context.clock.now())
}

/** The link works no more. */
export function revokeProjectInvitation(context: Context, actor: Actor, id: ProjectId, link: LinkId): Promise<void> {
  return perform(
    context,
    actor,
    revoking,
    async (stores, signedIn) => {
      const own = await ownProject(id)(stores, signedIn)
      const found = own && (await stores.links.find(link))
      return found?.kind === "project_invitation" && found.projectId === id && own ? { ...own, link: found } : undefined
    },
    async (stores, own) => {
      await stores.links.delete(link)
      return { value: undefined, target: projectTarget(own), before: { link, role: own.link.role } }
    },
  )
}

/**
 * Takes part in the project that a link is for.
 *
 * @throws CoreError `forbidden` for a link that does not work and for robots, `conflict` for a member (the link works on),
 *   `quota_exceeded`
 */
export function joinProject(context: Context, actor: Actor, secret: string): Promise<OwnProject> {
  return perform(
    context,
    actor,
    joining,
    async (stores) => {
      const link = await requireLinkOf(context, stores, "project_invitation", secret)
      const project = await stores.projects.find(link.projectId)
      return project && { link, project }
    },
    async (stores, { project }, { account }) => {
      if ((await stores.projects.findMembership(project.id, account.id)) !== undefined) {
        throw new CoreError("conflict", `you are in the project "${project.name}" already`)
      }
      requireRoomFor("members", await stores.projects.listMembers(project.id))
      requireRoomFor("projects", await stores.projects.listByMember(account.id))
      const { id, role } = await spendLink(context, stores, "project_invitation", secret)
      const membership = { projectId: project.id, accountId: account.id, role, since: context.clock.now() }
      await stores.projects.putMembership(membership)
      const value = { project, membership }
      return { value, target: projectTarget(value), after: { link: id, role } }
    },
  )
}
