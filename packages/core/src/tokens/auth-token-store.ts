import type { AccountId, AuthTokenId, ProjectId } from "../ids.ts"
import type { Instant } from "../time.ts"
import type { AuthToken } from "./auth-token.ts"

/** Auth tokens are gone with the API token, the project and the account that they are of. */
export interface AuthTokenStore {
  find(id: AuthTokenId): Promise<AuthToken | undefined>
  /** By the hash of the whole token text, prefix included. */
  findByHash(hash: string): Promise<AuthToken | undefined>
  insert(token: AuthToken, hash: string): Promise<void>
  /** Removes one, and all that were got with it, with those, and so on. */
  delete(id: AuthTokenId): Promise<void>
  /** Removes all of an account, or those that are scoped to one project. */
  deleteByAccount(account: AccountId, project?: ProjectId): Promise<void>
  /** Removes those that ended before this moment. */
  deleteStale(expiredBefore: Instant): Promise<void>
}
