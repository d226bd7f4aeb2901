import type { Account } from "../accounts/account.ts"
import { everyScope, type SignedIn } from "../actor.ts"
import { type AccountId, type LoginSessionId, loginSessionId } from "../ids.ts"
import type { Context, Stores } from "../ports.ts"
import { day, hour, type Instant } from "../time.ts"

/** One browser that is signed in. Its secret is the cookie's value, stored as a hash. */
export interface LoginSession {
  readonly id: LoginSessionId
  readonly accountId: AccountId
  readonly createdAt: Instant
  /** Moves on with use, at most once a minute. */
  readonly lastSeenAt: Instant
  readonly address?: string
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

/** Opens one for an account that has just proved itself. */
export async function openLoginSession(context: Context, stores: Stores, account: Account): Promise<NewLoginSession> {
  const now = context.clock.now()
  const secret = context.secrets.secret()
  const loginSession: LoginSession = {
    id: loginSessionId(context.secrets.id()),
    accountId: account.id,
    createdAt: now,
    lastSeenAt: now,
    ...(context.origin.address !== undefined && { address: context.origin.address }),
  }
  await stores.loginSessions.insert(loginSession, context.secrets.hash(secret))
  return { account, loginSession, secret }
}

/** The actor that a login session just opened stands for. */
export function signedInBy({ account, loginSession }: NewLoginSession): SignedIn {
  return { kind: "account", account, by: { kind: "login_session", id: loginSession.id }, scopes: everyScope }
}
