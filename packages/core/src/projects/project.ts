import type { AccountId, ProjectId } from "../ids.ts"
import type { Instant } from "../time.ts"

/** `personal`: made with a person's account, and that person's alone. `shared`: has members. */
export const projectKinds = ["personal", "shared"] as const
export type ProjectKind = (typeof projectKinds)[number]

/** How many servers a project may have, until somebody says otherwise. */
export const defaultServerQuota = 100

/** What groups servers and robots, and later apps. */
export interface Project {
  readonly id: ProjectId
  /** Not unique: only its members see it. */
  readonly name: string
  readonly kind: ProjectKind
  readonly serverQuota: number
  readonly createdAt: Instant
}

/** From the widest to the narrowest: an owner decides over members, a member over what is in the project, a viewer sees. */
export const projectRoles = ["owner", "member", "viewer"] as const
export type ProjectRole = (typeof projectRoles)[number]

/** That a person takes part in a project. */
export interface Membership {
  readonly projectId: ProjectId
  readonly accountId: AccountId
  readonly role: ProjectRole
  readonly since: Instant
}

/** Whether a role includes all that `least` may do. */
export function reaches(role: ProjectRole, least: ProjectRole): boolean {
  return projectRoles.indexOf(role) <= projectRoles.indexOf(least)
}
