import { type Actor, anonymous, everyScope } from "../actor.ts"
import type { Context } from "../ports.ts"
import { useApiToken } from "../tokens/api-token-use.ts"
import { signedInByAuthToken } from "../tokens/auth-token.ts"
import { findAuthToken, invalidAuthToken } from "../tokens/find-auth-token.ts"
import { loginSessionIsValid } from "./login-session.ts"
import { unlessFull, useResolution } from "./note-use.ts"

/** What a request brings to prove who it comes from. */
export type Proof =
  | { readonly kind: "api_token"; readonly secret: string }
  | { readonly kind: "auth_token"; readonly secret: string }
  | { readonly kind: "login_session"; readonly secret: string }

/**
 * Who a request comes from. A cookie that is no longer valid is nobody: a browser sends it unasked. A token that is not
 * valid is an error: whoever sends one believes in it.
 *
 * @throws CoreError `unauthenticated`
 */
export async function authenticate(context: Context, proof: Proof | undefined): Promise<Actor> {
  if (proof === undefined) return anonymous
  switch (proof.kind) {
    case "api_token":
      return byToken(context, proof.secret)
    case "auth_token":
      return byAuthToken(context, proof.secret)
    case "login_session":
      return byLoginSession(context, proof.secret)
  }
}

async function byToken(context: Context, secret: string): Promise<Actor> {
  const { token, account } = await useApiToken(context, secret)
  return { kind: "account", account, by: { kind: "api_token", id: token.id, name: token.name }, scopes: token.scopes }
}

async function byAuthToken(context: Context, secret: string): Promise<Actor> {
  const { stores } = context.database
  const token = await findAuthToken(context, stores, secret)
  const account = token && (await stores.accounts.find(token.accountId))
  if (token === undefined || account === undefined || account.disabledAt !== undefined) throw invalidAuthToken()
  return signedInByAuthToken(account, token)
}

async function byLoginSession(context: Context, secret: string): Promise<Actor> {
  const { stores } = context.database
  const now = context.clock.now()
  const loginSession = await stores.loginSessions.findByHash(context.secrets.hash(secret))
  if (loginSession === undefined || !loginSessionIsValid(loginSession, now)) return anonymous
  const account = await stores.accounts.find(loginSession.accountId)
  if (account === undefined || account.disabledAt !== undefined) return anonymous
  if (now - loginSession.lastSeenAt >= useResolution) await unlessFull(stores.loginSessions.touch(loginSession.id, now))
  return { kind: "account", account, by: { kind: "login_session", id: loginSession.id }, scopes: everyScope }
}
