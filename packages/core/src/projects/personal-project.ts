import type { Person } from "../accounts/account.ts"
import { projectId } from "../ids.ts"
import type { Context, Stores } from "../ports.ts"
import { defaultServerQuota, type Project } from "./project.ts"

/** Makes the project that every person has, in the transaction that makes the account. */
export async function createPersonalProject(
  { secrets }: Pick<Context, "secrets">,
  stores: Pick<Stores, "projects">,
  person: Person,
): Promise<Project> {
  const project: Project = {
    id: projectId(secrets.id()),
    name: person.handle,
    kind: "personal",
    serverQuota: defaultServerQuota,
    createdAt: person.createdAt,
  }
  await stores.projects.insert(project, person)
  await stores.projects.putMembership({
    projectId: project.id,
    accountId: person.id,
    role: "owner",
    since: person.createdAt,
  })
  return project
}
