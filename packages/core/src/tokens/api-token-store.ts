import type { AccountId, ApiTokenId } from "../ids.ts"
import type { Instant } from "../time.ts"
import type { ApiToken } from "./api-token.ts"

export interface ApiTokenStore {
  find(id: ApiTokenId): Promise<ApiToken | undefined>
  /** By the hash of the whole token text, prefix included. */
  findByHash(hash: string): Promise<ApiToken | undefined>
  /** Newest first. */
  listByAccount(account: AccountId): Promise<readonly ApiToken[]>
  /** False when the account has a token with this name. */
  insert(token: ApiToken, hash: string): Promise<boolean>
  recordUse(id: ApiTokenId, at: Instant, from: string | undefined): Promise<void>
  delete(id: ApiTokenId): Promise<void>
}
