import type { AccountId, InstallationId } from "../ids.ts"
import type { Instant } from "../time.ts"
import type { Account } from "./account.ts"

/** An account with what only sign-in may see. */
export interface AccountWithPassword {
  readonly account: Account
  /** argon2id in PHC string form. */
  readonly passwordHash?: string
}

export interface AccountStore {
  find(id: AccountId): Promise<Account | undefined>
  findByHandle(handle: string): Promise<Account | undefined>
  /** By handle or by e-mail in lower case. */
  findForSignIn(identifier: string): Promise<AccountWithPassword | undefined>
  /** False, with nothing stored, when the handle or the e-mail is taken. */
  insert(account: Account, passwordHash: string): Promise<boolean>
  /** Stores all of the account but its password; false when the e-mail is taken. */
  update(account: Account): Promise<boolean>
  /** The id that this installation got with its first migration. */
  installationId(): Promise<InstallationId>
  isSetUp(): Promise<boolean>
  /** True for one caller ever: the one that makes the first account. */
  claimSetUp(at: Instant): Promise<boolean>
}
