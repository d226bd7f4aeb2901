import type { Account } from "../accounts/account.ts"
import type { ProjectId } from "../ids.ts"
import type { Stores } from "../ports.ts"
import type { Project, ProjectRole } from "../projects/project.ts"

/**
 * What an auth token is to be scoped to. `default`: nothing was said, which for an API token is the personal project of
 * its account, or a robot's project, and otherwise none.
 */
export type WantedScope = { readonly projectId: ProjectId } | { readonly projectName: string } | "unscoped" | "default"

/** A project that an account can have an auth token scoped to, and what it may do there; a robot counts as a member. */
export interface ScopeProject {
  readonly project: Project
  readonly role: ProjectRole
}

/** All of an account: the personal one first, then by name. */
export async function scopeProjectsOf(stores: Stores, account: Account): Promise<readonly ScopeProject[]> {
  if (account.kind === "robot") {
    const project = await stores.projects.find(account.projectId)
    return project === undefined ? [] : [{ project, role: "member" }]
  }
  const own = await stores.projects.listByMember(account.id)
  return own.map(({ project, membership }) => ({ project, role: membership.role }))
}

/**
 * The one that is asked for. A name counts where it is the personal project's, or that of one project only: names are not
 * unique, and whoever is invited does not choose them.
 */
export async function findScope(
  stores: Stores,
  account: Account,
  wanted: { readonly projectId: ProjectId } | { readonly projectName: string } | "home",
): Promise<ScopeProject | undefined> {
  const all = await scopeProjectsOf(stores, account)
  if (wanted === "home") return all[0]
  if ("projectId" in wanted) return all.find(({ project }) => project.id === wanted.projectId)
  const named = all.filter(({ project }) => project.name === wanted.projectName)
  return named.find(({ project }) => project.kind === "personal") ?? (named.length === 1 ? named[0] : undefined)
}
