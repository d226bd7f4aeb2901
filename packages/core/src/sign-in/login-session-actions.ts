import { accountTarget } from "../accounts/new-person.ts"
import { type Action, byId, consult, onOwn, perform } from "../action.ts"
import type { Actor, SignedIn } from "../actor.ts"
import type { LoginSessionId } from "../ids.ts"
import type { Context } from "../ports.ts"
import { type LoginSession, loginSessionIsValid } from "./login-session.ts"

const noun = "login session"
const listing = onOwn<readonly LoginSession[]>("login-session.list", noun, "account:write")
const endingOthers = onOwn<true>("login-session.end-others", noun, "account:write")
const ending: Action<LoginSession> = {
  name: "login-session.end",
  noun,
  scope: "account:write",
  permits: (actor, loginSession) => (actor.account.id === loginSession.accountId ? "allowed" : "hidden"),
}

/** The browsers in which the actor is signed in now, last used first. */
export async function listLoginSessions(context: Context, actor: Actor): Promise<readonly LoginSession[]> {
  const all = await consult(context, actor, listing, (stores, { account }) =>
    stores.loginSessions.listByAccount(account.id),
  )
  const now = context.clock.now()
  return all.filter((loginSession) => loginSessionIsValid(loginSession, now))
}

/** The login session that the actor came with; none for an API token. */
export function currentLoginSession({ by }: SignedIn): LoginSessionId | undefined {
  return by.kind === "login_session" ? by.id : undefined
}

/** Signs one browser out. */
export function endLoginSession(context: Context, actor: Actor, id: LoginSessionId): Promise<void> {
  return perform(
    context,
    actor,
    ending,
    byId(id, (stores) => stores.loginSessions.find(id)),
    async (stores, { id, device, address }, { account }) => {
      await stores.loginSessions.delete(id)
      return {
        value: undefined,
        target: { kind: "login_session", id, name: device ?? "", accountId: account.id },
        before: { device: device ?? null, address: address ?? null },
      }
    },
  )
}

/** Signs out everywhere but in the actor's own browser, and ends auth tokens. Gives how many login sessions ended. */
export function endOtherLoginSessions(context: Context, actor: Actor): Promise<number> {
  return perform(
    context,
    actor,
    endingOthers,
    async () => true,
    async (stores, _, signedIn) => {
      const { account } = signedIn
      const ended = await stores.loginSessions.deleteByAccount(account.id, currentLoginSession(signedIn))
      await stores.authTokens.deleteByAccount(account.id)
      return { value: ended, target: accountTarget(account), after: { ended } }
    },
  )
}
