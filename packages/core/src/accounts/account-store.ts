import type { AccountId, InstallationId, ProjectId } from "../ids.ts"
import type { Page, PageRequest } from "../page.ts"
import type { Instant } from "../time.ts"
import type { Account, Robot } from "./account.ts"

/** An account with what only sign-in may see. */
export interface AccountWithPassword {
  readonly account: Account
  /** argon2id in PHC string form; absent for robots. */
  readonly passwordHash?: string
}

/** Which accounts. What is absent does not restrict. */
export interface AccountQuery extends PageRequest {
  /** Matches when handle, display name or e-mail contains it, without regard to case. */
  readonly search?: string | undefined
  readonly kind?: Account["kind"] | undefined
}

/** What lists say of an account beyond what it is. */
export interface AccountTally {
  readonly keyCount: number
  /** When it last did anything here, as far as that is known still. */
  readonly lastSeenAt?: Instant
  /** Of a robot: what its project is called. */
  readonly projectName?: string
}

export interface AccountStore {
  find(id: AccountId): Promise<Account | undefined>
  findByHandle(handle: string): Promise<Account | undefined>
  /** By handle or by e-mail in lower case. */
  findForSignIn(identifier: string): Promise<AccountWithPassword | undefined>
  /** By handle. */
  list(query: AccountQuery): Promise<Page<Account>>
  tally(accounts: readonly AccountId[]): Promise<ReadonlyMap<AccountId, AccountTally>>
  /** By handle. */
  listRobots(project: ProjectId): Promise<readonly Robot[]>
  countEnabledAdmins(): Promise<number>
  /** False, with nothing stored, when the handle or the e-mail is taken. `passwordHash` is for persons alone. */
  insert(account: Account, passwordHash?: string): Promise<boolean>
  /** Stores all of the account but its handle, kind, project and password; false when the e-mail is taken. */
  update(account: Account): Promise<boolean>
  setPassword(id: AccountId, passwordHash: string): Promise<void>
  /** Removes an account that has no keys, tokens and memberships. */
  delete(id: AccountId): Promise<void>
  /** The id that this installation got with its first migration. */
  installationId(): Promise<InstallationId>
  isSetUp(): Promise<boolean>
  /** True for one caller ever: the one that makes the first account. */
  claimSetUp(at: Instant): Promise<boolean>
}
