import { isAdmin, type Person } from "../accounts/account.ts"
import { type Action, consult, type Find } from "../action.ts"
import type { Actor } from "../actor.ts"
import type { ProjectId } from "../ids.ts"
import type { Context } from "../ports.ts"
import type { Project } from "./project.ts"

/** A person and the project that is that person's alone. */
export interface PersonalProject {
  readonly project: Project
  readonly person: Person
}

const finding: Action<PersonalProject> = {
  name: "account.show",
  noun: "personal project",
  scope: "accounts:write",
  permits: ({ account }) => (isAdmin(account) ? "allowed" : "hidden"),
}

/**
 * For admins, who manage accounts: where other systems give a quota to a project, it is that of a person here.
 *
 * @throws CoreError `not_found`, for all but admins always
 */
export function findPersonalProject(context: Context, actor: Actor, id: ProjectId): Promise<PersonalProject> {
  const find: Find<PersonalProject> = async ({ projects }) => {
    const project = await projects.find(id)
    const [owner] = project?.kind === "personal" ? await projects.listMembers(project.id) : []
    const person = owner?.account
    return project !== undefined && person?.kind === "person" ? { project, person } : undefined
  }
  return consult(context, actor, finding, find)
}
