import { type Actor, anonymous, everyScope } from "../actor.ts"
import { recordRefusal } from "../audit/record-refusal.ts"
import { CoreError } from "../error.ts"
import type { Context } from "../ports.ts"
import { minute } from "../time.ts"
import { tokenIsValid, tokenPrefix, tokenTarget } from "../tokens/api-token.ts"
import { loginSessionIsValid } from "./login-session.ts"

/** What a request brings to prove who it comes from. */
export type Proof =
  | { readonly kind: "api_token"; readonly secret: string }
  | { readonly kind: "auth_token"; readonly secret: string }
  | { readonly kind: "login_session"; readonly secret: string }

/** How often a use is written down: reading must not cost a write each time. */
const useResolution = 1 * minute

/**
 * Who a request comes from. A cookie that is no longer valid is nobody: a browser sends it unasked. A token that is not
 * valid is an error: whoever sends one believes in it.
 *
 * @throws CoreError `unauthenticated`
 */
export async function authenticate(context: Context, proof: Proof | undefined): Promise<Actor> {
  if (proof === undefined) return anonymous
  if (proof.kind === "auth_token") return anonymous
  return proof.kind === "api_token" ? byToken(context, proof.secret) : byLoginSession(context, proof.secret)
}

async function byToken(context: Context, secret: string): Promise<Actor> {
  const { stores } = context.database
  const now = context.clock.now()
  const token = secret.startsWith(tokenPrefix)
    ? await stores.apiTokens.findByHash(context.secrets.hash(secret))
    : undefined
  const account = token && tokenIsValid(token, now) ? await stores.accounts.find(token.accountId) : undefined
  if (token === undefined || account === undefined || account.disabledAt !== undefined) {
    if (token !== undefined) await recordRefusal(context, anonymous, "token.use", tokenTarget(token))
    throw new CoreError("unauthenticated", "this API token is not valid", {
      hint: "it may have expired or been deleted: create a new one, or sign in again",
    })
  }
  if (now - (token.lastUsedAt ?? 0) >= useResolution) {
    await unlessFull(stores.apiTokens.recordUse(token.id, now, context.origin.address))
  }
  return { kind: "account", account, by: { kind: "api_token", id: token.id, name: token.name }, scopes: token.scopes }
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

/** A full disk takes no note of a use; what is there can be read all the same. */
async function unlessFull(note: Promise<void>): Promise<void> {
  try {
    await note
  } catch (error) {
    if (!(error instanceof CoreError) || error.code !== "unavailable") throw error
  }
}
