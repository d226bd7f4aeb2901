import { accountTarget } from "../accounts/new-person.ts"
import type { Actor } from "../actor.ts"
import { newAuditEvent } from "../audit/new-audit-event.ts"
import type { Context } from "../ports.ts"
import { issueToken, type NewToken, type TokenRequest } from "../tokens/api-token-actions.ts"
import { type NewLoginSession, signedInBy } from "./login-session.ts"
import { openLoginSession } from "./open-login-session.ts"
import { type Credentials, recordSignIn, withPassword } from "./with-password.ts"

/**
 * @throws CoreError `unauthenticated` (the same for an unknown name, a wrong password and a disabled account),
 *   `rate_limited`
 */
export function signIn(context: Context, credentials: Credentials): Promise<NewLoginSession> {
  return withPassword(context, credentials, async (stores, account) => {
    const opened = await openLoginSession(context, stores, account)
    await recordSignIn(context, stores, signedInBy(opened))
    return opened
  })
}

/** The same for a program: the password gives an API token, and no login session stays behind. */
export function signInForToken(context: Context, credentials: Credentials, request: TokenRequest): Promise<NewToken> {
  return withPassword(context, credentials, async (stores, account) => {
    const opened = await openLoginSession(context, stores, account)
    const actor = signedInBy(opened)
    await recordSignIn(context, stores, actor)
    const { value, ...facts } = await issueToken(context, stores, actor, account, request)
    await stores.auditEvents.append(newAuditEvent(context, actor, "token.create", facts))
    await stores.loginSessions.delete(opened.loginSession.id)
    return value
  })
}

/** Ends the login session that the actor came with; with a token there is nothing to end. */
export async function signOut(context: Context, actor: Actor): Promise<void> {
  if (actor.kind === "anonymous" || actor.by.kind !== "login_session") return
  const { id } = actor.by
  await context.database.transaction(async (stores) => {
    await stores.loginSessions.delete(id)
    await stores.auditEvents.append(
      newAuditEvent(context, actor, "login.sign-out", { target: accountTarget(actor.account) }),
    )
  })
}
