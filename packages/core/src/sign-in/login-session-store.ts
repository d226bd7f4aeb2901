import type { AccountId, LoginSessionId } from "../ids.ts"
import type { Instant } from "../time.ts"
import type { LoginSession } from "./login-session.ts"

export interface LoginSessionStore {
  find(id: LoginSessionId): Promise<LoginSession | undefined>
  findByHash(hash: string): Promise<LoginSession | undefined>
  /** Newest use first. */
  listByAccount(account: AccountId): Promise<readonly LoginSession[]>
  insert(loginSession: LoginSession, hash: string): Promise<void>
  touch(id: LoginSessionId, at: Instant): Promise<void>
  delete(id: LoginSessionId): Promise<void>
  /** Removes all of an account but the one to keep, and gives how many they were. */
  deleteByAccount(account: AccountId, keep?: LoginSessionId): Promise<number>
  /** Removes those that were last seen, or made, before these moments. */
  deleteStale(lastSeenBefore: Instant, createdBefore: Instant): Promise<void>
}
