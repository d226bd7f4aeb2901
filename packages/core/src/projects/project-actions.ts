import { type Action, byId, consult, type Find, onOwn, perform } from "../action.ts"
import type { Actor } from "../actor.ts"
import { CoreError } from "../error.ts"
import type { AccountId, ProjectId } from "../ids.ts"
import { projectId } from "../ids.ts"
import { parseName } from "../name.ts"
import type { Context } from "../ports.ts"
import { defaultServerQuota, type Project, type ProjectRole, reaches } from "./project.ts"
import { requireRoomFor } from "./project-limits.ts"
import type { OwnProject } from "./project-store.ts"

/** An action on a project for members of this role and wider; for all others the project does not exist. */
export function onProject(name: Action<OwnProject>["name"], least: ProjectRole): Action<OwnProject> {
  return {
    name,
    noun: "project",
    scope: "projects:write",
    permits: (_, { membership }) => (reaches(membership.role, least) ? "allowed" : "forbidden"),
  }
}

/** A project with what the actor is in it; nothing for whoever is not in it. */
export function ownProject(id: ProjectId): Find<OwnProject> {
  return byId(id, async (stores, { account }) => {
    const project = await stores.projects.find(id)
    const membership = project && (await stores.projects.findMembership(id, account.id))
    return project && membership && { project, membership }
  })
}

const listing = onOwn<readonly OwnProject[]>("project.list", "project", "projects:write")
const creating: Action<AccountId> = {
  name: "project.create",
  noun: "project",
  scope: "projects:write",
  // A robot belongs to a project, and none belongs to it.
  permits: ({ account }) => (account.kind === "person" ? "allowed" : "forbidden"),
}
const showing = onProject("project.show", "viewer")
const renaming = onProject("project.rename", "owner")
const deleting = onProject("project.delete", "owner")

/** The projects that the actor is in: the personal one first. */
export function listProjects(context: Context, actor: Actor): Promise<readonly OwnProject[]> {
  return consult(context, actor, listing, (stores, { account }) => stores.projects.listByMember(account.id))
}

/** @throws CoreError `not_found` for whoever is not in it */
export function showProject(context: Context, actor: Actor, id: ProjectId): Promise<OwnProject> {
  return consult(context, actor, showing, ownProject(id))
}

/** A shared project, of which the actor is the owner. @throws CoreError `invalid`, `quota_exceeded` */
export function createProject(context: Context, actor: Actor, name: string): Promise<OwnProject> {
  return perform(
    context,
    actor,
    creating,
    async (_, { account }) => account.id,
    async (stores, accountId) => {
      requireRoomFor("projects", await stores.projects.listByMember(accountId))
      const createdAt = context.clock.now()
      const project: Project = {
        id: projectId(context.secrets.id()),
        name: parseName(name, "name"),
        kind: "shared",
        serverQuota: defaultServerQuota,
        createdAt,
      }
      const membership = { projectId: project.id, accountId, role: "owner", since: createdAt } as const
      await stores.projects.insert(project)
      await stores.projects.putMembership(membership)
      const value = { project, membership }
      return { value, target: projectTarget(value), after: { name: project.name } }
    },
  )
}

/** @throws CoreError `not_found`, `forbidden`, `invalid` */
export function renameProject(context: Context, actor: Actor, id: ProjectId, name: string): Promise<OwnProject> {
  return perform(context, actor, renaming, ownProject(id), async (stores, own) => {
    const project: Project = { ...own.project, name: parseName(name, "name") }
    await stores.projects.rename(id, project.name)
    return {
      value: { ...own, project },
      target: projectTarget(own),
      before: { name: own.project.name },
      after: { name: project.name },
    }
  })
}

/** @throws CoreError `conflict` for a personal project and for one that has robots or servers; `not_found`, `forbidden` */
export function deleteProject(context: Context, actor: Actor, id: ProjectId): Promise<void> {
  return perform(context, actor, deleting, ownProject(id), async (stores, own) => {
    requireShared(own.project)
    const servers = await stores.servers.listByProject(id)
    const robots = await stores.accounts.listRobots(id)
    const left = servers.length > 0 ? "servers" : "robots"
    const names = servers.length > 0 ? servers.map(({ name }) => name) : robots.map(({ handle }) => handle)
    if (names.length > 0) {
      throw new CoreError("conflict", `this project still has ${left}: ${names.join(", ")}`, {
        hint: left === "servers" ? "disconnect them first" : "delete them first",
      })
    }
    await stores.projects.delete(id)
    return { value: undefined, target: projectTarget(own), before: { name: own.project.name } }
  })
}

/** @throws CoreError `conflict` for a personal project: it is its owner's alone, as long as there is the account */
export function requireShared({ kind }: Project): void {
  if (kind === "shared") return
  throw new CoreError("conflict", "a personal project is its owner's alone, and stays", {
    hint: "create a project to share it",
  })
}

/** How the audit names a project; the event is for whoever did it. */
export function projectTarget({ project, membership }: OwnProject) {
  return { kind: "project", id: project.id, name: project.name, accountId: membership.accountId } as const
}
