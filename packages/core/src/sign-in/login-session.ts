import type { Account } from "../accounts/account.ts"
import { everyScope, type SignedIn } from "../actor.ts"
import type { AccountId, LoginSessionId } from "../ids.ts"
import { day, hour, type Instant } from "../time.ts"

/** One browser that is signed in. Its secret is the cookie's value, stored as a hash. */
export interface LoginSession {
  readonly id: LoginSessionId
  readonly accountId: AccountId
  readonly createdAt: Instant
  /** Moves on with use, at most once a minute. */
  readonly lastSeenAt: Instant
  readonly address?: string
  /** The browser, in a few words: "Firefox, Linux". */
  readonly device?: string
}

/** A login session just opened, with the cookie's value. */
export interface NewLoginSession {
  readonly account: Account
  readonly loginSession: LoginSession
  readonly secret: string
}

/** A login session ends after 12 hours without use, and after 30 days in any case. */
export const idleLimit = 12 * hour
export const absoluteLimit = 30 * day

/** Whether the browser is still signed in at `now`. */
export function loginSessionIsValid(loginSession: LoginSession, now: Instant): boolean {
  return now < loginSession.lastSeenAt + idleLimit && now < loginSession.createdAt + absoluteLimit
}

/** The actor that a login session just opened stands for. */
export function signedInBy({ account, loginSession }: NewLoginSession): SignedIn {
  return { kind: "account", account, by: { kind: "login_session", id: loginSession.id }, scopes: everyScope }
}
