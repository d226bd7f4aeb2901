import {
  changeEmail,
  changePassword,
  currentLoginSession,
  endLoginSession,
  endOtherLoginSessions,
  listLoginSessions,
  loginSessionId,
  requireSignedIn,
  showOwnAccount,
  updateOwnAccount,
} from "@latchkey/core"
import type { Handlers } from "./call.ts"
import { renderLoginSession, renderPerson, renderWhoAmI } from "./render/account.ts"

type AccountRoutes =
  | "showAccount"
  | "updateAccount"
  | "changeEmail"
  | "changePassword"
  | "listLoginSessions"
  | "endOtherLoginSessions"
  | "endLoginSession"

export const accountHandlers: Handlers<AccountRoutes> = {
  async showAccount({ context, actor }) {
    const account = await showOwnAccount(context, actor)
    return renderWhoAmI({ ...requireSignedIn(actor), account })
  },

  async updateAccount({ context, actor, body }) {
    return renderPerson(await updateOwnAccount(context, actor, body))
  },

  async changeEmail({ context, actor, body }) {
    return renderPerson(await changeEmail(context, actor, body))
  },

  async changePassword({ context, actor, body }) {
    await changePassword(context, actor, body)
  },

  async listLoginSessions({ context, actor }) {
    const current = currentLoginSession(requireSignedIn(actor))
    const all = await listLoginSessions(context, actor)
    return { items: all.map((loginSession) => renderLoginSession(loginSession, current)) }
  },

  async endOtherLoginSessions({ context, actor }) {
    await endOtherLoginSessions(context, actor)
  },

  async endLoginSession({ context, actor, params }) {
    await endLoginSession(context, actor, loginSessionId(params.id))
  },
}
