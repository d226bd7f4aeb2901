import { isAdmin, type Person } from "../accounts/account.ts"
import { type Action, consult, type Find } from "../action.ts"
import type { Actor } from "../actor.ts"
import type { ProjectId } from "../ids.ts"
import type { Context, Stores } from "../ports.ts"
import type { Project } from "./project.ts"

/** A person and the project that is that person's alone. */
export interface PersonalProject {
  readonly project: Project
  readonly person: Person
}

/** By the project, or by the handle of the person, which the project is named after. */
export type SoughtPersonalProject = { readonly projectId: ProjectId } | { readonly handle: string }

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
export function findPersonalProject(
  context: Context,
  actor: Actor,
  sought: SoughtPersonalProject,
): Promise<PersonalProject> {
  const find: Find<PersonalProject> = async (stores) => {
    const person = await personOf(stores, sought)
    if (person?.kind !== "person") return undefined
    const project = await stores.projects.findPersonal(person.id)
    return project && { project, person }
  }
  return consult(context, actor, finding, find)
}

async function personOf({ accounts, projects }: Stores, sought: SoughtPersonalProject) {
  if ("handle" in sought) return accounts.findByHandle(sought.handle)
  const project = await projects.find(sought.projectId)
  const [owner] = project?.kind === "personal" ? await projects.listMembers(project.id) : []
  return owner?.account
}
