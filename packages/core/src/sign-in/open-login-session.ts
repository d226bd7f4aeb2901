import type { Person } from "../accounts/account.ts"
import { loginSessionId } from "../ids.ts"
import type { Context, Stores } from "../ports.ts"
import type { LoginSession, NewLoginSession } from "./login-session.ts"

/** Opens a login session for an account that has just proved itself. */
export async function openLoginSession(context: Context, stores: Stores, account: Person): Promise<NewLoginSession> {
  const now = context.clock.now()
  const secret = context.secrets.secret()
  const loginSession: LoginSession = {
    id: loginSessionId(context.secrets.id()),
    accountId: account.id,
    createdAt: now,
    lastSeenAt: now,
    ...(context.origin.address !== undefined && { address: context.origin.address }),
    ...(context.origin.device !== undefined && { device: context.origin.device }),
  }
  await stores.loginSessions.insert(loginSession, context.secrets.hash(secret))
  return { account, loginSession, secret }
}
