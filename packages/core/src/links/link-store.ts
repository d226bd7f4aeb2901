import type { AccountId, LinkId, ProjectId } from "../ids.ts"
import type { Instant } from "../time.ts"
import type { Invitation, Link, PasswordReset, ProjectInvitation } from "./link.ts"

/** Links that were made and not spent; those that have expired are there until they are cleaned up. */
export interface LinkStore {
  find(id: LinkId): Promise<Link | undefined>
  findByHash(hash: string): Promise<Link | undefined>
  /** The invitation that reserves a handle at `now`. */
  findInvitation(handle: string, now: Instant): Promise<Invitation | undefined>
  /** Invitations and password resets that have not expired, newest first. */
  listOfAdmins(now: Instant): Promise<readonly (Invitation | PasswordReset)[]>
  /** Those of one project that have not expired, newest first. */
  listByProject(project: ProjectId, now: Instant): Promise<readonly ProjectInvitation[]>
  insert(link: Link, hash: string): Promise<void>
  /** True for one caller: a link that two spend at once is spent by one. */
  delete(id: LinkId): Promise<boolean>
  deletePasswordResets(account: AccountId): Promise<void>
  /** Removes those that expired before this moment. */
  deleteExpired(before: Instant): Promise<void>
}
