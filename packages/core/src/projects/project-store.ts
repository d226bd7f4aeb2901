import type { Account, Person } from "../accounts/account.ts"
import type { AccountId, ProjectId } from "../ids.ts"
import type { Membership, Project } from "./project.ts"

/** A member with the account that it is. */
export interface Member {
  readonly membership: Membership
  readonly account: Account
}

/** A project as one of its members sees it. */
export interface OwnProject {
  readonly project: Project
  readonly membership: Membership
}

export interface ProjectStore {
  find(id: ProjectId): Promise<Project | undefined>
  /** The personal project of a person. */
  findPersonal(account: AccountId): Promise<Project | undefined>
  /** The projects of everybody, by name, at most `limit`; with `name` those that have it alone. */
  list(limit: number, name?: string): Promise<readonly Project[]>
  /** The projects of a member: the personal one first, then by name. */
  listByMember(account: AccountId): Promise<readonly OwnProject[]>
  /** The shared projects that have this account as an owner and no other owner that is enabled, by name. */
  listHeldAlone(account: AccountId): Promise<readonly Project[]>
  /** Stores a project; false when it is personal and the account has one already. */
  insert(project: Project, personalOf?: Person): Promise<boolean>
  rename(id: ProjectId, name: string): Promise<void>
  /** Removes a project that has no robots and no servers, and with it its memberships and its links. */
  delete(id: ProjectId): Promise<void>
  findMembership(project: ProjectId, account: AccountId): Promise<Membership | undefined>
  /** By handle. */
  listMembers(project: ProjectId): Promise<readonly Member[]>
  /** How many owners that are enabled a project has, one account left out. */
  countOwners(project: ProjectId, besides?: AccountId): Promise<number>
  /** Stores a membership, in place of the one that the account has. */
  putMembership(membership: Membership): Promise<void>
  deleteMembership(project: ProjectId, account: AccountId): Promise<void>
}
