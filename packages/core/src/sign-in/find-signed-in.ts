import { everyScope, type SignedIn, type SignedInWith } from "../actor.ts"
import type { AccountId } from "../ids.ts"
import type { Stores } from "../ports.ts"
import type { Instant } from "../time.ts"
import { tokenIsValid } from "../tokens/api-token.ts"
import { authTokenIsValid, signedInByAuthToken } from "../tokens/auth-token.ts"
import { loginSessionIsValid } from "./login-session.ts"

/**
 * An account that signed in before, as it and what it signed in with are now; undefined when one of them is gone or has
 * ended. Whether the account is disabled is for the caller to ask.
 */
export async function findSignedIn(
  stores: Stores,
  id: AccountId,
  by: SignedInWith,
  now: Instant,
): Promise<SignedIn | undefined> {
  const account = await stores.accounts.find(id)
  if (account === undefined) return undefined
  if (by.kind === "login_session") {
    const loginSession = await stores.loginSessions.find(by.id)
    if (loginSession === undefined || !loginSessionIsValid(loginSession, now)) return undefined
    return { kind: "account", account, by, scopes: everyScope }
  }
  if (by.kind === "auth_token") {
    const token = await stores.authTokens.find(by.id)
    return token && authTokenIsValid(token, now) ? signedInByAuthToken(account, token) : undefined
  }
  const token = await stores.apiTokens.find(by.id)
  if (token === undefined || !tokenIsValid(token, now)) return undefined
  return { kind: "account", account, by: { kind: by.kind, id: by.id, name: token.name }, scopes: token.scopes }
}
